"""Wishes said among the words of a question: "boekhouden 's avonds in Gent" is boekhouden, evening, Ghent.

Pure: a question as typed and criteria go in, criteria with the wishes as ordinary choices come out, and what was
heard, so that the page can say it and undo it. What somebody chose by hand always wins.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml

from catalogue.messages import Message
from catalogue.places import Place, Places, fold
from indexer import analysis
from matcher.criteria import Criteria
from matcher.filters import BY_NAME, Facts
from matcher.filters.radius import DEFAULT as DEFAULT_RADIUS

_FILE = Path(__file__).parent / "data" / "spoken.yaml"
# From so many letters on a bare name at the end of a question may be a town.
_SHORTEST_TOWN = 4
_WORD = re.compile(r"[^\s,;:.!?()]+")


@dataclass(frozen=True, slots=True)
class Heard:
    """A wish: the words in which it was said, the filter ("place" for a town) and its value, and the label to show."""

    text: str
    name: str
    value: str
    label: Message | None


@dataclass(frozen=True, slots=True)
class _Word:
    """One word of the question: where it stands, and folded."""

    start: int
    end: int
    folded: str


@cache
def _data() -> Mapping[str, Any]:
    loaded: Mapping[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return loaded


@cache
def _phrases() -> dict[tuple[str, ...], tuple[str, str]]:
    """Folded words of a phrase -> (filter, value)."""
    return {
        tuple(_folded(phrase).split()): (name, value)
        for name, values in _data().items()
        if name in BY_NAME
        for value, phrases in values.items()
        for phrase in phrases
    }


@cache
def _most_words() -> int:
    """Of how many words the longest phrase is made."""
    return max(map(len, _phrases()))


@cache
def _before_place() -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(phrase.split()) for phrase in _data()["before_place"])


def _folded(text: str) -> str:
    return analysis.fold(analysis.normal(text)).replace("’", "'").strip("'\"“”«»")


def _words(text: str) -> list[_Word]:
    return [_Word(found.start(), found.end(), _folded(found[0])) for found in _WORD.finditer(text)]


def _longest(words: list[_Word], at: int) -> int:
    """How many words from `at` on make a phrase, the longest; 0 for none."""
    for length in range(min(_most_words(), len(words) - at), 0, -1):
        if tuple(word.folded for word in words[at : at + length]) in _phrases():
            return length
    return 0


def _wishes(words: list[_Word]) -> Iterator[tuple[int, int, str, str]]:
    """(first word, how many, filter, value) of each wish, from left to right, never overlapping."""
    at = 0
    while at < len(words):
        length = _longest(words, at)
        if length:
            name, value = _phrases()[tuple(word.folded for word in words[at : at + length])]
            yield at, length, name, value
        at += length or 1


def _town(words: list[_Word], taken: set[int], places: Places) -> tuple[int, int, Place] | None:
    """(first word, how many, place) of "in Gent", or of a bare name at the end after another word."""
    for begin in range(len(words)):
        for before in (1, 2):
            if tuple(word.folded for word in words[begin : begin + before]) not in _before_place():
                continue
            for length in (3, 2, 1):
                found = _named(words[begin + before : begin + before + length], length, places)
                if found and not taken & set(range(begin, begin + before + length)):
                    return begin, before + length, found
    last = max(set(range(len(words))) - taken, default=0)
    bare = last > 0 and words[last].folded not in _data()["other_words"]
    found = _named(words[last : last + 1], 1, places) if bare else None
    return (last, 1, found) if found and len(words[last].folded) >= _SHORTEST_TOWN else None


def _named(words: list[_Word], length: int, places: Places) -> Place | None:
    """The municipality that these words name, whole; a locality or a part of a name does not count."""
    name = " ".join(word.folded for word in words)
    if len(words) < length or not name or (name.isdigit() and len(name) != 4):
        return None
    found = next(iter(places.find(name)), None)
    return found if found and _is_whole(name, found) else None


def _is_whole(name: str, place: Place) -> bool:
    """Whether this is a postcode, a name of the municipality, or both ("9000 Gent")."""
    bare = name.removeprefix(place.postcode).strip()
    return name == place.postcode or any(fold(each) == fold(bare) for each in place.names())


def _without(text: str, words: list[_Word], gone: set[int]) -> str:
    """The text without these words; what stood between the others stays as typed."""
    left = [word for number, word in enumerate(words) if number not in gone]
    if not left:
        return ""
    pieces = [text[left[0].start : left[0].end]]
    for one, other in pairwise(left):
        between = text[one.end : other.start]
        pieces.append(between if between.strip() and other.start - one.end < 4 else " ")
        pieces.append(text[other.start : other.end])
    return "".join(pieces)


def hear(criteria: Criteria, facts: Facts) -> tuple[Criteria, Facts, tuple[Heard, ...]]:
    """The criteria with the wishes that are said in `q` as choices, `facts` with the place, and what was heard."""
    words = _words(criteria.q)
    heard: list[Heard] = []
    gone: set[int] = set()
    chosen = dict(criteria.chosen)
    for at, length, name, value in _wishes(words):
        label = _label(name, value, facts)
        if label is None:
            continue
        span = set(range(at, at + length))
        gone |= span
        if name not in criteria.chosen:
            one = BY_NAME[name]
            chosen[name] = (value,) if one.single else tuple(dict.fromkeys((*chosen.get(name, ()), value)))
            heard.append(Heard(criteria.q[words[at].start : words[at + length - 1].end], name, value, label))
    place, placed = criteria.place, facts
    found = None if criteria.place else _town(words, gone, facts.places)
    if found:
        at, length, town = found
        gone |= set(range(at, at + length))
        place = criteria.q[words[at + length - 1].start : words[at + length - 1].end]
        place, placed = _typed(criteria.q, words, found), replace(facts, place=town)
        chosen = {"radius": (DEFAULT_RADIUS,), **chosen}
        heard.append(Heard(criteria.q[words[at].start : words[at + length - 1].end], "place", place, None))
    if not heard and not gone:
        return criteria, facts, ()
    return replace(criteria, q=_without(criteria.q, words, gone), place=place, chosen=chosen), placed, tuple(heard)


def _typed(text: str, words: list[_Word], found: tuple[int, int, Place]) -> str:
    """The town as it was typed, without the word before it."""
    at, length, town = found
    for begin in range(at, at + length):
        name = text[words[begin].start : words[at + length - 1].end]
        if _is_whole(name, town):
            return name
    return town.postcode


def _label(name: str, value: str, facts: Facts) -> Message | None:
    """The label of a choice; None where the filter does not offer it today."""
    return next((choice.label for choice in BY_NAME[name].choices(facts) if choice.value == value), None)
