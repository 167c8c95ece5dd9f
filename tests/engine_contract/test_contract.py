"""What the port's docstrings promise, sentence by sentence, on every engine."""

import math

import pytest
from catalogues import ANTWERPEN, GENT, LUIK, OOSTENDE, TODAY, course, run
from catalogues import GENT as HOME

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

EVENING = Has("daypart", ("evening",))
IN_GENT = Has("postcode", ("9000",))

COURSES = [
    course(
        "a",
        "las las staal",
        language=["nl"],
        hours=8,
        meaning=(1, 0, 0, 0, 0, 0, 0, 0),
        runs=[
            run(starts=TODAY + 9, postcode=("9000",), daypart=("day",), price=100, point=GENT),
            run(starts=TODAY + 3, postcode=("2000",), daypart=("evening",), price=50, point=ANTWERPEN),
        ],
    ),
    course(
        "b",
        "las hout",
        language=["nl", "fr"],
        hours=40,
        meaning=(0.5, 0, 0, 0, 0, 0, 0, 0),
        runs=[run(starts=TODAY, postcode=("9000",), daypart=("evening", "weekend"), price=0, point=GENT)],
    ),
    course(
        "c", "staal staal staal hout", until=TODAY - 1, meaning=(-1, 0, 0, 0, 0, 0, 0, 0), runs=[run(starts=TODAY - 30)]
    ),
    course("d", "kok", until=TODAY, language=["fr"], runs=[run(daypart=("day",), point=LUIK)]),
    course("e", "", until=None, hours=0),
]


@pytest.fixture(scope="module")
def engines(worlds):
    """kind -> the engine over COURSES, made once."""
    made = {}
    return lambda world: made.get(world.kind) or made.setdefault(world.kind, world.engine(COURSES))


@pytest.fixture
def engine(world, engines):
    """Each engine over COURSES."""
    return engines(world)


def found(engine, clause, **given):
    """The ids for which a clause holds."""
    answer = engine.ask(Question(today=TODAY, held=clause, limit=100, **given))
    assert answer.count == len(answer.hits)
    return {hit.id for hit in answer.hits}


def ids(hits):
    return [hit.id for hit in hits]


def likely(*slopes, floor=0.5, intercept=0.0):
    return Likelihood(intercept=intercept, slopes=slopes, floor=floor)


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        (Has("words", ("las",)), "ab"),
        (Has("words", ("las", "kok")), "abd"),
        (Has("words", ("las", "hout"), 2), "b"),
        (Has("words", ("las", "las"), 2), ""),
        (Has("words", ("las", "hout", "staal"), 2), "abc"),
        (Has("words", ("las",), 2), ""),
        (Has("words", ()), ""),
        (Has("words", ("unheard",)), ""),
        (Has("language", ("nl", "fr")), "abd"),
        (Has("language", ("nl", "fr"), 2), "b"),
        (Has("language", ("nl", "nl"), 2), ""),
        (Has("language", ()), ""),
        (Between("hours", 8, 40), "ab"),
        (Between("hours", 9), "b"),
        (Between("hours", high=8), "ae"),
        (Between("hours"), "abe"),
        (Between("until", TODAY), "abd"),
        (EVERYTHING, "abcde"),
        (AllOf((Has("words", ("hout",)), Has("language", ("nl",)))), "b"),
        (AnyOf(), ""),
        (AnyOf((Has("words", ("kok",)), Between("hours", high=0))), "de"),
        (Not(Has("language", ("nl",))), "cde"),
        (Not(AnyOf()), "abcde"),
        (Not(Between("hours")), "cd"),
        (InRun(EVERYTHING), "abcd"),
        (InRun(AllOf((EVENING, IN_GENT))), "b"),
        (AllOf((InRun(EVENING), InRun(IN_GENT))), "ab"),
        (InRun(Not(EVENING)), "acd"),
        (Not(InRun(EVENING)), "cde"),
        (InRun(AnyOf((EVENING, Between("price", 100)))), "ab"),
        (InRun(Between("starts", TODAY)), "ab"),
        (InRun(Between("price")), "ab"),
        (InRun(Not(Between("price"))), "cd"),
        (InRun(Has("daypart", ("evening", "weekend"), 2)), "b"),
        (InRun(Has("daypart", ("evening", "day"), 2)), ""),
        (InRun(AnyOf()), ""),
    ],
    ids=str,
)
def test_a_clause_holds_for_exactly_these_courses(engine, clause, expected):
    assert found(engine, clause) == set(expected)


