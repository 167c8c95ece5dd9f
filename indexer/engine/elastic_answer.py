"""One question, from the raw scores of its lists to the answer. Sends bodies through `search`; knows no client."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from indexer.engine import answering
from indexer.engine.answering import Passing, Scores
from indexer.engine.elastic_bodies import (
    counts_body,
    dot_product,
    passing_body,
    rest_body,
    sorted_body,
)
from indexer.engine.elastic_client import sort_values
from indexer.engine.elastic_mapping import Body
from indexer.engine.port import Answer, Hit, Question, RankedList, TextList
from indexer.fields import FieldTable

Response = Mapping[str, Any]
# Bodies in, as many responses out, in the same order, in one round trip.
Search = Callable[[Sequence[Body]], list[Response]]


def raw_scores(ranked: RankedList, response: Response) -> dict[str, float]:
    """id -> raw score of one list: BM25 or dot product."""
    back = float if isinstance(ranked, TextList) else dot_product
    return {name: back(score) for score, name in sort_values(response)}


class Asked:
    """A question whose lists have been ranked; what is left is to filter, count and put the page in order."""

    def __init__(
        self, question: Question, lists: Sequence[Scores], documents: int, table: FieldTable, search: Search
    ) -> None:
        self._question = question
        self._table = table
        self._search = search
        self._fused = answering.fuse(question, lists, documents)
        self._ids = [one.id for one in self._fused]
        self._likely = answering.likely_ids(question, self._fused)

    def answer(self) -> Answer:
        """Counts, the fused documents that pass and a sorted page in one round trip, the rest in another."""
        question, by_relevance = self._question, self._question.sort == "relevance"
        bodies = [counts_body(question, self._likely, self._table)]
        if self._fused:
            bodies.append(passing_body(question, self._ids, self._table))
        if not by_relevance:
            bodies.append(sorted_body(question, self._likely, self._table))
        responses = self._search(bodies)
        counted = responses[0]["aggregations"]
        count = int(counted["answer"]["doc_count"])
        startable = int(counted["answer"]["startable"]["doc_count"])
        passing = self._passing(responses[1]) if self._fused else {}
        if by_relevance:
            hits = answering.page(question, self._fused, passing, count, startable, self._rest)
        else:
            hits = self._sorted(responses[-1])
        return Answer(
            count=count,
            startable=startable,
            hits=hits,
            nearest=answering.nearest(question, self._fused, passing, count),
            counts={
                (one.name, one.choice): int(counted[f"choice-{place}"]["doc_count"])
                for place, one in enumerate(question.counts)
            },
        )

    def _passing(self, response: Response) -> dict[str, Passing]:
        likely = set(self._likely)
        return {
            name: Passing(until >= self._question.today, held > 0 or name in likely)
            for held, name, until in sort_values(response)
        }

    def _rest(self, wanted: bool | None, offset: int, limit: int) -> list[str]:
        body = rest_body(self._question, self._ids, self._likely, wanted, offset, limit, self._table)
        return [name for _, name in sort_values(self._search([body])[0])]

    def _sorted(self, response: Response) -> tuple[Hit, ...]:
        known = {one.id: one.hit() for one in self._fused}
        return tuple(known.get(name, Hit(id=name)) for _, name in sort_values(response))
