"""Every filter on every engine: each choice brings exactly its count, and what it brings is what it means."""

import random
import re
import secrets
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from generated_courses import generated_courses
from making import TODAY, build, course
from plain_filters import OF_THE_COURSE, PLAIN, passes
from texts import ROOT

from catalogue.course import Course, Link, Run
from catalogue.places import load_places
from catalogue.schemes import load_schemes
from catalogue.settings import load_settings
from catalogue.sources.bundled import read as read_bundled
from catalogue.vocabulary import load_vocabulary
from indexer.documents import to_document
from indexer.engine.elastic import ElasticEngine
from indexer.engine.elastic_store import ElasticStore
from indexer.engine.embedded import EmbeddedEngine
from indexer.engine.port import Engine, Question, Stamp
from indexer.fields import TABLE
from matcher.criteria import read
from matcher.filters import BY_NAME, FILTERS, Facts, Group
from matcher.filters.bottleneck import bottlenecks_of
from matcher.search import Finder

ELASTIC = pytest.param("elastic", marks=pytest.mark.elastic)
NEAR_GENT = (("place", "Gent"), ("radius", "50"))
Chosen = dict[str, frozenset[str]]


def bundled() -> list[Course]:
    return [row.course for row in read_bundled(Path(), TODAY) if row.course is not None]


CATALOGUES: dict[str, Callable[[], list[Course]]] = {
    "bundled": bundled,
    "generated": lambda: generated_courses(seed=5, count=160),
}


def finder_over(engine: Engine) -> Finder:
    return Finder(
        engine=engine,
        places=load_places(),
        schemes=load_schemes(),
        vocabulary=load_vocabulary(),
        today=lambda: TODAY,
    )


def elastic(url: str, courses: list[Course]) -> Iterator[Engine]:
    alias = f"leerloket-test-{secrets.token_hex(4)}"
    settings = load_settings({"ELASTICSEARCH_URL": url, "LEERLOKET_ALIAS": alias})
    vocabulary, places = load_vocabulary(), load_places()
    documents = [to_document(one, vocabulary=vocabulary, places=places, today=TODAY) for one in courses]
    stamp = Stamp(shape=TABLE.fingerprint, digest="test", built_for=TODAY, count=len(documents), sources=("test",))
    store, engine = ElasticStore(settings), ElasticEngine(settings)
    store.write("index-1", stamp, documents, lambda _: None)
    store.swap("index-1")
    yield engine
    engine.close()
    for name in store.names():
        store.drop(name)
    store.close()


@pytest.fixture(scope="module", params=list(CATALOGUES))
def courses(request: pytest.FixtureRequest) -> list[Course]:
    return CATALOGUES[request.param]()


@pytest.fixture(scope="module", params=["embedded", ELASTIC])
def finder(
    request: pytest.FixtureRequest, courses: list[Course], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Finder]:
    if request.param == "embedded":
        engine = EmbeddedEngine(build(tmp_path_factory.mktemp("index"), courses))
        yield finder_over(engine)
        engine.close()
    else:
        yield from map(finder_over, elastic(request.getfixturevalue("elasticsearch_url"), courses))


@pytest.fixture
def met(request: pytest.FixtureRequest, finder: Finder) -> Finder:
    """The finder, and a word in the report on which engine it was."""
    engine = "embedded" if finder.engine.name == "embedded" else "elastic"
    request.node.user_properties.append(("engine", engine))
    return finder


def brought(finder: Finder, chosen: Chosen) -> set[str]:
    """The ids of all that is found with these choices."""
    pairs = [(name, value) for name, values in chosen.items() for value in values]
    criteria, facts = read([("place", "Gent"), *pairs] if "radius" in chosen else pairs, finder.facts())
    narrowings = tuple(BY_NAME[name].narrowing(values, facts) for name, values in criteria.chosen.items())
    answer = finder.engine.ask(Question(today=TODAY.toordinal(), narrowings=narrowings, limit=2000))
    assert answer.count == len(answer.hits)
    return {hit.id for hit in answer.hits}


def meant(courses: list[Course], chosen: Chosen) -> set[str]:
    return {course.id for course in courses if passes(course, chosen)}


def all_choices(finder: Finder) -> list[tuple[str, str]]:
    facts = read([("place", "Gent")], finder.facts())[1]
    return [(one.name, choice.value) for one in FILTERS for choice in one.choices(facts)]


