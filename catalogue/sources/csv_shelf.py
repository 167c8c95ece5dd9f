"""The rows of runs.csv set aside until their course comes by: on disk, so that the file may be of any size."""

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Self

from catalogue.sources.csv_rows import CsvRow


class Shelf:
    """Runs under the id of their course. A context manager; nothing stays behind."""

    def __init__(self) -> None:
        self._folder = TemporaryDirectory(prefix="runs-")
        self._store = sqlite3.connect(Path(self._folder.name) / "runs.sqlite")
        self._store.execute("PRAGMA journal_mode = OFF")
        self._store.execute(
            "CREATE TABLE run (course TEXT, number INTEGER, surplus INTEGER, cells TEXT, taken INTEGER)"
        )

    def fill(self, rows: Iterator[CsvRow]) -> None:
        """Sets the rows aside."""
        self._store.executemany(
            "INSERT INTO run VALUES (?, ?, ?, ?, 0)",
            ((row.cells.get("course_id", "").strip(), row.number, row.surplus, json.dumps(row.cells)) for row in rows),
        )
        self._store.execute("CREATE INDEX by_course ON run (course, number)")

    def take(self, course: str) -> list[CsvRow]:
        """The runs of a course in the order of the file."""
        found = self._store.execute(
            "SELECT number, cells, surplus FROM run WHERE course = ? ORDER BY number", (course,)
        ).fetchall()
        if found:
            self._store.execute("UPDATE run SET taken = 1 WHERE course = ?", (course,))
        return [CsvRow(number=number, cells=json.loads(cells), surplus=surplus) for number, cells, surplus in found]

    def left(self) -> Iterator[CsvRow]:
        """The runs that no course took."""
        found = self._store.execute("SELECT number, cells, surplus FROM run WHERE taken = 0 ORDER BY number")
        for number, cells, surplus in found:
            yield CsvRow(number=number, cells=json.loads(cells), surplus=surplus)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._store.close()
        self._folder.cleanup()
