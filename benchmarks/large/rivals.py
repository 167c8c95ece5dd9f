"""What people would take otherwise, each as its documentation shows it: plain Elasticsearch, and LanceDB.

Both get the same titles, texts, vectors, flat fields and encoder. Neither holds filters within one run, compound words
or counts with the own filter lifted: what is compared is the price of an ordinary question.
"""

from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.large import world
from benchmarks.large.world import TODAY, Ask, Item
from catalogue.places import load_places
from indexer.embedder import open_embedder
from indexer.fields import MEANING
from matcher.filters.radius import KILOMETRES
from matcher.filters.start import DAYS

INDEX, TABLE = "plain", "courses"
KEYWORDS = ("postcode", "daypart", "delivery", "recognised")
PAGE = 20
Ranges = list[dict[str, int]]


def flat(item: Item) -> dict[str, Any]:
    """The fields of all runs together on the course: neither knows how to ask within one run of a flat record."""
    runs, today = item.document.runs, TODAY.toordinal()
    starts = [run["starts"] for run in runs if run.get("starts") is not None]
    points = [run["point"] for run in runs if run.get("point") is not None]
    found = {name: sorted({token for run in runs for token in run.get(name) or ()}) for name in KEYWORDS}  # type: ignore[union-attr]
    coming = min((start for start in starts if start >= today), default=0)  # type: ignore[operator,type-var]
    latitude, longitude = points[0] if points else (0.0, 0.0)  # type: ignore[misc]
    head = {"id": item.document.id, "title": item.title, "body": item.text, "starts": coming}
    return {**head, **found, "latitude": latitude, "longitude": longitude, "vector": item.document.vectors[MEANING]}


def _encoder() -> Callable[[str], list[float]]:
    embedder = open_embedder(world.settings())

    def encode(text: str) -> list[float]:
        vector: list[float] = embedder.queries([text])[0].tolist()
        return vector

    return encode


def _latest(ask: Ask) -> int:
    return (TODAY + timedelta(days=DAYS[ask.start])).toordinal()


# Plain Elasticsearch ---------------------------------------------------------------------------------------------


def build_plain(folder: str, url: str) -> int:
    """Fills it by bulk, refreshes, merges; returns bytes."""
    from elasticsearch import Elasticsearch
    from elasticsearch.helpers import bulk

    client = Elasticsearch(url, request_timeout=900)
    properties: dict[str, Any] = {name: {"type": "keyword"} for name in ("id", *KEYWORDS)}
    properties |= {"title": {"type": "text"}, "body": {"type": "text"}, "starts": {"type": "long"}}
    vector = {"type": "dense_vector", "dims": world.stamp_of(folder).size, "similarity": "cosine"}
    client.indices.create(
        index=INDEX,
        settings={"number_of_shards": 1, "number_of_replicas": 0},
        mappings={"properties": {**properties, "point": {"type": "geo_point"}, "vector": vector}},
    )
    bulk(client, _plain_actions(folder), chunk_size=500)
    client.indices.refresh(index=INDEX)
    client.indices.forcemerge(index=INDEX, max_num_segments=1)
    client.indices.refresh(index=INDEX)
    return size_in(client, INDEX)


def size_in(client: Any, index: str) -> int:
    """Bytes on disk of an index."""
    return int(client.indices.stats(index=index)["_all"]["primaries"]["store"]["size_in_bytes"])


def _plain_actions(folder: str) -> Iterator[dict[str, Any]]:
    for item in world.items(folder):
        row = flat(item)
        point = {"lat": row.pop("latitude"), "lon": row.pop("longitude")}
        yield {"_index": INDEX, "_id": row["id"], "_source": {**row, "vector": list(row["vector"]), "point": point}}


