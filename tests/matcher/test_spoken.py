"""Wishes said among the words of a question become choices that one can undo."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.places import load_places
from catalogue.schemes import load_schemes
from matcher.criteria import Criteria
from matcher.filters import BY_NAME, Facts
from matcher.filters.radius import DEFAULT
from matcher.spoken import _data, hear

FACTS = Facts(today=date(2026, 11, 24), places=load_places(), schemes=load_schemes())


@pytest.mark.parametrize(
    ("typed", "words", "place", "chosen"),
    [
        ("formation comptable le soir à Gand", "formation comptable", "Gand", {"when": ("evening",)}),
        ("gratis", "", "", {"price": ("free",)}),
        ("boekhouden \u2019s avonds in Gent", "boekhouden", "Gent", {"when": ("evening",)}),
        ("lasser gent", "lasser", "gent", {}),
        ("lasser Aalst weekend", "lasser", "Aalst", {"when": ("weekend",)}),
        ("cours de néerlandais le samedi à Bruxelles", "cours de néerlandais", "Bruxelles", {"weekday": ("6",)}),
        ("verpleegkundige in 9000 Gent", "verpleegkundige", "9000 Gent", {}),
        ("schweißen abends", "schweißen", "", {"when": ("evening",)}),
        ("welding in the evening near Ghent", "welding", "Ghent", {"when": ("evening",)}),
        ("boekhouder, avond, Sint-Niklaas", "boekhouder", "Sint-Niklaas", {"when": ("evening",)}),
        ("deels online boekhouden!!", "boekhouden", "", {"how": ("blended",)}),
        ("cursus in Lier op zaterdag", "cursus", "Lier", {"weekday": ("6",)}),
    ],
)
def test_a_wish_among_the_words_becomes_a_choice(
    typed: str, words: str, place: str, chosen: dict[str, tuple[str, ...]]
) -> None:
    heard, facts, said = hear(Criteria(q=typed), FACTS)
    near = {"radius": (DEFAULT,)} if place else {}
    assert (heard.q, heard.place, dict(heard.chosen)) == (words, place, {**near, **chosen})
    assert (facts.place is not None) == bool(place)
    assert len(said) == len(chosen) + bool(place)
    assert all(one.text in typed for one in said)


@pytest.mark.parametrize(
    "typed", ["mol", "dieren mol", "iets met dieren", "Gent", "nederlands", "weekendje", "avondmaal koken"]
)
def test_what_is_the_subject_itself_stays_in_the_words(typed: str) -> None:
    heard, _, said = hear(Criteria(q=typed), FACTS)
    assert (heard.q, said) == (typed, ())


def test_what_was_chosen_by_hand_wins_and_the_word_goes() -> None:
    heard, _, said = hear(Criteria(q="lasser avond", chosen={"when": ("weekend",)}), FACTS)
    assert (heard.q, dict(heard.chosen), said) == ("lasser", {"when": ("weekend",)}, ())


def test_a_place_that_was_filled_in_wins() -> None:
    heard, _, _ = hear(Criteria(q="lasser in Gent", place="Aalst"), FACTS)
    assert (heard.q, heard.place) == ("lasser in Gent", "Aalst")


def test_every_choice_that_is_heard_exists_as_a_choice() -> None:
    for name, values in _data().items():
        if name not in ("before_place", "other_words"):
            offered = {choice.value for choice in BY_NAME[name].choices(FACTS)}
            assert set(values) <= offered, name


@given(st.text(max_size=60))
def test_hearing_twice_is_hearing_once(typed: str) -> None:
    once, facts, _ = hear(Criteria(q=typed), FACTS)
    again, _, _ = hear(once, facts)
    assert dict(again.chosen).keys() >= dict(once.chosen).keys()
    assert set(again.q.split()) <= set(typed.split())
