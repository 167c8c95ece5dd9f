"""All counts of a question as one body, and its answer back as numbers. Pure.

Filters that leave the same courses and runs share one branch, which walks over these once. There a filter whose
choices are values of a keyword is one `terms`, one whose choices are stretches of a number one `range`, any other one
`filters`. Runs are counted as the courses that they belong to.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from indexer.engine import answering
from indexer.engine.elastic_bodies import base_query, clause_query, field_path, startable_query
from indexer.engine.elastic_mapping import RUNS, Body
from indexer.engine.port import AllOf, Between, Clause, Count, Has, InRun, Narrowing, Question
from indexer.fields import FieldTable, Kind

_COURSES = "courses"
_RUNS = "runs"
_LEFT = "left"
_BACK: Body = {"back": {"reverse_nested": {}}}


@dataclass(frozen=True, slots=True)
class _Filter:
    """The counts of one filter in one level."""

    in_run: bool
    counts: tuple[Count, ...]

    @property
    def clauses(self) -> tuple[Clause, ...]:
        return tuple(one.clause for one in self.counts)


@dataclass(frozen=True, slots=True)
class _Branch:
    """Filters that the same narrowings are left for."""

    left: tuple[Narrowing, ...]
    filters: tuple[_Filter, ...]


def _branches(question: Question) -> list[_Branch]:
    """One for each filter that is set, and one for all others."""
    names = {one.name for one in question.narrowings}
    filters: dict[tuple[str, bool], list[Count]] = {}
    for one in question.counts:
        filters.setdefault((one.name, one.in_run), []).append(one)
    grouped: dict[str, list[_Filter]] = {}
    for (name, in_run), counts in filters.items():
        grouped.setdefault(name if name in names else "", []).append(_Filter(in_run, tuple(counts)))
    return [
        _Branch(tuple(one for one in question.narrowings if one.name != name), tuple(some))
        for name, some in grouped.items()
    ]


def counts_body(question: Question, likely: Sequence[str], table: FieldTable) -> Body:
    """Count, how many of it can be started, and each choice's count, all on the base."""
    within = clause_query(answering.combined(question.narrowings), table)
    aggregations: Body = {
        "answer": {"filter": within, "aggs": {"startable": {"filter": startable_query(question, table)}}},
    }
    for number, branch in enumerate(_branches(question)):
        aggregations[f"branch-{number}"] = _branch_body(branch, table)
    query = {"bool": {"filter": [base_query(question, likely, table)]}}
    return {"size": 0, "track_total_hits": False, "query": query, "aggs": aggregations}


def _branch_body(branch: _Branch, table: FieldTable) -> Body:
    courses = tuple(one.clause for one in branch.left if not one.in_run)
    runs = AllOf(tuple(one.clause for one in branch.left if one.in_run))
    parts: Body = {}
    if some := _filters(branch, table, in_run=False):
        left = InRun(runs) if runs.clauses else runs
        parts[_COURSES] = {"filter": clause_query(left, table), "aggs": some}
    if some := _filters(branch, table, in_run=True):
        left_runs = {_LEFT: {"filter": clause_query(runs, table), "aggs": some}}
        parts[_RUNS] = {"nested": {"path": RUNS}, "aggs": left_runs}
    return {"filter": clause_query(AllOf(courses), table), "aggs": parts}


def _filters(branch: _Branch, table: FieldTable, *, in_run: bool) -> Body:
    return {
        str(number): {**_filter_body(one, table), **({"aggs": _BACK} if in_run else {})}
        for number, one in enumerate(branch.filters)
        if one.in_run == in_run
    }


def _filter_body(one: _Filter, table: FieldTable) -> Body:
    """The choices of one filter, all at once; the buckets have the number of the choice as key, or its token."""
    if tokens := _tokens(one, table):
        path = field_path(one.clauses[0].field, table)  # type: ignore[union-attr]
        return {"terms": {"field": path, "include": tokens, "size": len(tokens)}}
    stretches = [clause for clause in one.clauses if isinstance(clause, Between)]
    if len(stretches) == len(one.clauses) and len({clause.field for clause in stretches}) == 1:
        ranges = [{"key": str(number), **_bounds(clause)} for number, clause in enumerate(stretches)]
        return {"range": {"field": field_path(stretches[0].field, table), "ranges": ranges, "keyed": True}}
    queries = {str(number): clause_query(clause, table) for number, clause in enumerate(one.clauses)}
    return {"filters": {"filters": queries}}


def _tokens(one: _Filter, table: FieldTable) -> list[str]:
    """The token of each choice where each is one value of the same keyword, and no two the same; else none."""
    single = [
        clause for clause in one.clauses if isinstance(clause, Has) and len(clause.tokens) == clause.at_least == 1
    ]
    fields = {clause.field for clause in single}
    tokens = list(dict.fromkeys(clause.tokens[0] for clause in single))
    plain = len(tokens) == len(one.clauses) and len(fields) == 1
    return tokens if plain and table.by_name[fields.pop()].kind == Kind.KEYWORD else []


def _bounds(clause: Between) -> Body:
    """Up to but not including `to`."""
    low = {} if clause.low is None else {"from": clause.low}
    return low if clause.high is None else {**low, "to": clause.high + 1}


Counted = tuple[int, int, dict[tuple[str, str], int]]


def counted(question: Question, aggregations: Mapping[str, Any], table: FieldTable) -> Counted:
    """(count, startable, (filter, choice) -> count) from what `counts_body` brought."""
    answer = aggregations["answer"]
    found: dict[tuple[str, str], int] = {}
    for number, branch in enumerate(_branches(question)):
        given = aggregations[f"branch-{number}"]
        for at, one in enumerate(branch.filters):
            part = given[_RUNS][_LEFT] if one.in_run else given[_COURSES]
            keys = _tokens(one, table) or [str(place) for place in range(len(one.counts))]
            buckets = dict(_buckets(part[str(at)]["buckets"]))
            found |= {
                (count.name, count.choice): buckets.get(key, 0) for count, key in zip(one.counts, keys, strict=True)
            }
    return int(answer["doc_count"]), int(answer["startable"]["doc_count"]), found


def _buckets(given: Sequence[Mapping[str, Any]] | Mapping[str, Mapping[str, Any]]) -> Iterator[tuple[str, int]]:
    """Key and number of courses of each bucket."""
    pairs = given.items() if isinstance(given, Mapping) else ((str(one["key"]), one) for one in given)
    for key, bucket in pairs:
        yield key, int(bucket.get("back", bucket)["doc_count"])
