"""Clocks: which date of a case picks a figure or a version. Only the dates themselves live here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Clock(StrEnum):
    """What the date is the date of. `as_of` is the day of the question itself."""

    AS_OF = "as_of"
    COURSE_START = "course_start"
    PURCHASE = "purchase"
    APPLICATION = "application"
    LEAVE_MONTH = "leave_month"
    BREAK_START = "break_start"
    CONTRACT_START = "contract_start"
    ORDER = "order"
    # A month of a running break: the month of leave, else the start of the break.
    BREAK_MONTH = "break_month"


# The clocks that somebody may give a date for.
GIVEN = tuple(clock for clock in Clock if clock not in (Clock.AS_OF, Clock.BREAK_MONTH))


@dataclass(frozen=True, slots=True)
class Dates:
    """The day of the question and the dates that are known apart; every other clock stands at `as_of`."""

    as_of: date
    given: Mapping[Clock, date] = field(default_factory=dict)

    def on(self, clock: Clock) -> date:
        """The date of a clock."""
        if clock == Clock.BREAK_MONTH:
            return self.given.get(Clock.LEAVE_MONTH) or self.given.get(Clock.BREAK_START) or self.as_of
        return self.given.get(clock, self.as_of)

    def starting(self, day: date) -> "Dates":
        """The same dates for a course that starts on this day."""
        return Dates(self.as_of, {**self.given, Clock.COURSE_START: day})

    @property
    def key(self) -> tuple[date, ...]:
        """Equal for equal dates: for caches."""
        return tuple(self.on(clock) for clock in Clock)