def test_narrowings_on_runs_hold_within_one_and_the_same_run(engine):
    evening = Narrowing(name="daypart", clause=EVENING, in_run=True)
    gent = Narrowing(name="place", clause=IN_GENT, in_run=True)
    french = Narrowing(name="language", clause=Has("language", ("fr",)), in_run=False)
    assert found(engine, EVERYTHING, narrowings=(evening,)) == {"a", "b"}
    assert found(engine, EVERYTHING, narrowings=(evening, gent)) == {"b"}
    assert found(engine, EVERYTHING, narrowings=(french,)) == {"b", "d"}
    assert found(engine, Has("words", ("las",)), narrowings=(french, gent)) == {"b"}


def test_a_count_replaces_its_own_filter_and_keeps_the_others(engine):
    narrowings = (
        Narrowing(name="daypart", clause=EVENING, in_run=True),
        Narrowing(name="place", clause=IN_GENT, in_run=True),
    )
    counts = (
        Count(name="daypart", choice="day", clause=Has("daypart", ("day",)), in_run=True),
        Count(name="daypart", choice="evening", clause=EVENING, in_run=True),
        Count(name="place", choice="2000", clause=Has("postcode", ("2000",)), in_run=True),
        Count(name="language", choice="fr", clause=Has("language", ("fr",)), in_run=False),
        Count(name="price", choice="free", clause=Between("price", high=0), in_run=True),
    )
    answer = engine.ask(Question(today=TODAY, narrowings=narrowings, counts=counts))
    assert answer.count == 1
    assert answer.counts == {
        ("daypart", "day"): 1,
        ("daypart", "evening"): 1,
        ("place", "2000"): 1,
        ("language", "fr"): 1,
        ("price", "free"): 1,
    }


def test_counts_count_what_is_likely_too(engine):
    question = Question(
        today=TODAY,
        lists=(TextList(field="words", tokens=("las",), weight=1.0),),
        held=AnyOf(),
        likelihood=likely(50.0, floor=0.6),
        counts=(Count(name="language", choice="fr", clause=Has("language", ("fr",)), in_run=False),),
    )
    answer = engine.ask(question)
    assert (answer.count, answer.counts) == (2, {("language", "fr"): 1})


def test_without_lists_all_courses_are_the_answer_by_id_those_past_last(engine):
    answer = engine.ask(Question(today=TODAY))
    assert ids(answer.hits) == ["a", "b", "d", "c", "e"]
    assert (answer.count, answer.startable, answer.nearest) == (5, 3, ())
    assert all(hit.total == 0 and hit.parts == () for hit in answer.hits)


def test_courses_that_are_past_stay_in_place_where_fewer_than_half_can_be_started(engine):
    steel = (TextList(field="words", tokens=("staal",), weight=1.0),)
    half = Question(today=TODAY, lists=steel, held=Has("words", ("staal",)))
    assert ids(engine.ask(half).hits) == ["a", "c"]
    past = Question(today=TODAY, lists=steel, held=AnyOf((Has("words", ("staal",)), Between("hours", high=0))))
    answer = engine.ask(past)
    assert (answer.count, answer.startable) == (3, 1)
    assert ids(answer.hits) == ["c", "a", "e"]


def test_the_last_day_itself_can_still_be_started(engine):
    lists = (TextList(field="words", tokens=("kok", "staal"), weight=1.0),)
    question = {"lists": lists, "held": Has("words", ("kok", "staal"))}
    assert ids(engine.ask(Question(today=TODAY, **question)).hits) == ["d", "a", "c"]
    last = engine.ask(Question(today=TODAY + 1, **question))
    assert (last.startable, ids(last.hits)) == (1, ["d", "c", "a"])


def test_bm25_is_the_one_by_hand_with_each_token_once(engine):
    # 5 courses; lengths with the sentinel: a 4, b 3, c 5, d 2, e 1; average 3. "las" stands in a (twice) and b.
    rarity = math.log(1 + (5 - 2 + 0.5) / (2 + 0.5))
    a = rarity * 2.2 * 2 / (2 + 1.2 * (0.25 + 0.75 * 4 / 3))
    b = rarity * 2.2 * 1 / (1 + 1.2 * (0.25 + 0.75 * 3 / 3))
    question = Question(
        today=TODAY,
        held=Has("words", ("las",)),
        lists=(TextList(field="words", tokens=("las", "las"), weight=0.5),),
    )
    first, second = engine.ask(question).hits
    assert (first.id, second.id) == ("a", "b")
    # A list shorter than `top` is scaled from 0.
    assert (first.total, first.parts) == (pytest.approx(0.5), pytest.approx((0.5,)))
    assert second.total == pytest.approx(0.5 * b / a, abs=1e-4)


