"""What holds for the rules that ship, whoever asks: monotone where the law is, quiet about the unknown."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.incentives.clocks import Clock, Dates
from matcher.incentives.evaluator import Rules
from matcher.incentives.facts import Kind
from matcher.incentives.logic import NO, YES
from matcher.incentives.packs import library
from matcher.incentives.preparing import Preparer
from matcher.incentives.turns import turns

RULES = Rules(library())
DAYS = st.sampled_from([date(2014, 9, 1), date(2019, 9, 1), date(2022, 3, 1), date(2025, 9, 1), date(2026, 11, 24)])


def values_of(name: str) -> st.SearchStrategy[Any]:
    fact = RULES.library.facts.facts[name]
    if fact.kind == Kind.BOOL:
        return st.booleans()
    if fact.kind == Kind.ENUM:
        return st.sampled_from(sorted(fact.values))
    return st.integers(0, 400).map(Decimal)


SITUATIONS = st.fixed_dictionaries({}, optional={name: values_of(name) for name in RULES.library.facts.facts})


@settings(max_examples=150, deadline=None)
@given(DAYS, SITUATIONS, st.integers(0, 400), st.integers(0, 400))
def test_more_contact_hours_never_take_a_right_away(day: date, facts: dict[str, Any], one: int, other: int) -> None:
    few, many = sorted((Decimal(one), Decimal(other)))
    less = RULES.evaluate(Dates(day), {**facts, "course.contact_hours": few})
    more = RULES.evaluate(Dates(day), {**facts, "course.contact_hours": many})
    for instrument in less:
        assert more[instrument].verdict <= less[instrument].verdict
    before, after = less["vov"].amounts.get("leave_hours"), more["vov"].amounts.get("leave_hours")
    if before and after and before.value is not None and after.value is not None:
        assert before.value <= after.value


@settings(max_examples=150, deadline=None)
@given(DAYS, SITUATIONS, st.data())
def test_learning_a_fact_never_turns_a_yes_or_a_no(day: date, facts: dict[str, Any], data: st.DataObject) -> None:
    before = RULES.evaluate(Dates(day), facts)
    new = data.draw(st.sampled_from(sorted(RULES.library.facts.facts)).filter(lambda name: name not in facts))
    after = RULES.evaluate(Dates(day), {**facts, new: data.draw(values_of(new))})
    for instrument, verdict in before.items():
        if verdict.verdict in (YES, NO):
            assert after[instrument].verdict == verdict.verdict
        for kind, amount in verdict.amounts.items():
            if amount.state == "value" and kind in after[instrument].amounts:
                assert after[instrument].amounts[kind].value == amount.value


@settings(max_examples=150, deadline=None)
@given(DAYS, SITUATIONS)
def test_every_amount_is_a_number_or_says_what_is_lacking(day: date, facts: dict[str, Any]) -> None:
    for verdict in RULES.evaluate(Dates(day), facts).values():
        for amount in verdict.amounts.values():
            assert (amount.state == "value") == (amount.value is not None)
            assert (amount.state == "unverified") == bool(amount.missing)
            assert amount.state != "ask" or amount.open
            assert not set(amount.open) & facts.keys()


@pytest.mark.parametrize("day", [date(2014, 9, 1), date(2019, 9, 1), date(2025, 9, 1), date(2026, 11, 24)])
def test_nobody_known_gets_a_yes(day: date) -> None:
    assert [name for name, one in RULES.evaluate(Dates(day), {}).items() if one.verdict == YES] == []


def test_the_same_case_has_another_answer_in_each_time() -> None:
    facts = RULES.library.facts.situation(
        {
            "person.status": "employee",
            "job.private_cao": True,
            "job.work_region": "flanders",
            "job.occupancy_pct": 60,
            "job.weekly_hours": 23,
            "history.vov_same_course_2024": False,
            "history.vov_hours_used": 0,
            "employer.proposes_course": False,
            "course.in_incentive_db": True,
            "course.measure": "contact_hours",
            "course.contact_hours": 100,
            "course.excluded_activity": False,
        }
    )
    years = (date(2014, 9, 1), date(2019, 9, 1), date(2025, 9, 1), date(2026, 11, 24))
    found = [RULES.evaluate(Dates(day), facts)["vov"] for day in years]
    assert [one.verdict.word for one in found] == ["no", "yes", "no", "unverified"]
    assert [one.id for one in found[0].failing] == ["vov.exists"]
    assert found[1].amounts["leave_hours"].value == 75
    assert [one.id for one in found[2].failing] == ["vov.occupancy", "vov.weekly_hours", "vov.transition_2025"]
    last = found[3].last_known
    assert last is not None
    assert (last.verdict.word, last.year) == ("no", "2025-2026")


@settings(max_examples=100, deadline=None)
@given(DAYS, st.dates(date(2012, 1, 1), date(2027, 12, 31)), SITUATIONS)
def test_the_start_of_a_course_may_come_with_the_course(day: date, start: date, facts: dict[str, Any]) -> None:
    """One situation for courses that start on many days says the same as one question for each day."""
    situation = RULES.specialise(Dates(day), facts)
    situation.verdicts({})
    apart = RULES.evaluate(Dates(day, {Clock.COURSE_START: start}), facts)
    for instrument, verdict in situation.verdicts({}, start).items():
        assert verdict.verdict == apart[instrument].verdict
        assert verdict.trace == apart[instrument].trace
        assert verdict.failing == apart[instrument].failing
        assert {kind: one.value for kind, one in verdict.amounts.items()} == {
            kind: one.value for kind, one in apart[instrument].amounts.items()
        }


def test_what_is_kept_for_a_stretch_of_days_is_what_a_fresh_look_gives() -> None:
    """On both sides of every day on which something changes, and in between."""
    days = [day + timedelta(days=step) for day in turns(RULES.library) for step in (-1, 0, 15)]
    for day in days:
        fresh = Preparer(RULES.library).on(Dates(day))
        for kept, new in zip(RULES.preparer.on(Dates(day)), fresh, strict=True):
            assert (kept.why, kept.year, kept.tree) == (new.why, new.year, new.tree)
            assert [bound.needed for bound in kept.bounds] == [bound.needed for bound in new.bounds]
            assert [one.figures for one in kept.benefits] == [one.figures for one in new.benefits]
            assert [one.item for one in (*kept.steps, *kept.warnings)] == [
                one.item for one in (*new.steps, *new.warnings)
            ]


def test_one_instrument_alone_says_the_same(shipped: Rules) -> None:
    facts = RULES.library.facts.situation({"person.status": "employee", "job.occupancy_pct": 60})
    dates = Dates(date(2025, 9, 1))
    alone, among = shipped.evaluate_one("vov", dates, facts), shipped.evaluate(dates, facts)["vov"]
    assert (alone.verdict, alone.asks, alone.trace) == (among.verdict, among.asks, among.trace)
