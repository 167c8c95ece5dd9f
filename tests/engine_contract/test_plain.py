"""Which run it was that an engine found: the same clause over the values of one run."""

import pytest
from catalogues import GENT, TODAY, course, random_catalogue
from hypothesis import given
from hypothesis import strategies as st
from oracle import holds
from questions import RUN

from indexer.engine.plain import run_test
from indexer.engine.port import EVERYTHING, Has, InRun

RUNS = [run for document in random_catalogue(5, 60) for run in document.runs]


@given(RUN, st.sampled_from(RUNS))
def test_a_run_passes_where_the_oracle_says_so(clause, values):
    assert run_test(clause)(values) == holds(clause, course("any"), values)


def test_a_run_of_which_nothing_is_known_passes_only_what_asks_nothing():
    assert run_test(EVERYTHING)({})
    assert not run_test(Has("daypart", ("evening",)))({"point": GENT, "starts": TODAY})


def test_a_run_has_no_runs():
    with pytest.raises(TypeError):
        run_test(InRun(EVERYTHING))
