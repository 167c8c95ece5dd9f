"""The engine that needs no server: SQLite holds the records, tantivy the text, numpy arrays everything counted.

One index is one folder that never changes after it was finished; `current` beside it names the one that serves.
"""

import os
import sqlite3
import threading
import weakref
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import cache, lru_cache, partial
from pathlib import Path

import numpy as np

from catalogue.messages import message
from indexer.engine import answering, counting
from indexer.engine.answering import Fused, Keys, Numbers
from indexer.engine.columns import Columns, Mask
from indexer.engine.counting import Choices
from indexer.engine.embedded_answer import Found
from indexer.engine.embedded_store import DOCUMENTS, TEXT, EmbeddedStore
from indexer.engine.part import Leaf, Part
from indexer.engine.port import (
    EVERYTHING,
    Answer,
    Between,
    Clause,
    Has,
    IndexMismatch,
    IndexMissing,
    Question,
    RankedList,
    Stamp,
    TextList,
)
from indexer.engine.text import TextIndex
from indexer.fields import TABLE, FieldTable, Level

# Stays far under SQLite's limit on the values of one statement.
_BATCH = 500
# Masks of filters that are kept, a byte a run each: some 16 MB at 100,000 courses.
_MASKS = 64
# Filters whose choices are kept as bits: about 12 kB a choice and 1 to 8 bytes a run at 100,000 courses.
_FILTERS = 96


@cache
def _helpers() -> ThreadPoolExecutor:
    """Threads that make the lists of a question, up to five, where there are cores for them."""
    return ThreadPoolExecutor(4, thread_name_prefix="lists")


# A child process has none of its parent's threads.
os.register_at_fork(after_in_child=_helpers.cache_clear)


class OpenIndex:
    """One finished index, opened for reading. Answers stay right while another index takes over."""

    def __init__(self, folder: Path, stamp: Stamp, table: FieldTable) -> None:
        self.stamp = stamp
        self.columns = Columns(folder / "columns", table)
        self._text = TextIndex(folder / TEXT, table, len(self.columns.ids))
        self._database = sqlite3.connect(
            f"file:{folder / DOCUMENTS}?mode=ro&immutable=1", uri=True, check_same_thread=False
        )
        # sqlite3 keeps its connections in a circle of their own, so that only closing frees the file.
        weakref.finalize(self, self._database.close)
        self._lock = threading.Lock()
        # The index never changes, so what is kept stays true. Nothing of it is bound to this object: a circle would
        # keep a replaced index, its files open, until the garbage collector comes by.
        kept = lru_cache(maxsize=_MASKS)(self.columns.mask)
        self._leaf = partial(_leaf, self._text, kept)
        self._whole = Part(self.columns, partial(_leaf, self._text, self.columns.mask))
        self._choices = lru_cache(maxsize=_FILTERS)(partial(Choices.of, self._whole))

    def scores(self, ranked: RankedList, depth: int, model: str = "") -> dict[str, float]:
        """The best `depth` documents of one list with their raw scores, best first."""
        rows, scores = self._best(ranked, depth, model)
        best = np.lexsort((self.columns.order[rows], -scores))
        found = zip(rows[best].tolist(), scores[best].tolist(), strict=True)
        return {self.columns.ids[row]: score for row, score in found}

    def _best(self, ranked: RankedList, depth: int, model: str) -> tuple[Keys, Numbers]:
        """The rows of the best `depth` documents of one list, and their raw scores, in no order."""
        if isinstance(ranked, TextList):
            rows, scores = self._text.best(ranked, depth)
        elif model != self.stamp.model or ranked.field not in self.columns.vectors:
            return np.empty(0, dtype=np.int64), np.empty(0)
        else:
            rows, scores = self.columns.vectors[ranked.field].best(ranked.vector, depth)
        return answering.cut(rows, scores, depth, self.columns.order)

    def ask(self, question: Question) -> Answer:
        """The answer to a question, by the port's specification."""
        lists = self._lists(question)
        fused = answering.fuse_keys(question, lists, self.stamp.count, self.columns.order)
        found = Found(question, fused, self._held(question, fused), self.columns, self._leaf)
        near = answering.nearest(question, fused, found.standing, found.count, found.named)
        if question.sort == "relevance":
            rest = partial(self._rest, found)
            hits = answering.page(question, found.standing, found.count, found.startable, found.named, rest)
        else:
            hits = found.sorted()
        records = self._records([hit.id for hit in (*hits, *near)])
        return Answer(
            count=found.count,
            startable=found.startable,
            hits=hits,
            nearest=near,
            counts=counting.counts(question, found.part, found.base, found.narrowed, self._choices),
            stored={name: stored for _, name, stored in records},
            marks=self._marks(question, {row: name for row, name, _ in records}),
        )

    def _lists(self, question: Question) -> list[tuple[Keys, Numbers]]:
        """All lists, made side by side: searching text and scanning vectors let other threads work meanwhile."""
        best = partial(self._best, depth=question.depth, model=question.model)
        others = [_helpers().submit(best, one) for one in question.lists[1:]]
        return [*map(best, question.lists[:1]), *(one.result() for one in others)]

    def _held(self, question: Question, fused: Fused) -> Mask | None:
        """The answer before any narrowing over all courses; None where that is all of them."""
        if question.held == EVERYTHING:
            return None
        rows = self._text.holding(question.held)
        if rows is None:
            base = self._whole.mask(question.held).copy()
        else:
            base = np.zeros(len(self.columns.ids), dtype=np.bool_)
            base[rows] = True
        base[answering.likely_at(question, fused)] = True
        return base

    def _rest(self, found: Found, wanted: bool | None, offset: int, limit: int) -> list[str]:
        rows = found.outside(wanted)
        first = np.zeros(len(self.columns.ids))
        lists = found.question.lists
        if lists and isinstance(lists[0], TextList):
            ranked, scores = self._text.search(lists[0], len(first))
            first[ranked] = scores
        best = rows[np.lexsort((self.columns.order[rows], -first[rows]))]
        return [self.columns.ids[row] for row in best[offset : offset + limit].tolist()]

    def _marks(self, question: Question, names: Mapping[int, str]) -> dict[str, tuple[bool, ...]]:
        """Id -> whether each of the marks holds. `names`: row -> id."""
        rows = np.array(sorted(names), dtype=np.int64)
        held = [self._among(one, rows) for one in question.marks]
        return {names[row]: tuple(bool(one[at]) for one in held) for at, row in enumerate(rows.tolist())}

    def _among(self, clause: Clause, rows: Keys) -> Mask:
        """Which of a few courses, in order, satisfy a clause."""
        found = self._text.holding(clause, rows)
        return Part(self.columns, self._leaf, rows).mask(clause) if found is None else np.isin(rows, found)

    def stored(self, ids: Sequence[str]) -> dict[str, str]:
        """The stored JSON of each id that exists."""
        return {name: stored for _, name, stored in self._records(ids)}

    def _records(self, ids: Sequence[str]) -> list[tuple[int, str, str]]:
        """(row, id, stored JSON) of each id that exists."""
        found: list[tuple[int, str, str]] = []
        with self._lock:
            for start in range(0, len(ids), _BATCH):
                some = list(ids[start : start + _BATCH])
                marks = ",".join("?" * len(some))
                found += self._database.execute(f"SELECT row, id, stored FROM documents WHERE id IN ({marks})", some)
        return found

    def close(self) -> None:
        """Closes the database; the rest is only memory."""
        with self._lock:
            self._database.close()


