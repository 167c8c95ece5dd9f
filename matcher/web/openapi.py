"""The description of the API in OpenAPI 3.1, made from the filters themselves. Parameters stand in place."""

from functools import cache
from typing import Any

from catalogue.course import Course
from matcher.criteria import DEEPEST, LONGEST, MOST_PER_PAGE, PER_PAGE, SORTS
from matcher.filters import FILTERS, Facts, Filter
from matcher.incentives.packs import library
from matcher.web import incentives_openapi, match_openapi
from matcher.web.words import LANGUAGES, say

_PROBLEM = {
    "type": "object",
    "required": ["title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "parameters": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"name": {"type": "string"}, "problem": {"type": "string"}},
            },
        },
    },
}
_NUMBER_OR_NULL = {"type": ["number", "null"]}
_RECOGNITION = {
    "type": "object",
    "required": ["scheme", "name", "pillar", "state", "claimed"],
    "properties": {
        "scheme": {"type": "string"},
        "name": {"type": "string"},
        "pillar": {"enum": ["time", "money"]},
        "state": {"enum": ["register", "claim", "refused", "lapsed", "unknown"]},
        "claimed": {"type": "boolean"},
        "valid_until": {"type": ["string", "null"], "format": "date"},
    },
}
_FOUND = {
    "type": "object",
    "required": ["id", "title", "provider", "score", "next_run", "recognitions"],
    "properties": {
        "id": {"type": "string"},
        "title": {"type": "string"},
        "provider": {"type": "object"},
        "score": {
            "type": "object",
            "required": ["total", "parts"],
            "properties": {
                "total": {"type": "number"},
                "parts": {"type": "object", "additionalProperties": {"type": "number"}},
            },
        },
        "why": {"type": ["string", "null"]},
        "next_run": {"type": ["object", "null"]},
        "last_run": {"type": ["object", "null"]},
        "distance_km": _NUMBER_OR_NULL,
        "recognitions": {"type": "array", "items": _RECOGNITION},
    },
}
_FACET = {
    "type": "object",
    "required": ["name", "label", "choices"],
    "properties": {
        "name": {"type": "string"},
        "label": {"type": "string"},
        "choices": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["value", "label", "count", "chosen"],
                "properties": {
                    "value": {"type": "string"},
                    "label": {"type": "string"},
                    "count": {"type": "integer", "minimum": 0},
                    "chosen": {"type": "boolean"},
                },
            },
        },
    },
}
_HEARD = {
    "type": "object",
    "required": ["text", "filter", "value"],
    "properties": {name: {"type": "string"} for name in ("text", "filter", "value")},
}
_MENDED = {
    "type": "object",
    "required": ["typed", "read"],
    "properties": {name: {"type": "string"} for name in ("typed", "read")},
}
_LIST = {
    "type": "object",
    "required": ["count", "page", "per_page", "courses", "nearest", "facets"],
    "properties": {
        "count": {"type": "integer", "minimum": 0},
        "by_meaning": {"type": "boolean", "description": "False where words had to do: there is no model yet."},
        "occupations": {"type": "array", "items": {"type": "string"}, "description": "Searched for beside the words."},
        "q": {"type": "string", "description": "The words that were searched, without wishes and slips."},
        "heard": {"type": "array", "items": _HEARD, "description": "Wishes in the words that became filters."},
        "mended": {"type": "array", "items": _MENDED, "description": "Typing errors and how they were read."},
        "widened": {
            "type": ["string", "null"],
            "description": "The wider radius, where the one asked brought nothing.",
        },
        "page": {"type": "integer", "minimum": 1},
        "per_page": {"type": "integer", "minimum": 1},
        "courses": {"type": "array", "items": _FOUND},
        "nearest": {"type": "array", "items": _FOUND},
        "facets": {"type": "array", "items": _FACET},
    },
}

_SUGGESTIONS = {
    "type": "object",
    "required": ["suggestions"],
    "properties": {
        "suggestions": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["kind", "text"],
                "properties": {
                    "kind": {"enum": ["occupation", "competence", "course", "place"]},
                    "text": {"type": "string"},
                    "url": {"type": "string", "description": "The page of a course."},
                },
            },
        }
    },
}


def _parameter(name: str, about: str, schema: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "description": about, "schema": schema, **more}


