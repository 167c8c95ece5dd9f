"""The same search as JSON. The shapes are described in `openapi`."""

from typing import Any

from flask import Blueprint, Response, abort, jsonify, request, url_for

from catalogue.course import Course, Run
from catalogue.messages import message
from matcher.criteria import PARAMETERS, BadParameters, clean
from matcher.reply import for_request, reply
from matcher.search import Facet, Found
from matcher.suggest import MOST, Suggestion, courses_called
from matcher.support import SchemeState, State, support
from matcher.web.asking import finder, mender, parameter, parameters, suggester
from matcher.web.errors import unknown_parameters
from matcher.web.openapi import description
from matcher.web.words import LANGUAGES, language, named, say

API = Blueprint("api", __name__)


@API.before_app_request
def language_is_ours() -> None:
    """Refuses a language that we do not speak; a blank one, as a form sends it, is none. Raises BadParameters."""
    asked = parameter("lang")
    if request.path.startswith("/api/") and asked and asked not in LANGUAGES:
        choices = ", ".join(LANGUAGES)
        raise BadParameters(
            {"lang": message("parameter.choice", name="lang", value=clean(asked)[:40], choices=choices)}
        )


def _run(run: Run | None) -> dict[str, Any] | None:
    return None if run is None else run.model_dump(mode="json", exclude_defaults=True)


def _recognition(one: SchemeState) -> dict[str, Any]:
    return {
        "scheme": one.scheme.code,
        "name": named(one.scheme.names),
        "pillar": one.scheme.pillar,
        "state": str(one.state),
        "claimed": one.claimed,
        "valid_until": one.decision.valid_until.isoformat() if one.decision and one.decision.valid_until else None,
    }


def _found(found: Found) -> dict[str, Any]:
    course = found.course
    known = [one for pillar in found.support for one in pillar.schemes if one.state != State.UNKNOWN]
    return {
        "id": course.id,
        "title": course.title,
        "provider": {"id": course.provider.id, "name": course.provider.name, "kind": str(course.provider.kind)},
        "score": {
            "total": round(found.score.total, 4),
            "parts": {k: round(v, 4) for k, v in found.score.parts.items()},
        },
        "why": say(found.why) if found.why else None,
        "next_run": None if found.past else _run(found.run),
        "last_run": _run(found.run) if found.past else None,
        "distance_km": None if found.distance_km is None else round(found.distance_km, 1),
        "recognitions": [_recognition(one) for one in known],
    }


def _facet(facet: Facet) -> dict[str, Any]:
    return {
        "name": facet.filter.name,
        "label": say(facet.filter.label),
        "choices": [
            {
                "value": one.choice.value,
                "label": say(one.choice.label) if one.choice.names is None else named(one.choice.names),
                "count": one.count,
                "chosen": one.chosen,
            }
            for one in facet.choices
        ],
    }


@API.get("/api/courses")
def courses() -> Response:
    """Courses for a question: the same parameters, answer and order as the page."""
    given = parameters()
    unknown = sorted({name for name, _ in given} - {*PARAMETERS, "lang", "explain"})
    if unknown:
        return unknown_parameters(unknown)
    answered = reply(for_request(finder()), mender(), given, language())
    found, criteria = answered.results, answered.results.criteria
    return jsonify(
        count=found.count,
        by_meaning=found.by_meaning,
        q=criteria.q,
        heard=[{"text": one.text, "filter": one.name, "value": one.value} for one in answered.heard],
        mended=[{"typed": one.typed, "read": one.read} for one in answered.mended],
        widened=None if answered.widened is None else say(answered.widened.now),
        occupations=[one.spoken(language())[1].preferred for one in found.occupations],
        page=criteria.page,
        per_page=criteria.per_page,
        courses=[_found(one) for one in found.found],
        nearest=[_found(one) for one in found.nearest],
        facets=[_facet(facet) for facet in found.facets],
    )


@API.get("/api/courses/<course_id>")
def course(course_id: str) -> Response:
    """One course, whole, with what is known of its recognition today."""
    search = finder()
    shown = search.course(course_id)
    if shown is None:
        abort(404)
    return jsonify({**_whole(shown), "support": _support(shown)})


def _whole(shown: Course) -> dict[str, Any]:
    return shown.model_dump(mode="json", exclude_defaults=True, exclude={"raw"})


def _support(shown: Course) -> list[dict[str, Any]]:
    pillars = support(shown, finder().facts().today, finder().schemes)
    return [_recognition(one) for pillar in pillars for one in pillar.schemes]


@API.get("/api/suggest")
def suggest() -> Response:
    """What somebody may be typing, for the field `q` or `place`. Courses only where the search works."""
    given = parameters()
    unknown = sorted({name for name, _ in given} - {"q", "field", "lang"})
    if unknown:
        return unknown_parameters(unknown)
    text, field = clean(dict(given).get("q", "")), dict(given).get("field", "q")
    if field not in ("q", "place"):
        choices = message("parameter.choice", name="field", value=clean(field)[:40], choices="q, place")
        raise BadParameters({"field": choices})
    found = suggester().places(text, language()) if field == "place" else _concepts_and_courses(text)
    return jsonify(suggestions=[_suggestion(one) for one in found])


def _concepts_and_courses(text: str) -> tuple[Suggestion, ...]:
    concepts = suggester().concepts(text, language())
    search = finder()
    return (*concepts, *courses_called(search.engine, text, search.today().toordinal(), MOST - len(concepts)))


def _suggestion(one: Suggestion) -> dict[str, Any]:
    address = {"url": url_for("course", course_id=one.id, language=language())} if one.id else {}
    return {"kind": one.kind, "text": one.text, **address}


@API.get("/openapi.json")
def openapi() -> Response:
    """The description of this API."""
    return jsonify(description(finder().facts()))
