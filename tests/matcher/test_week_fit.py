"""Whether a run fits a week: fits, fits with so many hours of leave, clashes, unknown."""

from datetime import date, time, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
from making import TODAY, run

from catalogue.course import Delivery, Session, Slot
from catalogue.week import CELLS, Fit, Week, WeekPart, fit

TUESDAY_EVENING = (2, WeekPart.EVENING)
EVENINGS = Week(free=frozenset({TUESDAY_EVENING}))


def slot(weekday: int | None, begin: time, end: time) -> Slot:
    return Slot(weekday=weekday, start=begin, end=end)


def test_a_run_on_a_free_evening_fits() -> None:
    found = fit(run(), EVENINGS)
    assert (found.fit, found.taken, found.clashing, found.leave) == (Fit.FITS, (TUESDAY_EVENING,), (), None)


def test_a_run_on_another_evening_clashes_and_says_where() -> None:
    found = fit(run(slots=(slot(4, time(18, 30), time(21)),)), EVENINGS)
    assert (found.fit, found.clashing) == (Fit.CLASHES, ((4, WeekPart.EVENING),))


def test_a_run_in_working_time_fits_with_the_hours_of_all_its_weeks_as_leave() -> None:
    week = Week(free=frozenset({TUESDAY_EVENING}), work=frozenset({(1, WeekPart.MORNING), (1, WeekPart.AFTERNOON)}))
    # Ten weeks, of which 9 to 16.30 on Monday is all in working time.
    made = run(start=date(2027, 1, 4), end=date(2027, 3, 8), slots=(slot(1, time(9), time(16, 30)),))
    found = fit(made, week)
    assert (found.fit, found.leave) == (Fit.LEAVE, Decimal(75))


def test_only_the_part_in_working_time_asks_leave() -> None:
    week = Week(free=frozenset({(1, WeekPart.EVENING)}), work=frozenset({(1, WeekPart.AFTERNOON)}))
    made = run(start=date(2027, 1, 4), end=date(2027, 1, 4), slots=(slot(1, time(15), time(19)),))
    found = fit(made, week)
    assert (found.fit, found.leave) == (Fit.LEAVE, Decimal(2))


def test_leave_of_a_run_without_an_end_is_not_known() -> None:
    week = Week(work=frozenset({TUESDAY_EVENING}))
    found = fit(run(end=None), week)
    assert (found.fit, found.leave) == (Fit.LEAVE, None)


def test_dated_meetings_count_as_they_are() -> None:
    sessions = tuple(Session(day=TODAY + timedelta(days=7 * n), start=time(18), end=time(20)) for n in range(3))
    week = Week(work=frozenset({TUESDAY_EVENING}))
    found = fit(run(slots=(), sessions=sessions), week)
    assert (found.fit, found.leave) == (Fit.LEAVE, Decimal(6))


def test_nothing_said_of_the_week_or_of_the_day_is_unknown() -> None:
    assert fit(run(), Week()).fit == Fit.UNKNOWN
    assert fit(run(slots=(slot(None, time(18), time(20)),)), EVENINGS).fit == Fit.UNKNOWN
    assert fit(run(slots=()), EVENINGS).fit == Fit.UNKNOWN


def test_what_one_learns_at_own_hours_fits_any_week() -> None:
    assert fit(run(slots=(), delivery=Delivery(self_paced=100)), Week()).fit == Fit.FITS


cells = st.frozensets(st.sampled_from(CELLS))
times = st.integers(min_value=6 * 60, max_value=22 * 60)


@given(cells, cells, st.integers(1, 7), times, st.integers(30, 110))
def test_more_free_time_never_makes_it_worse(
    free: frozenset[tuple[int, WeekPart]],
    more: frozenset[tuple[int, WeekPart]],
    weekday: int,
    begin: int,
    length: int,
) -> None:
    end = begin + length
    made = run(slots=(slot(weekday, time(begin // 60, begin % 60), time(end // 60, end % 60)),))
    order = [Fit.FITS, Fit.LEAVE, Fit.CLASHES]
    if free:
        assert order.index(fit(made, Week(free | more)).fit) <= order.index(fit(made, Week(free)).fit)
        assert fit(made, Week(free=frozenset(CELLS))).fit == Fit.FITS
