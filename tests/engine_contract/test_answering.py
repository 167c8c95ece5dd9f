"""Fusing, likelihood and the order of the page, by cases made by hand."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.engine import answering
from indexer.engine.answering import Fused, Standing
from indexer.engine.elastic_answer import fused_by_id
from indexer.engine.port import (
    EVERYTHING,
    AllOf,
    Between,
    Count,
    Has,
    Hit,
    InRun,
    Likelihood,
    Narrowing,
    Question,
    TextList,
    VectorList,
)

WORDS = TextList(field="words", tokens=("x", "y", "x"), weight=0.5)
MEANING = VectorList(field="meaning", vector=(1.0,), weight=1.0)
A, B, C = (Between(name, 1) for name in "abc")


def question(**given):
    return Question(today=0, **given)


@pytest.mark.parametrize(
    ("scores", "top", "from_zero", "expected"),
    [
        ([], 3, True, []),
        ([4, 2], 3, True, [1, 0.5]),  # a short list of text starts from 0
        ([4, 2], 3, False, [1, 0]),  # one of vectors from its lowest
        ([4, 3, 2], 3, True, [1, 0.5, 0]),  # a full one from its last
        ([3, 1, 4, 2], 3, True, [0.5, 0, 1, 0]),  # below it is 0, in whatever order they come
        ([1, -1], 3, True, [1, 0]),  # a short list with less than 0 starts there
        ([-1, -3], 3, True, [1, 0]),
        ([2, 2, 1], 2, True, [1, 1, 1]),  # no width: all are first
        ([2], 1, True, [1]),
        ([0.0], 3, True, [1]),
    ],
)
def test_scores_are_scaled_by_the_first_top(scores, top, from_zero, expected):
    found = answering.scaled(np.array(scores, dtype=float), top, from_zero=from_zero)
    assert found.tolist() == pytest.approx(expected)


def fuse(asked, lists, documents):
    """(hits, probabilities) of the fused lists, each id -> raw score."""
    fused, names = fused_by_id(asked, [(tuple(one), tuple(one.values())) for one in lists], documents)
    places = np.arange(len(fused.keys))
    return fused.hits(places, [names[key] for key in fused.keys]), fused.likely.tolist()


def test_lists_are_added_with_their_weights_and_ties_go_by_first_list_then_id():
    asked = question(lists=(WORDS, MEANING), top=2)
    hits, _ = fuse(asked, [{"d": 8, "a": 8, "c": 4}, {"b": 3, "c": 2, "a": 1}], 9)
    assert [(one.id, one.total, one.parts) for one in hits] == [
        ("b", 1.0, (0.0, 1.0)),
        ("a", 0.5, (0.5, 0.0)),
        ("d", 0.5, (0.5, 0.0)),
        ("c", 0.5, (0.5, 0.0)),
    ]


@given(
    st.lists(st.dictionaries(st.integers(0, 40), st.integers(-3, 3), max_size=30), max_size=4),
    st.integers(1, 50),
    st.integers(1, 8),
)
def test_only_what_may_be_among_the_first_is_sorted_and_the_first_stay_the_same(lists, depth, top):
    asked = question(lists=(WORDS, MEANING, MEANING, WORDS)[: len(lists)], top=top)
    named = [{f"{name:02}": score for name, score in one.items()} for one in lists]
    every, likely = fuse(replace(asked, depth=1000), named, 50)
    first = named[0] if named else {}
    assert every == sorted(every, key=lambda one: (-one.total, -first.get(one.id, 0), one.id))
    assert fuse(replace(asked, depth=depth), named, 50) == (every[:depth], likely[:depth])


@given(st.lists(st.integers(0, 5), max_size=40), st.integers(1, 45), st.randoms())
def test_a_list_is_cut_at_its_depth_and_of_equals_the_first_ids_stay(scores, depth, dice):
    order = np.array(dice.sample(range(len(scores)), len(scores)), dtype=np.int64)
    keys, kept = answering.cut(np.arange(len(scores)), np.array(scores, dtype=float), depth, order)
    best = sorted(range(len(scores)), key=lambda key: (-scores[key], order[key]))[:depth]
    assert sorted(keys.tolist()) == sorted(best)
    assert kept.tolist() == [scores[key] for key in keys.tolist()]


def test_the_fused_list_ends_at_its_depth():
    asked = question(lists=(MEANING,), depth=2)
    assert [one.id for one in fuse(asked, [{"a": 1, "b": 3, "c": 2}], 3)[0]] == ["b", "c"]
    assert fuse(question(), [], 3) == ([], [])


def test_x_of_a_text_list_is_a_share_of_the_ceiling_and_of_a_vector_list_the_product():
    likelihood = Likelihood(intercept=-1.0, slopes=(2.0, 3.0), floor=0.5)
    asked = question(lists=(WORDS, MEANING), likelihood=likelihood)
    x = 4.0 / (2 * math.log(101) * 2.2)
    expected = 1 / (1 + math.exp(-(-1 + 2 * x + 3 * 0.4)))
    assert fuse(asked, [{"a": 4.0}, {"a": 0.4}], 100)[1] == [pytest.approx(expected)]


def test_a_likelihood_far_off_is_0_or_1_and_no_overflow():
    for intercept, expected in ((-5000.0, 0.0), (5000.0, 1.0)):
        likelihood = Likelihood(intercept=intercept, slopes=(1.0,), floor=0.5)
        assert fuse(question(lists=(MEANING,), likelihood=likelihood), [{"a": 1.0}], 1)[1] == [pytest.approx(expected)]


def fused_of(totals, likely=None):
    """Fused documents without lists."""
    count = len(totals)
    chances = np.zeros(count) if likely is None else np.array(likely)
    return Fused(np.arange(count), np.array(totals, dtype=float), np.empty((count, 0)), chances)


def test_the_floor_itself_is_likely_enough_and_without_a_likelihood_nothing_is():
    fused = fused_of((1, 1, 1), (0.6, 0.5, 0.4))
    likelihood = Likelihood(intercept=0.0, slopes=(), floor=0.5)
    assert answering.likely_at(question(likelihood=likelihood), fused).tolist() == [0, 1]
    assert answering.likely_at(question(), fused).tolist() == []


def test_narrowings_on_runs_become_one_run_and_a_count_replaces_its_own():
    one, two, three = (
        Narrowing(name=name, clause=clause, in_run=in_run)
        for name, clause, in_run in (("a", A, True), ("b", B, False), ("c", C, True))
    )
    assert answering.combined(()) == EVERYTHING
    assert answering.combined((two,)) == AllOf((B,))
    assert answering.combined((one, two, three)) == AllOf((B, InRun(AllOf((A, C)))))
    choice = Has("x", ("1",))
    of_a = Count(name="a", choice="1", clause=choice, in_run=True)
    assert answering.combined((one, two, three), of_a) == AllOf((B, InRun(AllOf((C, choice)))))
    of_new = Count(name="n", choice="1", clause=choice, in_run=False)
    assert answering.combined((one,), of_new) == AllOf((choice, InRun(AllOf((A,)))))
    assert answering.run_clause((one, two, three)) == AllOf((A, C))


def standing(states):
    """Of a, b, c, d: (within, startable, answers)."""
    columns = zip(*(states.get(name, (False, False, False)) for name in "abcd"), strict=True)
    return Standing(*(np.array(column, dtype=bool) for column in columns))


def named(places):
    return [Hit(id="abcd"[place]) for place in places]


def paged(offset, limit, count, startable, states):
    """The ids of a page over fused a, b, c, d, with a rest that says what it was asked."""
    asked = []

    def rest(wanted, offset, limit):
        asked.append((wanted, offset, limit))
        return [f"{wanted}-{place}" for place in range(offset, offset + limit)]

    hits = answering.page(question(offset=offset, limit=limit), standing(states), count, startable, named, rest)
    return [hit.id for hit in hits], asked


HERE, PAST, NEAR = (True, True, True), (True, False, True), (True, True, False)


def test_what_is_past_goes_last_and_the_rest_stands_between():
    passing = {"a": PAST, "b": HERE, "c": NEAR, "d": HERE}
    assert paged(0, 9, 6, 4, passing) == (["b", "d", "True-0", "True-1", "a", "False-0"], [(True, 0, 2), (False, 0, 1)])
    assert paged(3, 2, 6, 4, passing) == (["True-1", "a"], [(True, 1, 1)])
    assert paged(5, 9, 6, 4, passing) == (["False-0"], [(False, 0, 1)])
    assert paged(0, 2, 6, 4, passing) == (["b", "d"], [])
    assert paged(6, 9, 6, 4, passing) == ([], [])


def test_nothing_is_split_where_fewer_than_half_can_be_started():
    passing = {"a": PAST, "b": HERE, "c": PAST}
    assert paged(0, 9, 5, 2, passing) == (["a", "b", "c", "None-0", "None-1"], [(None, 0, 2)])
    assert paged(4, 9, 5, 2, passing) == (["None-1"], [(None, 1, 1)])
    assert [answering.splits(count, can) for count, can in ((0, 0), (1, 0), (2, 1), (3, 1))] == [
        True,
        False,
        True,
        False,
    ]


def test_the_nearest_are_as_many_as_are_lacking_and_none_without_a_score():
    fused, states = fused_of((3, 2, 1, 0)), standing({"a": NEAR, "b": HERE, "c": NEAR, "d": NEAR})

    def near(count, nearest=10):
        return [hit.id for hit in answering.nearest(question(nearest=nearest), fused, states, count, named)]

    assert near(1) == ["a", "c"]
    assert near(9) == ["a"]
    assert near(10) == near(11) == near(0, nearest=0) == []
