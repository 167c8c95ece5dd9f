"""The four answers, periods, clocks."""

from datetime import date
from itertools import permutations, product

import pytest

from matcher.incentives.clocks import Clock, Dates
from matcher.incentives.logic import ASK, NO, UNVERIFIED, YES, Answer, Period, school_year
from matcher.incentives.prepared import Group, combine


def said_of_all(legs: tuple[Answer, ...]) -> Answer:
    """The design in its own words."""
    if NO in legs:
        return NO
    if UNVERIFIED in legs:
        return UNVERIFIED
    return ASK if ASK in legs else YES


def said_of_any(legs: tuple[Answer, ...]) -> Answer:
    if YES in legs:
        return YES
    if ASK in legs:
        return ASK
    return UNVERIFIED if UNVERIFIED in legs else NO


@pytest.mark.parametrize("legs", list(product(Answer, repeat=3)))
def test_all_and_any_follow_the_design_for_every_three_answers(legs: tuple[Answer, ...]) -> None:
    for order in permutations(range(3)):
        assert combine(Group(True, order), legs) == said_of_all(legs)
        assert combine(Group(False, order), legs) == said_of_any(legs)


def test_both_ends_of_a_period_belong_to_it() -> None:
    period = Period.model_validate({"from": "2025-09-01", "to": "2026-08-31"})
    assert [period.holds(date(2025, 8, 31)), period.holds(date(2025, 9, 1))] == [False, True]
    assert [period.holds(date(2026, 8, 31)), period.holds(date(2026, 9, 1))] == [True, False]


def test_a_period_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ValueError, match="before"):
        Period.model_validate({"from": "2025-09-01", "to": "2025-08-31"})


def test_a_school_year_turns_on_the_first_of_september() -> None:
    assert school_year(date(2026, 8, 31)) == "2025-2026"
    assert school_year(date(2026, 9, 1)) == "2026-2027"


def test_every_clock_stands_at_the_day_of_the_question_unless_a_date_is_given() -> None:
    dates = Dates(date(2025, 1, 1), {Clock.PURCHASE: date(2024, 1, 1)})
    assert dates.on(Clock.PURCHASE) == date(2024, 1, 1)
    assert dates.on(Clock.ORDER) == date(2025, 1, 1)


def test_a_month_of_a_break_falls_back_on_the_start_of_the_break() -> None:
    day, start, month = date(2025, 1, 1), date(2021, 10, 1), date(2021, 12, 1)
    assert Dates(day).on(Clock.BREAK_MONTH) == day
    assert Dates(day, {Clock.BREAK_START: start}).on(Clock.BREAK_MONTH) == start
    both = Dates(day, {Clock.BREAK_START: start, Clock.LEAVE_MONTH: month})
    assert both.on(Clock.BREAK_MONTH) == month
