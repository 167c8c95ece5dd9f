"""Writes, names, swaps and drops the indexes in Elasticsearch.

An index is called `<alias>-<name>`; the alias points to the one that serves. The stamp stands in the mapping's
`_meta` and is written last: an index without it was never finished.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from elasticsearch import Elasticsearch, NotFoundError
from elasticsearch.helpers import streaming_bulk

from catalogue.settings import Settings
from indexer.engine import stamps
from indexer.engine.elastic_client import connect, named_failures, raise_for
from indexer.engine.elastic_mapping import STORED, document_source, index_settings, mapping
from indexer.engine.port import Document, Stamp
from indexer.fields import TABLE, FieldTable

# Every index of ours has a name that begins so, followed by its time.
PREFIX = "index-"
# Documents a request.
_CHUNK = 500
# Seconds that a request while building may take: merging 100,000 courses takes half a minute.
_PATIENCE = 900


def stamp_in(properties: Mapping[str, Any]) -> Stamp | None:
    """The stamp in a mapping; None where it has none that can be read."""
    try:
        return stamps.from_json(json.dumps(properties["_meta"]["stamp"]))
    except (ValueError, KeyError, TypeError):
        return None


def stored_of(client: Elasticsearch, alias: str, index: str, ids: Sequence[str]) -> tuple[dict[str, str], set[str]]:
    """The stored JSON of each id that exists, and the indexes that were read. Raises IndexMissing, EngineAway."""
    found: dict[str, str] = {}
    read: set[str] = set()
    for start in range(0, len(ids), _CHUNK):
        with named_failures(alias):
            answer = client.mget(index=index, ids=list(ids[start : start + _CHUNK]), source_includes=[STORED])
        for given in answer["docs"]:
            if "error" in given:
                raise_for(500, given, alias)
            read.add(given["_index"])
            if given["found"]:
                found[given["_id"]] = given["_source"][STORED]
    return found, read


class ElasticStore:
    """The indexes under one alias. See `Store` for what each method promises; all raise EngineAway."""

    name = "elastic"

    def __init__(self, settings: Settings, table: FieldTable = TABLE) -> None:
        self._alias = settings.alias
        self._table = table
        self._client = connect(settings)
        self._patient = self._client.options(request_timeout=_PATIENCE)

    def _index(self, name: str) -> str:
        return f"{self._alias}-{name}"

    def _name(self, index: str) -> str:
        return index.removeprefix(f"{self._alias}-")

    def serving(self) -> str | None:
        """The index behind the alias, or None."""
        found = self._behind_alias()
        return self._name(found[-1]) if found else None

    def _behind_alias(self) -> list[str]:
        with named_failures(self._alias):
            try:
                return sorted(self._client.indices.get_alias(name=self._alias))
            except NotFoundError:
                return []

    def names(self) -> tuple[str, ...]:
        """All indexes of this alias, oldest first: the names begin with their time."""
        with named_failures(self._alias):
            found = self._client.indices.get(index=f"{self._index(PREFIX)}*", filter_path="*.aliases")
        return tuple(sorted(self._name(index) for index in found))

    def write(self, name: str, stamp: Stamp, documents: Iterable[Document], advance: Callable[[int], None]) -> int:
        """Writes all documents, merges them into one segment, and the stamp last."""
        index, table = self._index(name), self._table.sized(stamp.size)
        with named_failures(self._alias):
            self._patient.indices.create(index=index, settings=index_settings(), mappings=mapping(table))
            actions = self._actions(index, documents, table)
            for _ in streaming_bulk(self._patient, actions, chunk_size=_CHUNK, max_retries=3):
                advance(1)
            self._patient.indices.refresh(index=index)
            self._patient.indices.forcemerge(index=index, max_num_segments=1)
            self._patient.indices.put_settings(index=index, settings={"refresh_interval": None})
            self._patient.indices.refresh(index=index)
            count = self._count(index)
            self._patient.indices.put_mapping(index=index, meta={"stamp": json.loads(stamps.to_json(stamp))})
        return count

    def _actions(self, index: str, documents: Iterable[Document], table: FieldTable) -> Iterator[dict[str, Any]]:
        """The document's own id is its `_id`: sent twice after a broken connection, it is still there once."""
        for document in documents:
            yield {"_index": index, "_id": document.id, "_source": document_source(document, table)}

    def _count(self, index: str) -> int:
        return int(self._patient.count(index=index)["count"])

    def stamp_of(self, name: str) -> Stamp | None:
        """The stamp of a finished index."""
        with named_failures(self._alias):
            try:
                found = self._client.indices.get_mapping(index=self._index(name))
            except NotFoundError:
                return None
        return stamp_in(found[self._index(name)]["mappings"])

    def count_of(self, name: str) -> int:
        """Courses in the index; runs are not counted."""
        with named_failures(self._alias):
            return self._count(self._index(name))

    def sample_of(self, name: str, ids: Sequence[str]) -> Mapping[str, str]:
        """Stored JSON by id."""
        return stored_of(self._client, self._alias, self._index(name), ids)[0]

    def swap(self, name: str) -> None:
        """Moves the alias in one request."""
        index = self._index(name)
        others = [old for old in self._behind_alias() if old != index]
        actions: list[dict[str, Any]] = [{"remove": {"index": old, "alias": self._alias}} for old in others]
        actions.append({"add": {"index": index, "alias": self._alias}})
        with named_failures(self._alias):
            self._patient.indices.update_aliases(actions=actions)

    def drop(self, name: str) -> None:
        """Removes an index; one that is not there is no fault."""
        with named_failures(self._alias):
            self._patient.indices.delete(index=self._index(name), ignore_unavailable=True)

    def close(self) -> None:
        """Lets go of the connections."""
        self._client.close()
