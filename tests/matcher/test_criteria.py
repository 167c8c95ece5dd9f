"""Criteria from an address and back."""

from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st
from making import TODAY

from catalogue.places import load_places
from catalogue.schemes import load_schemes
from matcher.criteria import DEEPEST, SORTS, BadParameters, Criteria, clean, read
from matcher.filters import FILTERS, Facts
from matcher.filters.radius import DEFAULT

FACTS = Facts(today=TODAY, places=load_places(), schemes=load_schemes())
PLACED = read([("place", "Gent")], FACTS)[1]


def criteria(**parameters: str) -> Criteria:
    return read(list(parameters.items()), FACTS)[0]


def problems(*pairs: tuple[str, str]) -> set[str]:
    with pytest.raises(BadParameters) as caught:
        read(pairs, FACTS)
    return set(caught.value.problems)


@st.composite
def some_criteria(draw: st.DrawFn) -> Criteria:
    place = draw(st.sampled_from(["", "Gent", "9300", "Luik"]))
    facts = PLACED if place else FACTS
    chosen: dict[str, tuple[str, ...]] = {}
    for one in FILTERS:
        known = [choice.value for choice in one.choices(facts)]
        most = 1 if one.single else len(known)
        picked = draw(st.sets(st.sampled_from(known), max_size=most)) if known else set()
        if place and one.name == "radius" and not picked:
            picked = {DEFAULT}
        if picked:
            chosen[one.name] = tuple(value for value in known if value in picked)
    return Criteria(
        q=clean(draw(st.text(max_size=60))),
        place=place,
        chosen=chosen,
        sort=draw(st.sampled_from(SORTS if place else SORTS[:2])),
        page=draw(st.integers(1, 90)),
        per_page=draw(st.integers(1, 100)),
    )


@given(some_criteria())
def test_an_address_gives_back_the_same_question(asked: Criteria) -> None:
    assert read(parse_qsl(asked.query(), keep_blank_values=True), FACTS)[0] == asked


@given(st.lists(st.tuples(st.sampled_from(["q", "place", "when", "page", "sort", "x"]), st.text(max_size=30))))
def test_any_address_is_read_or_refused_by_name(pairs: list[tuple[str, str]]) -> None:
    refused: set[str] = set()
    try:
        read(pairs, FACTS)
    except BadParameters as error:
        refused = set(error.problems)
    assert refused <= {"place", "when", "page", "sort"}


def test_each_bad_parameter_is_named() -> None:
    bad = (("when", "nacht"), ("page", "0"), ("per_page", "tien"), ("sort", "prijs"), ("place", "Nergenshuizen"))
    assert problems(*bad) == {"when", "page", "per_page", "sort", "place"}


def test_a_page_too_deep_is_refused() -> None:
    assert problems(("page", str(DEEPEST)), ("per_page", "2")) == {"page"}


def test_distance_needs_a_place() -> None:
    assert problems(("sort", "distance")) == {"sort"}
    assert criteria(place="Gent", sort="distance").sort == "distance"


def test_one_radius_at_a_time() -> None:
    assert problems(("place", "Gent"), ("radius", "5"), ("radius", "10")) == {"radius"}


def test_a_place_has_a_radius_from_the_start_and_can_be_left() -> None:
    asked = criteria(q="lasser", place="gand", sort="distance")
    assert asked.chosen == {"radius": (DEFAULT,)}
    assert asked.without_place() == Criteria(q="lasser")


def test_a_chip_takes_one_value_away_and_goes_to_the_first_page() -> None:
    asked, _ = read([("when", "evening"), ("when", "day"), ("page", "3")], FACTS)
    assert asked.without("when", "day") == Criteria(chosen={"when": ("evening",)})
    assert asked.without("when") == Criteria()


def test_unknown_parameters_and_blanks_are_left_alone() -> None:
    assert criteria(utm_source="x", when="", q=" ") == Criteria()
