"""What became of the rows of a feed: coverage in figures, and rows beside their records to be read by a person."""

import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum

from pydantic import BaseModel

from catalogue.sources.base import Row

_INDEX = re.compile(r"\[\d+\]")
_WIDTH = 300


@dataclass(frozen=True, kw_only=True, slots=True)
class Coverage:
    """Rows and those that became records; non-empty cells and those that reached a typed field, also per key.

    `fields` is (key, cells, typed), with `[]` for any position in a list, in the order of the feed.
    """

    rows: int
    records: int
    cells: int
    typed: int
    fields: tuple[tuple[str, int, int], ...]

    @property
    def record_share(self) -> float:
        """Records of rows, 0 to 1; 1 where there are no rows."""
        return self.records / self.rows if self.rows else 1.0

    @property
    def typed_share(self) -> float:
        """Typed cells of all cells, 0 to 1; 1 where there are no cells."""
        return self.typed / self.cells if self.cells else 1.0


def coverage(rows: Iterable[Row]) -> Coverage:
    """Counts the rows; goes through them once and keeps none."""
    count = records = 0
    cells: Counter[str] = Counter()
    typed: Counter[str] = Counter()
    for row in rows:
        count += 1
        records += row.course is not None
        for path, _ in row.cells:
            key = _INDEX.sub("[]", path)
            cells[key] += 1
            typed[key] += path in row.typed
    fields = tuple((key, number, typed[key]) for key, number in cells.items())
    return Coverage(rows=count, records=records, cells=cells.total(), typed=typed.total(), fields=fields)


def sample(rows: Iterable[Row], count: int, seed: int) -> list[Row]:
    """`count` rows drawn evenly from all, or all where there are fewer, in the order of the feed.

    The same seed draws the same rows.
    """
    draw = random.Random(seed)
    kept: list[Row] = []
    for position, row in enumerate(rows):
        if position < count:
            kept.append(row)
        elif (place := draw.randrange(position + 1)) < count:
            kept[place] = row
    return sorted(kept, key=lambda row: row.number)


def render_sample(rows: Iterable[Row]) -> Iterator[str]:
    """Lines for a terminal: for each row its cells (+ typed, - only raw), its record, its problems."""
    for row in rows:
        yield f"=== {row.number} {row.course.id if row.course else '(no record)'}"
        for path, text in row.cells:
            yield f"{'+' if path in row.typed else '-'} {_short(path)}: {_short(text)}"
        if row.course:
            yield "--- record"
            yield from _lines(row.course)
        for problem in row.problems:
            where = f"{problem.file}:{problem.row} {_short(problem.field)}"
            yield f"! {problem.gravity} {where} {_short(str(problem.what))}"
        yield ""


def _lines(value: object, path: str = "") -> Iterator[str]:
    """Every value of the record that is not empty, with its path."""
    if isinstance(value, BaseModel):
        for name in type(value).model_fields:
            if name != "raw":
                yield from _lines(getattr(value, name), f"{path}.{name}" if path else name)
    elif isinstance(value, tuple):
        for index, part in enumerate(value):
            yield from _lines(part, f"{path}[{index}]")
    elif value is not None and value != "":
        written = value.value if isinstance(value, Enum) else value.isoformat() if isinstance(value, date) else value
        yield f"  {path} = {_short(str(written))}"


def _short(text: str) -> str:
    """On one line, cut, and without what could steer a terminal."""
    line = "".join(c if c.isprintable() else "⏎" if c == "\n" else " " for c in text[:_WIDTH])
    return f"{line}…" if len(text) > _WIDTH else line
