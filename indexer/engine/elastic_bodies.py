"""From the port's questions to the bodies that Elasticsearch reads.

Pure: no client, no clock, no settings. Only what the server's core has: no scripts, no server-side fusion.
"""

from collections.abc import Sequence

from indexer.engine import answering
from indexer.engine.elastic_mapping import ID, RUNS, STORED, Body
from indexer.engine.port import (
    EVERYTHING,
    AllOf,
    AnyOf,
    Between,
    Clause,
    Has,
    InRun,
    Not,
    Question,
    RankedList,
    TextList,
)
from indexer.fields import UNTIL, FieldTable, Level

# The most that Elasticsearch hands out from one list (index.max_result_window), and the most neighbours of a vector.
WINDOW = 10_000
# What a missing number sorts as: below any day.
MISSING = -(2**63)

_MATCH_ALL: Body = {"match_all": {}}
_MATCH_NONE: Body = {"match_none": {}}
_BY_SCORE = [{"_score": "desc"}, {ID: "asc"}]


def field_path(name: str, table: FieldTable) -> str:
    """The field's own name, below that of the runs where it is one of theirs."""
    return f"{RUNS}.{name}" if table.by_name[name].level == Level.RUN else name


def _has(clause: Has, table: FieldTable) -> Body:
    path = field_path(clause.field, table)
    tokens = list(dict.fromkeys(clause.tokens))
    if not tokens:
        return _MATCH_NONE
    if clause.at_least == 1:
        return {"terms": {path: tokens}}
    terms = [{"term": {path: token}} for token in tokens]
    return {"bool": {"should": terms, "minimum_should_match": clause.at_least}}


def _between(clause: Between, table: FieldTable) -> Body:
    path = field_path(clause.field, table)
    bounds = {name: bound for name, bound in (("gte", clause.low), ("lte", clause.high)) if bound is not None}
    return {"range": {path: bounds}} if bounds else {"exists": {"field": path}}


def clause_query(clause: Clause, table: FieldTable) -> Body:
    """A clause as a query to filter by."""
    match clause:
        case Has():
            return _has(clause, table)
        case Between():
            return _between(clause, table)
        case Not(inner):
            return {"bool": {"must_not": [clause_query(inner, table)]}}
        case InRun(inner):
            return {"nested": {"path": RUNS, "query": clause_query(inner, table), "score_mode": "none"}}
        case AllOf(clauses):
            return {"bool": {"filter": [clause_query(one, table) for one in clauses]}} if clauses else _MATCH_ALL
        case AnyOf(clauses):
            return _any_of([clause_query(one, table) for one in clauses]) if clauses else _MATCH_NONE


def _any_of(queries: Sequence[Body]) -> Body:
    return {"bool": {"should": list(queries), "minimum_should_match": 1}}


def base_query(question: Question, likely: Sequence[str], table: FieldTable) -> Body:
    """`held` or likely enough: the answer before any narrowing."""
    held = clause_query(question.held, table)
    if question.held == EVERYTHING or not likely:
        return held
    return _any_of([held, {"terms": {ID: list(likely)}}])


def _scored_terms(ranked: TextList) -> list[Body]:
    return [{"term": {ranked.field: token}} for token in dict.fromkeys(ranked.tokens)]


def list_body(ranked: RankedList, depth: int) -> Body:
    """The first `depth` of one list; each hit's sort values are its score and id. At most WINDOW."""
    size = min(depth, WINDOW)
    body: Body = {"size": size, "_source": False, "stored_fields": "_none_", "sort": _BY_SCORE}
    if isinstance(ranked, TextList):
        terms = _scored_terms(ranked)
        query = {"bool": {"should": terms}} if terms else _MATCH_NONE
        return {**body, "track_total_hits": False, "query": query}
    nearest = {"field": ranked.field, "query_vector": list(ranked.vector), "k": size, "num_candidates": size}
    return {**body, "track_total_hits": False, "knn": nearest}


def startable_query(question: Question, table: FieldTable) -> Body:
    """Courses that can still be started."""
    return clause_query(Between(UNTIL, low=question.today), table)


