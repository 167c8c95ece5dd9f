"""From criteria to results, on the embedded engine."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from making import TODAY, build, catalogue

from catalogue.places import load_places
from catalogue.schemes import load_schemes
from catalogue.vocabulary import load_vocabulary
from indexer.engine.embedded import EmbeddedEngine
from matcher.criteria import read
from matcher.filters import FILTERS
from matcher.search import Finder, Results
from matcher.support import State


@pytest.fixture(scope="module")
def finder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Finder]:
    folder: Path = build(tmp_path_factory.mktemp("index"), catalogue())
    engine = EmbeddedEngine(folder)
    yield Finder(
        engine=engine,
        places=load_places(),
        schemes=load_schemes(),
        vocabulary=load_vocabulary(),
        today=lambda: TODAY,
    )
    engine.close()


def find(finder: Finder, *pairs: tuple[str, str]) -> Results:
    return finder.find(*read(pairs, finder.facts()), "nl")


def ids(results: Results) -> list[str]:
    return [one.course.id for one in results.found]


def test_a_goal_finds_the_courses_that_lead_there_best_first(finder: Finder) -> None:
    assert ids(find(finder, ("q", "ik wil boekhouder worden")))[0] == "accounting"


def test_a_french_or_german_word_finds_a_dutch_course_through_its_occupation(finder: Finder) -> None:
    assert "accounting" in ids(find(finder, ("q", "comptable")))
    assert "welding" in ids(find(finder, ("q", "Schweißer")))


def test_what_can_no_longer_be_started_stands_below(finder: Finder) -> None:
    found = find(finder, ("q", "boekhouden"))
    assert ids(found)[-1] == "past"
    assert found.found[-1].past
    assert found.startable == found.count - 1


def test_an_empty_question_is_answered_by_all(finder: Finder) -> None:
    assert find(finder).count == len(catalogue())


@pytest.mark.parametrize("place", [(), (("place", "Gent"),)])
@pytest.mark.parametrize("others", [(), (("when", "evening"),), (("how", "on_site"), ("how", "blended"))])
def test_a_choice_brings_exactly_its_count(
    finder: Finder, place: tuple[tuple[str, str], ...], others: tuple[tuple[str, str], ...]
) -> None:
    before = find(finder, *place, *others)
    for facet in before.facets:
        for counted in facet.choices:
            rest = [(name, value) for name, value in others if name != facet.filter.name]
            after = find(finder, *place, *rest, (facet.filter.name, counted.choice.value))
            assert after.count == counted.count, (facet.filter.name, counted.choice.value)


def test_every_filter_can_narrow_the_catalogue(finder: Finder) -> None:
    found = find(finder, ("place", "Gent"), ("radius", "100"))
    counts = {facet.filter.name: [one.count for one in facet.choices] for facet in found.facets}
    assert set(counts) == {one.name for one in FILTERS}
    for name, some in counts.items():
        assert 0 < min(filter(None, some)) < len(catalogue()), name


def test_filters_hold_within_one_run(finder: Finder) -> None:
    saturday_in_gent = find(finder, ("place", "Gent"), ("radius", "5"), ("when", "weekend"))
    assert "ledger" not in ids(saturday_in_gent)
    assert "ledger" in ids(find(finder, ("place", "Aalst"), ("radius", "5"), ("when", "weekend")))


def test_the_run_shown_is_the_one_that_passes(finder: Finder) -> None:
    (shown,) = [one for one in find(finder, ("q", "module"), ("when", "weekend")).found if one.course.id == "ledger"]
    assert shown.run is not None
    assert shown.run.id == "run-1"


def test_distance_is_said_and_sorts(finder: Finder) -> None:
    found = find(finder, ("place", "Aalst"), ("radius", "100"), ("sort", "distance"))
    assert ids(found)[0] == "ledger"
    assert found.found[0].distance_km == 0
    far = [one.distance_km for one in found.found if one.distance_km is not None]
    assert far == sorted(far)


def test_the_register_stands_apart_from_the_claim(finder: Finder) -> None:
    (accounting,) = [one for one in find(finder, ("q", "boekhouder")).found if one.course.id == "accounting"]
    assert [pillar.state for pillar in accounting.support] == [State.REGISTER, State.UNKNOWN]
    (claimed,) = [one for one in find(finder, ("q", "excel")).found if one.course.id == "claimed"]
    time, money = claimed.support
    assert (time.state, money.state) == (State.REFUSED, State.CLAIM)
    assert time.schemes[0].contradicted


def test_a_refused_claim_is_not_found_as_a_claim(finder: Finder) -> None:
    assert "claimed" not in ids(find(finder, ("recognised", "claim-vov")))
    assert "claimed" in ids(find(finder, ("recognised", "claim-opleidingscheques")))


def test_few_found_brings_the_nearest_outside_the_count(finder: Finder) -> None:
    found = find(finder, ("q", "verpleegkunde"))
    assert found.count < 10
    assert not {one.course.id for one in found.nearest} & set(ids(found))


def test_a_course_that_holds_a_part_of_the_question_says_which(finder: Finder) -> None:
    found = find(finder, ("q", "boekhouden voor zeilboten"))
    reasons = {one.course.id: one.why for one in (*found.found, *found.nearest)}
    assert reasons["accounting"] is not None
    assert reasons["accounting"].code == "why.part"
    assert dict(reasons["accounting"].params) == {"words": "boekhouden"}


def test_each_reason_says_why(finder: Finder) -> None:
    reasons = {one.course.id: one.why for one in find(finder, ("q", "comptable")).found}
    assert reasons["accounting"] is not None
    assert reasons["accounting"].code == "why.occupation"
    title = next(one.why for one in find(finder, ("q", "brood")).found)
    assert title is not None
    assert title.code == "why.title"


def test_a_score_does_not_depend_on_the_filters(finder: Finder) -> None:
    wide = {one.course.id: one.score for one in find(finder, ("q", "boekhouden")).found}
    narrow = {one.course.id: one.score for one in find(finder, ("q", "boekhouden"), ("when", "weekend")).found}
    assert narrow.items() <= wide.items()


def test_pages_follow_each_other_without_gap_or_repeat(finder: Finder) -> None:
    whole = ids(find(finder, ("q", "boekhouden")))
    pages = [ids(find(finder, ("q", "boekhouden"), ("per_page", "1"), ("page", str(n)))) for n in range(1, 5)]
    assert [one for page in pages for one in page] == whole[:4]
