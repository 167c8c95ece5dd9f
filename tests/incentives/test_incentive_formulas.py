"""The language of amounts: exact, safe, and honest about what is unknown."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.incentives.formulas import FormulaWrong, parse
from matcher.incentives.nodes import Scope

FACTS = {"job.pct": 1, "course.hours": 1, "course.kind": 1, "person.low": 1}
FIGURES = {"t.cap": 1, "t.table": 1, "t.bands": 1}
KNOWN: dict[str, Any] = {
    "t.cap": Decimal(125),
    "t.table": {"long": Decimal(2)},
    "t.bands": [[Decimal(10), Decimal(1)], [None, Decimal(5)]],
}


def value(text: str, figures: dict[str, Any] = KNOWN, **facts: Any) -> tuple[Any, set[str], set[str]]:
    scope = Scope({name.replace("_", ".", 1): one for name, one in facts.items()}, figures)
    return parse(text, FACTS, FIGURES).run(scope), scope.open, scope.missing


def test_amounts_are_exact() -> None:
    assert value("job.pct / 100 * t.cap", job_pct=Decimal(55))[0] == Decimal("68.75")
    assert value("0.1 + 0.2")[0] == Decimal("0.3")


def test_a_table_and_brackets_give_the_figure_of_their_key() -> None:
    assert value("t.table[course.kind]", course_kind="long")[0] == 2
    assert value("bracket(course.hours, t.bands)", course_hours=Decimal(10))[0] == 1
    assert value("bracket(course.hours, t.bands)", course_hours=Decimal(11))[0] == 5
    assert value("floor(course.hours / 4)", course_hours=Decimal(11))[0] == 2


def test_an_unknown_fact_makes_the_amount_unknown_and_is_named() -> None:
    assert value("max(0, t.cap - course.hours)") == (None, {"course.hours"}, set())


def test_every_figure_and_fact_that_is_lacking_is_named_at_once() -> None:
    assert value("course.hours * t.cap + job.pct", figures={}) == (None, {"course.hours", "job.pct"}, {"t.cap"})


def test_an_unknown_that_can_not_matter_is_not_asked() -> None:
    assert value("t.cap if person.low else t.cap") == (Decimal(125), set(), set())
    assert value('1 if course.kind == "long" and person.low else 2', course_kind="short") == (Decimal(2), set(), set())
    assert value('1 if course.kind == "long" or person.low else 2', course_kind="long") == (Decimal(1), set(), set())


def test_an_unknown_choice_between_different_amounts_names_what_decides() -> None:
    assert value("t.cap if person.low else 0") == (None, {"person.low"}, set())


def test_a_case_without_a_figure_lacks_nothing() -> None:
    assert value('1 if course.kind == "long" else None', course_kind="short") == (None, set(), set())


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os')",
        "course.unknown",
        "hours",
        "(lambda: 1)()",
        "[x for x in t.table]",
        "1 < 2 < 3",
        "open(1)",
        "1 +",
    ],
)
def test_nothing_outside_the_language_parses(text: str) -> None:
    with pytest.raises(FormulaWrong):
        parse(text, FACTS, FIGURES)


FORMULAS = (
    "max(0, min(course.hours, job.pct / 100 * t.cap))",
    'course.hours if course.kind == "long" else (t.cap if person.low else job.pct)',
    '1 if (person.low and course.kind == "long") or job.pct >= 50 else t.table[course.kind]',
)


@given(
    text=st.sampled_from(FORMULAS),
    facts=st.fixed_dictionaries(
        {},
        optional={
            "job.pct": st.integers(0, 100).map(Decimal),
            "course.hours": st.integers(0, 300).map(Decimal),
            "course.kind": st.sampled_from(["long", "short"]),
            "person.low": st.booleans(),
        },
    ),
    known=st.sets(st.sampled_from(sorted(KNOWN))),
)
def test_computing_ahead_for_a_person_changes_no_amount(text: str, facts: dict[str, Any], known: set[str]) -> None:
    figures = {name: KNOWN[name] for name in known}
    formula = parse(text, FACTS, FIGURES)
    later = frozenset(name for name in FACTS if name.startswith("course."))
    person = {name: one for name, one in facts.items() if name not in later}
    plain, ahead = Scope(facts, figures), Scope(facts, figures)
    assert formula.run(plain) == formula.specialised(person, figures, later).run(ahead)
    assert (plain.open, plain.missing) == (ahead.open, ahead.missing)
    assert formula.quick(facts.get, figures.get) == formula.run(plain)
