"""`POST /api/incentives` in OpenAPI 3.1, with an example; made from the list of facts itself. Part of `openapi`."""

from typing import Any

from matcher.incentives.facts import Fact, FactList, Kind
from matcher.web.incentives_question import CLOCKS, LARGEST, MOST

EXAMPLE = {
    "as_of": "2025-09-01",
    "facts": {
        "person.status": "employee",
        "job.private_cao": True,
        "job.work_region": "flanders",
        "job.occupancy_pct": 80,
        "job.weekly_hours": 30,
    },
    "course": {"in_incentive_db": True, "measure": "contact_hours", "contact_hours": 40, "excluded_activity": False},
}
_NUMBER = {"type": ["number", "null"]}
_TEXT = {"type": ["string", "null"]}
_ANSWER = {"enum": ["yes", "no", "ask", "unverified"]}
_AMOUNT = {
    "type": "object",
    "required": ["state", "value", "unit", "to", "by", "last_known", "year"],
    "properties": {
        "state": {"enum": ["value", "ask", "unverified", "none"]},
        "value": {**_NUMBER, "description": "Set only where the state is `value`."},
        "unit": {"type": "string"},
        "to": {"enum": ["learner", "employer", "government"]},
        "by": {"enum": ["learner", "employer", "government", None]},
        "last_known": {**_NUMBER, "description": "By the last known figures, of `year`; never a fact of today."},
        "year": _TEXT,
        "plain_case": {**_NUMBER, "description": "Where only the facts under `assumed` are lacking."},
        "assumed": {"type": "object"},
        "open": {"type": "array", "items": {"type": "string"}, "description": "Facts that are lacking."},
        "missing": {"type": "array", "items": {"type": "string"}, "description": "Figures that are not known."},
        "formula": {"type": "string"},
        "used": {"type": "object"},
        "conf": {"enum": ["A", "B", "C", "U", None]},
    },
}
_FAILING = {
    "type": "object",
    "required": ["id", "fact", "yours", "needed", "says", "next"],
    "properties": {"id": {"type": "string"}, "fact": _TEXT, "yours": {}, "needed": {}, "says": _TEXT, "next": _TEXT},
}
_ASK = {
    "type": "object",
    "required": ["fact", "question"],
    "properties": {"fact": {"type": "string"}, "question": {"type": "string"}},
}
_RESULT = {
    "amounts": {"type": "object", "additionalProperties": _AMOUNT},
    "failing": {"type": "array", "items": _FAILING},
    "asks": {"type": "array", "items": _ASK, "description": "The question that decides most comes first."},
}
_LAST_KNOWN = {
    "type": ["object", "null"],
    "description": "The answer by the last known figures, where some of the date are not known.",
    "properties": {"verdict": _ANSWER, "year": _TEXT, **_RESULT},
}
_TRACE = {
    "type": "object",
    "description": "Every condition: its answer, both values, its dated figure and sources, and its words.",
    "required": ["op", "answer"],
    "properties": {
        "op": {"enum": ["all", "any", "eq", "in", "gte", "lte", "exists"]},
        "answer": _ANSWER,
        "id": _TEXT,
        "says": {"type": "string"},
        "legs": {"type": "array", "items": {"type": "object"}},
    },
}
_VERDICT = {
    "type": "object",
    "required": ["verdict", "last_known", "amounts", "failing", "asks", "trace"],
    "properties": {"verdict": _ANSWER, "last_known": _LAST_KNOWN, **_RESULT, "trace": _TRACE},
}
ANSWER: dict[str, Any] = {
    "type": "object",
    "required": ["verdicts"],
    "properties": {"verdicts": {"type": "object", "additionalProperties": _VERDICT}},
}


def _fact(fact: Fact) -> dict[str, Any]:
    about = fact.question.en
    if fact.kind == Kind.BOOL:
        return {"type": ["boolean", "null"], "description": about}
    if fact.kind == Kind.ENUM:
        return {"enum": [*fact.values, None], "description": about}
    return {**_NUMBER, "minimum": 0, "maximum": MOST, "description": f"{about} In: {fact.unit}."}


def body(every: FactList) -> dict[str, Any]:
    """The question. A fact that is left out, or null, is unknown."""
    day = {"type": ["string", "null"], "format": "date"}
    facts = {name: _fact(fact) for name, fact in every.facts.items()}
    own = {name.removeprefix("course."): one for name, one in facts.items() if name.startswith("course.")}
    # A mapping takes both spellings; the short one is described.
    course = {"type": "object", "properties": own}
    schema = {
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "as_of": {**day, "description": "The day of the question; today where it is left out."},
            "dates": {
                "type": ["object", "null"],
                "additionalProperties": False,
                "properties": dict.fromkeys(CLOCKS, day),
                "description": "Dates that differ from `as_of`, by clock.",
            },
            "facts": {"type": ["object", "null"], "additionalProperties": False, "properties": facts},
            "course": {
                "description": "The id of a course in the catalogue, or facts about one.",
                "oneOf": [{"type": "string"}, course, {"type": "null"}],
            },
        },
    }
    content = {"application/json": {"schema": schema, "example": EXAMPLE}}
    return {"required": True, "description": f"At most {LARGEST} bytes. Nothing of it is kept.", "content": content}