def _filter_parameter(one: Filter, facts: Facts) -> dict[str, Any]:
    values = [choice.value for choice in one.choices(facts)] or list(one.always)
    about = f"{say(one.label)}. {say(one.help)}" if one.help else say(one.label)
    if one.single:
        return _parameter(one.name, about, {"type": "string", "enum": values})
    items = {"type": "array", "items": {"type": "string", "enum": values}}
    return _parameter(one.name, about, items, style="form", explode=True)


def _search_parameters(facts: Facts) -> list[dict[str, Any]]:
    number = {"type": "integer", "minimum": 1}
    return [
        _parameter("q", f"What is sought, in words; cut after {LONGEST} letters.", {"type": "string"}),
        _parameter("place", "Belgian postcode or municipality.", {"type": "string"}),
        *(_filter_parameter(one, facts) for one in FILTERS),
        _parameter("sort", "The order; distance needs a place.", {"type": "string", "enum": list(SORTS)}),
        _parameter("page", f"page x per_page is at most {DEEPEST}.", {**number, "maximum": DEEPEST, "default": 1}),
        _parameter("per_page", "Courses a page.", {**number, "maximum": MOST_PER_PAGE, "default": PER_PAGE}),
        _parameter("literal", "1 takes the words as they stand.", {"type": "string", "enum": ["1"]}),
        _language_parameter(),
    ]


def _language_parameter() -> dict[str, Any]:
    about = "Language of the words; otherwise that of Accept-Language."
    return _parameter("lang", about, {"type": "string", "enum": list(LANGUAGES)})


def _suggest_parameters() -> list[dict[str, Any]]:
    fields = {"type": "string", "enum": ["q", "place"], "default": "q"}
    return [
        _parameter("q", f"The letters typed so far; cut after {LONGEST}.", {"type": "string"}),
        _parameter("field", "The field that is being filled in.", fields),
        _language_parameter(),
    ]


def _answers(schema: dict[str, Any], *refusals: int) -> dict[str, Any]:
    content = {"application/problem+json": {"schema": _PROBLEM}}
    names = {
        400: "Something can not be read; it is named.",
        404: "No such course.",
        413: "Too large.",
        503: "Search is down.",
    }
    good = {"200": {"description": "The answer.", "content": {"application/json": {"schema": schema}}}}
    return good | {str(status): {"description": names[status], "content": content} for status in refusals}


@cache
def _course_schemas() -> dict[str, Any]:
    """The course and what it is made of; always the same."""
    whole = Course.model_json_schema(ref_template="#/components/schemas/{model}", mode="serialization")
    # An answer holds what is known of its recognition too, which is no part of the course itself.
    told = {"type": "array", "items": _RECOGNITION, "description": "What is known of its recognition today."}
    whole["properties"]["support"] = told
    return {**whole.pop("$defs", {}), "Course": whole}


def description(facts: Facts) -> dict[str, Any]:
    """The whole description; the filters' choices are those of today."""
    course_id = {"name": "course_id", "in": "path", "required": True, "schema": {"type": "string"}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Leerloket", "version": "1", "description": "Search for adult training in Flanders."},
        "paths": {
            "/api/courses": {
                "get": {
                    "operationId": "searchCourses",
                    "summary": "Courses for a question",
                    "parameters": _search_parameters(facts),
                    "responses": _answers(_LIST, 400, 503),
                }
            },
            "/api/suggest": {
                "get": {
                    "operationId": "suggest",
                    "summary": "What somebody may be typing: occupations, skills and courses, or places",
                    "parameters": _suggest_parameters(),
                    "responses": _answers(_SUGGESTIONS, 400, 503),
                }
            },
            "/api/courses/{course_id}": {
                "get": {
                    "operationId": "getCourse",
                    "summary": "One course, whole",
                    "parameters": [course_id, _language_parameter()],
                    "responses": _answers({"$ref": "#/components/schemas/Course"}, 404, 503),
                }
            },
            "/api/incentives": {
                "post": {
                    "operationId": "getIncentives",
                    "summary": "What time and money somebody gets for a course, and why",
                    "parameters": [_language_parameter()],
                    "requestBody": incentives_openapi.body(library().facts),
                    "responses": _answers(incentives_openapi.ANSWER, 400, 413, 503),
                }
            },
            "/api/match": {
                "post": match_openapi.operation([_language_parameter()], _answers(match_openapi.ANSWER, 400, 413, 503))
            },
        },
        "components": {"schemas": _course_schemas()},
    }
