"""Goals: a target by id, by label, in words; she and he alike; untidy sentences to directions."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from catalogue.competences import Occupation
from catalogue.vocabulary import load_vocabulary
from matcher.concepts import Concepts
from matcher.directions import read
from matcher.goal import Kind, aim

CONCEPTS = Concepts(load_vocabulary())
SENTENCES = Path(__file__).parent / "data" / "sentences.yaml"
# Found by words alone when it was first measured; with the model 34 first and 39 among three.
FIRST, AMONG_THREE = 36, 39
# The sentence of the order itself, which is never part of the set.
NEVER = "ik werk in de bouw, mijn rug doet pijn, ik wil iets met computers"


@pytest.mark.parametrize(
    "target", ["accountant", "boekhouder", "ik wil boekhoudster worden", "comptable", "Buchhalterin"]
)
def test_a_target_by_id_or_label_is_taken_for_sure(target: str) -> None:
    goal = aim(Kind.REORIENT, target, CONCEPTS, None)
    assert goal.occupation is not None
    assert (goal.occupation.id, goal.confidence) == ("accountant", 1.0)


def test_an_esco_uri_is_a_target_too() -> None:
    nurse = CONCEPTS.vocabulary.by_id["nurse"]
    assert nurse.uri is not None
    assert aim(Kind.CATCH_UP, nurse.uri, CONCEPTS, None).concept == nurse


def test_a_competence_is_a_target_too() -> None:
    goal = aim(Kind.KEEP_UP, "use-spreadsheets", CONCEPTS, None)
    assert goal.occupation is None
    assert goal.competence is not None


def test_words_that_are_not_clear_bring_choices_and_no_target() -> None:
    goal = aim(Kind.REORIENT, "leraar", CONCEPTS, None)
    assert goal.concept is None
    assert "primary-teacher" in {chip.concept.id for chip in goal.alternatives}
    assert sum(chip.share for chip in goal.alternatives) <= 1.0


@pytest.mark.parametrize("target", ["", "   ", "?!", "qqqqqqqqq"])
def test_nothing_said_is_a_goal_without_a_target(target: str) -> None:
    goal = aim(Kind.REORIENT, target, CONCEPTS, None)
    assert goal.concept is None


def _pairs() -> list[tuple[str, str]]:
    """Every feminine and masculine form of the vocabulary that are each the label of one occupation only."""
    found = []
    for one in CONCEPTS.vocabulary.occupations:
        for labels in one.labels.values():
            she, he = labels.feminine or labels.preferred, labels.masculine or labels.preferred
            alone = all(len(CONCEPTS.vocabulary.occupations_called(form)) == 1 for form in (she, he))
            if she != he and alone:
                found.append((she, he))
    return found


def test_she_and_he_reach_the_same_target_and_ask_the_same_question() -> None:
    pairs = _pairs()
    assert len(pairs) > 100
    differ = []
    for she, he in pairs:
        one, other = aim(Kind.REORIENT, she, CONCEPTS, None), aim(Kind.REORIENT, he, CONCEPTS, None)
        if (one.concept, one.confidence, one.asked) != (other.concept, other.confidence, other.asked):
            differ.append((she, he))
    assert differ == []


def test_she_and_he_are_read_alike_in_a_text() -> None:
    differ = []
    for she, he in _pairs():
        one = read(f"Ik ben {she}.", CONCEPTS)
        other = read(f"Ik ben {he}.", CONCEPTS)
        if (one.occupations, one.competences) != (other.occupations, other.competences):
            differ.append((she, he))
    assert differ == []


def _sentences() -> list[dict[str, Any]]:
    loaded = yaml.safe_load(SENTENCES.read_text(encoding="utf-8"))
    assert {language: len(rows) for language, rows in loaded.items()} == dict.fromkeys(("nl", "fr", "de", "en"), 10)
    return [row for rows in loaded.values() for row in rows]


def test_untidy_sentences_bring_a_right_direction_as_often_as_measured() -> None:
    rows = _sentences()
    assert NEVER not in {row["text"] for row in rows}
    found = [([one.study for one in read(row["text"], CONCEPTS).directions], row["right"]) for row in rows]
    first = sum(bool(set(directions[:1]) & set(right)) for directions, right in found)
    three = sum(bool(set(directions[:3]) & set(right)) for directions, right in found)
    assert (first, three) >= (FIRST, AMONG_THREE)


def test_the_sentence_of_the_order_points_to_computers_and_not_back_to_building() -> None:
    reading = read(NEVER, CONCEPTS)
    assert reading.directions[0].study == "ict"
    assert "construction" in reading.past
    assert "construction" not in {one.study for one in reading.directions}


def test_what_is_called_by_name_in_a_text_is_a_past_or_a_competence_to_tick() -> None:
    reading = read("Ik ben metselaar. Ik kan tegels zetten en werken met een rekenblad.", CONCEPTS)
    assert "bricklayer" in {one.id for one in reading.occupations}
    assert all(isinstance(one, Occupation) for one in reading.occupations)


@pytest.mark.parametrize("text", ["", "   ", "...,,;", "\x00\ud800", "a" * 30_000])
def test_odd_texts_break_nothing(text: str) -> None:
    assert read(text, CONCEPTS).occupations == ()
