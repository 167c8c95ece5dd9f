"""Dutch that people read is plain: short sentences, common words, and what is not common explained.

Common is what the word list of wordfreq meets at least once in a million words (3 on its scale of Zipf): the border
between its small list and its large one. Apart from the words that are counted stand numbers, values, what is to be
typed to the letter, names of places, and the reviewed terms of plain_terms.yaml.
"""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from statistics import median

import pytest
from dutch import REVIEWED, WORD, Text, groups, packs, places, screens, terms, texts, without_terms
from texts import ROOT
from wordfreq import zipf_frequency

COMMON = 3.0
SHARE, MEDIAN, LONGEST, TERMS = 0.95, 12, 20, 100

GLOSSARY = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
UNITS = {"GB", "MB"}


# ---- sentences


def length(sentence: str) -> int:
    """Words of a sentence; a value that is filled in is one."""
    return sum(1 for part in sentence.split() if re.search(r"\w", part))


def lengths(some: Iterable[Text]) -> list[tuple[int, str]]:
    """Whole sentences with their words, longest first. Labels ("Vrije plaatsen") only count where they are too long."""
    every = [(length(one), one) for text in some for one in text.sentences]
    return sorted((one for one in every if one[1][-1:] in ".?!:" or one[0] > MEDIAN), reverse=True)


def hard_to_read(some: Iterable[Text]) -> str:
    """What is wrong with the length of sentences, with the worst of them; empty where nothing is."""
    found = lengths(some)
    middle = median(words for words, _ in found)
    if middle <= MEDIAN and found[0][0] <= LONGEST:
        return ""
    return f"median {middle} words; longest:\n" + "\n".join(f"{words}: {one}" for words, one in found[:10])


@pytest.mark.parametrize("group", groups())
def test_sentences_are_short(group: str) -> None:
    assert hard_to_read(groups()[group]) == ""


# ---- words


def counted(words: str) -> list[str]:
    """The words of a text that are counted."""
    return [word for word in WORD.findall(without_terms(words)) if word not in places() | UNITS]


def uncommon(words: str) -> list[str]:
    return [word for word in counted(words) if zipf_frequency(word.replace("’", "'"), "nl") < COMMON]


def hard_words(some: Iterable[Text]) -> str:
    """What is wrong with the words, with the uncommon ones; empty where nothing is."""
    some = tuple(some)
    found = [word for text in some for word in uncommon(text.words)]
    share = 1 - len(found) / sum(len(counted(text.words)) for text in some)
    return "" if share >= SHARE else f"{share:.1%} of the words are common; not: {', '.join(sorted(set(found)))}"


@pytest.mark.parametrize("group", groups())
def test_words_are_common(group: str) -> None:
    assert hard_words(groups()[group]) == ""


def test_a_hard_text_would_be_found() -> None:
    hard = Text(
        "pages",
        "pages",
        "Overeenkomstig de desbetreffende decretale bepalingen inzake opleidingsincentives geschiedt de toekenning "
        "van voornoemde tegemoetkoming uitsluitend mits voorafgaandelijke registratie en ontvankelijkverklaring "
        "door de bevoegde administratie.",
    )
    assert "longest:\n23" in hard_to_read([hard])
    assert "ontvankelijkverklaring" in hard_words([hard])
    long_only = Text("pages", "pages", "We kijken " + "en dan gaan we weer terug " * 4 + "naar huis.")
    assert "longest:\n28" in hard_to_read([long_only])
    assert hard_words([long_only]) == ""


def test_the_text_says_je() -> None:
    assert [one.words for one in texts() if re.search(r"\b[Uu]w?\b", one.words)] == []


# ---- terms


def test_the_list_of_terms_is_short_and_holds_nothing_that_is_not_used() -> None:
    assert len(terms()) <= TERMS
    assert [name for name, term in terms().items() if not any(term.search(one.words) for one in texts())] == []
    assert [name for name, term in terms().items() if term.search(REVIEWED["terms"][name]["means"])] == []


def test_what_is_short_for_something_is_a_term() -> None:
    short = {
        part
        for one in texts()
        for part in re.findall(r"\b[A-Z][A-Z0-9]+\b", without_terms(one.words))
        if part not in UNITS
    }
    assert sorted(short) == []


def explained(name: str, screen: tuple[str, ...], *, ordered: bool) -> bool:
    """Whether a screen says what the term is, no later than where it first uses it if it is read in order."""
    about = REVIEWED["terms"][name]
    if "pack" in about:
        return not terms()[name].search(packs()[about["pack"]]["about"]["nl"])
    uses = [at for at, words in enumerate(screen) if terms()[name].search(words)]
    says = [at for at, words in enumerate(screen) if any(one.lower() in words.lower() for one in about.get("said", ()))]
    return bool(says) and (not ordered or says[0] <= uses[0])


@cache
def unexplained() -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = {}
    for where, screen in screens().items():
        used = [name for name, term in terms().items() if any(term.search(words) for words in screen)]
        lacking = [name for name in used if not explained(name, screen, ordered=where.startswith("page "))]
        if lacking:
            found[where] = sorted(lacking)
    return found


def test_every_term_is_explained_where_it_is_first_used() -> None:
    owed = REVIEWED["owed"]
    new = {where: set(names) - set(owed.get(where, ())) for where, names in unexplained().items()}
    assert {where: sorted(names) for where, names in new.items() if names} == {}


def test_nothing_is_owed_that_was_paid_back() -> None:
    found = unexplained()
    assert {where: names for where, names in REVIEWED["owed"].items() if set(names) - set(found.get(where, ()))} == {}
    assert [where for where in REVIEWED["owed"] if where.startswith(("page", "filter"))] == []


def test_a_term_of_the_command_line_stands_in_the_glossary() -> None:
    used = [one.words for one in texts() if one.group == "operators"]
    found = [name for name, term in terms().items() if any(term.search(words) for words in used)]
    assert [name for name in found if f"| {name} |" not in GLOSSARY] == []
