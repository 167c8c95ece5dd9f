"""A CSV file read one row at a time, however long: its delimiter, its header, and where it is cut off."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field

from catalogue.messages import message
from catalogue.sources.base import SourceUnreadable
from catalogue.sources.files import TextFile
from catalogue.sources.text import folded

# Python's own limit is 131,072 characters. This one only stops a quote that was never closed.
LONGEST_FIELD = 64_000_000
_DELIMITERS = ";,\t"


@dataclass(frozen=True, slots=True)
class CsvRow:
    """One row under the names of its columns. `surplus` counts cells beyond the header; `cut` ends the file."""

    number: int
    cells: dict[str, str] = field(default_factory=dict)
    surplus: int = 0
    cut: bool = False


class _Lines:
    """The lines of the file; remembers whether quotes are open and whether the last line was ended."""

    def __init__(self, file: TextFile) -> None:
        self._file = file
        self.quotes = 0
        self.ended = True

    def __iter__(self) -> Iterator[str]:
        with self._file.path.open(encoding=self._file.encoding, errors="replace", newline="") as stream:
            # A line without an end is read in pieces, so that an endless one cannot fill the memory unseen.
            while line := stream.readline(LONGEST_FIELD):
                self.quotes += line.count('"')
                self.ended = line.endswith(("\n", "\r"))
                yield line


def rows(file: TextFile, required: tuple[str, ...]) -> Iterator[CsvRow]:
    """The rows of the file. Raises SourceUnreadable at once where a column of `required` is missing."""
    csv.field_size_limit(max(csv.field_size_limit(), LONGEST_FIELD))
    lines = _Lines(file)
    stream = iter(lines)
    first = next(stream, "")
    delimiter = max(_DELIMITERS, key=first.count)
    header = [folded(name).replace(" ", "_") for name in next(csv.reader([first], delimiter=delimiter), [])]
    lacking = [name for name in required if name not in header]
    if lacking:
        what = message("problem.columns", file=file.path.name, columns=", ".join(lacking))
        raise SourceUnreadable(what, message("mend.columns"))
    return _rows(lines, csv.reader(stream, delimiter=delimiter), header)


def _rows(lines: _Lines, reader: Iterator[list[str]], header: list[str]) -> Iterator[CsvRow]:
    """Holds each row back until the next one is there, to know which one is the last."""
    number = 0
    before: list[str] | None = None
    while True:
        try:
            cells = next(reader, None)
        except csv.Error:
            yield CsvRow(number=number + 1, cut=True)
            return
        if before is not None:
            cut = cells is None and (lines.quotes % 2 == 1 or (not lines.ended and len(before) < len(header)))
            yield _row(number, header, before, cut=cut)
        if cells is None:
            return
        before = cells if any(cells) else None
        number += before is not None


def _row(number: int, header: list[str], cells: list[str], *, cut: bool) -> CsvRow:
    if cut:
        return CsvRow(number=number, cut=True)
    named = {name: cell for name, cell in zip(header, cells, strict=False) if name and cell.strip()}
    surplus = sum(bool(cell.strip()) for cell in cells[len(header) :])
    return CsvRow(number=number, cells=named, surplus=surplus)