def _leaf(text: TextIndex, column: Leaf, clause: Has | Between, level: Level) -> Mask:
    """The mask of a single clause over all: from the text, or from a column."""
    rows = text.holding(clause)
    if rows is None:
        return column(clause, level)
    mask = np.zeros(text.count, dtype=np.bool_)
    mask[rows] = True
    return mask


class EmbeddedEngine:
    """Answers from the index in a folder, and notices when another takes over."""

    name = "embedded"

    def __init__(self, folder: Path, table: FieldTable = TABLE) -> None:
        self._store = EmbeddedStore(folder, table)
        self._table = table
        self._lock = threading.Lock()
        self._open: tuple[str, OpenIndex] | None = None

    def _index(self) -> OpenIndex:
        with self._lock:
            name = self._store.serving()
            if name is None:
                raise IndexMissing(message("index.missing", folder=str(self._store.folder)))
            if self._open is None or self._open[0] != name:
                self._open = (name, self._opened(name))
            return self._open[1]

    def _opened(self, name: str) -> OpenIndex:
        stamp = self._store.stamp_of(name)
        if stamp is None:
            raise IndexMissing(message("index.missing", folder=str(self._store.folder)))
        table = self._table.sized(stamp.size)
        if stamp.shape != table.fingerprint:
            raise IndexMismatch(message("index.mismatch", found=stamp.shape, wanted=table.fingerprint))
        try:
            return OpenIndex(self._store.folder / name, stamp, table)
        except (OSError, ValueError, sqlite3.Error) as error:
            raise IndexMismatch(message("index.damaged", folder=str(self._store.folder), why=str(error))) from error

    def stamp(self) -> Stamp:
        """The stamp of the index that serves now."""
        return self._index().stamp

    def seen(self) -> Stamp:
        """The stamp of the index that serves now: here it costs nothing to look."""
        return self._index().stamp

    def ask(self, question: Question) -> Answer:
        """The answer to a question."""
        return self._index().ask(question)

    def stored(self, ids: Sequence[str]) -> Mapping[str, str]:
        """The stored JSON of each id that exists."""
        return self._index().stored(ids)

    def close(self) -> None:
        """Closes the open index, if any."""
        with self._lock:
            if self._open is not None:
                with closing(self._open[1]):
                    self._open = None
