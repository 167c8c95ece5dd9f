"""Text to tokens: the same for documents and questions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer import analysis


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("kinderopvang", ("kinder", "opvang")),
        ("lasopleiding", ("las", "opleiding")),
        ("vrachtwagenchauffeur", ("vrachtwagen", "chauffeur")),
        ("opleidingscheque", ("opleiding", "cheque")),
        ("heftruckchauffeur", ("heftruck", "chauffeur")),
        ("metselaar", ()),
        ("werkloosheid", ()),
        ("kort", ()),
    ],
)
def test_dutch_compounds_are_cut_and_other_words_are_not(word: str, parts: tuple[str, ...]) -> None:
    assert analysis.parts(word, "nl") == parts


def test_german_compounds_are_cut() -> None:
    assert analysis.parts("staplerfahrer", "de") == ("stapler", "fahrer")
    assert analysis.parts("buchhaltungskurs", "de") == ("buchhaltung", "kurs")


def test_languages_without_a_lexicon_have_no_parts() -> None:
    assert analysis.parts("gouvernementale", "fr") == ()
    assert analysis.parts("bookkeepingcourse", "en") == ()


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        ("cursussen", "cursus", "nl"),
        ("Boekhouder", "boekhouders", "nl"),
        ("café", "cafe", "nl"),
        ("formations", "formation", "fr"),
        ("Schweißer", "schweisser", "de"),
        ("welders", "welder", "en"),
        ("weekends", "weekend", "nl"),
        ("weekeinde", "weekend", "nl"),
    ],
)
def test_forms_of_a_word_share_a_stem(one: str, other: str, language: str) -> None:
    assert analysis.words(one, language)[0] == analysis.words(other, language)[0]


def test_weekend_is_not_week() -> None:
    assert analysis.stem("weekend", "nl") != analysis.stem("week", "nl")


def test_names_with_signs_stay_whole_and_apart() -> None:
    assert analysis.split("C++, C# en .NET of C") == ["cplusplus", "csharp", "en", "dotnet", "of", "c"]
    assert analysis.split("www.internet.net") == ["www", "internet", "net"]


def test_composed_and_decomposed_text_give_the_same_tokens() -> None:
    assert analysis.words("coördinatie", "nl") == analysis.words("coo\u0308rdinatie", "nl")


def test_grams_are_bounded_by_words() -> None:
    assert analysis.grams("lasser op") == ["_las", "lass", "asse", "sser", "ser_", "_op_"]


@given(st.text(max_size=300), st.sampled_from(analysis.LANGUAGES))
def test_any_text_becomes_tokens_without_spaces(text: str, language: str) -> None:
    for token in (*analysis.words(text, language), *analysis.grams(text)):
        assert token
        assert not any(sign.isspace() for sign in token)
        assert token.encode("utf-8")


@given(st.text(max_size=100))
def test_case_plays_no_part(text: str) -> None:
    assert analysis.split(analysis.normal(text)) == analysis.split(text)


@pytest.mark.parametrize("text", ["\ufdfa" * 3000, "\ud83d lasser", "x" * 100_000, "\0"])
def test_hostile_text_is_harmless(text: str) -> None:
    for token in analysis.words(text, "nl"):
        assert len(token) <= 60
