"""The same case on several dates: other answers, each with what did it; the run moves along."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from making import run

from matcher.incentives.__main__ import main
from matcher.incentives.cases import facts_of, read_cases
from matcher.incentives.clocks import Clock, Dates
from matcher.incentives.evaluator import Rules
from matcher.incentives.logic import NO, UNVERIFIED, YES
from matcher.incentives.packs import library
from matcher.incentives.replay import Moment, differences, moved, moved_run, replay

RULES = Rules(library())
FOUR = [date(2014, 9, 1), date(2019, 9, 1), date(2025, 9, 1), date(2026, 11, 24)]
NOW = Dates(date(2026, 11, 24))
HALF_TIME = {
    "person.status": "employee",
    "job.private_cao": True,
    "job.work_region": "flanders",
    "job.occupancy_pct": 60,
    "job.weekly_hours": 22,
    "course.in_incentive_db": True,
    "course.measure": "contact_hours",
    "course.contact_hours": 40,
    "course.excluded_activity": False,
    "employer.proposes_course": False,
    "history.vov_hours_used": 0,
    "history.vov_same_course_2024": False,
}


def moments(dates: Dates = NOW) -> tuple[Moment, ...]:
    return replay(RULES, library().facts.situation(HALF_TIME), dates, FOUR)


def test_a_half_timer_had_no_leave_yet_then_had_it_then_lost_it_and_today_nobody_knows() -> None:
    found = [one.verdicts["vov"] for one in moments()]
    assert [one.verdict for one in found] == [NO, YES, NO, UNVERIFIED]
    assert found[0].why == "not_yet"


def test_the_condition_and_the_figure_that_changed_are_named_with_both_numbers() -> None:
    """S04: from 50 % to 80 % on 1 September 2025, and 28 hours a week."""
    _, earlier, later, _ = moments()
    change = next(one for one in differences(earlier, later) if one.instrument == "vov")
    assert (change.before, change.after) == (YES, NO)
    leaf = next(one for one in change.leaves if one.id == "vov.occupancy")
    assert (leaf.before, leaf.after, leaf.needed_before, leaf.needed_after) == (YES, NO, 50, 80)
    assert leaf.figure == "vov.min_occupancy_pct"
    assert "S04" in leaf.src


def test_an_amount_that_changes_names_its_figures() -> None:
    full = library().facts.situation({**HALF_TIME, "job.occupancy_pct": 100, "job.weekly_hours": 38})
    before, after = replay(RULES, full, NOW, [date(2024, 9, 1), date(2025, 9, 1)])
    change = next(one for one in differences(before, after) if one.instrument == "vov")
    refund = next(one for one in change.amounts if one.kind == "employer_refund")
    assert (refund.before, refund.after) == (
        40 * library().figures["vov.refund_per_hour"].values[date(2019, 9, 1)].value,
        refund.after,
    )
    assert [str(one) for one in refund.figures["vov.refund_per_hour"]] == ["21.30", "14.91"]


def test_nothing_has_changed_between_a_day_and_itself() -> None:
    one, other = replay(RULES, library().facts.situation(HALF_TIME), NOW, [FOUR[2], FOUR[2]])
    assert differences(one, other) == ()


def test_a_start_of_the_course_moves_along_and_that_is_said() -> None:
    start = date(2027, 1, 12)
    found = moments(Dates(NOW.as_of, {Clock.COURSE_START: start}))
    assert [one.dates.on(Clock.COURSE_START) for one in found][:2] == [date(2015, 1, 12), date(2020, 1, 12)]
    assert found[0].moved == {Clock.COURSE_START: (start, date(2015, 1, 12))}


def test_a_run_moves_with_all_its_dates() -> None:
    one = run(start=date(2026, 11, 30), end=date(2027, 1, 8), enrol_until=date(2026, 11, 29))
    there = moved_run(one, date(2026, 11, 24), date(2019, 9, 1))
    assert (there.start, there.end, there.enrol_until) == (date(2019, 11, 30), date(2020, 1, 8), date(2019, 11, 29))
    assert there.slots == one.slots


@given(day=st.dates(date(1990, 1, 1), date(2090, 1, 1)), since=st.integers(1990, 2090), until=st.integers(1990, 2090))
def test_moving_there_and_back_is_no_move_but_for_leap_days(day: date, since: int, until: int) -> None:
    there = moved(day, date(since, 1, 1), date(until, 1, 1))
    back = moved(there, date(until, 1, 1), date(since, 1, 1))
    assert there.year - day.year == until - since
    assert back == day or (day.month, day.day) == (2, 29)


def test_every_replay_case_differs_between_its_four_days() -> None:
    cases = [case for file in read_cases(Path(__file__).parent / "cases" / "replay.yaml") for case in file.cases]
    for case in cases[::4]:
        found = replay(RULES, facts_of(case.facts, library().facts), NOW, FOUR)
        answers = [tuple((name, one.verdict) for name, one in moment.verdicts.items()) for moment in found]
        assert len(set(answers)) == 4, case.id


def test_the_command_tells_what_changed(capsys: pytest.CaptureFixture[str]) -> None:
    facts = [f"{name}={str(value).lower() if isinstance(value, bool) else value}" for name, value in HALF_TIME.items()]
    on = "--on=2019-09-01,2025-09-01,today"
    assert main(["replay", on, "--instrument=vov", "--now=2026-11-24", *facts]) == 0
    said = capsys.readouterr().out
    assert "the run is moved to this date" in said
    assert "Flemish training leave (vov): yes -> no since 2019-09-01" in said
    assert "vov.occupancy: yes -> no, needed 50 -> 80 (vov.min_occupancy_pct)" in said


@pytest.mark.parametrize("wrong", [["--on=yesterday"], ["--on=2019-09-01", "job.size=3"], ["--on=2019-09-01", "vov"]])
def test_a_wrong_question_is_refused_in_words(wrong: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["replay", *wrong]) == 2
    assert capsys.readouterr().out
