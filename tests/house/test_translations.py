"""Every text exists in four languages, with the same values in it."""

import re
from collections import Counter

import pytest
from babel.messages.catalog import Catalog
from texts import LANGUAGES, PLACEHOLDER, po_file, read, used


def placeholders(text: str | tuple[str, ...] | list[str]) -> frozenset[str]:
    whole = text if isinstance(text, str) else " ".join(text)
    return frozenset(PLACEHOLDER.findall(whole))


def singular(text: str | tuple[str, ...] | list[str]) -> str:
    return text if isinstance(text, str) else text[0]


@pytest.fixture(scope="module")
def catalogs() -> dict[str, Catalog]:
    return {language: read(language) for language in LANGUAGES}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_without_words_doubtful_or_left_over(language: str) -> None:
    catalog = read(language)
    assert [message.id for message in catalog if message.id and not message.string] == []
    assert [message.id for message in catalog if message.id and message.fuzzy] == []
    assert list(catalog.obsolete) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_stands_twice(language: str) -> None:
    ids = re.findall(r'^msgid "(.+)"$', po_file(language).read_text(encoding="utf-8"), re.MULTILINE)
    assert [text for text, times in Counter(ids).items() if times > 1] == []


def test_the_four_languages_hold_the_same_texts(catalogs: dict[str, Catalog]) -> None:
    ids = {name: {singular(one.id) for one in catalog if one.id} for name, catalog in catalogs.items()}
    for language in LANGUAGES:
        assert ids[language] ^ ids["nl"] == set(), language


def test_the_four_languages_hold_the_same_values(catalogs: dict[str, Catalog]) -> None:
    wrong = []
    for message in (one for one in catalogs["nl"] if one.id):
        found = {language: catalogs[language].get(singular(message.id)) for language in LANGUAGES}
        each = {language: placeholders(one.string) for language, one in found.items() if one}
        if len(set(each.values())) > 1 or placeholders(singular(message.id)) - each["nl"]:
            wrong.append((message.id, each))
    assert wrong == []


def test_every_text_that_is_used_has_words(catalogs: dict[str, Catalog]) -> None:
    assert sorted(text for text in used().needed if text not in catalogs["nl"]) == []


def test_every_code_that_is_put_together_has_words(catalogs: dict[str, Catalog]) -> None:
    ids = [singular(message.id) for message in catalogs["nl"]]
    assert [one for one in sorted(used().made) if not any(re.fullmatch(one, text) for text in ids)] == []


def test_every_text_with_words_is_used(catalogs: dict[str, Catalog]) -> None:
    ids = [singular(message.id) for message in catalogs["nl"] if message.id]
    assert [text for text in ids if not used().uses(text)] == []


def test_every_message_is_given_the_values_that_its_words_hold(catalogs: dict[str, Catalog]) -> None:
    wrong = []
    for where, code, given in used().calls:
        message = catalogs["nl"].get(code)
        lacking = placeholders(message.string) - given if message and given is not None else frozenset()
        if lacking:
            wrong.append(f"{where}: {code} lacks {', '.join(sorted(lacking))}")
    assert wrong == []
