"""What is wrong with a row of a feed: file, row, field, what, and how to mend it.

A problem is data, not an exception: the good rows go through and the report lists the others.
"""

from dataclasses import dataclass
from enum import StrEnum

from catalogue.messages import Message


class Gravity(StrEnum):
    """What a problem costs: the whole row, one field of it, or nothing but attention."""

    ROW = "row"
    FIELD = "field"
    NOTE = "note"


@dataclass(frozen=True, kw_only=True, slots=True)
class Problem:
    """One finding in one row. `row` is the number a person finds it by: 1 is the first record of the file."""

    file: str
    row: int
    field: str
    what: Message
    mend: Message
    gravity: Gravity = Gravity.FIELD


@dataclass(frozen=True, kw_only=True, slots=True)
class Wrong:
    """A field of what somebody sent that can not be used, as `profile.week.free.0`: what is wrong, how to mend it."""

    name: str
    what: Message
    mend: Message
