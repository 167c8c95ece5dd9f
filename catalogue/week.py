"""Day parts of a run, and whether it is over. Whether a run fits a person's week comes with the match."""

from datetime import date, time
from enum import StrEnum

from catalogue.course import Entry, Run

EVENING = time(17)
SATURDAY = 6


class DayPart(StrEnum):
    """When a run takes place, as people ask for it."""

    DAY = "day"
    EVENING = "evening"
    WEEKEND = "weekend"


def day_part(weekday: int | None, start: time) -> DayPart:
    """Saturday and Sunday are weekend at any hour; else from 17.00 on it is evening."""
    if weekday is not None and weekday >= SATURDAY:
        return DayPart.WEEKEND
    return DayPart.EVENING if start >= EVENING else DayPart.DAY


def day_parts(run: Run) -> tuple[DayPart, ...]:
    """The day parts that a run takes, each once, in the order of the day; empty where no hours are known."""
    moments = [(slot.weekday, slot.start) for slot in run.slots]
    moments += [(session.day.isoweekday(), session.start) for session in run.sessions if session.start]
    taken = {day_part(weekday, start) for weekday, start in moments}
    return tuple(part for part in DayPart if part in taken)


def is_past(run: Run, today: date) -> bool:
    """Whether one can no longer start with this run."""
    last = run.end or run.enrol_until if run.entry == Entry.PERMANENT else run.start or run.enrol_until
    return last is not None and last < today


def run_order(run: Run) -> tuple[date, str]:
    """By start; those without a date last."""
    return (run.start or date.max, run.id)
