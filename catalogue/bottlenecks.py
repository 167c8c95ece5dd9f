"""Bottleneck occupations (knelpuntberoepen): dated lists, looked up by day and never stored as a fact of a course.

The lists stand in `data/bottlenecks/*.csv`; the form of a row is told in the README there.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, ValidationError, model_validator

from catalogue.checks import Gravity, Problem
from catalogue.competences import Occupation
from catalogue.course import Identifier, Name, Record
from catalogue.messages import Message, message

FOLDER = Path(__file__).parent / "data" / "bottlenecks"
COLUMNS = ("from", "to", "region", "isco", "esco", "occupation", "kind", "source", "checked")
HOME = "flanders"
Isco = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}$")]
Esco = Annotated[str, StringConstraints(pattern=r"^http://data\.europa\.eu/esco/occupation/[a-f0-9-]{36}$")]
_BLANK_IS_NONE = ("to", "isco", "esco", "occupation")
_SHOWN = 80
_DAYS_KEPT = 32


class Bottleneck(Record):
    """One occupation on one list. `first` and `last` are the days between which the list holds, both included.

    It is meant by the narrowest of `occupation` (id in the vocabulary), `esco` (URI) and `isco` (a whole unit group).
    """

    first: date = Field(alias="from")
    last: date | None = Field(alias="to")
    region: Literal["flanders", "brussels", "wallonia"]
    isco: Isco | None
    esco: Esco | None
    occupation: Identifier | None
    kind: Literal["listed", "severe"]
    source: Name
    checked: date

    @model_validator(mode="after")
    def _means_something(self) -> Self:
        if not (self.occupation or self.esco or self.isco):
            raise ValueError("occupation")
        if self.last is not None and self.last < self.first:
            raise ValueError("to")
        return self

    def holds_on(self, day: date) -> bool:
        """Whether the list holds on this day."""
        return self.first <= day and (self.last is None or day <= self.last)

    def tokens(self) -> tuple[str, ...]:
        """By what an occupation is recognised, see `occupation_tokens`; its group only where nothing is narrower."""
        narrow = tuple(one for one in (self.occupation, self.esco) if one)
        return narrow or (_group(self.isco or ""),)


def _group(isco: str) -> str:
    return f"isco-{isco}"


def occupation_tokens(occupation: Occupation) -> tuple[str, ...]:
    """What an index keeps of an occupation, so that lists of any day can be laid over it: id, ESCO URI, ISCO group."""
    group = _group(occupation.isco) if occupation.isco else None
    return tuple(one for one in (occupation.id, occupation.uri, group) if one)


class Bottlenecks(Record):
    """All lists that are loaded, of every year and region."""

    rows: tuple[Bottleneck, ...] = ()

    def on(self, day: date, region: str = HOME) -> tuple[Bottleneck, ...]:
        """The rows of one region that hold on a day; none where there is no list of that day."""
        return tuple(row for row in self.rows if row.region == region and row.holds_on(day))

    @cached_property
    def _tokens_by_day(self) -> dict[tuple[date, str], tuple[str, ...]]:
        return {}

    def tokens(self, day: date, region: str = HOME) -> tuple[str, ...]:
        """The tokens of all occupations that are bottleneck on a day, each once, in order."""
        # Every question asks it, and every course shown once more: that of the last days is kept.
        kept = self._tokens_by_day
        if (found := kept.get((day, region))) is None:
            found = tuple(sorted({token for row in self.on(day, region) for token in row.tokens()}))
            if len(kept) >= _DAYS_KEPT:
                kept.clear()
            kept[day, region] = found
        return found

    def is_bottleneck(self, occupation: Occupation, day: date, region: str = HOME) -> bool:
        """Whether an occupation is on the list of a day; False too where there is no list of that day."""
        return not set(occupation_tokens(occupation)).isdisjoint(self.tokens(day, region))


class BottlenecksUnreadable(Exception):
    """Rows that can not be read. Each of `problems` says file, line (as `row`), column, what and how to mend it."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(f"{p.file}:{p.row} {p.field} {p.what} {p.mend}" for p in self.problems))


def read_bottlenecks(folder: Path) -> tuple[Bottlenecks, tuple[Problem, ...]]:
    """The good rows of all CSV files of a folder, and what is wrong with the others. Line 1 is the header."""
    rows: list[Bottleneck] = []
    problems: list[Problem] = []
    for file in sorted(folder.glob("*.csv")):
        for line, found in _read(file):
            if isinstance(found, Bottleneck):
                rows.append(found)
            else:
                problems += [_problem(file, line, field, what, mend) for field, what, mend in found]
    return Bottlenecks(rows=tuple(rows)), tuple(problems)


_Findings = list[tuple[str, Message, Message]]


def _problem(file: Path, line: int, field: str, what: Message, mend: Message) -> Problem:
    return Problem(file=file.name, row=line, field=field, what=what, mend=mend, gravity=Gravity.ROW)


def _read(file: Path) -> Iterator[tuple[int, Bottleneck | _Findings]]:
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
        reader = csv.DictReader(lines, strict=True)
        missing = [name for name in COLUMNS if name not in (reader.fieldnames or ())]
        if missing:
            columns = ", ".join(missing)
            mend = message("mend.bottleneck.columns", columns=", ".join(COLUMNS))
            yield 1, [("", message("problem.bottleneck.columns", columns=columns), mend)]
            return
        for row in reader:
            yield reader.line_num, _row(row)
    except (UnicodeDecodeError, csv.Error) as error:
        what = message("problem.bottleneck.unreadable", error=str(error)[:_SHOWN])
        yield 1, [("", what, message("mend.bottleneck.unreadable"))]


def _row(row: Mapping[str, str | None]) -> Bottleneck | _Findings:
    values = {name: (row[name] or "").strip() for name in COLUMNS}
    given = {name: value or None if name in _BLANK_IS_NONE else value for name, value in values.items()}
    try:
        return Bottleneck.model_validate(given)
    except ValidationError as error:
        return [_finding(detail["loc"], detail["msg"], values) for detail in error.errors(include_url=False)]


def _finding(loc: tuple[int | str, ...], said: str, values: Mapping[str, str]) -> tuple[str, Message, Message]:
    """A column and its value; what no single column says is said by the validator: the column to look at."""
    field = str(loc[0]) if loc else said.rpartition(", ")[2]
    if not loc and field == "occupation":
        return field, message("problem.bottleneck.nothing"), message("mend.bottleneck.nothing")
    what = message("problem.bottleneck.value", field=field, value=values[field][:_SHOWN])
    kind = "dates" if field in ("from", "to", "checked") else field
    return field, what, message(_MENDS.get(kind, "mend.bottleneck.source"))


_MENDS = {
    "dates": "mend.bottleneck.dates",
    "region": "mend.bottleneck.region",
    "isco": "mend.bottleneck.isco",
    "esco": "mend.bottleneck.esco",
    "occupation": "mend.bottleneck.occupation",
    "kind": "mend.bottleneck.kind",
}


@cache
def load_bottlenecks() -> Bottlenecks:
    """The lists that ship. Raises BottlenecksUnreadable."""
    shipped, problems = read_bottlenecks(FOLDER)
    if problems:
        raise BottlenecksUnreadable(problems)
    return shipped
