"""From an untidy sentence ("ik werk in … maar …, ik wil iets met …") to what somebody can and directions to tick.

A sentence is cut where it turns; each piece says where one is from, what one leaves, or what one wants. Nothing is
taken for sure: all of it is to be ticked. Names, sex and age are not looked for.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml

from catalogue.competences import Competence, Occupation
from catalogue.studies import by_isco, load_studies
from indexer import analysis
from matcher.concepts import Concepts
from matcher.understand import Mind

_FILE = Path(__file__).parent / "data" / "directions.yaml"
# So many directions, and occupations of each, are proposed.
MOST, MOST_OCCUPATIONS = 4, 4
# Only the beginning of a long text is read as sentences about oneself.
LONGEST = 4000
# What speaks for a field in a piece: one of its words, an occupation called by name, and the meaning of the whole.
WORD, CALLED, MEANING = 1.0, 1.0, 0.6
# A piece that wants nothing but stands beside one that does counts this much.
PLAIN = 0.3
_MARKS = re.compile(r"[.;:!?()\n]|,\s| - ")
_SPACE = re.compile(r"[^\w'’-]+")


@dataclass(frozen=True, kw_only=True, slots=True)
class Direction:
    """A field of study (its id) that somebody may want, and occupations of it; `share` sums to 1 over all given."""

    study: str
    share: float
    occupations: tuple[Occupation, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """What was read: directions to tick, the likeliest first; the fields somebody comes from; and what they name of
    their past and of what they can."""

    directions: tuple[Direction, ...]
    past: tuple[str, ...]
    occupations: tuple[Occupation, ...]
    competences: tuple[Competence, ...]


@dataclass(frozen=True, slots=True)
class _Piece:
    """A piece of the text: as typed and folded, and what it says of itself."""

    text: str
    folded: str
    wish: bool
    past: bool
    away: bool


def read(text: str, concepts: Concepts, mind: Mind | None = None) -> Reading:
    """What a text says. Without a model by its words alone."""
    pieces = list(_pieces(text[:LONGEST], concepts))
    wishing = any(one.wish for one in pieces)
    wants: dict[str, float] = {}
    comes: dict[str, float] = {}
    likely: dict[str, float] = {}
    called: dict[str, Occupation] = {}
    for one in pieces:
        fields, occupations = _fields(one, concepts, mind)
        if one.wish or not (one.past or one.away):
            weight = 1.0 if one.wish or not wishing else PLAIN
            _add(wants, fields, weight)
            _add(likely, occupations, weight)
        else:
            _add(comes, fields, 1.0)
            found = (concepts.vocabulary.by_id[name] for name in concepts.mentions.find(one.text))
            called |= {each.id: each for each in found if isinstance(each, Occupation)}
    named = [concepts.vocabulary.by_id[name] for name in concepts.mentions.find(text[:LONGEST])]
    return Reading(
        directions=_directions(wants, likely, concepts),
        past=tuple(sorted(comes, key=lambda field: (-comes[field], field)))[:MOST],
        occupations=tuple(called.values()),
        competences=tuple(one for one in named if isinstance(one, Competence)),
    )


def _add(into: dict[str, float], found: Mapping[str, float], weight: float) -> None:
    for name, value in found.items():
        into[name] = into.get(name, 0.0) + weight * value


@cache
def _data() -> Mapping[str, Any]:
    loaded: Mapping[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return loaded


@cache
def _cues(kind: str) -> re.Pattern[str]:
    """Longer ones first, as whole words."""
    cues = sorted((fold(cue) for cue in _data()[kind]), key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, cues)) + r")(?!\w)")


@cache
def _words() -> Mapping[str, re.Pattern[str]]:
    """Field -> its words, each as the beginning of a word; one with a star stands anywhere."""
    found = {}
    for study in load_studies():
        own = [word[:-1] + r"\b" if word.endswith(".") else re.escape(word) for word in map(_plain, study.words)]
        words = [re.escape(fold(word.lstrip("*"))) for word in _data()["fields"].get(study.id, ()) if word[0] != "*"]
        inside = [re.escape(fold(word[1:])) for word in _data()["fields"].get(study.id, ()) if word[0] == "*"]
        found[study.id] = re.compile("|".join([r"\b(?:" + "|".join([*own, *words]) + ")", *inside]))
    return found


def _plain(word: str) -> str:
    return fold(word[:-1]) + "." if word.endswith(".") else fold(word)


def fold(text: str) -> str:
    """Without capitals and accents, with plain apostrophes."""
    return analysis.fold(analysis.normal(text)).replace("’", "'")


def _pieces(text: str, concepts: Concepts) -> Iterator[_Piece]:
    for sentence in _MARKS.split(text):
        yield from _cut(" ".join(_SPACE.split(sentence.strip())), concepts)


def _aligned(text: str) -> str:
    """Folded sign by sign, so that a place in it is the same place in the text."""
    return "".join(folded if len(folded := fold(sign)) == 1 else sign for sign in text)


def _cut(sentence: str, concepts: Concepts) -> Iterator[_Piece]:
    """A sentence cut before each word at which it turns, and before each wish; never within a name."""
    folded = _aligned(sentence)
    turns = {found.start() for found in _cues("turn").finditer(folded)}
    turns |= {found.start() for found in _cues("wish").finditer(folded)}
    bounds = sorted({0, *turns, len(folded)})
    joined: list[str] = []
    for begin, end in pairwise(bounds):
        piece = sentence[begin:end].strip()
        # A cue without a word of its own belongs to what follows it.
        if joined and (not _content(_aligned(joined[-1])) or _is_name(joined[-1], piece, concepts)):
            joined[-1] = f"{joined[-1]} {piece}"
        elif piece:
            joined.append(piece)
    for piece in joined:
        flat = _aligned(piece)
        yield _Piece(piece, flat, *(_cues(kind).search(flat) is not None for kind in ("wish", "from", "away")))


def _is_name(one: str, other: str, concepts: Concepts) -> bool:
    """Whether a label runs over the cut ("déclarante | en douane")."""
    apart = concepts.mentions.find(one) + concepts.mentions.find(other)
    return bool(concepts.mentions.find(f"{one} {other}").keys() - apart.keys())


def _content(piece: str) -> str:
    """What is left of a piece without its cues."""
    for kind in ("wish", "from", "turn"):
        piece = _cues(kind).sub(" ", piece)
    return piece.strip()


def _fields(one: _Piece, concepts: Concepts, mind: Mind | None) -> tuple[dict[str, float], dict[str, float]]:
    """(fields, occupations) that a piece speaks of, each with how much."""
    fields: dict[str, float] = {name: WORD for name, words in _words().items() if words.search(one.folded)}
    occupations: dict[str, float] = {}
    for name in concepts.mentions.find(one.text):
        concept = concepts.vocabulary.by_id[name]
        if isinstance(concept, Occupation):
            occupations[name] = CALLED
            _add(fields, _field_of(concept), CALLED)
    content = _content(one.folded)
    # An occupation that is called by name says more than the meaning of the piece, and the same for her and for him.
    if mind is not None and content and not occupations:
        meant = mind.meant(mind.asked(content))
        for linked in meant.linked:
            share = MEANING * linked.share
            occupations[linked.occupation.id] = occupations.get(linked.occupation.id, 0.0) + share
            _add(fields, _field_of(linked.occupation), share)
    return fields, occupations


def _field_of(occupation: Occupation) -> dict[str, float]:
    field = by_isco(occupation.isco, load_studies()) if occupation.isco else None
    return {field: 1.0} if field else {}


def _directions(wants: Mapping[str, float], likely: Mapping[str, float], concepts: Concepts) -> tuple[Direction, ...]:
    ranked = sorted(wants, key=lambda field: (-wants[field], field))[:MOST]
    total = sum(wants[field] for field in ranked)
    return tuple(
        Direction(study=field, share=wants[field] / total, occupations=_of_field(field, likely, concepts))
        for field in ranked
    )


def _of_field(field: str, likely: Mapping[str, float], concepts: Concepts) -> tuple[Occupation, ...]:
    """The likeliest occupations of a field; none where nothing was said of one."""
    names: Sequence[str] = sorted(likely, key=lambda name: (-likely[name], name))
    found = [concepts.vocabulary.by_id[name] for name in names]
    own = [one for one in found if isinstance(one, Occupation) and field in _field_of(one)]
    return tuple(own[:MOST_OCCUPATIONS])
