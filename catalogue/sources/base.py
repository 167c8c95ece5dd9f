"""What every source is: a name, words for a newcomer, and a reader that streams records or problems."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from catalogue.checks import Problem
from catalogue.course import Course
from catalogue.messages import Message


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One row of a feed and what became of it: a record or none, with what was wrong.

    `cells` are the non-empty cells as the feed has them (path in the row -> text); `typed` names those
    that reached a typed field of the record. Both only serve the report on coverage.
    """

    number: int
    course: Course | None
    problems: tuple[Problem, ...] = ()
    cells: tuple[tuple[str, str], ...] = ()
    typed: frozenset[str] = frozenset()


class SourceUnreadable(Exception):
    """The path holds no such feed at all. Carries what is wrong and how to mend it."""

    def __init__(self, what: Message, mend: Message) -> None:
        super().__init__(str(what))
        self.what = what
        self.mend = mend


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """A feed shape. `read(path, today)` streams rows and never stops at a bad one.

    `path` is a file, or a folder in which the source finds its file by its usual name.
    Raises SourceUnreadable before the first row when there is nothing to read.
    """

    name: str
    about: str
    licence: str
    read: Callable[[Path, date], Iterator[Row]]
