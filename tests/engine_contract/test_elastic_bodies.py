"""The bodies that are sent to Elasticsearch, by equality: no client, no server."""

import pytest
from catalogues import GENT, TABLE, TODAY, course, run

from indexer.engine import elastic_bodies as bodies
from indexer.engine.elastic_counts import counted, counts_body
from indexer.engine.elastic_mapping import document_source, mapping
from indexer.engine.port import (
    EVERYTHING,
    AllOf,
    AnyOf,
    Between,
    Count,
    Has,
    InRun,
    Narrowing,
    Not,
    Question,
    TextList,
    VectorList,
)

ALL, NONE = {"match_all": {}}, {"match_none": {}}
EVENING = Narrowing(name="daypart", clause=Has("daypart", ("evening",)), in_run=True)
IN_EVENING = {"terms": {"runs.daypart": ["evening"]}}
NESTED_EVENING = {
    "nested": {"path": "runs", "query": {"bool": {"filter": [IN_EVENING]}}, "score_mode": "none"},
}
WITHIN = {"bool": {"filter": [NESTED_EVENING]}}
STARTABLE = {"range": {"until": {"gte": TODAY}}}
WORDS = TextList(field="words", tokens=("las", "hout", "las"), weight=1.0)
TERMS = [{"term": {"words": "las"}}, {"term": {"words": "hout"}}]
BY_SCORE = [{"_score": "desc"}, {"id": "asc"}]
BARE = {"_source": False, "stored_fields": "_none_", "track_total_hits": False}


@pytest.mark.parametrize(
    ("clause", "query"),
    [
        (Has("words", ("a", "b", "a")), {"terms": {"words": ["a", "b"]}}),
        (
            Has("words", ("a", "b", "a"), 2),
            {"bool": {"should": [{"term": {"words": "a"}}, {"term": {"words": "b"}}], "minimum_should_match": 2}},
        ),
        (Has("language", ()), NONE),
        (Between("hours", 1, 2), {"range": {"hours": {"gte": 1, "lte": 2}}}),
        (Between("hours", low=0), {"range": {"hours": {"gte": 0}}}),
        (Between("hours"), {"exists": {"field": "hours"}}),
        (EVERYTHING, ALL),
        (AnyOf(), NONE),
        (Not(Between("hours", 1)), {"bool": {"must_not": [{"range": {"hours": {"gte": 1}}}]}}),
        (AllOf((Between("hours", 1), AnyOf())), {"bool": {"filter": [{"range": {"hours": {"gte": 1}}}, NONE]}}),
        (
            AnyOf((Has("language", ("nl",)), AnyOf())),
            {"bool": {"should": [{"terms": {"language": ["nl"]}}, NONE], "minimum_should_match": 1}},
        ),
        (
            InRun(Between("price", high=9)),
            {"nested": {"path": "runs", "query": {"range": {"runs.price": {"lte": 9}}}, "score_mode": "none"}},
        ),
    ],
    ids=str,
)
def test_each_clause_becomes_one_query(clause, query):
    assert bodies.clause_query(clause, TABLE) == query


def test_the_mapping_is_strict_and_follows_the_field_table():
    whole = mapping(TABLE)
    assert (whole["dynamic"], whole["_source"]) == ("strict", {"includes": ["stored"]})
    properties = whole["properties"]
    assert properties["words"] == {
        "type": "text",
        "analyzer": "whitespace",
        "index_options": "freqs",
        "norms": True,
    }
    assert properties["meaning"] == {
        "type": "dense_vector",
        "dims": 8,
        "index": True,
        "similarity": "max_inner_product",
        "index_options": {"type": "flat"},
    }
    assert properties["runs"] == {
        "type": "nested",
        "dynamic": "strict",
        "properties": {
            "starts": {"type": "long"},
            "point": {"type": "geo_point"},
            "postcode": {"type": "keyword"},
            "daypart": {"type": "keyword"},
            "price": {"type": "long"},
        },
    }
    assert set(properties) == {"id", "stored", "runs", "words", "grams", "meaning", "language", "hours", "until"}


def test_a_document_is_sent_with_its_runs_and_without_what_is_missing():
    document = course(
        "a", "las hout", language=["nl"], runs=[run(starts=3, point=GENT, price=None, daypart=()), run()], until=None
    )
    assert document_source(document, TABLE) == {
        "id": "a",
        "stored": '{"id": "a"}',
        "words": "las hout ∎",
        "grams": "∎",
        "meaning": [0.0] * 8,
        "language": ["nl"],
        "runs": [{"starts": 3, "point": {"lat": 51.05, "lon": 3.72}, "daypart": []}, {}],
    }


