"""Writes, names, swaps and drops the folders of the embedded engine.

A folder without `stamp.json` was never finished. `current` holds the name of the one that serves and is replaced
in one step, so that a reader meets the old index or the new one.
"""

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from pathlib import Path

import tantivy

from indexer.engine import stamps
from indexer.engine.columns import ColumnWriter
from indexer.engine.port import Document, Stamp
from indexer.engine.text import ROW, text_schema
from indexer.fields import FieldTable, Kind

DOCUMENTS = "documents.sqlite"
TEXT = "text"
STAMP = "stamp.json"
CURRENT = "current"
PREFIX = "index-"
# Enough for 100,000 courses in one segment; tantivy makes more segments by itself beyond it.
_HEAP = 256 * 1024 * 1024


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _replace(path: Path, text: str) -> None:
    """Writes a small file in one step, also when the power fails."""
    beside = path.with_name(f".{path.name}.new")
    beside.write_text(text, encoding="utf-8")
    _sync(beside)
    beside.replace(path)
    _sync(path.parent)


class EmbeddedStore:
    """The indexes below one folder. See `Store` for what each method promises."""

    name = "embedded"

    def __init__(self, folder: Path, table: FieldTable) -> None:
        self.folder = folder
        self._table = table

    def serving(self) -> str | None:
        """The name in `current`, or None."""
        try:
            return (self.folder / CURRENT).read_text(encoding="utf-8").strip() or None
        except FileNotFoundError:
            return None

    def names(self) -> tuple[str, ...]:
        """All index folders, oldest first: the names begin with their time."""
        if not self.folder.is_dir():
            return ()
        return tuple(sorted(path.name for path in self.folder.iterdir() if path.name.startswith(PREFIX)))

    def write(self, name: str, stamp: Stamp, documents: Iterable[Document], advance: Callable[[int], None]) -> int:
        """Writes records, text and columns, and the stamp last."""
        folder = self.folder / name
        (folder / TEXT).mkdir(parents=True)
        columns = ColumnWriter(self._table.sized(stamp.size))
        writer = tantivy.Index(text_schema(self._table), path=str(folder / TEXT)).writer(_HEAP, 1)
        with closing(sqlite3.connect(folder / DOCUMENTS)) as database:
            database.execute(
                "CREATE TABLE documents (row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, stored TEXT NOT NULL)"
            )
            try:
                for row, document in enumerate(documents):
                    database.execute("INSERT INTO documents VALUES (?, ?, ?)", (row, document.id, document.stored))
                    writer.add_document(self._text(row, document))
                    columns.add(document)
                    advance(1)
            except BaseException:
                writer.rollback()
                raise
            finally:
                # Also after a failure: its threads hold files of a folder that is about to be removed.
                database.commit()
                writer.commit()
                writer.wait_merging_threads()
        columns.save(folder / "columns")
        for path in folder.rglob("*"):
            _sync(path)
        _replace(folder / STAMP, stamps.to_json(stamp))
        return len(columns.ids)

    def _text(self, row: int, document: Document) -> tantivy.Document:
        text = tantivy.Document()
        text.add_integer(ROW, row)
        for field in self._table.of(Kind.TOKENS):
            text.add_text(field.name, " ".join(document.tokens[field.name]))
        return text

    def stamp_of(self, name: str) -> Stamp | None:
        """The stamp of a finished folder."""
        try:
            return stamps.from_json((self.folder / name / STAMP).read_text(encoding="utf-8"))
        except (FileNotFoundError, ValueError, KeyError, TypeError):
            return None

    def count_of(self, name: str) -> int:
        """Rows in the database, which must be as many as in the text index."""
        with sqlite3.connect(f"file:{self.folder / name / DOCUMENTS}?mode=ro", uri=True) as database:
            rows = int(database.execute("SELECT count(*) FROM documents").fetchone()[0])
        database.close()
        texts = tantivy.Index(text_schema(self._table), path=str(self.folder / name / TEXT)).searcher().num_docs
        return rows if rows == texts else -1

    def sample_of(self, name: str, ids: Sequence[str]) -> Mapping[str, str]:
        """Stored JSON by id."""
        with sqlite3.connect(f"file:{self.folder / name / DOCUMENTS}?mode=ro", uri=True) as database:
            marks = ",".join("?" * len(ids))
            found = dict(database.execute(f"SELECT id, stored FROM documents WHERE id IN ({marks})", list(ids)))
        database.close()
        return found

    def swap(self, name: str) -> None:
        """Replaces `current`."""
        _replace(self.folder / CURRENT, name)

    def drop(self, name: str) -> None:
        """Removes a folder; its stamp first, so that half a folder is never taken for a finished one."""
        if self.serving() == name:
            # So that workers notice too, which would go on answering from files that they hold open.
            (self.folder / CURRENT).unlink(missing_ok=True)
        (self.folder / name / STAMP).unlink(missing_ok=True)
        shutil.rmtree(self.folder / name, ignore_errors=True)