def drawn(finder: Finder, seed: int, filters: int, values: int) -> Chosen:
    """So many filters with at most so many choices each, drawn by seed."""
    draw = random.Random(seed)
    facts = read([("place", "Gent")], finder.facts())[1]
    chosen = {}
    for one in draw.sample(FILTERS, filters):
        known = [choice.value for choice in one.choices(facts)]
        most = 1 if one.single else min(values, len(known))
        chosen[one.name] = frozenset(draw.sample(known, draw.randint(1, most)))
    return chosen


@pytest.mark.parametrize(
    "others",
    [
        (),
        pytest.param(NEAR_GENT, marks=pytest.mark.slow),
        pytest.param(
            (("when", "evening"), ("when", "day"), ("length", "8"), ("length", "120")), marks=pytest.mark.slow
        ),
    ],
)
def test_clicking_a_choice_brings_exactly_its_count(met: Finder, others: tuple[tuple[str, str], ...]) -> None:
    before = met.find(*read([*others, ("per_page", "1")], met.facts()), "nl")
    for facet in before.facets:
        for counted in facet.choices:
            rest = [(name, value) for name, value in others if name != facet.filter.name]
            after = met.count(*read([*rest, (facet.filter.name, counted.choice.value)], met.facts()))
            assert after == counted.count, (facet.filter.name, counted.choice.value)


def test_each_choice_brings_what_it_means(met: Finder, courses: list[Course]) -> None:
    for name, value in all_choices(met):
        chosen = {name: frozenset({value})}
        assert brought(met, chosen) == meant(courses, chosen), (name, value)


def test_several_choices_of_one_filter_bring_what_they_mean_together(met: Finder, courses: list[Course]) -> None:
    for seed in range(60):
        chosen = drawn(met, seed, filters=1, values=4)
        assert brought(met, chosen) == meant(courses, chosen), chosen


def test_filters_of_several_kinds_hold_within_one_run(met: Finder, courses: list[Course]) -> None:
    found = 0
    for seed in range(150):
        chosen = drawn(met, 1000 + seed, filters=2 + seed % 2, values=6)
        expected = meant(courses, chosen)
        assert brought(met, chosen) == expected, chosen
        found += len(expected)
    assert found > 100


def test_all_weekdays_together_bring_every_run_whose_days_are_known(met: Finder, courses: list[Course]) -> None:
    week: Chosen = {"weekday": frozenset("1234567")}
    assert brought(met, week) == meant(courses, week) != set()


def test_every_filter_is_said_once_more_in_plain_words() -> None:
    assert set(PLAIN) == set(BY_NAME)
    assert set(OF_THE_COURSE) == {one.name for one in FILTERS if not one.in_run}


def test_what_each_filter_compares_is_documented_with_its_fields_and_level() -> None:
    text = (ROOT / "docs" / "filters.md").read_text(encoding="utf-8")
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line.startswith("| `")
    ]
    said = {name: row for row in rows for name in re.findall(r"`(\w+)`", row[0])}
    assert set(said) == set(BY_NAME)
    for name, (_, meaning, fields, level, unknown) in said.items():
        assert meaning, name
        assert unknown, name
        assert set(re.findall(r"`(\w+)`", fields)) <= set(TABLE.by_name), name
        assert level.startswith("run") is BY_NAME[name].in_run, name


def test_filters_of_one_group_stand_together() -> None:
    groups = [one.group for one in FILTERS]
    assert list(dict.fromkeys(groups)) == [group for group in Group if group in groups]
    assert groups == sorted(groups, key=list(Group).index)


def test_a_course_of_which_nothing_is_known_is_found_by_no_choice(tmp_path: Path) -> None:
    bare = [course("without-runs", "Iets", runs=()), course("bare", "Iets", runs=(Run(id="run"),))]
    engine = EmbeddedEngine(build(tmp_path, bare))
    found = finder_over(engine)
    answer = found.find(*read([("place", "Gent"), ("radius", "100")], found.facts()), "nl")
    counts = {(facet.filter.name, one.choice.value): one.count for facet in answer.facets for one in facet.choices}
    engine.close()
    assert len(counts) > 100
    assert {name: count for name, count in counts.items() if count} == {}


def test_a_bottleneck_is_asked_of_the_day_and_not_of_the_index() -> None:
    facts = Facts(today=TODAY, places=load_places(), schemes=load_schemes())
    welding = course("x", "Lassen", occupations=(Link(label="lasser", target="welder"),))
    assert [one.id for one in bottlenecks_of(welding, load_vocabulary(), facts)] == ["welder"]
    before = replace(facts, today=date(2017, 5, 30))
    assert bottlenecks_of(welding, load_vocabulary(), before) == ()
    assert BY_NAME["bottleneck"].choices(before) == ()
    assert read([("bottleneck", "yes")], before)[0].chosen == {}