def test_x_of_a_text_list_is_its_share_of_the_highest_bm25(engine):
    rarity = math.log(1 + (5 - 1 + 0.5) / (1 + 0.5))
    score = rarity * 2.2 / (1 + 1.2 * (0.25 + 0.75 * 2 / 3))
    x = score / (2 * math.log(6) * 2.2)
    p = 1 / (1 + math.exp(-(0.1 + 3 * x)))
    lists = (TextList(field="words", tokens=("kok", "unheard", "kok"), weight=1.0),)
    for floor, expected in ((p - 1e-4, ["d"]), (p + 1e-4, [])):
        answer = engine.ask(
            Question(
                today=TODAY, lists=lists, held=AnyOf(), likelihood=likely(3.0, intercept=0.1, floor=floor), nearest=0
            )
        )
        assert ids(answer.hits) == expected


def test_x_of_a_vector_list_is_its_dot_product(engine):
    lists = (VectorList(field="meaning", vector=(2.0, 0, 0, 0, 0, 0, 0, 0), weight=1.0),)
    for product, more, fewer in ((2, "a", ""), (1, "ab", "a"), (-2, "abdec", "abde")):
        p = 1 / (1 + math.exp(-product))
        for floor, expected in ((p - 1e-4, more), (p + 1e-4, fewer)):
            question = Question(today=TODAY, lists=lists, held=AnyOf(), likelihood=likely(1.0, floor=floor), nearest=0)
            assert set(ids(engine.ask(question).hits)) == set(expected)


def test_vectors_rank_by_dot_product_also_below_zero(engine):
    lists = (VectorList(field="meaning", vector=(2.0, 0, 0, 0, 0, 0, 0, 0), weight=1.0),)
    answer = engine.ask(Question(today=TODAY - 9, lists=lists))
    assert ids(answer.hits) == ["a", "b", "d", "c", "e"]
    totals = {hit.id: hit.total for hit in answer.hits}
    assert totals == pytest.approx({"a": 1, "b": 0.75, "d": 0.5, "e": 0.5, "c": 0}, abs=1e-5)


def test_lists_are_scaled_by_their_first_top_and_added_with_their_weights(engine):
    question = Question(
        today=TODAY,
        top=2,
        lists=(
            VectorList(field="meaning", vector=(2.0, 0, 0, 0, 0, 0, 0, 0), weight=0.25),
            TextList(field="words", tokens=("hout",), weight=0.5),
        ),
    )
    hits = {hit.id: hit for hit in engine.ask(question).hits}
    # By vector: a 2, b 1, and 1 is the bottom. By words: b has the shorter text, and c the bottom.
    assert hits["a"].parts == pytest.approx((0.25, 0), abs=1e-5)
    assert hits["b"].parts == pytest.approx((0, 0.5), abs=1e-5)
    assert hits["c"].parts == pytest.approx((0, 0), abs=1e-5)
    assert hits["b"].total == pytest.approx(0.5, abs=1e-5)


def test_a_score_never_depends_on_the_filters(engine):
    lists = (TextList(field="words", tokens=("las", "staal"), weight=1.0),)
    free = engine.ask(Question(today=TODAY, lists=lists))
    french = Narrowing(name="language", clause=Has("language", ("fr",)), in_run=False)
    narrowed = engine.ask(Question(today=TODAY, lists=lists, narrowings=(french,)))
    totals = {hit.id: hit.total for hit in free.hits}
    assert ids(narrowed.hits) == ["b", "d"]
    assert narrowed.hits[0].total == pytest.approx(totals["b"], abs=1e-5)
    assert 0 < totals["b"] < 1


def test_only_the_first_depth_of_the_fused_lists_can_be_likely(engine):
    lists = (VectorList(field="meaning", vector=(1.0, 0, 0, 0, 0, 0, 0, 0), weight=1.0),)
    sure = likely(0.0, intercept=9.0)
    for depth, expected in ((1, "a"), (2, "ab"), (3, "abd"), (99, "abcde")):
        answer = engine.ask(Question(today=TODAY, lists=lists, held=AnyOf(), likelihood=sure, depth=depth))
        assert set(ids(answer.hits)) == set(expected)


