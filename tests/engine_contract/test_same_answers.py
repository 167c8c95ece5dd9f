"""Questions by chance have the same answer on every engine as in the oracle."""

import pytest
from catalogues import random_catalogue, stamp_for
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from oracle import Oracle
from questions import assert_same, questions

CALM = (HealthCheck.filter_too_much, HealthCheck.too_slow, HealthCheck.data_too_large)


@pytest.fixture(scope="module")
def pairs(worlds):
    """(kind, seed, size) -> an engine and the oracle over the same catalogue, made once."""
    made = {}

    def pair(kind, seed, size):
        if (kind, seed, size) not in made:
            documents = random_catalogue(seed, size)
            made[kind, seed, size] = worlds(kind).engine(documents), Oracle(documents, stamp_for(documents))
        return made[kind, seed, size]

    return pair


@pytest.mark.parametrize("kind", ["embedded", pytest.param("elastic", marks=pytest.mark.elastic)])
@pytest.mark.parametrize(("seed", "size"), [(1, 2), (2, 12), (3, 50), (4, 150)])
def test_any_question_has_the_answer_of_the_oracle(pairs, request, kind, seed, size):
    request.node.user_properties += [("engine", "oracle"), ("engine", kind)]
    engine, oracle = pairs(kind, seed, size)

    @settings(max_examples=60, deadline=None, suppress_health_check=CALM)
    @given(question=questions())
    def ask(question):
        assume(oracle.settled(question))
        assert_same(engine, oracle, question)

    ask()


def test_any_catalogue_has_the_answers_of_the_oracle(worlds, request):
    request.node.user_properties += [("engine", "oracle"), ("engine", "embedded")]

    @settings(max_examples=40, deadline=None, suppress_health_check=CALM)
    @given(question=questions(), seed=st.integers(0, 10**6), size=st.integers(0, 25))
    def ask(question, seed, size):
        documents = random_catalogue(seed, size)
        oracle = Oracle(documents, stamp_for(documents))
        assume(oracle.settled(question))
        assert_same(worlds("embedded").engine(documents), oracle, question)

    ask()
