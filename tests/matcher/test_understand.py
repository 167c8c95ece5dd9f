"""What a question asks for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.engine.port import EVERYTHING, AllOf, AnyOf, Has
from matcher import fusion
from matcher.understand import MOST_WORDS, understand


def texts(question: str) -> list[str]:
    return [word.text for word in understand(question).wanted]


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Ik wil graag lasser worden", ["lasser"]),
        ("een cursus boekhouden in de avond", ["boekhouden", "avond"]),
        ("je veux devenir infirmière", ["infirmière"]),
        ("ich möchte Schweißer werden", ["schweisser"]),
        ("I want to become a nurse", ["nurse"]),
        ("C++ of C#", ["cplusplus", "csharp"]),
    ],
)
def test_words_that_only_wrap_a_goal_fall_away(question: str, words: list[str]) -> None:
    assert texts(question) == words


def test_where_only_wrapping_is_left_it_is_the_goal() -> None:
    assert texts("een opleiding") == ["opleiding"]


def test_a_question_without_a_word_asks_for_everything() -> None:
    for question in ("", "   ", "???", "\0\n"):
        asked = understand(question)
        assert asked.wanted == ()
        assert fusion.held(asked) == EVERYTHING
        assert fusion.plan(asked) == fusion.Plan()


def test_a_compound_may_be_held_in_its_parts() -> None:
    asked = understand("kinderopvang")
    (word,) = asked.wanted
    assert ("kinder", "opvang") in word.compounds
    in_parts = AllOf((Has("words", ("kinder",)), Has("words", ("opvang",))))
    clause = fusion.held(asked)
    assert isinstance(clause, AllOf)
    (any_of,) = clause.clauses
    assert isinstance(any_of, AnyOf)
    assert any_of.clauses[0] == Has("words", word.stems)
    assert in_parts in any_of.clauses
    assert {"kinderopvang", "kinder", "opvang"} <= set(asked.tokens)


def test_long_questions_are_cut() -> None:
    assert len(understand(" ".join(f"woord{number}" for number in range(500))).wanted) == MOST_WORDS


@given(st.text(max_size=400))
def test_any_text_is_understood(text: str) -> None:
    asked = understand(text)
    assert len(asked.wanted) <= MOST_WORDS
    assert all(word.stems for word in asked.wanted)


@pytest.mark.parametrize("text", ["\ufdfa" * 2000, "\ud800abc", "a" * 100_000, "\0\0lasser\0"])
def test_hostile_text_is_harmless(text: str) -> None:
    assert len(understand(text).wanted) <= MOST_WORDS
