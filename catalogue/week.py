"""Days and hours of a run, whether it is over, and whether it fits somebody's week: one function for all who ask."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise
from typing import TypeVar

from catalogue.course import Entry, Run

Value = TypeVar("Value")
EVENING = time(17)
# A moment of the day that lasts longer than this takes a part of the evening too.
DAY_ENDS = time(18)
SATURDAY = 6
# A morning ends at noon; one that lasts a little longer takes no part of the afternoon.
NOON, LUNCH_ENDS = time(12, 30), time(13)


class DayPart(StrEnum):
    """When a run takes place, as people ask for it. `own`: at hours that you choose yourself."""

    DAY = "day"
    EVENING = "evening"
    WEEKEND = "weekend"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class Moment:
    """One meeting, recurring or dated, with what is known of it. `weekday` is 1 (Monday) to 7."""

    weekday: int | None
    start: time | None
    end: time | None

    def parts(self) -> frozenset[DayPart]:
        """Saturday and Sunday are weekend at any hour, other days go by the hours; empty where these are not known."""
        if self.weekday is not None and self.weekday >= SATURDAY:
            return frozenset({DayPart.WEEKEND})
        if self.start is None:
            return frozenset()
        if self.start >= EVENING:
            return frozenset({DayPart.EVENING})
        late = self.end is not None and self.end > DAY_ENDS
        return frozenset({DayPart.DAY, DayPart.EVENING} if late else {DayPart.DAY})


def moments(run: Run) -> Iterator[Moment]:
    """Everything that a run says of its days and hours."""
    for slot in run.slots:
        yield Moment(slot.weekday, slot.start, slot.end)
    for session in run.sessions:
        yield Moment(session.day.isoweekday(), session.start, session.end)


def _own_pace(run: Run) -> bool:
    return run.delivery is not None and run.delivery.self_paced == 100 and not (run.slots or run.sessions)


def day_parts(run: Run) -> tuple[DayPart, ...]:
    """The day parts that a run takes, each once, in the order of the day; empty where no hours are known."""
    taken = {part for moment in moments(run) for part in moment.parts()}
    if _own_pace(run):
        taken.add(DayPart.OWN)
    return tuple(part for part in DayPart if part in taken)


def all_day_parts(run: Run) -> tuple[DayPart, ...]:
    """The same, but empty where the part of the day of any meeting is not known."""
    return day_parts(run) if all(moment.parts() for moment in moments(run)) else ()


def all_weekdays(run: Run) -> tuple[int, ...]:
    """The weekdays that a run takes, in order; empty where the day of any meeting is not known."""
    return tuple(sorted(set(_all_known(moment.weekday for moment in moments(run)))))


def earliest_start(run: Run) -> time | None:
    """The hour at which the earliest meeting begins; None where that of any is not known."""
    return min(_all_known(moment.start for moment in moments(run)), default=None)


def latest_end(run: Run) -> time | None:
    """The hour at which the latest meeting is over; None where that of any is not known."""
    return max(_all_known(moment.end for moment in moments(run)), default=None)


def _all_known(values: Iterable[Value | None]) -> list[Value]:
    """All values; none at all where any is not known."""
    every = list(values)
    return [] if None in every else [value for value in every if value is not None]


def last_day_to_start(run: Run) -> date | None:
    """The last day on which one can start with this run, as far as the run says it."""
    if run.entry == Entry.PERMANENT:
        return run.end or run.enrol_until
    return run.start or run.enrol_until or run.end


def is_past(run: Run, today: date) -> bool:
    """Whether one can no longer start with this run."""
    last = last_day_to_start(run)
    return last is not None and last < today


def by_next(runs: Iterable[Run], today: date) -> Iterator[Run]:
    """Runs in which one can still start, the first one first, then those that are past, the last one first."""
    ranked = sorted(runs, key=run_order)
    yield from (run for run in ranked if not is_past(run, today))
    yield from (run for run in reversed(ranked) if is_past(run, today))


def run_order(run: Run) -> tuple[date, str]:
    """By start; those without a date last."""
    return (run.start or date.max, run.id)


class WeekPart(StrEnum):
    """The three rows of a week as people fill it in: until noon, until five, and after."""

    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"


# A cell of the week: 1 (Monday) to 7, and the part of that day.
Cell = tuple[int, WeekPart]
CELLS: tuple[Cell, ...] = tuple((weekday, part) for weekday in range(1, 8) for part in WeekPart)


class Fit(StrEnum):
    """How a run stands to somebody's week. `leave`: it fits if they get leave from work for it."""

    FITS = "fits"
    LEAVE = "leave"
    CLASHES = "clashes"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Week:
    """When somebody can learn. In the cells of `work` they have a job, from which leave may be had; all other cells
    that are not free are taken. Without any cell nothing is known of the week."""

    free: frozenset[Cell] = frozenset()
    work: frozenset[Cell] = frozenset()

    @property
    def is_known(self) -> bool:
        """Whether anything was said."""
        return bool(self.free or self.work)


