"""Days and hours of a run, and whether it is over. Whether a run fits a person's week comes with the match."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

from catalogue.course import Entry, Run

EVENING = time(17)
# A moment of the day that lasts longer than this takes a part of the evening too.
DAY_ENDS = time(18)
SATURDAY = 6


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
    days = {moment.weekday for moment in moments(run)}
    known = {day for day in days if day is not None}
    return tuple(sorted(known)) if len(known) == len(days) else ()


def earliest_start(run: Run) -> time | None:
    """The hour at which the earliest meeting begins; None where that of any is not known."""
    starts = [moment.start for moment in moments(run)]
    known = [start for start in starts if start is not None]
    return min(known, default=None) if len(known) == len(starts) else None


def latest_end(run: Run) -> time | None:
    """The hour at which the latest meeting is over; None where that of any is not known."""
    ends = [moment.end for moment in moments(run)]
    known = [end for end in ends if end is not None]
    return max(known, default=None) if len(known) == len(ends) else None


def last_day_to_start(run: Run) -> date | None:
    """The last day on which one can start with this run, as far as the run says it."""
    if run.entry == Entry.PERMANENT:
        return run.end or run.enrol_until
    return run.start or run.enrol_until or run.end


def is_past(run: Run, today: date) -> bool:
    """Whether one can no longer start with this run."""
    last = last_day_to_start(run)
    return last is not None and last < today


def run_order(run: Run) -> tuple[date, str]:
    """By start; those without a date last."""
    return (run.start or date.max, run.id)
