"""Each language has its own signs: quotation marks, apostrophes, and the spaces that French does not break."""

import re
from collections.abc import Iterator

import pytest
from texts import LANGUAGES, read

# What is to be typed to the letter keeps its straight signs.
LITERAL = re.compile(r"%\(\w+\)[sd]|`[^`]*`|https?://\S+|--\w+")
MARKS = {"nl": "“”", "fr": "«»", "de": "„“", "en": "“”"}
HARD = "\N{NO-BREAK SPACE}"


def said(language: str) -> Iterator[str]:
    for message in (one for one in read(language) if one.id):
        for words in (message.string,) if isinstance(message.string, str) else message.string:
            yield LITERAL.sub("0", words)


@pytest.mark.parametrize("language", LANGUAGES)
def test_quotation_marks_and_apostrophes_are_those_of_the_language(language: str) -> None:
    strange = "".join(sorted(set("“”„«»\"'") - set(MARKS[language])))
    assert [words for words in said(language) if any(sign in words for sign in strange)] == []
    opens, closes = MARKS[language]
    assert [words for words in said(language) if words.count(opens) != words.count(closes)] == []


def test_french_does_not_break_before_its_tall_signs() -> None:
    """A key of a file that is named (« competences: ») keeps its colon."""
    before = re.compile(rf"[^{HARD}][?!;»](?!\w)|[^{HARD}]:(?=\s|$)(?!{HARD}»)|«[^{HARD}]|\s(?<!{HARD})[%€]")
    assert [words for words in said("fr") if before.search(words)] == []


def test_english_writes_cannot_as_one_word() -> None:
    assert [words for words in said("en") if re.search(r"\bcan not\b", words, re.IGNORECASE)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_has_two_spaces_or_one_at_its_edge(language: str) -> None:
    assert [words for words in said(language) if words != words.strip() or re.search(r" {2}|\s[.,]", words)] == []