NOT_KNOWN = Week()


@dataclass(frozen=True, kw_only=True, slots=True)
class WeekFit:
    """`taken` are the cells that the run takes, `clashing` those of them that are neither free nor work, in order.

    `leave` are the hours of lessons in working time over the whole run; None where its length is not known, and where
    no leave is needed.
    """

    fit: Fit
    taken: tuple[Cell, ...] = ()
    clashing: tuple[Cell, ...] = ()
    leave: Decimal | None = None


# Hours of each cell in all weeks of a run together; None where it is not known how often a meeting comes back.
Hours = Mapping[Cell, Decimal | None]


def taken(run: Run) -> Hours | None:
    """What a run takes of a week, whoever asks: nothing at one's own hours; None where any day or hour is not known."""
    return {} if _own_pace(run) else _hours_of_cells(run)


def fit(run: Run, week: Week) -> WeekFit:
    """Whether a run fits a week; what one learns at hours that one chooses fits any."""
    return fit_of(taken(run), week)


def fit_of(hours: Hours | None, week: Week) -> WeekFit:
    """The same for who keeps what a run takes. Unknown where that is, or where nothing is known of the week."""
    cells = tuple(hours or ())
    if hours is None or (cells and not week.is_known):
        return WeekFit(fit=Fit.UNKNOWN, taken=cells)
    clashing = tuple(cell for cell in cells if cell not in week.free and cell not in week.work)
    at_work = [cell for cell in cells if cell in week.work and cell not in week.free]
    kind = Fit.CLASHES if clashing else Fit.LEAVE if at_work else Fit.FITS
    return WeekFit(fit=kind, taken=cells, clashing=clashing, leave=_leave(hours, at_work) if at_work else None)


def _leave(hours: Hours, cells: Iterable[Cell]) -> Decimal | None:
    known = _all_known(hours[cell] for cell in cells)
    return sum(known, Decimal(0)) if known else None


def _hours_of_cells(run: Run) -> dict[Cell, Decimal | None] | None:
    """The hours that a run takes of each cell in all its weeks together; None for the whole where days or hours of any
    meeting are not known, for one cell where it is not known how often it comes back."""
    found: dict[Cell, Decimal | None] = {}
    for moment, times in _repeated(run):
        if moment.weekday is None or moment.start is None:
            return None
        for part, hours in _split(moment.start, moment.end):
            cell = (moment.weekday, part)
            before = found.get(cell, Decimal(0))
            if hours is None or times is None or before is None:
                found[cell] = None
            else:
                found[cell] = before + hours * times
    return {cell: found[cell] for cell in CELLS if cell in found} or None


def _repeated(run: Run) -> Iterator[tuple[Moment, int | None]]:
    """Every moment with how often it comes back. Dated meetings say it best; else the weeks from start to end."""
    if run.sessions:
        yield from ((Moment(one.day.isoweekday(), one.start, one.end), 1) for one in run.sessions)
        return
    weeks = None if run.start is None or run.end is None else ((run.end - run.start).days + 7) // 7
    yield from ((Moment(one.weekday, one.start, one.end), weeks) for one in run.slots)


def _split(start: time, end: time | None) -> Iterator[tuple[WeekPart, Decimal | None]]:
    """The parts of the day that a meeting takes, with its hours in each; an end that is not known takes one part."""
    if end is None:
        yield _part_at(start), None
        return
    cuts = [start]
    if start < NOON and end > LUNCH_ENDS:
        cuts.append(NOON)
    if start < EVENING and end > DAY_ENDS:
        cuts.append(EVENING)
    for begin, finish in pairwise([*cuts, end]):
        yield _part_at(begin), Decimal(_minutes(finish) - _minutes(begin)) / 60


def _part_at(hour: time) -> WeekPart:
    return WeekPart.EVENING if hour >= EVENING else WeekPart.AFTERNOON if hour >= NOON else WeekPart.MORNING


def _minutes(hour: time) -> int:
    return hour.hour * 60 + hour.minute
