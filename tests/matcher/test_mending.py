"""Typing errors are read as the nearest known word; what somebody knows stays as it is."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.places import load_places
from catalogue.vocabulary import load_vocabulary
from matcher.mending import MOST_STRANGE, Mender

IN_COURSES = {"yoga", "formation", "photoshop"}
MENDER = Mender(load_vocabulary(), load_places(), lambda word: word in IN_COURSES)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("lasoplieding", "lasopleiding"),
        ("boekhuoder", "boekhouder"),
        ("Progammeur worden", "programmeur worden"),
        ("kapster opleding", "kapster opleiding"),
        ("vrachtwagen chaufeur", "vrachtwagen chauffeur"),
        ("heftruk", "heftruck"),
        ("bakkker", "bakker"),
    ],
)
def test_a_typing_error_is_mended(typed: str, read: str) -> None:
    assert MENDER.mend(typed)[0] == read


@pytest.mark.parametrize(
    "typed",
    [
        "verpleegster",
        "formation comptable",
        "yoga",
        "photoshop",
        "Gent",
        "Sint-Niklaas",
        "c++",
        "",
        "iets met dieren",
        "coda lasser???",
        "schweisser",
        "infirmière",
        "B2",
        "kinderopvang",
        "ik wil iets anders",
    ],
)
def test_what_is_known_stays_as_typed(typed: str) -> None:
    assert MENDER.mend(typed) == (typed, ())


def test_what_is_like_nothing_stays_as_typed() -> None:
    assert MENDER.mend("xqzxqzxqz") == ("xqzxqzxqz", ())


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=80))
def test_mending_twice_changes_nothing_more(typed: str) -> None:
    once, _ = MENDER.mend(typed)
    assert MENDER.mend(once) == (once, ())


def test_only_the_first_strange_words_are_looked_up_and_no_endless_one() -> None:
    looked: list[str] = []
    mender = Mender(load_vocabulary(), load_places(), lambda word: looked.append(word) is None)
    slips = " ".join(f"boekhuode{letter}" for letter in "abcdefghijklm")
    mender.mend(slips)
    assert len(looked) <= MOST_STRANGE
    assert mender.mend("boekhuoder" * 5) == ("boekhuoder" * 5, ())
