"""Reads feeds into one stream of courses and writes down every problem. Knows no index.

Courses wait on disk, so that a catalogue need not fit in memory, and are counted before anything is built.
"""

import csv
import hashlib
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import IO, Self, TextIO

from catalogue.checks import Gravity, Problem
from catalogue.course import Course
from catalogue.messages import message
from catalogue.sources.base import Source
from indexer.words import say

FIRST = 10
_COLUMNS = ("file", "row", "field", "gravity", "what", "mend")
# A spreadsheet would run a cell that begins with one of these.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Feed:
    """A source and the file or folder that it reads."""

    source: Source
    path: Path

    @property
    def label(self) -> str:
        """What the stamp says of it: never the whole path, which may name a person."""
        return f"{self.source.name}:{self.path.name}" if self.path.name else self.source.name


class ProblemFile:
    """A CSV with one line per problem; it also counts them and keeps the first of each gravity."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.path = path
        self.counts: Counter[Gravity] = Counter()
        self._first: dict[Gravity, list[Problem]] = {gravity: [] for gravity in Gravity}
        # utf-8-sig: a spreadsheet then knows the encoding.
        self._file: TextIO = path.open("w", encoding="utf-8-sig", newline="")
        self._writer = csv.writer(self._file)
        self._writer.writerow(_COLUMNS)

    def add(self, problem: Problem) -> None:
        """Writes one problem in English words."""
        self.counts[problem.gravity] += 1
        if len(self._first[problem.gravity]) < FIRST:
            self._first[problem.gravity].append(problem)
        what, mend = say(problem.what), say(problem.mend)
        cells = (problem.file, str(problem.row), problem.field, str(problem.gravity), what, mend)
        self._writer.writerow([f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in cells])

    def worst(self) -> list[Problem]:
        """The first ten, those that cost a whole row before those that cost a field."""
        return [problem for gravity in Gravity for problem in self._first[gravity]][:FIRST]

    def close(self) -> None:
        """Writes the last lines."""
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


@dataclass(kw_only=True)
class Gathered:
    """The good courses of all feeds, each id once, in the order in which they came. Iterate as often as needed.

    `digest` is the SHA-256 of their records, `rows` how many rows were read, good or not,
    `providers` how many give them.
    """

    sources: tuple[str, ...]
    _file: IO[bytes] = field(repr=False)
    count: int = 0
    rows: int = 0
    providers: int = 0
    digest: str = ""

    def __iter__(self) -> Iterator[Course]:
        self._file.seek(0)
        for line in self._file:
            yield Course.model_validate_json(line)

    def close(self) -> None:
        """Removes the file in which they wait."""
        self._file.close()


def gather(
    feeds: Sequence[Feed], today: date, problem: Callable[[Problem], None], advance: Callable[[int], object]
) -> Gathered:
    """Reads every feed. Of two courses with one id the first wins. Raises SourceUnreadable."""
    gathered = Gathered(sources=tuple(feed.label for feed in feeds), _file=tempfile.TemporaryFile())  # noqa: SIM115
    try:
        _fill(gathered, _courses(feeds, today, problem, gathered, advance), problem)
    except BaseException:
        gathered.close()
        raise
    return gathered


def _courses(
    feeds: Sequence[Feed],
    today: date,
    problem: Callable[[Problem], None],
    gathered: Gathered,
    advance: Callable[[int], object],
) -> Iterator[tuple[str, int, Course]]:
    for feed in feeds:
        for row in feed.source.read(feed.path, today):
            gathered.rows += 1
            advance(1)
            for one in row.problems:
                problem(one)
            if row.course is not None:
                yield feed.label, row.number, row.course


def _fill(gathered: Gathered, courses: Iterable[tuple[str, int, Course]], problem: Callable[[Problem], None]) -> None:
    digest = hashlib.sha256()
    seen: dict[str, str] = {}
    providers: set[str] = set()
    for file, row, course in courses:
        if course.id in seen:
            what = message("problem.twice_in_catalogue", id=course.id, first=seen[course.id])
            mend = message("mend.twice_in_catalogue")
            problem(Problem(file=file, row=row, field="id", what=what, mend=mend, gravity=Gravity.ROW))
            continue
        seen[course.id] = file
        line = course.model_dump_json(exclude_defaults=True).encode() + b"\n"
        digest.update(line)
        gathered._file.write(line)
        gathered.count += 1
        providers.add(course.provider.id)
    gathered.providers = len(providers)
    gathered.digest = digest.hexdigest()
