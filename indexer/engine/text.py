"""The embedded engine's text: ranked by BM25 and held by words, through tantivy. Documents are rows of the columns."""

from collections.abc import Sequence
from functools import cache, cached_property
from pathlib import Path

import numpy as np
import tantivy
from numpy.typing import NDArray

from indexer.engine.port import AllOf, AnyOf, Clause, Has, TextList
from indexer.fields import FieldTable, Kind

Rows = NDArray[np.int64]
Numbers = NDArray[np.float64]

ROW = "row"
# So many more than the depth are fetched, because those equal at the cut are ordered by id.
_SLACK = 64


@cache
def text_schema(table: FieldTable) -> tantivy.Schema:
    """Tokens come ready from `analysis`, so that tantivy only cuts at spaces; ROW leads back to the columns."""
    builder = tantivy.SchemaBuilder()
    builder.add_integer_field(ROW, fast=True, indexed=True)
    for field in table.of(Kind.TOKENS):
        builder.add_text_field(field.name, tokenizer_name="whitespace", index_option="freq")
    return builder.build()


class TextIndex:
    """The text of one finished index, opened for reading."""

    def __init__(self, folder: Path, table: FieldTable, count: int) -> None:
        """Raises ValueError where the folder is not whole."""
        self._table = table
        self.count = count
        self._searcher = tantivy.Index(text_schema(table), path=str(folder)).searcher()

    @cached_property
    def _rows(self) -> tuple[Rows, list[int]]:
        """(rows, where each segment begins in them): a hit becomes a row without reading the document."""
        everything = self._searcher.search(
            tantivy.Query.all_query(), limit=max(1, self.count), count=False, order_by_field=ROW
        ).hits
        numbers = ((address.segment_ord, address.doc, int(row)) for row, address in everything)
        segments, documents, rows = np.array(list(numbers), dtype=np.int64).reshape(-1, 3).T
        sizes = [int(documents[segments == one].max(initial=-1)) + 1 for one in range(self._searcher.num_segments)]
        starts = np.cumsum([0, *sizes])
        flat = np.zeros(starts[-1], dtype=np.int64)
        flat[starts[segments] + documents] = rows
        return flat, starts.tolist()

    def _query(self, name: str, tokens: Sequence[str], at_least: int) -> tantivy.Query:
        schema = text_schema(self._table)
        terms = [
            (tantivy.Occur.Should, tantivy.Query.term_query(schema, name, token, index_option="freq"))
            for token in dict.fromkeys(tokens)
        ]
        return tantivy.Query.boolean_query(terms, minimum_number_should_match=at_least)

    def best(self, ranked: TextList, depth: int) -> tuple[Rows, Numbers]:
        """At least the best `depth` and all that equal the last of them, with BM25; far fewer than all that match."""
        limit = depth + _SLACK
        while True:
            rows, scores = self.search(ranked, min(limit, self.count))
            if len(rows) < limit or scores[-1] < scores[depth - 1]:
                return rows, scores
            limit *= 4

    def search(self, ranked: TextList, limit: int) -> tuple[Rows, Numbers]:
        """The best `limit`, highest first, ties in no order."""
        if not ranked.tokens or not limit:
            return np.array([], dtype=np.int64), np.array([])
        query = self._query(ranked.field, ranked.tokens, 1)
        hits = self._searcher.search(query, limit=limit, count=False).hits
        scores = np.array([score for score, _ in hits], dtype=np.float64)
        return self._rows_of([at for _, at in hits]), scores

    def _rows_of(self, addresses: Sequence[tantivy.DocAddress]) -> Rows:
        rows, starts = self._rows
        found = np.array([at.doc for at in addresses], dtype=np.int64)
        if self._searcher.num_segments > 1:
            found += np.array([starts[at.segment_ord] for at in addresses], dtype=np.int64)
        return rows[found]

    def holding(self, clause: Clause, among: Rows | None = None) -> Rows | None:
        """The rows that satisfy a clause on text alone, in no order; None where it is about something else too.

        `among`: only these few are looked at.
        """
        query = self._as_query(clause)
        if query is None:
            return None
        if among is not None:
            query = tantivy.Query.boolean_query([(tantivy.Occur.Must, one) for one in (self._any_of(among), query)])
        hits = self._searcher.search(query, limit=max(1, self.count), count=False, order_by_field=ROW).hits
        return np.array([int(row) for row, _ in hits], dtype=np.int64)

    def _any_of(self, rows: Rows) -> tantivy.Query:
        schema = text_schema(self._table)
        terms = [(tantivy.Occur.Should, tantivy.Query.term_query(schema, ROW, row)) for row in rows.tolist()]
        return tantivy.Query.boolean_query(terms)

    def _as_query(self, clause: Clause) -> tantivy.Query | None:
        """One query, so that only what satisfies the whole of it is fetched."""
        match clause:
            case Has(name, tokens, at_least) if self._table.by_name[name].kind == Kind.TOKENS:
                return self._query(name, tokens, at_least)
            case AllOf(clauses) | AnyOf(clauses) if clauses:
                queries = [self._as_query(one) for one in clauses]
                occurs = tantivy.Occur.Must if isinstance(clause, AllOf) else tantivy.Occur.Should
                known = [(occurs, one) for one in queries if one is not None]
                return tantivy.Query.boolean_query(known) if len(known) == len(queries) else None
        return None
