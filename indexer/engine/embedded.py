"""The engine that needs no server: SQLite holds the records, tantivy the text, numpy arrays everything counted.

One index is one folder that never changes after it was finished; `current` beside it names the one that serves.
"""

import sqlite3
import threading
import weakref
from collections.abc import Mapping, Sequence
from contextlib import closing
from functools import cached_property, lru_cache, partial
from pathlib import Path

import numpy as np
import tantivy

from catalogue.messages import message
from indexer.engine import answering, counting
from indexer.engine.answering import Fused, Keys, Numbers, Passing, Scored
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
# Masks of filters that are kept: a byte a run each, so some 25 MB at 100,000 courses.
_MASKS = 96
# So many more than the depth are fetched, because those equal at the cut are ordered by id.
_SLACK = 64


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
        # sqlite3 keeps its connections in a circle of their own, so that only closing frees the file.
        weakref.finalize(self, self._database.close)
        self._lock = threading.Lock()
        # The index never changes, so what is kept stays true. Bound to the columns, not to this object: a circle would
        # keep a replaced index, its files open, until the garbage collector comes by.
        self._kept = lru_cache(maxsize=_MASKS)(partial(_filter_mask, self.columns))

    @cached_property
    def _rows(self) -> tuple[Keys, list[int]]:
        """(rows, where each segment begins in them): a hit becomes a row without reading the document."""
        everything = self._searcher.search(
            tantivy.Query.all_query(), limit=max(1, len(self.columns.ids)), count=False, order_by_field="row"
        ).hits
        numbers = ((address.segment_ord, address.doc, int(row)) for row, address in everything)
        segments, documents, rows = np.array(list(numbers), dtype=np.int64).reshape(-1, 3).T
        sizes = [int(documents[segments == one].max(initial=-1)) + 1 for one in range(self._searcher.num_segments)]
        starts = np.cumsum([0, *sizes])
        flat = np.zeros(starts[-1], dtype=np.int64)
        flat[starts[segments] + documents] = rows
        return flat, starts.tolist()

    def _tantivy_query(self, name: str, tokens: Sequence[str], at_least: int) -> tantivy.Query:
        schema = text_schema(self._table)
        terms = [
            (tantivy.Occur.Should, tantivy.Query.term_query(schema, name, token, index_option="freq"))
            for token in dict.fromkeys(tokens)
        ]
        return tantivy.Query.boolean_query(terms, minimum_number_should_match=at_least)

    def scores(self, ranked: RankedList, depth: int, model: str = "") -> dict[str, float]:
        """The best `depth` documents of one list with their raw scores."""
        rows, scores = self._best(ranked, depth, model)
        return {self.columns.ids[row]: score for row, score in zip(rows.tolist(), scores.tolist(), strict=True)}

    def _best(self, ranked: RankedList, depth: int, model: str) -> tuple[Keys, Numbers]:
        """The rows of the best `depth` documents of one list, and their raw scores."""
        if isinstance(ranked, TextList):
            rows, scores = self._searched(ranked, depth)
        elif model != self.stamp.model or ranked.field not in self.columns.vectors:
            return np.empty(0, dtype=np.int64), np.empty(0)
        else:
            every = self.columns.vectors[ranked.field] @ np.array(ranked.vector, dtype=np.float32)
            rows = _highest(every, depth)
            scores = every[rows].astype(np.float64)
        best = np.lexsort((self._order[rows], -scores))[:depth]
        return rows[best], scores[best]

    def _searched(self, ranked: TextList, depth: int) -> tuple[Keys, Numbers]:
        """At least the best `depth` and all that equal the last of them; far fewer than all that match."""
        limit = depth + _SLACK
        while True:
            rows, scores = self._search(ranked, min(limit, self.stamp.count))
            if len(rows) < limit or scores[-1] < scores[depth - 1]:
                return rows, scores
            limit *= 4

    def _search(self, ranked: TextList, limit: int) -> tuple[Keys, Numbers]:
        if not ranked.tokens or not limit:
            return np.array([], dtype=np.int64), np.array([])
        query = self._tantivy_query(ranked.field, ranked.tokens, 1)
        hits = self._searcher.search(query, limit=limit, count=False).hits
        scores = np.fromiter((score for score, _ in hits), dtype=np.float64, count=len(hits))
        return self._rows_of([at for _, at in hits]), scores

    def _rows_of(self, addresses: Sequence[tantivy.DocAddress]) -> Keys:
        rows, starts = self._rows
        found = (starts[at.segment_ord] + at.doc for at in addresses)
        return rows[np.fromiter(found, dtype=np.int64, count=len(addresses))]

    @cached_property
    def _order(self) -> np.ndarray:
        """row -> its place among all ids in order: ties are broken by id."""
        order = np.empty(len(self.columns.ids), dtype=np.int64)
        order[self.columns.by_id] = np.arange(len(order))
        return order

    def _text_mask(self, query: tantivy.Query) -> Mask:
        mask = np.zeros(len(self.columns.ids), dtype=np.bool_)
        if len(mask):
            hits = self._searcher.search(query, limit=len(mask), count=False).hits
            mask[self._rows_of([at for _, at in hits])] = True
        return mask

    def _text_query(self, clause: Clause) -> tantivy.Query | None:
        """A clause on text alone as one query, so that only what satisfies the whole of it is fetched; else None."""
        match clause:
            case Has(name, tokens, at_least) if self._table.by_name[name].kind == Kind.TOKENS and tokens:
                return self._tantivy_query(name, tokens, at_least)
            case AllOf(clauses) | AnyOf(clauses) if clauses:
                queries = [self._text_query(one) for one in clauses]
                occurs = tantivy.Occur.Must if isinstance(clause, AllOf) else tantivy.Occur.Should
                known = [(occurs, one) for one in queries if one is not None]
                return tantivy.Query.boolean_query(known) if len(known) == len(queries) else None
        return None

    def mask(self, clause: Clause, level: Level = Level.COURSE) -> Mask:
        """Which courses (or runs) satisfy the clause. May be kept for the next question: not to be written in."""
        size = self.columns.size(level)
        if (query := self._text_query(clause)) is not None:
            return self._text_mask(query)
        match clause:
            case Has(name, tokens) if self._table.by_name[name].kind == Kind.TOKENS and not tokens:
                return np.zeros(size, dtype=np.bool_)
            case Has() | Between():
                return self._kept(clause, level)
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
        lists = [self._best(one, question.depth, question.model) for one in question.lists]
        fused = answering.fuse_keys(question, lists, self.stamp.count, self._order)
        base = self.mask(question.held).copy()
        base[answering.likely_at(question, fused)] = True
        within = self.mask(answering.combined(question.narrowings))
        answers = base & within
        startable = self.columns.number(UNTIL) >= question.today
        count, can_start = int(answers.sum()), int((answers & startable).sum())
        scored, passing = self._passing(fused, within, answers, startable)
        if question.sort == "relevance":
            rest = self._rest(question, fused, answers, startable)
            hits = answering.page(question, scored, passing, count, can_start, rest)
        else:
            hits = self._sorted(question, answers, scored)
        near = answering.nearest(question, scored, passing, count)
        counts = self._counts(question, base)
        return Answer(count=count, startable=can_start, hits=hits, nearest=near, counts=counts)

    def _counts(self, question: Question, base: Mask) -> dict[tuple[str, str], int]:
        part = counting.Part(self.columns, base)

        def mask_of(clause: Clause, level: Level) -> Mask:
            return part.of(self.mask(clause, level), level)

        return counting.counts(question, part, mask_of, np.ones(part.size(Level.COURSE), dtype=np.bool_))

    def _passing(
        self, fused: Fused, within: Mask, answers: Mask, startable: Mask
    ) -> tuple[list[Scored], dict[str, Passing]]:
        """Of the fused documents those within the narrowings, best first; nothing else asks for the others."""
        places = np.flatnonzero(within[fused.keys])
        rows = fused.keys[places]
        scored = fused.scored(places, [self.columns.ids[row] for row in rows.tolist()])
        states = zip(startable[rows].tolist(), answers[rows].tolist(), strict=True)
        return scored, {one.id: Passing(*state) for one, state in zip(scored, states, strict=True)}

    def _rest(self, question: Question, fused: Fused, answers: Mask, startable: Mask) -> answering.Rest:
        def rest(wanted: bool | None, offset: int, limit: int) -> list[str]:
            left = answers.copy()
            left[fused.keys] = False
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
        runs = self.mask(answering.run_clause(question.narrowings), Level.RUN).copy()
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


def _filter_mask(columns: Columns, clause: Has | Between, level: Level) -> Mask:
    if isinstance(clause, Between):
        mask = columns.between(clause.field, clause.low, clause.high)
    else:
        mask = columns.having(clause.field, clause.tokens, clause.at_least, columns.size(level))
    mask.setflags(write=False)
    return mask


def _highest(scores: np.ndarray, depth: int) -> Keys:
    """The places of the highest `depth` scores and of all that equal the last of them, in no order."""
    if len(scores) <= depth:
        return np.arange(len(scores))
    cut = np.partition(scores, len(scores) - depth)[len(scores) - depth]
    return np.flatnonzero(scores >= cut)


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
