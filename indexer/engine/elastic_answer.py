"""One question, from the raw scores of its lists to the answer. Sends bodies through `search`; knows no client."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from indexer.engine import answering
from indexer.engine.answering import Fused, Keys, Numbers, Standing
from indexer.engine.elastic_bodies import (
    dot_product,
    passing_body,
    records_body,
    rest_body,
    sorted_body,
)
from indexer.engine.elastic_client import sort_values
from indexer.engine.elastic_counts import counted, counts_body
from indexer.engine.elastic_mapping import STORED, Body
from indexer.engine.port import Answer, Hit, Question, RankedList, TextList
from indexer.fields import FieldTable

Response = Mapping[str, Any]
# Bodies in, as many responses out, in the same order, in one round trip.
Search = Callable[[Sequence[Body]], list[Response]]
# (ids, raw scores) of one list.
Scores = tuple[Sequence[str], Sequence[float]]
NOTHING: Scores = ((), ())


def raw_scores(ranked: RankedList, response: Response) -> Scores:
    """The ids of one list and their raw scores: BM25 or dot product."""
    found = sort_values(response)
    back = float if isinstance(ranked, TextList) else dot_product
    return [name for _, name in found], [back(score) for score, _ in found]


def fused_by_id(question: Question, lists: Sequence[Scores], documents: int) -> tuple[Fused, list[str]]:
    """The fused documents, their keys places in a list of ids in order."""
    names = sorted({name for found, _ in lists for name in found})
    place = {name: at for at, name in enumerate(names)}
    arrays: list[tuple[Keys, Numbers]] = [
        (np.array([place[name] for name in found], dtype=np.int64), np.array(scores, dtype=np.float64))
        for found, scores in lists
    ]
    return answering.fuse_keys(question, arrays, documents, np.arange(len(names))), names


class Asked:
    """A question whose lists have been ranked; what is left is to filter, count and put the page in order."""

    def __init__(
        self, question: Question, lists: Sequence[Scores], documents: int, table: FieldTable, search: Search
    ) -> None:
        self._question = question
        self._table = table
        self._search = search
        self._fused, self._names = fused_by_id(question, lists, documents)
        self._ids = self._called(self._fused.keys)
        self._likely = self._called(answering.likely_at(question, self._fused))

    def _called(self, keys: Keys) -> list[str]:
        return [self._names[key] for key in keys.tolist()]

    def answer(self) -> Answer:
        """Counts, the fused documents that pass and a sorted page in one round trip, their records in another.

        One more between them where the page reaches beyond the fused documents.
        """
        question, by_relevance = self._question, self._question.sort == "relevance"
        bodies = [counts_body(question, self._likely, self._table)]
        if self._ids:
            bodies.append(passing_body(question, self._ids, self._table))
        if not by_relevance:
            bodies.append(sorted_body(question, self._likely, self._table))
        responses = self._search(bodies)
        count, startable, counts = counted(question, responses[0]["aggregations"], self._table)
        standing = self._standing(sort_values(responses[1]) if self._ids else ())
        near = answering.nearest(question, self._fused, standing, count, self._named)
        if by_relevance:
            hits = answering.page(question, standing, count, startable, self._named, self._rest)
        else:
            hits = self._sorted(responses[-1])
        stored, marks = self._records([hit.id for hit in (*hits, *near)])
        return Answer(
            count=count, startable=startable, hits=hits, nearest=near, counts=counts, stored=stored, marks=marks
        )

    def _records(self, ids: Sequence[str]) -> tuple[dict[str, str], dict[str, tuple[bool, ...]]]:
        """Stored JSON and marks by id."""
        if not ids:
            return {}, {}
        (response,) = self._search([records_body(ids, self._question.marks, self._table)])
        found = [(hit["sort"][0], hit) for hit in response["hits"]["hits"]]
        stored = {name: hit["_source"][STORED] for name, hit in found}
        return stored, {name: self._marked(hit.get("matched_queries", ())) for name, hit in found}

    def _marked(self, matched: Sequence[str]) -> tuple[bool, ...]:
        return tuple(str(number) in matched for number in range(len(self._question.marks)))

    def _named(self, places: Keys) -> list[Hit]:
        return self._fused.hits(places, [self._ids[at] for at in places.tolist()])

    def _standing(self, passing: Sequence[Sequence[Any]]) -> Standing:
        """From (held, id, until) of those within the narrowings."""
        place, likely = {name: at for at, name in enumerate(self._ids)}, set(self._likely)
        within, startable, answers = np.zeros((3, len(place)), dtype=np.bool_)
        for held, name, until in passing:
            at = place[name]
            within[at] = True
            startable[at] = until >= self._question.today
            answers[at] = held > 0 or name in likely
        return Standing(within, startable, answers)

    def _rest(self, wanted: bool | None, offset: int, limit: int) -> list[str]:
        body = rest_body(self._question, self._ids, self._likely, wanted, offset, limit, self._table)
        return [name for _, name in sort_values(self._search([body])[0])]

    def _sorted(self, response: Response) -> tuple[Hit, ...]:
        place = {name: at for at, name in enumerate(self._ids)}
        names = [name for _, name in sort_values(response)]
        return tuple(self._named(np.array([place[name]]))[0] if name in place else Hit(id=name) for name in names)
