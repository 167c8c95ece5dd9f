"""The smallest change that turns a no."""

from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import given
from made_up_packs import DATES, FACTS, FIGURES, SITUATIONS, leaf, make_pack, make_rules, trees

from matcher.incentives.changes import changes, helping_courses, smallest_change
from matcher.incentives.clocks import Dates
from matcher.incentives.evaluator import Rules
from matcher.incentives.logic import ASK, NO, UNVERIFIED, YES

HALF_TIMER = {
    "person.status": "employee",
    "job.private_cao": True,
    "job.work_region": "flanders",
    "job.occupancy_pct": 60,
    "job.weekly_hours": 23,
    "history.vov_same_course_2024": False,
    "course.in_incentive_db": True,
    "course.contact_hours": 60,
    "course.excluded_activity": False,
}


def change_of(rules: Rules, day: date, facts: dict[str, Any]) -> Any:
    return smallest_change(rules.evaluate(Dates(day), rules.library.facts.situation(facts))["vov"])


def test_numbers_go_to_the_threshold_and_two_facts_are_named_where_one_does_not_help(shipped: Rules) -> None:
    change = change_of(shipped, date(2025, 9, 1), HALF_TIMER)
    assert {one.fact: (one.now, one.then) for one in change.values} == {
        "job.occupancy_pct": (Decimal(60), Decimal(80)),
        "job.weekly_hours": (Decimal(23), Decimal(28)),
    }
    assert (change.verdict, change.year) == (YES, None)


def test_where_the_figures_are_lost_the_last_known_ones_say_what_would_help(shipped: Rules) -> None:
    change = change_of(shipped, date(2026, 11, 24), HALF_TIMER)
    assert [(one.fact, one.then) for one in change.values] == [("job.occupancy_pct", 80), ("job.weekly_hours", 28)]
    assert change.year == "2025-2026"


def test_a_longer_course_is_named_where_the_course_is_what_fails(shipped: Rules) -> None:
    short = {**HALF_TIMER, "course.contact_hours": 28, "course.ects": 0, "course.measure": "contact_hours"}
    change = change_of(shipped, date(2024, 10, 1), short)
    assert [(one.fact, one.then) for one in change.values] == [("course.contact_hours", Decimal(32))]


def test_of_two_ways_the_one_that_is_easier_in_the_world_comes_first(shipped: Rules) -> None:
    facts = {**HALF_TIMER, "course.in_incentive_db": False, "person.pop_names_course": False}
    found = shipped.evaluate(Dates(date(2024, 10, 1)), shipped.library.facts.situation(facts))["vov"]
    assert [one.facts for one in changes(found)] == [("course.in_incentive_db",), ("person.pop_names_course",)]


def test_what_can_not_be_changed_is_never_advised() -> None:
    rules = make_rules(make_pack({"all": [leaf("used", "history.used", lte={"const": 0})]}))
    assert smallest_change(rules.evaluate(DATES, FACTS.situation({"history.used": 5}))["t"]) is None


def test_outside_its_existence_nothing_helps(shipped: Rules) -> None:
    assert change_of(shipped, date(2014, 9, 1), HALF_TIMER) is None


def test_other_courses_that_would_give_the_right_are_found(shipped: Rules) -> None:
    facts = shipped.library.facts.situation({**HALF_TIMER, "course.ects": 0, "course.measure": "contact_hours"})
    offers = [(hours, {"course.contact_hours": Decimal(hours)}) for hours in (20, 31, 32, 80)]
    assert helping_courses(shipped.specialise(Dates(date(2024, 10, 1)), facts), "vov", offers) == [32, 80]


@given(trees(), SITUATIONS)
def test_every_advised_change_helps_and_none_with_fewer_facts_does(tree: Any, facts: dict[str, Any]) -> None:
    rules = make_rules(make_pack({"all": [tree]}, parameters=FIGURES))
    found = rules.evaluate(DATES, FACTS.situation(facts))["t"]
    for change in changes(found):
        changed = {**facts, **{one.fact: one.then for one in change.values}}
        after = rules.evaluate(DATES, FACTS.situation(changed))["t"]
        if change.year is None:
            assert after.verdict == change.verdict
        else:
            assert after.verdict == UNVERIFIED
            assert after.last_known is not None
            assert after.last_known.verdict == change.verdict
        assert change.verdict in (YES, ASK)


@given(trees(), SITUATIONS)
def test_where_one_fact_helps_no_advice_names_two(tree: Any, facts: dict[str, Any]) -> None:
    rules = make_rules(make_pack({"all": [tree]}, parameters=FIGURES))
    found = rules.evaluate(DATES, FACTS.situation(facts))["t"]
    advised = changes(found)
    if found.verdict != NO or not advised:
        return
    singles = {"person.a": [True, False], "person.kind": list("xyz"), "job.hours": [20, 32, 40], "course.size": [32]}
    helps = any(
        rules.evaluate(DATES, FACTS.situation({**facts, name: value}))["t"].verdict in (YES, ASK)
        for name in singles.keys() & facts.keys()
        for value in singles[name]
    )
    if helps:
        assert {len(one.values) for one in advised} == {1}
