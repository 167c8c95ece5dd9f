"""From the field table to Elasticsearch's mapping, and from a document to what is sent to be indexed. Pure."""

from collections.abc import Mapping
from typing import Any

from indexer.engine.port import Document, Value
from indexer.fields import Field, FieldTable, Kind, Level

Body = dict[str, Any]

# Fields that every index has beside those of the table.
RUNS = "runs"
ID = "id"
STORED = "stored"

_TYPES: Mapping[Kind, Body] = {
    # Frequencies make the score; positions are never asked for.
    Kind.TOKENS: {"type": "text", "analyzer": "whitespace", "index_options": "freqs", "norms": True},
    Kind.KEYWORD: {"type": "keyword"},
    # As wide as the embedded engine's numbers.
    Kind.NUMBER: {"type": "long"},
    Kind.POINT: {"type": "geo_point"},
}


def _property(field: Field) -> Body:
    if field.kind != Kind.VECTOR:
        return dict(_TYPES[field.kind])
    # Exact, and without the demand of `dot_product` that every vector has length 1.
    return {
        "type": "dense_vector",
        "dims": field.size,
        "index": True,
        "similarity": "max_inner_product",
        "index_options": {"type": "flat"},
    }


def mapping(table: FieldTable) -> Body:
    """The whole mapping. Only the stored record is kept as source: everything else is made again from a catalogue."""
    course = {field.name: _property(field) for field in table.fields if field.level == Level.COURSE}
    run = {field.name: _property(field) for field in table.fields if field.level == Level.RUN}
    return {
        "dynamic": "strict",
        "_source": {"includes": [STORED]},
        "properties": {
            ID: {"type": "keyword"},
            STORED: {"type": "keyword", "index": False, "doc_values": False},
            RUNS: {"type": "nested", "dynamic": "strict", "properties": run},
            **course,
        },
    }


def index_settings() -> Body:
    """One shard, so that idf counts all documents; nothing is refreshed while it loads; a copy where a node is free."""
    return {"number_of_shards": 1, "auto_expand_replicas": "0-1", "refresh_interval": "-1"}


def _value(field: Field, value: Value) -> Any:
    if field.kind == Kind.POINT and isinstance(value, tuple):
        return {"lat": value[0], "lon": value[1]}
    return list(value) if isinstance(value, tuple) else value


def _values(values: Mapping[str, Value], table: FieldTable, level: Level) -> Body:
    given = {name: value for name, value in values.items() if value is not None}
    plain = (Kind.KEYWORD, Kind.NUMBER, Kind.POINT)
    return {
        field.name: _value(field, given[field.name])
        for kind in plain
        for field in table.of(kind, level)
        if field.name in given
    }


def document_source(document: Document, table: FieldTable) -> Body:
    """A document as it is sent to be indexed."""
    return {
        ID: document.id,
        STORED: document.stored,
        **{field.name: " ".join(document.tokens[field.name]) for field in table.of(Kind.TOKENS)},
        **{field.name: list(document.vectors[field.name]) for field in table.of(Kind.VECTOR)},
        **_values(document.values, table, Level.COURSE),
        RUNS: [_values(run, table, Level.RUN) for run in document.runs],
    }
