"""Small made-up packs for the tests of the incentives; the packs that ship are tested by the cases."""

from collections.abc import Callable
from datetime import date
from typing import Any

from hypothesis import strategies as st

from matcher.incentives.clocks import Dates
from matcher.incentives.evaluator import Rules
from matcher.incentives.facts import FactList
from matcher.incentives.models import Pack, Source
from matcher.incentives.packs import Library

DAY = date(2026, 3, 1)
DATES = Dates(DAY)


def words(text: str) -> dict[str, str]:
    return dict.fromkeys(("nl", "fr", "de", "en"), text)


def make_facts() -> FactList:
    question = {"question": words("?"), "cost": 1, "change": 1}
    facts: dict[str, Any] = {
        "person.a": {"type": "bool", **question},
        "person.b": {"type": "bool", **question, "cost": 4},
        "person.kind": {"type": "enum", "values": {one: words(one) for one in "xyz"}, **question},
        "job.hours": {"type": "number", "unit": "hour", **question, "cost": 2},
        "course.size": {"type": "number", "unit": "hour", **question},
        "history.used": {"type": "number", "unit": "hour", **question, "change": None},
    }
    return FactList.model_validate({"facts": facts, "units": {"hour": words("hour")}})


FACTS = make_facts()


def leaf(id_: str, fact: str, **compares: Any) -> dict[str, Any]:
    no = "%(yours)s %(needed)s" if {"gte", "lte"} & compares.keys() else "no"
    return {
        "id": f"t.{id_}",
        "fact": fact,
        "src": ["S1"],
        "label": words("label"),
        "no": words(no),
        "next": words("next"),
        **compares,
    }


def figure(*values: tuple[str, Any], clock: str = "course_start", period: str = "year") -> dict[str, Any]:
    entries = {
        day: {"value": value, "src": ["S1"], "conf": "A"} if not isinstance(value, dict) else value
        for day, value in values
    }
    return {"label": words("figure"), "unit": "hour", "clock": clock, "period": period, "values": entries}


def make_pack(when: Any, *, id_: str = "t", parameters: Any = None, gives: Any = (), **rest: Any) -> Pack:
    whole = {
        "id": id_,
        "kind": "computed",
        "names": words("name"),
        "about": words("about"),
        "authority": words("authority"),
        "pillar": "time",
        "beneficiary": "person",
        "clock": "course_start",
        "exists": {"from": "2019-01-01", "to": None},
        "checked": "2026-01-01",
        "parameters": parameters or {},
        "versions": [{"from": "2019-01-01", "to": None, "when": when, "gives": list(gives)}],
        **rest,
    }
    return Pack.model_validate(whole)


def make_rules(*packs: Pack, facts: FactList = FACTS) -> Rules:
    figures = {name: one for pack in packs for name, one in pack.parameters.items()}
    return Rules(
        Library(
            packs={pack.id: pack for pack in packs},
            figures=figures,
            checked=dict.fromkeys(figures, DAY),
            sources={"S1": Source(url="https://example.org", kind="official", dated="2020")},
            facts=facts,
        )
    )


def gives(kind: str, formula: str, **rest: Any) -> dict[str, Any]:
    return {"kind": kind, "label": words(kind), "unit": "hour", "to": "learner", "formula": formula, **rest}


# Figures of the random rules: one known, one that was known until last year, one never known.
FIGURES = {
    "t.known": figure(("2019-01-01", 32)),
    "t.gone": figure(("2019-01-01", 20), ("2026-01-01", {"state": "not_found", "conf": "U"})),
    "t.never": figure(("2019-01-01", {"state": "not_found", "conf": "U"})),
}

LEAVES: tuple[Callable[[str], dict[str, Any]], ...] = (
    lambda id_: leaf(id_, "person.a", eq=True),
    lambda id_: leaf(id_, "person.b", eq=False),
    lambda id_: leaf(id_, "person.kind", **{"in": ["x"], "unsure": ["z"]}),
    lambda id_: leaf(id_, "person.kind", **{"in": ["x", "y"]}),
    lambda id_: leaf(id_, "job.hours", gte={"param": "t.known"}),
    lambda id_: leaf(id_, "job.hours", gte={"param": "t.gone"}),
    lambda id_: leaf(id_, "job.hours", gte={"param": "t.never"}),
    lambda id_: leaf(id_, "job.hours", lte={"const": 40}),
    lambda id_: leaf(id_, "course.size", gte={"param": "t.known"}),
)

SITUATIONS = st.fixed_dictionaries(
    {},
    optional={
        "person.a": st.booleans(),
        "person.b": st.booleans(),
        "person.kind": st.sampled_from("xyz"),
        "job.hours": st.sampled_from([0, 19, 20, 31, 32, 33, 40, 41]),
        "course.size": st.sampled_from([0, 31, 32, 100]),
    },
)


@st.composite
def trees(draw: st.DrawFn) -> Any:
    """Random conditions, up to eight leaves deep in groups; every leaf with an id of its own."""
    made = iter(range(1000))

    def leaf_of(number: int) -> dict[str, Any]:
        return LEAVES[number](f"leaf{next(made)}")

    leaves = st.integers(0, len(LEAVES) - 1).map(leaf_of)
    groups = st.recursive(
        leaves,
        lambda legs: st.lists(legs, min_size=1, max_size=3).flatmap(
            lambda several: st.sampled_from([{"all": several}, {"any": several}])
        ),
        max_leaves=8,
    )
    return draw(groups)