def test_a_text_list_scores_each_token_once():
    expected = {**BARE, "size": 7, "query": {"bool": {"should": TERMS}}, "sort": BY_SCORE}
    assert bodies.list_body(WORDS, 7) == expected
    empty = TextList(field="words", tokens=(), weight=1.0)
    assert bodies.list_body(empty, 7) == {**BARE, "size": 7, "query": NONE, "sort": BY_SCORE}


def test_a_vector_list_asks_for_as_many_neighbours_as_it_is_deep_at_most_10000():
    ranked = VectorList(field="meaning", vector=(1.0, 0.5), weight=1.0)
    for depth, size in ((7, 7), (99_999, 10_000)):
        knn = {"field": "meaning", "query_vector": [1.0, 0.5], "k": size, "num_candidates": size}
        assert bodies.list_body(ranked, depth) == {**BARE, "size": size, "knn": knn, "sort": BY_SCORE}


@pytest.mark.parametrize(("score", "product"), [(1.0, 0.0), (3.5, 2.5), (0.5, -1.0), (0.25, -3.0)])
def test_a_score_leads_back_to_the_dot_product(score, product):
    assert bodies.dot_product(score) == product


def count(name, choice, clause, in_run):
    return Count(name=name, choice=choice, clause=clause, in_run=in_run)


BACK = {"back": {"reverse_nested": {}}}
COUNTED = Question(
    today=TODAY,
    held=Has("words", ("las",)),
    narrowings=(EVENING, Narrowing(name="hours", clause=Between("hours", high=8), in_run=False)),
    counts=(
        count("daypart", "day", Has("daypart", ("day",)), True),
        count("daypart", "evening", Has("daypart", ("evening",)), True),
        count("language", "fr", Has("language", ("fr",)), False),
        count("price", "free", Between("price", high=0), True),
        count("price", "some", Between("price", 1, 99), True),
        count("place", "near", Has("postcode", ("9000", "9050")), True),
        count("hours", "short", Between("hours", high=8), False),
    ),
)


def test_counts_are_taken_on_the_base_and_filters_that_leave_the_same_share_a_branch():
    base = {
        "bool": {
            "should": [{"terms": {"words": ["las"]}}, {"terms": {"id": ["x", "y"]}}],
            "minimum_should_match": 1,
        }
    }
    short = {"range": {"hours": {"lte": 8}}}
    evening = {"bool": {"filter": [IN_EVENING]}}

    def runs(query, aggregations):
        return {"runs": {"nested": {"path": "runs"}, "aggs": {"left": {"filter": query, "aggs": aggregations}}}}

    tokens = {"field": "runs.daypart", "include": ["day", "evening"], "size": 2}
    prices = {
        "field": "runs.price",
        "keyed": True,
        "ranges": [{"key": "0", "to": 1}, {"key": "1", "from": 1, "to": 100}],
    }
    near = {"filters": {"0": {"terms": {"runs.postcode": ["9000", "9050"]}}}}
    assert counts_body(COUNTED, ["x", "y"], TABLE) == {
        "size": 0,
        "track_total_hits": False,
        "query": {"bool": {"filter": [base]}},
        "aggs": {
            "answer": {
                "filter": {"bool": {"filter": [short, NESTED_EVENING]}},
                "aggs": {"startable": {"filter": STARTABLE}},
            },
            "branch-0": {
                "filter": {"bool": {"filter": [short]}},
                "aggs": runs(ALL, {"0": {"terms": tokens, "aggs": BACK}}),
            },
            "branch-1": {
                "filter": {"bool": {"filter": [short]}},
                "aggs": {
                    "courses": {
                        "filter": NESTED_EVENING,
                        "aggs": {"0": {"terms": {"field": "language", "include": ["fr"], "size": 1}}},
                    },
                    **runs(evening, {"1": {"range": prices, "aggs": BACK}, "2": {"filters": near, "aggs": BACK}}),
                },
            },
            "branch-2": {
                "filter": ALL,
                "aggs": {
                    "courses": {
                        "filter": NESTED_EVENING,
                        "aggs": {"0": {"range": {"field": "hours", "keyed": True, "ranges": [{"key": "0", "to": 9}]}}},
                    }
                },
            },
        },
    }


