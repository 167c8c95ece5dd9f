"""Proposals while typing: from labels in four languages, places and titles."""

from collections.abc import Iterator

import pytest
from making import TODAY, build, catalogue

from catalogue.places import load_places
from catalogue.settings import load_settings
from catalogue.vocabulary import load_vocabulary
from indexer.engine.opening import open_engine
from indexer.engine.port import Engine
from matcher.suggest import MOST, Suggester, courses_called


@pytest.fixture(scope="module")
def suggester() -> Suggester:
    return Suggester(load_vocabulary(), load_places())


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    folder = build(tmp_path_factory.mktemp("suggest") / "index", catalogue())
    opened = open_engine(load_settings({"LEERLOKET_INDEX": str(folder)}))
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("typed", "language", "proposed"),
    [
        ("boekh", "nl", "boekhouder"),
        ("compta", "fr", "comptable"),
        ("compta", "nl", "boekhouder"),
        ("schweiss", "de", "Schweißer"),
        ("Schweiß", "de", "Schweißer"),
        ("infirmi", "fr", "infirmier"),
        ("BAKK", "nl", "bakker"),
    ],
)
def test_an_occupation_is_proposed_by_any_of_its_labels(
    suggester: Suggester, typed: str, language: str, proposed: str
) -> None:
    assert proposed in [one.text for one in suggester.concepts(typed, language) if one.kind == "occupation"]


def test_occupations_come_before_skills_and_nothing_stands_twice(suggester: Suggester) -> None:
    found = suggester.concepts("las", "nl")
    assert [one.kind for one in found] == sorted((one.kind for one in found), key=["occupation", "competence"].index)
    assert len({one.text for one in found}) == len(found) <= MOST


def test_two_letters_never_bring_a_word_of_another_language(suggester: Suggester) -> None:
    vocabulary = load_vocabulary()
    own = {label for one in (*vocabulary.occupations, *vocabulary.competences) for label in one.labels["nl"].every()}
    assert {one.text for one in suggester.concepts("la", "nl")} <= own


@pytest.mark.parametrize("typed", ["", " ", "x", "qqqqqq", "\0\ud800", "%_*", "a" * 5000])
def test_what_begins_nothing_proposes_nothing(suggester: Suggester, engine: Engine, typed: str) -> None:
    assert suggester.concepts(typed, "nl") == ()
    assert courses_called(engine, typed, TODAY.toordinal(), 5) == ()


def test_places_are_proposed_by_name_in_any_language_and_by_postcode(suggester: Suggester) -> None:
    assert suggester.places("gen", "nl")[0].text == "Gent"
    assert "Antwerpen" in [one.text for one in suggester.places("anvers", "nl")]
    assert "Anvers" in [one.text for one in suggester.places("antw", "fr")]
    assert [one.text for one in suggester.places("9000", "nl")] == ["9000 Gent"]


def test_every_place_that_is_proposed_is_found_again(suggester: Suggester) -> None:
    places = load_places()
    for typed in ("a", "b", "sint", "9", "30", "la "):
        for one in suggester.places(typed, "nl"):
            assert places.find(one.text), one.text


def test_a_course_is_proposed_by_the_beginning_of_a_word_of_its_title(engine: Engine) -> None:
    found = courses_called(engine, "boekhou", TODAY.toordinal(), 5)
    assert found
    assert all("boekhou" in one.text.casefold() and one.id for one in found)
