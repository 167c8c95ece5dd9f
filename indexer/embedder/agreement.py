"""Whether a made model says the same as the one it was made from: measured over texts in four languages before use."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from catalogue.competences import LANGUAGES
from catalogue.sources.bundled import BUNDLED
from catalogue.vocabulary import load_vocabulary
from indexer.embedder.port import Embedder, Vectors

PASSAGES = 500
QUERIES = 120
LEAST_COSINE = 0.99
LEAST_OVERLAP = 0.88
_TOP = 10
# The words of the courses that ship do not depend on the day.
_DAY = date(2026, 1, 1)
_STEP = 25


@dataclass(frozen=True, kw_only=True, slots=True)
class Agreement:
    """`cosine`: the mean over all texts. `overlap`: the share of each question's ten nearest that is the same."""

    texts: int
    cosine: float
    overlap: float

    @property
    def enough(self) -> bool:
        """Whether the made model may serve."""
        return self.cosine >= LEAST_COSINE and self.overlap >= LEAST_OVERLAP


def sample() -> tuple[list[str], list[str]]:
    """(passages, questions): the courses that ship, and labels of our vocabulary in equal parts of four languages."""
    chance = random.Random(20261124)
    courses = [row.course for row in BUNDLED.read(Path(), _DAY) if row.course]
    passages = [" ".join((one.title, one.summary, one.content)) for one in courses][: PASSAGES // 2]
    concepts = sorted(load_vocabulary().by_id.values(), key=lambda concept: concept.id)
    labels = {language: [one.labels[language] for one in concepts] for language in LANGUAGES}
    questions: list[str] = []
    for place, language in enumerate(LANGUAGES):
        left = len(LANGUAGES) - place
        drawn = chance.sample(labels[language], (PASSAGES - len(passages)) // left)
        passages += [one.preferred for one in drawn]
        others = [form for one in labels[language] for form in one.every()[1:]]
        questions += chance.sample(others, QUERIES // len(LANGUAGES))
    return passages, questions


def measure(model: Embedder, made: Embedder, progress: Callable[[float], None]) -> Agreement:
    """Compares both models on `sample`; `progress` gets the share that is done."""
    passages, questions = sample()
    done, total = 0, 2 * (len(passages) + len(questions))

    def encode(method: Callable[[list[str]], Vectors], texts: list[str]) -> Vectors:
        nonlocal done
        parts = []
        for start in range(0, len(texts), _STEP):
            parts.append(method(texts[start : start + _STEP]))
            done += len(parts[-1])
            progress(done / total)
        return np.concatenate(parts)

    asked = encode(model.queries, questions), encode(made.queries, questions)
    found = encode(model.passages, passages), encode(made.passages, passages)
    cosines = np.concatenate([np.sum(one * other, axis=1) for one, other in (asked, found)])
    return Agreement(texts=len(cosines), cosine=float(cosines.mean()), overlap=_overlap(asked, found))


def _overlap(asked: tuple[Vectors, Vectors], found: tuple[Vectors, Vectors]) -> float:
    one, other = (
        np.argsort(-(questions @ passages.T), axis=1)[:, :_TOP]
        for questions, passages in zip(asked, found, strict=True)
    )
    return float(np.mean([len(np.intersect1d(*rows)) / _TOP for rows in zip(one, other, strict=True)]))
