"""Occupations and competences linked from the text of a course, each with how likely it is; and who overrules them.

Pure: vocabulary, labels, encoder and corrections are arguments. The numbers, with their date, are in data/enrich.yaml.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from numpy.typing import NDArray

from catalogue.competences import Concept, Vocabulary, label_key
from catalogue.course import Course, Link, Origin
from indexer import analysis
from indexer.corrections import ACCEPTED, Correction
from indexer.labels import Labels

Vectors = NDArray[np.float32]
Encode = Callable[[Sequence[str]], Vectors]
NUMBERS = Path(__file__).parent / "data" / "enrich.yaml"
_BATCH = 128
_FIRST = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Signs:
    """What speaks for a link: the shares that title and body give it (0 to 1), and how often it is called by name.

    `named` is the part of the title that is its label, 1 where the title is nothing else.
    """

    title: float = 0.0
    body: float = 0.0
    mentions: int = 0
    named: float = 0.0

    def weighed(self) -> Mapping[str, float]:
        """The signs as the numbers weigh them; the tenth mention says less than the first."""
        mentions = math.log1p(self.mentions)
        return {"title": self.title, "body": self.body, "mentions": mentions, "named": self.named}


class Mentions:
    """Finds labels word for word, the longest first: "vrachtwagenchauffeur" is no "chauffeur"."""

    def __init__(self, concepts: Iterable[Concept], *, sole: bool = False) -> None:
        """With `sole`, labels that several concepts share find none of them."""
        self._names: dict[tuple[str, ...], dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for concept in concepts:
            for language, label in concept.every_label():
                if words := tuple(analysis.split(label)):
                    self._names[words][concept.id].add(_spelling(language, label))
        if sole:
            self._names = {words: owners for words, owners in self._names.items() if len(owners) == 1}
        lengths: dict[str, set[int]] = defaultdict(set)
        for words in self._names:
            lengths[words[0]].add(len(words))
        self._lengths = {word: sorted(found, reverse=True) for word, found in lengths.items()}

    def find(self, text: str) -> Counter[str]:
        """How often each concept is called by name."""
        found: Counter[str] = Counter()
        for words, times in Counter(self._hits(analysis.split(text))).items():
            for name, spellings in self._names[words].items():
                found[name] += times if "" in spellings else min(times, max(map(text.count, spellings)))
        return +found

    def part(self, title: str) -> Mapping[str, float]:
        """Which part of the words of a title each concept's longest label in it is, 0 to 1."""
        words = analysis.split(title)
        hits = sorted(self._hits(words), key=len)
        return {name: len(hit) / len(words) for hit in hits for name in self._names[hit]}

    def _hits(self, words: Sequence[str]) -> Iterator[tuple[str, ...]]:
        at = 0
        while at < len(words):
            tries = (tuple(words[at : at + length]) for length in self._lengths.get(words[at], ()))
            hit = next((some for some in tries if some in self._names), None)
            if hit:
                yield hit
            at += len(hit) if hit else 1


def _spelling(language: str, label: str) -> str:
    """The word that must keep its capital: "Word", for a Dutch "word" is a verb. German writes all nouns with one."""
    first = _FIRST.match(label)
    return first[0] if first and language != "de" and label[:1].isupper() else ""


