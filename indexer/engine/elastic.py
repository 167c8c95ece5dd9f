"""The engine that asks Elasticsearch, in three round trips: the ranked lists, then all that is counted and filtered,
then the records of the page.

One more only where the page reaches beyond the fused lists. All requests of a question go to one index by its own
name; a probe through the alias travels along and tells whether that index still serves.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from catalogue.messages import message
from catalogue.settings import Settings
from indexer.engine.elastic_answer import NOTHING, Asked, Scores, raw_scores
from indexer.engine.elastic_bodies import WINDOW, list_body, probe_body
from indexer.engine.elastic_client import connect, msearch, named_failures
from indexer.engine.elastic_mapping import Body
from indexer.engine.elastic_store import stamp_in, stored_of
from indexer.engine.port import (
    Answer,
    EngineAway,
    IndexMismatch,
    IndexMissing,
    Question,
    RankedList,
    Stamp,
    TextList,
)
from indexer.fields import TABLE, FieldTable

# A swap may fall between two requests, but not time and again.
_TRIES = 3


class PageTooDeep(Exception):
    """The page ends beyond the first 10,000 of an answer, which Elasticsearch does not hand out."""


@dataclass(frozen=True, slots=True)
class _Serving:
    """The index behind the alias, by its own name."""

    index: str
    stamp: Stamp


class ElasticEngine:
    """Answers from the index behind an alias, and notices when the alias moves."""

    name = "elastic"

    def __init__(self, settings: Settings, table: FieldTable = TABLE) -> None:
        self._alias = settings.alias
        self._table = table
        self._client = connect(settings)
        # Replaced as a whole, never changed: threads see the old one or the new one.
        self._serving: _Serving | None = None

    def _read_serving(self) -> _Serving:
        """Asks which index serves and reads its stamp."""
        with named_failures(self._alias):
            found = self._client.indices.get_mapping(index=self._alias)
        return self._checked(*max(found.items()))

    def _checked(self, index: str, given: Mapping[str, Any]) -> _Serving:
        stamp = stamp_in(given["mappings"])
        if stamp is None:
            raise IndexMissing(message("index.missing_alias", alias=self._alias))
        table = self._table.sized(stamp.size)
        if stamp.shape != table.fingerprint:
            raise IndexMismatch(message("index.mismatch", found=stamp.shape, wanted=table.fingerprint))
        self._serving = _Serving(index, stamp)
        return self._serving

    def stamp(self) -> Stamp:
        """The stamp of the index that serves now."""
        return self._read_serving().stamp

    def seen(self) -> Stamp:
        """The stamp of the index that answered last."""
        return (self._serving or self._read_serving()).stamp

    def ask(self, question: Question) -> Answer:
        """The answer to a question. Raises PageTooDeep where offset + limit exceed 10,000.

        Takes at most the timeout of the settings for each round trip.
        """
        if question.offset + question.limit > WINDOW:
            raise PageTooDeep(f"{question.offset} + {question.limit} > {WINDOW}")
        serving = self._serving or self._read_serving()
        for _ in range(_TRIES):
            try:
                lists = self._lists(question, serving)
                if lists is not None:
                    return self._answer(question, serving, lists)
            except IndexMissing:
                # Dropped after a swap, between two requests; where the alias is gone too, the next line says so.
                pass
            serving = self._read_serving()
        raise EngineAway(message("index.away", why="alias"))

    def _lists(self, question: Question, serving: _Serving) -> list[Scores] | None:
        """The raw scores of each list, or None where another index serves by now."""
        wanted = [one for one in question.lists if self._held(one, question, serving.stamp)]
        searches = [(serving.index, list_body(one, question.depth)) for one in wanted]
        probe, *responses = msearch(self._client, self._alias, [(self._alias, probe_body()), *searches])
        buckets = probe["aggregations"]["index"]["buckets"]
        index = buckets[0]["key"] if buckets else self._read_serving().index
        if index != serving.index:
            return None
        found = {id(one): raw_scores(one, response) for one, response in zip(wanted, responses, strict=True)}
        return [found.get(id(one), NOTHING) for one in question.lists]

    def _held(self, ranked: RankedList, question: Question, stamp: Stamp) -> bool:
        """Whether the index has what the list is about: for vectors, those of the same model."""
        if isinstance(ranked, TextList):
            return True
        return question.model == stamp.model and ranked.field in self._table.sized(stamp.size).by_name

    def _answer(self, question: Question, serving: _Serving, lists: Sequence[Scores]) -> Answer:
        def search(bodies: Sequence[Body]) -> list[Mapping[str, Any]]:
            return msearch(self._client, self._alias, [(serving.index, body) for body in bodies])

        table = self._table.sized(serving.stamp.size)
        return Asked(question, lists, serving.stamp.count, table, search).answer()

    def stored(self, ids: Sequence[str]) -> Mapping[str, str]:
        """The stored JSON of each id that exists."""
        serving = self._serving or self._read_serving()
        found, read = stored_of(self._client, self._alias, self._alias, ids)
        if read - {serving.index} or not ids:
            self._read_serving()
        return found

    def close(self) -> None:
        """Lets go of the connections."""
        self._client.close()
