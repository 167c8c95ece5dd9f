"""The four answers and how they combine; periods of time. Knows no packs and no facts.

The four answers form a chain, yes < ask < unverified < no: "all" is the worst of its legs, "any" the best.
That is exactly the rule of the design, and it makes order and repetition irrelevant.
"""

from datetime import date, timedelta
from enum import IntEnum

from pydantic import BaseModel, ConfigDict, Field, model_validator


class Answer(IntEnum):
    """Yes, ask (a fact is open), unverified (a figure is not known), no; the order is the order of combining."""

    YES = 0
    ASK = 1
    UNVERIFIED = 2
    NO = 3

    @property
    def word(self) -> str:
        """As it is written in cases and in the API."""
        return self.name.lower()


YES, ASK, UNVERIFIED, NO = Answer.YES, Answer.ASK, Answer.UNVERIFIED, Answer.NO


class Period(BaseModel):
    """From and to, both included; an absent end is open."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    since: date | None = Field(alias="from")
    until: date | None = Field(alias="to")

    @model_validator(mode="after")
    def _in_order(self) -> "Period":
        if self.since and self.until and self.until < self.since:
            raise ValueError("`to` lies before `from`")
        return self

    def holds(self, day: date) -> bool:
        """Whether the day lies inside."""
        return not self.is_before(day) and not self.is_after(day)

    def is_before(self, day: date) -> bool:
        """Whether the day lies before the period."""
        return self.since is not None and day < self.since

    def is_after(self, day: date) -> bool:
        """Whether the day lies after the period."""
        return self.until is not None and day > self.until


ALWAYS = Period.model_validate({"from": None, "to": None})


def school_year(day: date) -> str:
    """`2025-2026` for every day from 1 September 2025 to 31 August 2026."""
    first = day.year if day.month >= 9 else day.year - 1
    return f"{first}-{first + 1}"


def day_before(day: date) -> date:
    """The day before."""
    return day - timedelta(days=1)
