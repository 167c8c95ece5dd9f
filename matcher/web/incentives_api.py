"""`POST /api/incentives`: what somebody gets for a course, as JSON. Nothing of it is stored or logged.

How the question is read stands in `incentives_question`, the description in `incentives_openapi`.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, cast

from flask import Blueprint, Response, current_app, jsonify, request

from catalogue.checks import Wrong
from catalogue.course import Course, Run
from catalogue.messages import Message, message
from catalogue.week import by_next
from matcher.filters.bottleneck import bottlenecks_of
from matcher.incentives.amounts import Amount
from matcher.incentives.course_facts import course_facts
from matcher.incentives.evaluator import Rules
from matcher.incentives.facts import Value
from matcher.incentives.parts import Failing, LastKnown, Verdict
from matcher.incentives.telling import Teller
from matcher.incentives.trace import Trace
from matcher.web.asking import finder
from matcher.web.errors import problem, refused_fields
from matcher.web.incentives_question import LARGEST, Asked, read_question
from matcher.web.words import language, say

INCENTIVES = Blueprint("incentives", __name__)
_VERDICTS: Mapping[str, Message] = {
    "yes": message("incentive.yes"),
    "no": message("incentive.no"),
    "ask": message("incentive.ask"),
    "unverified": message("incentive.unverified"),
}
_WHY: Mapping[str, Message] = {
    "rules": message("incentive.exists"),
    "not_yet": message("incentive.not_yet"),
    "ended": message("incentive.ended"),
    "not_worked_out": message("incentive.not_worked_out"),
}


def rules() -> Rules:
    """The rules, as `create_app` read them."""
    return cast("Rules", current_app.extensions["incentives"])


@INCENTIVES.post("/api/incentives")
def incentives() -> Response:
    """The verdicts of all instruments for the facts that are given."""
    if (request.content_length or 0) > LARGEST:
        return problem(413, say(message("problem.incentives.size", most=LARGEST)))
    asked = read_question(request.get_data(cache=False), rules().library.facts, finder().facts().today)
    if isinstance(asked, tuple):
        return refused_fields(asked)
    course = finder().course(asked.course_id) if asked.course_id else None
    if asked.course_id and course is None:
        mend = message("mend.incentives.course")
        return refused_fields((Wrong(name="course", what=message("problem.incentives.course"), mend=mend),))
    answer = jsonify(verdicts={name: _verdict(one) for name, one in _verdicts(asked, course).items()})
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _verdicts(asked: Asked, course: Course | None) -> Mapping[str, Verdict]:
    """Of the facts that were given; those of the catalogue's course count where nothing else was given."""
    person = rules().specialise(asked.dates, asked.facts)
    if course is None:
        return person.verdicts({})
    run = next(by_next(course.runs, asked.dates.as_of), None)
    start = None if asked.has_start or run is None else run.start
    known = _course_facts(course, run, start or asked.start)
    return person.verdicts({name: value for name, value in known.items() if name not in asked.facts}, start)


def _course_facts(course: Course, run: Run | None, day: date) -> dict[str, Value]:
    known = finder().facts()
    listed = bool(known.bottlenecks.on(known.today))
    bottleneck = bool(bottlenecks_of(course, finder().vocabulary, known)) if listed else None
    return course_facts(rules().library.facts, course, run, day, bottleneck=bottleneck)


def _verdict(one: Verdict) -> dict[str, Any]:
    teller = Teller(rules().library, language())
    return {
        "verdict": one.verdict.word,
        "last_known": _last_known(one.last_known, teller),
        "amounts": {kind: _amount(amount) for kind, amount in one.amounts.items()},
        "failing": [_failing(failing, teller) for failing in one.failing],
        "asks": [_ask(fact, teller) for fact in one.asks],
        "trace": {**_trace(one.trace, one, teller), "says": say(_VERDICTS[one.verdict.word])},
    }


def _last_known(last: LastKnown | None, teller: Teller) -> dict[str, Any] | None:
    if last is None:
        return None
    return {
        "verdict": last.verdict.word,
        "year": last.year,
        "amounts": {kind: _amount(amount) for kind, amount in last.amounts.items()},
        "failing": [_failing(failing, teller) for failing in last.failing],
        "asks": [_ask(fact, teller) for fact in last.asks],
    }


def _amount(one: Amount) -> dict[str, Any]:
    return {
        "state": one.state,
        "value": _plain(one.value),
        "unit": one.unit,
        "to": one.to,
        "by": one.by,
        "last_known": _plain(one.last_known),
        "year": one.year,
        "plain_case": _plain(one.plain),
        "assumed": {name: _plain(value) for name, value in one.assumed},
        "open": list(one.open),
        "missing": list(one.missing),
        "formula": one.formula,
        "used": {name: _plain(value) for name, value in one.used.items()},
        "conf": one.conf,
    }


def _failing(one: Failing, teller: Teller) -> dict[str, Any]:
    leaf = one.bound.leaf if one.bound else None
    return {
        "id": one.id,
        "fact": one.fact,
        "yours": _plain(one.yours),
        "needed": _plain(one.needed),
        "says": teller.sentence(leaf.no, one.bound, one.yours) if leaf and one.bound else None,
        "next": teller.sentence(leaf.next, one.bound, one.yours) if leaf and one.bound else None,
    }


def _ask(fact: str, teller: Teller) -> dict[str, Any]:
    return {"fact": fact, "question": teller.text(teller.library.facts.facts[fact].question)}


def _trace(one: Trace, verdict: Verdict, teller: Teller) -> dict[str, Any]:
    node = {"op": one.op, "answer": one.answer.word}
    if one.legs:
        return {**node, "legs": [_trace(leg, verdict, teller) for leg in one.legs]}
    fields = ("id", "fact", "yours", "needed", "figure", "since", "on", "conf", "src", "note")
    return {**node, **{name: _plain(getattr(one, name)) for name in fields}, "says": _says(one, verdict, teller)}


def _says(one: Trace, verdict: Verdict, teller: Teller) -> str:
    bound = next((bound for bound in verdict.prepared.bounds if bound.leaf.id == one.id), None)
    return say(_WHY[verdict.why]) if bound is None else teller.sentences(bound, one.yours, one.answer)


def _plain(value: Any) -> Any:
    """As JSON has it: a whole number without a point, others to six decimals, a day as text."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(round(value, 6))
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, list | tuple) else value
