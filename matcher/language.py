"""In which of the four languages a question is written, from its letters alone.

Naive Bayes over word-bounded 3-grams of the shipped labels and of the words that hold sentences together. Short
questions are often undecided; then Dutch is taken, the language of most courses.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from catalogue.vocabulary import load_vocabulary
from indexer import analysis

FALLBACK = "nl"
# How much likelier (natural logarithm) another language must be than Dutch.
MARGIN = 1.5
_FUNCTION_WORDS = Path(__file__).parent / "data" / "emptywords.yaml"


def _grams(words: Iterable[str]) -> list[str]:
    return [f"_{word}_"[at : at + 3] for word in words for at in range(len(word))]


@dataclass(frozen=True, slots=True)
class Model:
    """Log-probability of each 3-gram per language, and that of one never seen."""

    seen: Mapping[str, Mapping[str, float]]
    unseen: Mapping[str, float]

    def scores(self, words: Iterable[str]) -> dict[str, float]:
        """Log-likelihood per language."""
        grams = _grams(words)
        return {
            language: sum(known.get(gram, self.unseen[language]) for gram in grams)
            for language, known in self.seen.items()
        }


@cache
def model() -> Model:
    """Made from the shipped vocabulary; takes some hundredths of a second."""
    wrappers = yaml.safe_load(_FUNCTION_WORDS.read_text(encoding="utf-8"))
    seen, unseen = {}, {}
    vocabulary = load_vocabulary()
    for language in analysis.LANGUAGES:
        words = [word for kind in wrappers[language].values() for word in kind.split()]
        for concept in (*vocabulary.occupations, *vocabulary.competences):
            words += [word for label in concept.labels[language].every() for word in analysis.split(label)]
        counts = Counter(_grams(words))
        total = sum(counts.values()) + len(counts) + 1
        seen[language] = {gram: math.log((count + 1) / total) for gram, count in counts.items()}
        unseen[language] = math.log(1 / total)
    return Model(seen, unseen)


def language_of(words: Iterable[str]) -> str:
    """The language of these words; FALLBACK where another is not clearly likelier."""
    scores = model().scores(words)
    best = max(scores, key=lambda language: (scores[language], language == FALLBACK))
    return best if scores[best] > scores[FALLBACK] + MARGIN else FALLBACK