class Enricher:
    """Links courses to a vocabulary. Without a model (`labels` and both encoders None) only by exact label."""

    def __init__(
        self,
        vocabulary: Vocabulary,
        labels: Labels | None = None,
        *,
        own_text: Callable[[Course], Iterable[str]],
        queries: Encode | None = None,
        passages: Encode | None = None,
        corrections: Mapping[str, tuple[Correction, ...]] | None = None,
    ) -> None:
        """`own_text` is that of `documents`: the title twice, then the rest.

        `queries` and `passages` give one vector per text (see `Embedder`). Raises ValueError for labels without them.
        """
        if len({part is None for part in (labels, queries, passages)}) > 1:
            raise ValueError("labels, queries and passages go together")
        self._vocabulary, self._labels, self._own_text = vocabulary, labels, own_text
        self._queries, self._passages = queries, passages
        self._corrections = corrections or {}
        self._occupations = Mentions(vocabulary.occupations)
        self._competences = Mentions(vocabulary.competences, sole=True)
        numbers: Mapping[str, Any] = yaml.safe_load(NUMBERS.read_text(encoding="utf-8"))
        sizes = numbers["vocabularies"]
        size = next((one for one in sizes if len(vocabulary.occupations) <= one["occupations"]), sizes[-1])
        self._weights: Mapping[str, float] = size["words" if labels is None else "meaning"]
        self._rule: Mapping[str, float] = numbers["competences"]
        self._whole_title: float = numbers["whole_title"]
        self._most: int = numbers["most"]
        self._called: dict[str, set[str]] = defaultdict(set)
        for concept in vocabulary.by_id.values():
            for _, label in concept.every_label():
                self._called[label_key(label)].add(concept.id)

    def enrich(self, courses: Sequence[Course]) -> list[Course]:
        """The courses with their links, in the order given. What was declared stays, unless somebody removed it."""
        found: list[Course] = []
        for start in range(0, len(courses), _BATCH):
            batch = courses[start : start + _BATCH]
            found += [self._linked(course, signs) for course, signs in zip(batch, self.signs(batch), strict=True)]
        return found

    def signs(self, courses: Sequence[Course]) -> list[Mapping[str, Signs]]:
        """What speaks for which occupation (by id), for each course. For measuring; `enrich` decides by it."""
        texts = [self._texts(course) for course in courses]
        if self._labels is None or self._queries is None or self._passages is None:
            return [self._signs(title, pieces, None, None) for title, pieces in texts]
        titles = self._queries([title for title, _ in texts])
        bodies = self._passages([". ".join([title, *pieces]) for title, pieces in texts])
        return [self._signs(*text, *vectors) for text, *vectors in zip(texts, titles, bodies, strict=True)]

    def likelihood(self, signs: Signs) -> float:
        """How likely it is that a link with these signs is right, 0 to 1."""
        if signs.named == 1:
            return self._whole_title
        total = self._weights["intercept"]
        total += sum(value * self._weights.get(name, 0.0) for name, value in signs.weighed().items())
        return 1 / (1 + math.exp(-total))

    def _texts(self, course: Course) -> tuple[str, list[str]]:
        """The title, and the rest that is not empty. `own_text` says the title twice, to weigh it for words."""
        title, _, *others = self._own_text(course)
        return title, [piece for piece in others if piece]

    def _signs(
        self, title: str, pieces: Sequence[str], title_vector: Vectors | None, body_vector: Vectors | None
    ) -> Mapping[str, Signs]:
        named = self._occupations.part(title)
        mentions = self._occupations.find(title) + self._in_pieces(self._occupations, pieces)
        by_title, by_body = self._shares(title, title_vector), self._shares(title, body_vector)
        return {
            name: Signs(by_title.get(name, 0.0), by_body.get(name, 0.0), mentions[name], named.get(name, 0.0))
            for name in sorted({*by_title, *by_body, *mentions})
        }

    def _shares(self, title: str, vector: Vectors | None) -> Mapping[str, float]:
        if self._labels is None or vector is None:
            return {}
        return {one.occupation.id: one.share for one in self._labels.link(title, vector)}

    @staticmethod
    def _in_pieces(mentions: Mentions, pieces: Iterable[str]) -> Counter[str]:
        found: Counter[str] = Counter()
        for piece in pieces:
            found += mentions.find(piece)
        return found

    def _linked(self, course: Course, signs: Mapping[str, Signs]) -> Course:
        likely = {name: self.likelihood(one) for name, one in signs.items()}
        accepted = {name: chance for name, chance in likely.items() if chance >= self._weights["accept"]}
        occupations = self._links(course, "occupation", course.occupations, accepted)
        competences = self._links(course, "competence", course.competences, self._taught(course))
        if (occupations, competences) == (course.occupations, course.competences):
            return course
        # Not validated again: the links are valid records.
        return course.model_copy(update={"occupations": occupations, "competences": competences})

    def _taught(self, course: Course) -> Mapping[str, float]:
        """Competences that the title calls by name, or the text often enough."""
        title, pieces = self._texts(course)
        in_title = self._competences.find(title)
        found = in_title + self._in_pieces(self._competences, pieces)
        enough = (name for name, times in found.items() if name in in_title or times >= self._rule["mentions"])
        return dict.fromkeys(enough, self._rule["confidence"])

    def _links(
        self, course: Course, kind: str, declared: tuple[Link, ...], inferred: Mapping[str, float]
    ) -> tuple[Link, ...]:
        """Declared, then reviewed, then inferred links, the likeliest first; each concept once."""
        said = {one.concept: one.action in ACCEPTED for one in self._corrections.get(course.id, ()) if one.kind == kind}
        kept = tuple(left for link in declared if (left := self._ruled(link, said)))
        told = {name for link in kept for name in self._meant(link)}
        reviewed = sorted(name for name, yes in said.items() if yes and name in self._vocabulary.by_id)
        ranked = sorted((-chance, name) for name, chance in inferred.items() if name not in told | said.keys())
        made = [self._link(name, course, Origin.REVIEWED, 1.0) for name in reviewed if name not in told]
        made += [self._link(name, course, Origin.INFERRED, round(-chance, 3)) for chance, name in ranked[: self._most]]
        return (*kept, *made)

    def _ruled(self, link: Link, said: Mapping[str, bool]) -> Link | None:
        """A declared link as the corrections leave it: as it is, reviewed, or gone."""
        verdicts = {name: said[name] for name in sorted(self._meant(link)) if name in said}
        if not verdicts:
            return link
        accepted = next((name for name, yes in verdicts.items() if yes), None)
        if accepted is None:
            return None
        return link.model_copy(update={"target": accepted, "origin": Origin.REVIEWED, "confidence": 1.0})

    def _meant(self, link: Link) -> set[str]:
        """The concepts that a link names: by its id, or where it has none by its label."""
        return {link.target} if link.target is not None else self._called.get(label_key(link.label), set())

    def _link(self, name: str, course: Course, origin: Origin, confidence: float) -> Link:
        _, labels = self._vocabulary.by_id[name].spoken(course.text_language)
        return Link(label=labels.preferred, target=name, origin=origin, confidence=confidence)
