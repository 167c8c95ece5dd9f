"""From a question understood to the lists, weights and floor that the engine is asked with; numbers in one file."""

from functools import cache
from pathlib import Path

import yaml

from catalogue.course import Record
from indexer.engine.port import EVERYTHING, AllOf, AnyOf, Clause, Has, Likelihood, TextList
from matcher.understand import Asked, Wanted

_NUMBERS = Path(__file__).parent / "data" / "fusion.yaml"
LISTS = ("words", "grams")
# Lists are scaled by their first TOP; only the first DEPTH of the fused list can be answers without holding every
# word; an answer of fewer than NEAREST is followed by the next best.
TOP, DEPTH, NEAREST = 200, 2000, 10


class _Likely(Record):
    intercept: float
    words: float
    grams: float
    floor: float


class Fusion(Record):
    """The numbers of data/fusion.yaml."""

    date: object
    weights: dict[str, float]
    likelihood: _Likely


@cache
def numbers() -> Fusion:
    """Reads the data file. Raises pydantic's ValidationError where it is not whole."""
    return Fusion.model_validate(yaml.safe_load(_NUMBERS.read_text(encoding="utf-8")))


def lists(asked: Asked) -> tuple[TextList, ...]:
    """The ranked lists of a question; none for one that asks for everything."""
    if not asked.wanted:
        return ()
    weights = numbers().weights
    return (
        TextList(field="words", tokens=asked.tokens, weight=weights["words"]),
        TextList(field="grams", tokens=asked.grams, weight=weights["grams"]),
    )


def likelihood(asked: Asked) -> Likelihood | None:
    """From which probability on a course is an answer though it does not hold every word."""
    if not asked.wanted:
        return None
    given = numbers().likelihood
    return Likelihood(intercept=given.intercept, slopes=(given.words, given.grams), floor=given.floor)


def _holds(word: Wanted) -> Clause:
    whole = Has("words", word.stems)
    split = [AllOf(tuple(Has("words", (part,)) for part in row)) for row in word.compounds]
    return AnyOf((whole, *split)) if split else whole


def held(asked: Asked) -> Clause:
    """Courses that hold every content word, as its stem or as all its compound parts."""
    return AllOf(tuple(_holds(word) for word in asked.wanted)) if asked.wanted else EVERYTHING