def passing_body(question: Question, ids: Sequence[str], table: FieldTable) -> Body:
    """Of these ids, those within the narrowings; sort values are 1 or 0 for `held`, the id, and `until`.

    `held` is read from the score, so that nothing is fetched per document.
    """
    within = clause_query(answering.combined(question.narrowings), table)
    held = {"constant_score": {"filter": clause_query(question.held, table), "boost": 1.0}}
    return {
        "size": len(ids),
        "_source": False,
        "stored_fields": "_none_",
        "track_total_hits": False,
        "query": {"bool": {"filter": [{"terms": {ID: list(ids)}}, within], "should": [held]}},
        "sort": [*_BY_SCORE, {UNTIL: {"order": "asc", "missing": MISSING}}],
    }


def _page(query: Body, sort: list[Body], offset: int, limit: int) -> Body:
    plain: Body = {"_source": False, "stored_fields": "_none_", "track_total_hits": False}
    return {**plain, "from": offset, "size": limit, "query": query, "sort": sort}


def _answer_filters(question: Question, likely: Sequence[str], table: FieldTable) -> list[Body]:
    within = clause_query(answering.combined(question.narrowings), table)
    return [base_query(question, likely, table), within]


def rest_body(
    question: Question,
    fused: Sequence[str],
    likely: Sequence[str],
    wanted: bool | None,
    offset: int,
    limit: int,
    table: FieldTable,
) -> Body:
    """A stretch of the answer outside the fused ids, by the first list's BM25 and id; sort values are these."""
    query: Body = {"filter": _answer_filters(question, likely, table), "must_not": []}
    if fused:
        query["must_not"].append({"terms": {ID: list(fused)}})
    if wanted is not None:
        query["filter" if wanted else "must_not"].append(startable_query(question, table))
    first = question.lists[0] if question.lists else None
    if isinstance(first, TextList) and first.tokens:
        query["should"] = _scored_terms(first)
        query["minimum_should_match"] = 0
    return _page({"bool": query}, _BY_SCORE, offset, limit)


def sorted_body(question: Question, likely: Sequence[str], table: FieldTable) -> Body:
    """The page by next start or by distance; sort values are that and the id."""
    run = answering.run_clause(question.narrowings)
    name, order = "starts", {"order": "asc", "mode": "min", "missing": "_last"}
    if question.sort == "start":
        run = AllOf((run, Between(name, low=question.today)))
    nested = {"path": RUNS, "filter": clause_query(run, table)}
    key: Body = {field_path(name, table): {**order, "nested": nested}}
    if question.sort == "distance":
        latitude, longitude = question.origin or (0.0, 0.0)
        origin = {"lat": latitude, "lon": longitude}
        near = {field_path("point", table): origin, "order": "asc", "mode": "min", "unit": "km", "distance_type": "arc"}
        key = {"_geo_distance": {**near, "nested": nested}}
    query = {"bool": {"filter": _answer_filters(question, likely, table)}}
    return _page(query, [key, {ID: "asc"}], question.offset, question.limit)


def records_body(ids: Sequence[str], marks: Sequence[Clause], table: FieldTable) -> Body:
    """The records of these ids; the sort value is the id, matched queries are the numbers of the marks that hold."""
    named = [{"bool": {"filter": [clause_query(one, table)], "_name": str(number)}} for number, one in enumerate(marks)]
    return {
        "size": len(ids),
        "_source": [STORED],
        "track_total_hits": False,
        "query": {"bool": {"filter": [{"terms": {ID: list(ids)}}], "should": named}},
        "sort": [{ID: "asc"}],
    }


def probe_body() -> Body:
    """Which index answers: the one bucket's key. An empty index has no bucket."""
    names = {"terms": {"field": "_index", "size": 1}}
    return {"size": 0, "track_total_hits": False, "terminate_after": 1, "aggs": {"index": names}}


def dot_product(score: float) -> float:
    """The dot product behind a score of `max_inner_product`: 1 / (1 - d) below 0, else 1 + d."""
    return score - 1 if score >= 1 else 1 - 1 / score