def open_plain(_folder: str, url: str) -> Callable[[Ask], int]:
    """One search a question: match and kNN with the filters, and aggregations of what is left."""
    from elasticsearch import Elasticsearch

    client, encode, places = Elasticsearch(url, request_timeout=60), _encoder(), load_places()
    today = TODAY.toordinal()
    upto: Ranges = [{"from": today, "to": today + days + 1} for days in DAYS.values()]
    rings: Ranges = [{"to": km} for km in KILOMETRES]

    def ask(one: Ask) -> int:
        vector, place = encode(one.text), places.find(one.place)[0]
        filters = [
            {"terms": {"postcode": sorted(places.within(place, float(one.radius)))}},
            {"term": {"daypart": one.when}},
            {"range": {"starts": {"gte": today, "lte": _latest(one)}}},
        ]
        match = {"multi_match": {"query": one.text, "fields": ["title", "body"]}}
        near = {"field": "point", "origin": {"lat": place.latitude, "lon": place.longitude}, "unit": "km"}
        counts: dict[str, Any] = {name: {"terms": {"field": name}} for name in KEYWORDS[1:]}
        counts |= {"starts": {"range": {"field": "starts", "ranges": upto}}}
        counts |= {"radius": {"geo_distance": {**near, "ranges": rings}}}
        found = client.search(
            index=INDEX,
            query={"bool": {"must": [match], "filter": filters}},
            knn={"field": "vector", "query_vector": vector, "k": PAGE, "num_candidates": 100, "filter": filters},
            aggs=counts,
            size=PAGE,
            source=["id", "title", "body", "starts"],
        )
        return len(found["hits"]["hits"])

    return ask


# LanceDB ---------------------------------------------------------------------------------------------------------


def build_lance(folder: str, _url: str) -> int:
    """A table with a vector index, a full text index and an index per filter; returns bytes."""
    import lancedb
    import pyarrow as pa
    from lancedb.index import FTS, HnswSq

    size = world.stamp_of(folder).size
    words, lists = pa.string(), pa.list_(pa.string())
    fields = [("id", words), ("title", words), ("body", words), ("text", words), ("starts", pa.int64())]
    fields += [*((name, lists) for name in KEYWORDS), ("latitude", pa.float64()), ("longitude", pa.float64())]
    schema = pa.schema([*fields, ("vector", pa.list_(pa.float32(), size))])
    place = Path(folder) / "lance"
    table = lancedb.connect(str(place)).create_table(TABLE, schema=schema)
    rest = ({**row, "text": f"{row['title']} {row['body']}"} for row in map(flat, world.items(folder)))
    while batch := list(islice(rest, 5000)):
        table.add(pa.Table.from_pylist(batch, schema=schema))
    table.create_index("vector", config=HnswSq(distance_type="cosine"))
    table.create_index("text", config=FTS(language="Dutch", remove_stop_words=False))
    for name in KEYWORDS:
        table.create_scalar_index(name, index_type="LABEL_LIST")
    table.create_scalar_index("starts", index_type="BTREE")
    table.optimize()
    return bytes_of(place)


def bytes_of(folder: Path) -> int:
    """Bytes of all files below a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def open_lance(folder: str, _url: str) -> Callable[[Ask], int]:
    """A hybrid search with reciprocal rank fusion, then the filtered full text rows counted in Arrow."""
    import lancedb
    from lancedb.rerankers import RRFReranker

    table = lancedb.connect(str(Path(folder) / "lance")).open_table(TABLE)
    encode, places, reranker = _encoder(), load_places(), RRFReranker()
    columns = ["daypart", "delivery", "recognised", "starts", "latitude", "longitude"]
    rows = world.stamp_of(folder).count

    def ask(one: Ask) -> int:
        vector, place = encode(one.text), places.find(one.place)[0]
        postcodes = ", ".join(f"'{code}'" for code in sorted(places.within(place, float(one.radius))))
        where = (
            f"array_has_any(postcode, [{postcodes}]) AND array_has_any(daypart, ['{one.when}']) "
            f"AND starts >= {TODAY.toordinal()} AND starts <= {_latest(one)}"
        )
        text = one.text.replace('"', " ")
        hybrid = table.search(query_type="hybrid").vector(vector).text(text).where(where, prefilter=True)
        page = hybrid.rerank(reranker).limit(PAGE).select(["id", "title", "body", "starts"]).to_arrow()
        found = table.search(text, query_type="fts").where(where, prefilter=True).select(columns).limit(rows)
        _counted(found.to_arrow(), (place.latitude, place.longitude))
        return int(page.num_rows)

    return ask


def _counted(found: Any, origin: tuple[float, float]) -> dict[str, Any]:
    counts: dict[str, Any] = {
        name: found[name].combine_chunks().flatten().value_counts() for name in ("daypart", "delivery", "recognised")
    }
    starts = found["starts"].to_numpy()
    counts["starts"] = [int((starts <= TODAY.toordinal() + days).sum()) for days in DAYS.values()]
    north = np.radians(found["latitude"].to_numpy() - origin[0])
    east = np.radians(found["longitude"].to_numpy() - origin[1]) * np.cos(np.radians(origin[0]))
    far = 6371 * np.sqrt(north**2 + east**2)
    counts["radius"] = [int((far <= km).sum()) for km in KILOMETRES]
    return counts