def test_counts_come_back_under_their_choices_and_a_bucket_that_is_not_there_is_0():
    def of_runs(number):
        return {"doc_count": 99, "back": {"doc_count": number}}

    given = {
        "answer": {"doc_count": 7, "startable": {"doc_count": 5}},
        "branch-0": {"runs": {"left": {"0": {"buckets": [{"key": "evening", **of_runs(4)}]}}}},
        "branch-1": {
            "courses": {"0": {"buckets": [{"key": "fr", "doc_count": 3}]}},
            "runs": {
                "left": {
                    "1": {"buckets": {"0": of_runs(1), "1": of_runs(2)}},
                    "2": {"buckets": {"0": of_runs(6)}},
                }
            },
        },
        "branch-2": {"courses": {"0": {"buckets": {"0": {"doc_count": 8}}}}},
    }
    assert counted(COUNTED, given, TABLE) == (
        7,
        5,
        {
            ("daypart", "day"): 0,
            ("daypart", "evening"): 4,
            ("language", "fr"): 3,
            ("price", "free"): 1,
            ("price", "some"): 2,
            ("place", "near"): 6,
            ("hours", "short"): 8,
        },
    )


def test_records_come_with_the_numbers_of_the_marks_that_hold():
    marks = (Has("words", ("las",)), EVERYTHING)
    assert bodies.records_body(["x", "y"], marks, TABLE) == {
        "size": 2,
        "_source": ["stored"],
        "track_total_hits": False,
        "query": {
            "bool": {
                "filter": [{"terms": {"id": ["x", "y"]}}],
                "should": [
                    {"bool": {"filter": [{"terms": {"words": ["las"]}}], "_name": "0"}},
                    {"bool": {"filter": [ALL], "_name": "1"}},
                ],
            }
        },
        "sort": [{"id": "asc"}],
    }


def test_the_base_is_what_is_held_or_likely():
    held = Has("words", ("las",))
    assert bodies.base_query(Question(today=0), ["x"], TABLE) == ALL
    assert bodies.base_query(Question(today=0, held=held), [], TABLE) == {"terms": {"words": ["las"]}}


def test_the_fused_ids_within_the_narrowings_say_by_their_sort_values_whether_they_are_held():
    question = Question(today=TODAY, held=Has("words", ("las",)), narrowings=(EVENING,))
    held = {"constant_score": {"filter": {"terms": {"words": ["las"]}}, "boost": 1.0}}
    assert bodies.passing_body(question, ["x", "y"], TABLE) == {
        **BARE,
        "size": 2,
        "query": {"bool": {"filter": [{"terms": {"id": ["x", "y"]}}, WITHIN], "should": [held]}},
        "sort": [*BY_SCORE, {"until": {"order": "asc", "missing": -(2**63)}}],
    }


@pytest.mark.parametrize("wanted", [True, False, None])
def test_the_rest_leaves_the_fused_ids_out_and_goes_by_bm25(wanted):
    question = Question(today=TODAY, lists=(WORDS,), narrowings=(EVENING,))
    fused = {"terms": {"id": ["x"]}}
    assert bodies.rest_body(question, ["x"], [], wanted, 3, 4, TABLE) == {
        **BARE,
        "from": 3,
        "size": 4,
        "query": {
            "bool": {
                "filter": [ALL, WITHIN, *([STARTABLE] if wanted else [])],
                "must_not": [fused, *([STARTABLE] if wanted is False else [])],
                "should": TERMS,
                "minimum_should_match": 0,
            }
        },
        "sort": BY_SCORE,
    }


def test_by_start_the_run_must_pass_and_begin_on_or_after_today():
    question = Question(today=TODAY, sort="start", narrowings=(EVENING,), offset=5, limit=6)
    run_filter = {"bool": {"filter": [{"bool": {"filter": [IN_EVENING]}}, {"range": {"runs.starts": {"gte": TODAY}}}]}}
    key = {"order": "asc", "mode": "min", "missing": "_last", "nested": {"path": "runs", "filter": run_filter}}
    assert bodies.sorted_body(question, [], TABLE) == {
        **BARE,
        "from": 5,
        "size": 6,
        "query": {"bool": {"filter": [ALL, WITHIN]}},
        "sort": [{"runs.starts": key}, {"id": "asc"}],
    }


def test_by_distance_the_nearest_run_that_passes_counts():
    question = Question(today=TODAY, sort="distance", origin=GENT)
    key = {
        "runs.point": {"lat": 51.05, "lon": 3.72},
        "order": "asc",
        "mode": "min",
        "unit": "km",
        "distance_type": "arc",
        "nested": {"path": "runs", "filter": ALL},
    }
    body = bodies.sorted_body(question, [], TABLE)
    assert body["sort"] == [{"_geo_distance": key}, {"id": "asc"}]