def test_the_depth_is_that_of_the_fused_lists_not_of_each(engine):
    lists = (
        VectorList(field="meaning", vector=(1.0, 0, 0, 0, 0, 0, 0, 0), weight=0.1),
        TextList(field="words", tokens=("kok",), weight=1.0),
    )
    answer = engine.ask(
        Question(today=TODAY, lists=lists, held=AnyOf(), likelihood=likely(0.0, 0.0, intercept=9.0), depth=1)
    )
    assert ids(answer.hits) == ["d"]


def test_what_lies_below_the_lists_follows_by_bm25_and_id(engine):
    lists = (TextList(field="words", tokens=("las", "staal", "hout"), weight=1.0),)
    whole = ids(engine.ask(Question(today=TODAY, lists=lists)).hits)
    assert whole == ids(engine.ask(Question(today=TODAY, lists=lists, depth=1)).hits)
    assert whole[-2:] == ["c", "e"]


@pytest.mark.parametrize("sort", ["relevance", "start", "distance"])
def test_pages_cut_one_order_without_gaps_or_repeats(engine, sort):
    lists = (TextList(field="words", tokens=("las",), weight=1.0),)
    question = {"today": TODAY, "lists": lists, "sort": sort, "origin": HOME}
    whole = ids(engine.ask(Question(**question)).hits)
    assert len(whole) == 5
    for size in (1, 2, 3):
        pages = [ids(engine.ask(Question(**question, offset=at, limit=size)).hits) for at in range(0, 6, size)]
        assert [name for page in pages for name in page] == whole
    assert engine.ask(Question(**question, offset=50)).hits == ()
    none = engine.ask(Question(**question, limit=0))
    assert (none.hits, none.count) == ((), 5)


def test_by_start_the_next_one_on_or_after_today_comes_first_and_none_last(engine):
    assert ids(engine.ask(Question(today=TODAY, sort="start")).hits) == ["b", "a", "c", "d", "e"]
    assert ids(engine.ask(Question(today=TODAY - 30, sort="start")).hits) == ["c", "b", "a", "d", "e"]


def test_by_start_only_a_run_that_passes_the_filters_counts(engine):
    gent = Narrowing(name="place", clause=IN_GENT, in_run=True)
    cheap = Narrowing(name="price", clause=Between("price", 100), in_run=True)
    question = Question(today=TODAY + 1, sort="start", narrowings=(gent,))
    assert ids(engine.ask(question).hits) == ["a", "b"]
    assert ids(engine.ask(Question(today=TODAY, sort="start", narrowings=(gent, cheap))).hits) == ["a"]


def test_by_distance_the_nearest_run_that_passes_counts_and_none_comes_last(engine):
    assert ids(engine.ask(Question(today=TODAY, sort="distance", origin=GENT)).hits) == ["a", "b", "d", "c", "e"]
    evening = Narrowing(name="daypart", clause=EVENING, in_run=True)
    question = Question(today=TODAY, sort="distance", origin=OOSTENDE, narrowings=(evening,))
    assert ids(engine.ask(question).hits) == ["b", "a"]
    luik = engine.ask(Question(today=TODAY, sort="distance", origin=LUIK))
    assert ids(luik.hits) == ["d", "a", "b", "c", "e"]


def test_sorted_hits_keep_their_scores(engine):
    lists = (TextList(field="words", tokens=("las",), weight=1.0),)
    hits = engine.ask(Question(today=TODAY, lists=lists, sort="start")).hits
    assert ids(hits) == ["b", "a", "c", "d", "e"]
    assert hits[1].total == pytest.approx(1)
    assert hits[3].parts == ()


def test_the_next_best_within_the_narrowings_follow_uncounted(engine):
    lists = (VectorList(field="meaning", vector=(1.0, 0, 0, 0, 0, 0, 0, 0), weight=1.0),)
    question = Question(today=TODAY, lists=lists, held=Has("words", ("kok",)))
    answer = engine.ask(question)
    # c has the lowest dot product of all, so nothing speaks for it.
    assert (answer.count, ids(answer.hits), ids(answer.nearest)) == (1, ["d"], ["a", "b", "e"])
    fewer = engine.ask(Question(today=TODAY, lists=lists, held=Has("words", ("kok",)), nearest=2))
    assert ids(fewer.nearest) == ["a"]
    french = Narrowing(name="language", clause=Has("language", ("fr",)), in_run=False)
    narrowed = engine.ask(Question(today=TODAY, lists=lists, held=Has("words", ("kok",)), narrowings=(french,)))
    assert ids(narrowed.nearest) == ["b"]
    enough = engine.ask(Question(today=TODAY, lists=lists, held=Has("words", ("kok",)), nearest=1))
    assert enough.nearest == ()


