"""The vector of a course: its body, its title and what it is linked to, added with fixed weights.

A weighted sum of cosines is the dot product with the weighted sum of vectors, so one stored vector serves them all.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from catalogue.competences import Vocabulary
from catalogue.course import Course
from indexer.documents import SAID, concept_of, own_text
from indexer.engine.port import Document
from indexer.fields import MEANING
from indexer.labels import Labels

Vectors = NDArray[np.float32]
Encode = Callable[[Sequence[str]], Vectors]

# By experiment on the development sets: docs/decisions/0007.
TITLE = 0.2
COMPETENCES = 0.1
_BATCH = 128


@dataclass(frozen=True, slots=True)
class Text:
    """What of a course is embedded: its title, its whole text, and the ids of the occupations it is linked to."""

    title: str
    body: str
    links: tuple[tuple[str, float], ...] = ()


def text_of(course: Course, vocabulary: Vocabulary) -> Text:
    """The text of a course; links with their confidence."""
    title, _, *others = own_text(course)
    # Guessed links were measured and bring nothing here: decision 7.
    said = (link for link in course.occupations if link.origin in SAID)
    found = [(concept_of(link, vocabulary), link.confidence) for link in said]
    links = tuple((concept.id, confidence) for concept, confidence in found if concept is not None)
    return Text(title, ". ".join([title, *(piece for piece in others if piece)]), links)


def vectors_of(texts: Sequence[Text], encode: Encode, labels: Labels | None) -> Vectors:
    """One vector per text, not of length 1. `encode` gives vectors of passages."""
    titles, bodies = encode([text.title for text in texts]), encode([text.body for text in texts])
    made = (1 - TITLE) * bodies + TITLE * titles
    for row, text in enumerate(texts):
        linked = _mean(text, labels) if labels else None
        if linked is not None:
            made[row] = (1 - COMPETENCES) * made[row] + COMPETENCES * linked
    return np.asarray(made, dtype=np.float32)


def _mean(text: Text, labels: Labels) -> Vectors | None:
    known = [(labels.vector(name), confidence) for name, confidence in text.links]
    parts = [(vector, confidence) for vector, confidence in known if vector is not None and confidence > 0]
    if not parts:
        return None
    weight = sum(confidence for _, confidence in parts)
    return np.asarray(sum(confidence * vector for vector, confidence in parts) / weight, dtype=np.float32)


def with_vectors(
    pairs: Iterable[tuple[Course, Document]], vocabulary: Vocabulary, encode: Encode, labels: Labels | None
) -> Iterator[Document]:
    """The documents with their vectors, encoded in batches."""
    rest = iter(pairs)
    while batch := list(islice(rest, _BATCH)):
        vectors = vectors_of([text_of(course, vocabulary) for course, _ in batch], encode, labels)
        for (_, document), vector in zip(batch, vectors.tolist(), strict=True):
            yield replace(document, vectors={MEANING: tuple(vector)})
