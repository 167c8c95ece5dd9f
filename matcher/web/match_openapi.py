"""`POST /api/match` in OpenAPI 3.1, with an example; made from the profile's own schema. Part of `openapi`."""

from typing import Any

from matcher.goal import Kind
from matcher.profile import LARGEST, schema
from matcher.scorers import SCORERS
from matcher.web.match_api import Asked

EXAMPLE: dict[str, Any] = {
    "goal": {"kind": "herorienteren", "target": "boekhouder"},
    "profile": {
        "occupations": [{"id": "warehouse-worker", "years": 12}],
        "competences": [{"id": "use-a-computer"}],
        "level": 3,
        "languages": [{"language": "nl", "level": "C1"}],
        "week": {"free": ["tue-evening", "thu-evening", "sat-morning"], "work": ["mon-morning", "mon-afternoon"]},
        "place": "9300",
        "radius_km": 20,
        "budget": 300,
        "facts": {"person.status": "employee", "job.work_region": "flanders", "job.private_cao": True},
    },
    "limit": 5,
}
_TEXT = {"type": ["string", "null"]}
_NUMBER = {"type": ["number", "null"]}
_CONCEPT = {
    "type": "object",
    "required": ["id", "label", "language"],
    "properties": {name: {"type": "string"} for name in ("id", "label", "language")},
}
_CONCEPTS = {"type": "array", "items": _CONCEPT}
_NEED = {
    "type": "object",
    "required": ["id", "label", "essential", "weight", "sure", "by"],
    "properties": {
        **_CONCEPT["properties"],  # type: ignore[dict-item]
        "essential": {"type": "boolean"},
        "weight": {"type": "number"},
        "specificity": {"type": "number", "description": "1 for what one occupation needs, towards 0 for all."},
        "sure": {"type": "number", "description": "How surely it is there; always probable."},
        "by": {"enum": ["said", "past", "shared_label", "near", "nothing"]},
        "through": _TEXT,
    },
}
_GAP = {
    "type": "object",
    "required": ["have", "missing", "extra"],
    "properties": {name: {"type": "array", "items": _NEED} for name in ("have", "missing", "extra")},
}
_BAR = {
    "type": "object",
    "required": ["points", "of", "known", "why"],
    "properties": {
        "points": {"type": "number"},
        "of": {"type": "number"},
        "known": {"type": "number", "description": "What is not known counts as the middle of the bar."},
        "why": {"type": "array", "items": {"type": "string"}},
    },
}
_NAMES = [one.name for one in SCORERS]
_SCORE = {
    "type": "object",
    "required": ["total", "confidence", "parts"],
    "properties": {
        "total": {"type": "number", "minimum": 0, "maximum": 100},
        "confidence": {"type": "number", "minimum": 0, "maximum": 1},
        "parts": {"type": "object", "required": _NAMES, "properties": dict.fromkeys(_NAMES, _BAR)},
    },
}
_WEEK = {
    "type": ["object", "null"],
    "required": ["fit", "taken", "clashing", "leave_hours"],
    "properties": {
        "fit": {"enum": ["fits", "leave", "clashes", "unknown"]},
        "taken": {"type": "array", "items": {"type": "string"}},
        "clashing": {"type": "array", "items": {"type": "string"}},
        "leave_hours": _NUMBER,
    },
}
_SEGMENTS = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["kind", "state", "amount", "unit", "bearer"],
        "properties": {
            "state": {"enum": ["sure", "hatched", "ask"], "description": "Only sure parts of one kind may be added."},
            "amount": _NUMBER,
            "kind": {"type": "string"},
            "unit": {"type": "string"},
            "bearer": {"enum": ["learner", "employer", "government"]},
            "to": _TEXT,
            "instrument": _TEXT,
            "label": _TEXT,
            "year": _TEXT,
            "ask": _TEXT,
            "why": _TEXT,
        },
    },
}
_INCENTIVES = {
    "type": "object",
    "required": ["time", "money", "question", "verdicts"],
    "properties": {
        "time": _SEGMENTS,
        "money": _SEGMENTS,
        "question": {**_TEXT, "description": "The fact that decides most."},
        "verdicts": {"type": "object", "additionalProperties": {"enum": ["yes", "no", "ask", "unverified"]}},
    },
}
_COURSE = {
    "type": "object",
    "required": ["id", "title", "score", "reasons", "gap", "week", "incentives"],
    "properties": {
        "id": {"type": "string"},
        "title": {"type": "string"},
        "url": {"type": "string"},
        "provider": {"type": "object"},
        "score": _SCORE,
        "reasons": {"type": "array", "items": {"type": "string"}},
        "found_by": {"type": "array", "items": {"enum": ["target", "near", "missing"]}},
        "moved": {"type": ["object", "null"], "description": "At most three of one provider in ten."},
        "gap": {"type": "object", "required": ["closes"], "properties": {"closes": _CONCEPTS}},
        "run": {"type": ["object", "null"]},
        "past": {"type": "boolean"},
        "distance_km": _NUMBER,
        "price": _NUMBER,
        "week": _WEEK,
        "incentives": _INCENTIVES,
    },
}
_GOAL = {
    "type": "object",
    "required": ["kind", "target", "concept", "confidence", "alternatives"],
    "properties": {
        "kind": {"enum": [kind.value for kind in Kind]},
        "target": {"type": "string"},
        "concept": {"oneOf": [_CONCEPT, {"type": "null"}]},
        "confidence": {"type": "number"},
        "alternatives": _CONCEPTS,
    },
}
ANSWER: dict[str, Any] = {
    "type": "object",
    "required": ["goal", "gap", "courses", "count", "by_meaning"],
    "properties": {
        "goal": _GOAL,
        "by_meaning": {"type": "boolean"},
        "support_counts": {"type": "boolean"},
        "goal_changes_little": {"type": "boolean", "description": "The profile is empty."},
        "count": {"type": "integer", "minimum": 0},
        "gap": _GAP,
        "nearby": {"type": "array", "items": _CONCEPT, "description": "Occupations near it that ask less."},
        "searched": {"type": "object", "additionalProperties": {"type": "array", "items": {"type": "string"}}},
        "beside": {"type": "array", "items": {"type": "object"}},
        "counterfactual": {"type": ["object", "null"]},
        "read": {"type": ["object", "null"]},
        "courses": {"type": "array", "items": _COURSE},
    },
}


