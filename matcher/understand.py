"""What a question asks for, from its text alone: content words, each with all forms in which a course may hold it.

Where there is a model, also its language, its kind, its vector and the occupations that it probably names.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Protocol

import numpy as np
import yaml
from numpy.typing import NDArray

from catalogue.competences import Occupation, Vocabulary, label_key
from indexer import analysis
from indexer.labels import Labels, Linked, blend
from matcher.language import FALLBACK, language_of

Vectors = NDArray[np.float32]

_EMPTY_WORDS = Path(__file__).parent / "data" / "emptywords.yaml"
# Longer questions are cut: what counts stands in front, and an engine's cost grows with every word.
MOST_WORDS = 24
# From so many content words on a question describes what one can do rather than naming a subject.
SENTENCE = 4
# Of so many occupations so many labels are searched for beside the question.
LIKELIEST, LABELS = 2, 4
# A second occupation is about as likely as the first from this part of its share on.
CLOSE = 0.5


@dataclass(frozen=True, slots=True)
class Wanted:
    """One content word. `stems` holds it in one token, in any language; `compounds` are its parts, all of one row."""

    text: str
    stems: tuple[str, ...]
    compounds: tuple[tuple[str, ...], ...]

    @property
    def tokens(self) -> tuple[str, ...]:
        """Every token by which a course may hold it, whole or in part."""
        return tuple(dict.fromkeys((*self.stems, *(part for row in self.compounds for part in row))))


@dataclass(frozen=True, slots=True)
class Asked:
    """A question understood. Without `wanted` it asks for everything; each of `forms` is the same in other words."""

    text: str
    wanted: tuple[Wanted, ...]

    forms: tuple[tuple[Wanted, ...], ...] = ()

    @property
    def ranked(self) -> tuple[Wanted, ...]:
        """The words to rank by: those wanted, and other forms of the same occupation."""
        every = {word.text: word for words in (self.wanted, *self.forms) for word in words}
        return tuple(every.values())

    @property
    def tokens(self) -> tuple[str, ...]:
        """The word tokens to rank by."""
        return tuple(dict.fromkeys(token for one in self.ranked for token in one.tokens))

    @property
    def grams(self) -> tuple[str, ...]:
        """The 4-grams to rank by."""
        return tuple(dict.fromkeys(analysis.grams([one.text for one in self.ranked])))


@cache
def empty_words() -> tuple[frozenset[str], frozenset[str]]:
    """(function words, words that wrap a goal), of all languages together, folded."""
    lists = yaml.safe_load(_EMPTY_WORDS.read_text(encoding="utf-8"))
    function = frozenset(analysis.fold(word) for one in lists.values() for word in one["function"].split())
    asking = frozenset(analysis.fold(word) for one in lists.values() for word in one["asking"].split())
    return function, asking


def _content(words: list[str]) -> list[str]:
    """Without empty words; but where nothing is left, what people wrap a goal in is the goal ("opleiding")."""
    function, asking = empty_words()
    full = [word for word in words if analysis.fold(word) not in function]
    return [word for word in full if analysis.fold(word) not in asking] or full or words


def stems_of(word: str) -> tuple[str, ...]:
    """The stem of a word in each language, each once."""
    return tuple(dict.fromkeys(analysis.stem(word, language) for language in analysis.LANGUAGES))


def _wanted(word: str) -> Wanted:
    stems = stems_of(word)
    rows = [
        tuple(analysis.stem(part, language) for part in analysis.parts(word, language))
        for language in analysis.LANGUAGES
    ]
    return Wanted(word, stems, tuple(dict.fromkeys(row for row in rows if row)))


def understand(text: str, also: Iterable[str] = ()) -> Asked:
    """The content words of a question, each once, in its order. `also`: other forms of what it asks for."""
    words = list(dict.fromkeys(analysis.split(text)))[:MOST_WORDS]
    forms = tuple(tuple(map(_wanted, _content(analysis.split(form)))) for form in also)
    return Asked(text, tuple(map(_wanted, _content(words))), forms)


def question_text(text: str) -> str:
    """What is embedded: the text as typed, without what people wrap a goal in ("ik wil ... worden")."""
    words = analysis.split(text)[:MOST_WORDS]
    if any(analysis.fold(word) in empty_words()[1] for word in words):
        return " ".join(_content(words))
    return text


@dataclass(frozen=True, slots=True)
class Meant:
    """What a model makes of a question. `vector` has length 1; `occupations` is the mean vector of those linked.

    `likeness` is that of the best label, `labels` the words of the likeliest occupations' labels.
    """

    model: str
    kind: str
    language: str
    vector: Vectors
    occupations: Vectors | None
    linked: tuple[Linked, ...]
    likeness: float
    labels: Asked

    def blended(self, share: float) -> Vectors:
        """The question's vector with so much of the occupations' in it, of length 1."""
        if self.occupations is None or not share:
            return self.vector
        mixed = (1 - share) * self.vector + share * self.occupations
        return np.asarray(mixed / np.linalg.norm(mixed), dtype=np.float32)


class Embeds(Protocol):
    """What is needed of an embedder here."""

    @property
    def fingerprint(self) -> str:
        """Of the model."""

    def queries(self, texts: Sequence[str]) -> Vectors:
        """What people ask, as vectors of length 1."""


@dataclass(frozen=True)
class Mind:
    """A model, the vocabulary and its labels: what it takes to say what a question means."""

    embedder: Embeds
    vocabulary: Vocabulary
    labels: Labels

    def asked(self, text: str) -> Asked:
        """The words of a question. One that is just a label of one occupation is asked in all its forms."""
        called = self._called(text)
        return understand(text, _forms(called, text) if called else ())

    def _called(self, text: str) -> Occupation | None:
        called = self.vocabulary.occupations_called(question_text(text))
        return called[0] if len(called) == 1 else None

    def meant(self, asked: Asked) -> Meant:
        """Language, kind, vector and occupations of a question."""
        text, words = question_text(asked.text), [one.text for one in asked.wanted]
        called = self._called(asked.text)
        forms = _forms(called, asked.text) if called else (text,)
        mean = np.mean([self._vector(form, called) for form in forms], axis=0)
        vector = np.asarray(mean / np.linalg.norm(mean), dtype=np.float32)
        linked = (Linked(called, 1.0, 1.0),) if called else self.labels.link(text, vector)
        language = language_of(words)
        return Meant(
            model=self.embedder.fingerprint,
            kind=_kind(language, words),
            language=language,
            vector=vector,
            occupations=blend(linked, self.labels),
            linked=linked,
            likeness=linked[0].likeness if linked else 0.0,
            labels=understand(" ".join(_label_words(linked))),
        )

    def _vector(self, text: str, called: Occupation | None) -> Vectors:
        """The vector of a text; that of a label is there already."""
        known = self.labels.said(called, text) if called else None
        return self.embedder.queries([text])[0] if known is None else known


def _forms(occupation: Occupation, text: str) -> tuple[str, ...]:
    """Masculine and feminine of the label that was typed, always the same for both; alone where it has no pair."""
    key = label_key(question_text(text))
    for labels in occupation.labels.values():
        pair = tuple(dict.fromkeys(form for form in (labels.preferred, labels.feminine, labels.masculine) if form))
        if key in {label_key(form) for form in pair}:
            return tuple(sorted(pair))
    return (question_text(text),)


def _kind(language: str, words: Sequence[str]) -> str:
    if language != FALLBACK:
        return "other_language"
    return "competence" if len(words) >= SENTENCE else "keyword"


def likeliest(linked: Sequence[Linked]) -> tuple[Linked, ...]:
    """The occupations that are searched for: the first, and a second that is about as likely."""
    return tuple(one for one in linked[:LIKELIEST] if one.share >= CLOSE * linked[0].share)


def _label_words(linked: Sequence[Linked]) -> list[str]:
    """Dutch labels of the likeliest occupations: most courses are written in Dutch."""
    return [label for one in likeliest(linked) for label in one.occupation.spoken(FALLBACK)[1].every()[:LABELS]]
