"""The engine that needs no server: SQLite holds the records, tantivy the text, numpy arrays everything counted.

One index is one folder that never changes after it was finished; `current` beside it names the one that serves.
"""

import sqlite3
import threading
from collections.abc import Mapping, Sequence
from contextlib import closing
from functools import cached_property
from pathlib import Path

import numpy as np
import tantivy

from catalogue.messages import message
from indexer.engine import answering, counting
from indexer.engine.answering import Passing, Scored
from indexer.engine.columns import MISSING, Columns, Mask
from indexer.engine.embedded_store import DOCUMENTS, TEXT, EmbeddedStore, text_schema
from indexer.engine.port import (
    AllOf,
    Answer,
    AnyOf,
    Between,
    Clause,
    Has,
    Hit,
    IndexMismatch,
    IndexMissing,
    InRun,
    Not,
    Question,
    RankedList,
    Stamp,
    TextList,
)
from indexer.fields import TABLE, UNTIL, FieldTable, Kind, Level

# Stays far under SQLite's limit on the values of one statement.
_BATCH = 500


class OpenIndex:
    """One finished index, opened for reading. Answers stay right while another index takes over."""

    def __init__(self, folder: Path, stamp: Stamp, table: FieldTable) -> None:
        self.stamp = stamp
        self._table = table
        self.columns = Columns(folder / "columns", table)
        self._searcher = tantivy.Index(text_schema(table), path=str(folder / TEXT)).searcher()
        self._database = sqlite3.connect(
            f"file:{folder / DOCUMENTS}?mode=ro&immutable=1", uri=True, check_same_thread=False
        )
        self._lock = threading.Lock()

    @cached_property
    def _rows(self) -> dict[int, np.ndarray]:
        """segment -> (document in it -> row), so that a hit becomes a row without reading the document."""
        found: dict[int, list[tuple[int, int]]] = {}
        everything = self._searcher.search(
            tantivy.Query.all_query(), limit=max(1, len(self.columns.ids)), count=False, order_by_field="row"
        )
        for row, address in everything.hits:
            found.setdefault(address.segment_ord, []).append((address.doc, int(row)))
        rows = {}
        for segment, pairs in found.items():
            rows[segment] = np.zeros(max(document for document, _ in pairs) + 1, dtype=np.int64)
            for document, row in pairs:
                rows[segment][document] = row
        return rows

    def _tantivy_query(self, name: str, tokens: Sequence[str], at_least: int) -> tantivy.Query:
        schema = text_schema(self._table)
        terms = [
            (tantivy.Occur.Should, tantivy.Query.term_query(schema, name, token, index_option="freq"))
            for token in dict.fromkeys(tokens)
        ]
        return tantivy.Query.boolean_query(terms, minimum_number_should_match=at_least)

    def scores(self, ranked: RankedList, depth: int, model: str = "") -> dict[str, float]:
        """The best `depth` documents of one list with their raw scores."""
        if not isinstance(ranked, TextList):
            if model != self.stamp.model or ranked.field not in self.columns.vectors:
                return {}
            similarity = self.columns.vectors[ranked.field] @ np.array(ranked.vector, dtype=np.float32)
            best = np.lexsort((self._order, -similarity))[:depth]
            return {self.columns.ids[row]: float(similarity[row]) for row in best}
        rows, scores = self._search(ranked, self.stamp.count)
        best = np.lexsort((self._order[rows], -scores))[:depth]
        return {self.columns.ids[rows[at]]: float(scores[at]) for at in best}

    def _search(self, ranked: TextList, limit: int) -> tuple[np.ndarray, np.ndarray]:
        if not ranked.tokens or not limit:
            return np.array([], dtype=np.int64), np.array([])
        query = self._tantivy_query(ranked.field, ranked.tokens, 1)
        hits = self._searcher.search(query, limit=limit, count=False).hits
        rows = np.fromiter((self._rows[at.segment_ord][at.doc] for _, at in hits), dtype=np.int64, count=len(hits))
        return rows, np.fromiter((score for score, _ in hits), dtype=np.float64, count=len(hits))

    @cached_property
    def _order(self) -> np.ndarray:
        """row -> its place among all ids in order: ties are broken by id."""
        order = np.empty(len(self.columns.ids), dtype=np.int64)
        order[self.columns.by_id] = np.arange(len(order))
        return order

    def _text_mask(self, clause: Has) -> Mask:
        mask = np.zeros(len(self.columns.ids), dtype=np.bool_)
        if not clause.tokens or not len(mask):
            return mask
        query = self._tantivy_query(clause.field, clause.tokens, clause.at_least)
        hits = self._searcher.search(query, limit=len(mask), count=False).hits
        mask[[self._rows[at.segment_ord][at.doc] for _, at in hits]] = True
        return mask

    def mask(self, clause: Clause, level: Level = Level.COURSE) -> Mask:
        """Which courses (or runs) satisfy the clause."""
        size = self.columns.size(level)
        match clause:
            case Has(name, tokens, at_least):
                if self._table.by_name[name].kind == Kind.TOKENS:
                    return self._text_mask(clause)
                return self.columns.having(name, tokens, at_least, size)
            case Between(name, low, high):
                return self.columns.between(name, low, high)
            case Not(inner):
                return ~self.mask(inner, level)
            case InRun(inner):
                return self.columns.with_run(self.mask(inner, Level.RUN))
            case AllOf(clauses):
                mask = np.ones(size, dtype=np.bool_)
                for one in clauses:
                    mask &= self.mask(one, level)
                return mask
            case AnyOf(clauses):
                mask = np.zeros(size, dtype=np.bool_)
                for one in clauses:
                    mask |= self.mask(one, level)
                return mask

    def ask(self, question: Question) -> Answer:
        """The answer to a question, by the port's specification."""
        fused = answering.fuse(
            question, [self.scores(one, question.depth, question.model) for one in question.lists], self.stamp.count
        )
        base = self.mask(question.held)
        base[[self.columns.row_of[name] for name in answering.likely_ids(question, fused)]] = True
        within = self.mask(answering.combined(question.narrowings))
        answers = base & within
        startable = self.columns.number(UNTIL) >= question.today
        count, can_start = int(answers.sum()), int((answers & startable).sum())
        counts = counting.counts(question, self.columns, self.mask, base)
        passing = self._passing(fused, within, answers, startable)
        if question.sort == "relevance":
            hits = answering.page(
                question, fused, passing, count, can_start, self._rest(question, fused, answers, startable)
            )
        else:
            hits = self._sorted(question, answers, fused)
        near = answering.nearest(question, fused, passing, count)
        return Answer(count=count, startable=can_start, hits=hits, nearest=near, counts=counts)

    def _passing(self, fused: Sequence[Scored], within: Mask, answers: Mask, startable: Mask) -> dict[str, Passing]:
        rows = [self.columns.row_of[one.id] for one in fused]
        return {
            one.id: Passing(bool(startable[row]), bool(answers[row]))
            for one, row in zip(fused, rows, strict=True)
            if within[row]
        }

    def _rest(self, question: Question, fused: Sequence[Scored], answers: Mask, startable: Mask) -> answering.Rest:
        def rest(wanted: bool | None, offset: int, limit: int) -> list[str]:
            left = answers.copy()
            left[[self.columns.row_of[one.id] for one in fused]] = False
            if wanted is not None:
                left &= startable == wanted
            first = np.zeros(len(left))
            if question.lists and isinstance(question.lists[0], TextList):
                rows, scores = self._search(question.lists[0], len(left))
                first[rows] = scores
            rows = np.flatnonzero(left)
            best = rows[np.lexsort((self._order[rows], -first[rows]))]
            return [self.columns.ids[row] for row in best[offset : offset + limit]]

        return rest

    def _sorted(self, question: Question, answers: Mask, fused: Sequence[Scored]) -> tuple[Hit, ...]:
        runs = self.mask(answering.run_clause(question.narrowings), Level.RUN)
        if question.sort == "start":
            starts = self.columns.number("starts")
            runs &= (starts != MISSING) & (starts >= question.today)
            key = self.columns.lowest_of_runs(starts.astype(np.float64), runs)
        else:
            far = self.columns.distances("point", question.origin or (0.0, 0.0))
            key = self.columns.lowest_of_runs(far, runs)
        rows = np.flatnonzero(answers)
        best = rows[np.lexsort((self._order[rows], key[rows]))][question.offset : question.offset + question.limit]
        known = {one.id: one.hit() for one in fused}
        return tuple(known.get(name, Hit(id=name)) for name in (self.columns.ids[row] for row in best))

    def stored(self, ids: Sequence[str]) -> dict[str, str]:
        """The stored JSON of each id that exists."""
        found: dict[str, str] = {}
        with self._lock:
            for start in range(0, len(ids), _BATCH):
                some = list(ids[start : start + _BATCH])
                marks = ",".join("?" * len(some))
                found.update(self._database.execute(f"SELECT id, stored FROM documents WHERE id IN ({marks})", some))
        return found

    def close(self) -> None:
        """Closes the database; the rest is only memory."""
        with self._lock:
            self._database.close()


class EmbeddedEngine:
    """Answers from the index in a folder, and notices when another takes over."""

    name = "embedded"

    def __init__(self, folder: Path, table: FieldTable = TABLE) -> None:
        self._store = EmbeddedStore(folder, table)
        self._table = table
        self._lock = threading.Lock()
        self._open: tuple[str, OpenIndex] | None = None

    def _index(self) -> OpenIndex:
        name = self._store.serving()
        if name is None:
            raise IndexMissing(message("index.missing", folder=str(self._store.folder)))
        with self._lock:
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