def operation(parameters: list[dict[str, Any]], responses: dict[str, Any]) -> dict[str, Any]:
    """The operation, with what all operations share given."""
    return {
        "operationId": "match",
        "summary": "Courses that bring somebody to a goal: score, gap, week, time and money",
        "parameters": parameters,
        "requestBody": body(),
        "responses": responses,
    }


def body() -> dict[str, Any]:
    """The question, with the profile's schema whole in it."""
    profile = schema()
    kinds = profile.pop("$defs", {})
    whole = Asked.model_json_schema()
    properties = {**whole["properties"], "profile": _inlined(profile, kinds)}
    properties["goal"] = _inlined(whole["$defs"]["AskedGoal"], whole["$defs"])
    made = {"type": "object", "additionalProperties": False, "required": ["goal"], "properties": properties}
    content = {"application/json": {"schema": made, "example": EXAMPLE}}
    return {"required": True, "description": f"At most {LARGEST} bytes. Nothing of it is kept.", "content": content}


def _inlined(node: Any, kinds: dict[str, Any]) -> Any:
    """A schema with what it refers to in place: references would point into the body, not into the document."""
    if isinstance(node, dict):
        if "$ref" in node:
            return _inlined(kinds[node["$ref"].rpartition("/")[2]], kinds)
        return {key: _inlined(value, kinds) for key, value in node.items() if key != "$schema"}
    return [_inlined(one, kinds) for one in node] if isinstance(node, list) else node