def test_no_list_finds_a_thing_for_words_that_nobody_uses(engine):
    lists = (
        TextList(field="words", tokens=("unheard",), weight=1.0),
        TextList(field="words", tokens=(), weight=1.0),
    )
    answer = engine.ask(Question(today=TODAY, lists=lists, held=Has("words", ("unheard",))))
    assert (answer.count, answer.startable, answer.hits, answer.nearest) == (0, 0, (), ())


def test_stored_json_comes_back_as_it_came_and_only_for_ids_that_exist(engine):
    assert engine.stored(["b", "nobody", "a"]) == {"a": '{"id": "a"}', "b": '{"id": "b"}'}
    assert engine.stored([]) == {}
    assert engine.stamp().count == 5


def test_the_answer_brings_the_records_and_the_marks_of_each_hit_and_of_the_nearest(engine):
    lists = (VectorList(field="meaning", vector=(1.0, 0, 0, 0, 0, 0, 0, 0), weight=1.0),)
    marks = (Has("words", ("las",)), AnyOf((Between("hours", high=8), InRun(EVENING))), AnyOf(), EVERYTHING)
    question = Question(today=TODAY, lists=lists, held=Has("words", ("kok",)), marks=marks, nearest=3)
    answer = engine.ask(question)
    assert (ids(answer.hits), ids(answer.nearest)) == (["d"], ["a", "b"])
    assert answer.stored == {name: f'{{"id": "{name}"}}' for name in "abd"}
    assert answer.marks == {
        "a": (True, True, False, True),
        "b": (True, True, False, True),
        "d": (False, False, False, True),
    }
    assert engine.ask(Question(today=TODAY, limit=0)).stored == {}
    assert engine.ask(Question(today=TODAY, limit=1)).marks == {"a": ()}


def test_a_filter_may_have_more_choices_than_a_word_has_bits(world):
    documents = [
        course(f"c{number:03}", runs=[run(price=number), run(price=(7 * number) % 100)]) for number in range(100)
    ]
    counts = tuple(
        Count(name="price", choice=str(price), clause=Between("price", price, price), in_run=True)
        for price in range(100)
    )
    expected = {
        ("price", str(price)): sum(price in (number, (7 * number) % 100) for number in range(100))
        for price in range(100)
    }
    engine = world.engine(documents)
    for narrowings in ((), (Narrowing(name="other", clause=Between("price"), in_run=True),)):
        assert engine.ask(Question(today=TODAY, counts=counts, narrowings=narrowings)).counts == expected


def test_an_empty_catalogue_answers_with_nothing(world):
    engine = world.engine([])
    lists = (
        TextList(field="words", tokens=("las",), weight=1.0),
        VectorList(field="meaning", vector=(1.0,) * 8, weight=1.0),
    )
    counts = (Count(name="n", choice="c", clause=Has("language", ("nl",)), in_run=False),)
    answer = engine.ask(Question(today=TODAY, lists=lists, counts=counts))
    assert (answer.count, answer.hits, answer.nearest, answer.counts) == (0, (), (), {("n", "c"): 0})


def test_lengths_are_rounded_as_lucene_does(world):
    # 90 and 89 words and the sentinel are both kept as 88.
    documents = [course("b", "las " + "hout " * 89), course("a", "las " + "hout " * 88), course("c", "kok")]
    lists = (TextList(field="words", tokens=("las",), weight=1.0),)
    hits = world.engine(documents).ask(Question(today=TODAY, lists=lists)).hits
    assert ids(hits)[:2] == ["a", "b"]
    assert hits[0].total == hits[1].total == 1.0


def test_a_course_with_any_number_of_runs_is_counted_once(world):
    documents = [
        course(f"c{count:02}", runs=[run(price=n, daypart=("day",)) for n in range(count)]) for count in range(40)
    ]
    counts = tuple(
        Count(name="price", choice=str(price), clause=Between("price", price), in_run=True)
        for price in (0, 1, 2, 5, 33)
    )
    day = Narrowing(name="daypart", clause=Has("daypart", ("day",)), in_run=True)
    answer = world.engine(documents).ask(Question(today=TODAY, counts=counts, narrowings=(day,)))
    assert answer.counts == {("price", str(price)): 39 - price for price in (0, 1, 2, 5, 33)}
