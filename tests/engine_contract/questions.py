"""Questions by chance, as hypothesis strategies, and what it means that two answers are equal."""

from dataclasses import replace

from catalogues import DAYPARTS, EIGHTH, GRAMS, LANGUAGES, PLACES, TODAY, WORDS
from hypothesis import strategies as st
from oracle import TIE, holds

from indexer.engine.port import (
    EVERYTHING,
    AllOf,
    AnyOf,
    Between,
    Count,
    Has,
    InRun,
    Likelihood,
    Narrowing,
    Not,
    Question,
    TextList,
    VectorList,
)


def _tokens(values):
    return st.lists(st.sampled_from([*values, "unheard"]), max_size=5).map(tuple)


def _has(field, values):
    return st.builds(Has, st.just(field), _tokens(values), st.sampled_from((1, 1, 1, 2, 3)))


def _between(field, values):
    bound = st.none() | st.sampled_from(values)
    return st.builds(Between, st.just(field), bound, bound)


def _nested(leaves, depth=2):
    clauses = leaves
    for _ in range(depth):
        several = st.lists(clauses, max_size=3).map(tuple)
        clauses = st.one_of(
            leaves, leaves, st.builds(AllOf, several), st.builds(AnyOf, several), st.builds(Not, clauses)
        )
    return clauses


DAYS = tuple(range(TODAY - 8, TODAY + 9))
RUN = _nested(
    st.one_of(
        _has("postcode", PLACES),
        _has("daypart", DAYPARTS),
        _between("price", (0, 50, 99, 100, 150)),
        _between("starts", DAYS),
    )
)
COURSE = _nested(
    st.one_of(
        _has("words", WORDS),
        _has("grams", GRAMS),
        _has("language", LANGUAGES),
        _between("hours", (4, 5, 8, 40)),
        _between("until", DAYS),
        st.builds(InRun, RUN),
    )
)
SCOPED = st.one_of(st.tuples(COURSE, st.just(False)), st.tuples(RUN, st.just(True)))
WEIGHT = st.sampled_from((0.2, 0.5, 1.0))
VECTOR = st.lists(st.integers(-8, 8).map(lambda n: n / 8), min_size=EIGHTH, max_size=EIGHTH).map(tuple)
LIST = st.one_of(
    st.builds(TextList, field=st.just("words"), tokens=_tokens(WORDS), weight=WEIGHT),
    st.builds(TextList, field=st.just("grams"), tokens=_tokens(GRAMS), weight=WEIGHT),
    st.builds(VectorList, field=st.just("meaning"), vector=VECTOR, weight=WEIGHT),
)


@st.composite
def questions(draw):
    """Any question that the port allows, over the fields of the contract's table."""
    lists = tuple(draw(st.lists(LIST, max_size=3)))
    slopes = tuple(draw(st.sampled_from((-1.0, 0.5, 2.0, 8.0))) for _ in lists)
    likelihood = st.builds(
        Likelihood,
        intercept=st.sampled_from((-1.0, 0.0, 0.5)),
        slopes=st.just(slopes),
        floor=st.sampled_from((0.2, 0.45, 0.6, 0.8, 2.0)),
    )
    narrowings = [
        Narrowing(name=name, clause=clause, in_run=in_run)
        for name in draw(st.lists(st.sampled_from("abc"), max_size=3, unique=True))
        for clause, in_run in [draw(SCOPED)]
    ]
    counts = [
        Count(name=name, choice=choice, clause=clause, in_run=in_run)
        for name, choice in draw(
            st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from("xyz")), max_size=5, unique=True)
        )
        for clause, in_run in [draw(SCOPED)]
    ]
    return Question(
        today=draw(st.sampled_from(DAYS)),
        lists=lists,
        held=draw(st.one_of(st.just(EVERYTHING), st.just(AnyOf()), COURSE)),
        likelihood=draw(st.none() | likelihood),
        narrowings=tuple(narrowings),
        counts=tuple(counts),
        marks=tuple(draw(st.lists(COURSE, max_size=2))),
        sort=draw(st.sampled_from(("relevance", "relevance", "start", "distance"))),
        origin=draw(st.sampled_from(list(PLACES.values()))),
        offset=draw(st.integers(0, 12)),
        limit=draw(st.integers(0, 12)),
        top=draw(st.sampled_from((1, 3, 20, 200))),
        depth=draw(st.sampled_from((1, 7, 40, 2000, 2000))),
        nearest=draw(st.integers(0, 12)),
    )


def _tied(one, other):
    """Whether two places in the order may be exchanged."""
    if len(one) == 1:
        return one[0] == other[0] or abs(one[0] - other[0]) < TIE
    group, outside, total, first = (abs(a - b) < TIE for a, b in zip(one, other, strict=True))
    # Within the fused lists the total decides; outside them the total is 0 for all and BM25 decides.
    return group and outside and total and (first or one[1] == 0)


def _same_scores(hits, wanted):
    for hit in hits:
        assert abs(hit.total - wanted[hit.id].total) < TIE, hit
        assert len(hit.parts) == len(wanted[hit.id].parts), hit
        assert all(abs(a - b) < TIE for a, b in zip(hit.parts, wanted[hit.id].parts, strict=True)), hit


def assert_same(engine, oracle, question):
    """The engine's answer is the oracle's: sets and counts exactly, order and scores up to ties.

    Asked twice: for the whole answer on one page, and as it is.
    """
    keys = oracle.keys(question)
    of = dict(keys)
    whole = replace(question, offset=0, limit=max(1, len(oracle.documents)))
    wanted, found = oracle.ask(whole), engine.ask(whole)
    assert (found.count, found.startable) == (wanted.count, wanted.startable)
    assert found.counts == wanted.counts
    assert sorted(hit.id for hit in found.hits) == sorted(of)
    _same_scores(found.hits, {hit.id: hit for hit in wanted.hits})
    assert all(_tied(of[hit.id], key) for hit, (_, key) in zip(found.hits, keys, strict=True))
    page = engine.ask(question)
    assert (page.count, page.counts, page.nearest) == (found.count, found.counts, found.nearest)
    assert page.hits == found.hits[question.offset : question.offset + question.limit]
    for answer in (found, page):
        shown = [oracle.of[hit.id] for hit in (*answer.hits, *answer.nearest)]
        assert answer.stored == {one.id: one.stored for one in shown}
        assert answer.marks == {one.id: tuple(holds(mark, one, one.values) for mark in question.marks) for one in shown}
    assert_same_nearest(found.nearest, wanted.nearest, {one.id: one for one in oracle.fused(question)})


def assert_same_nearest(found, wanted, fused):
    """The same scores in the same places; a score that is nothing but rounding does not count."""
    found, wanted = ([hit for hit in hits if hit.total > TIE] for hits in (found, wanted))
    _same_scores(found, fused)
    assert len({hit.id for hit in found}) == len(found)
    totals = [[hit.total for hit in hits] for hits in (found, wanted)]
    assert len(totals[0]) == len(totals[1])
    assert all(abs(a - b) < TIE for a, b in zip(*totals, strict=True))
