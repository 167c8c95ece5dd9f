"""From a question understood to the lists, weights and floor that the engine is asked with; numbers in one file."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import yaml

from catalogue.competences import Occupation
from catalogue.course import Record
from indexer.engine.port import EVERYTHING, AllOf, AnyOf, Clause, Has, Likelihood, RankedList, TextList, VectorList
from indexer.fields import MEANING
from matcher.understand import Asked, Meant, Wanted, likeliest

_NUMBERS = Path(__file__).parent / "data" / "fusion.yaml"
# Lists are scaled by their first TOP; only the first DEPTH of the fused list can be answers without holding every
# word; an answer of fewer than NEAREST is followed by the next best.
TOP, DEPTH, NEAREST = 200, 2000, 10
# From this share of a goal on people are told which occupations are searched for beside their words.
SAID = 0.3
# What each list is called where a score is explained.
WORDS, GRAMS, SENSE, CONCEPT_WORDS, CONCEPT_GRAMS = "words", "grams", "meaning", "concept_words", "concept_grams"


class Lexical(Record):
    """Weights of the two lists of text."""

    words: float
    grams: float


class Goal(Lexical):
    """Weights of a question that surely names an occupation."""

    meaning: float
    blend: float
    concept: float


class Kind(Lexical):
    """Weights of a question that names none; `gate`: between which likenesses it becomes a goal."""

    meaning: float
    gate: tuple[float, float]


class Likely(Lexical):
    """Intercept, slopes and floor; see `Likelihood`."""

    intercept: float
    meaning: float = 0.0
    concept: float = 0.0
    floor: float


class Numbers(Record):
    """The numbers of data/fusion.yaml."""

    date: object
    words_only: Lexical
    goal: Goal
    kinds: dict[str, Kind]
    likelihood: dict[str, Likely]


@dataclass(frozen=True, slots=True)
class Plan:
    """What the engine is asked: the lists with their names, and the floor."""

    lists: tuple[RankedList, ...] = ()
    names: tuple[str, ...] = ()
    likelihood: Likelihood | None = None
    model: str = ""


@cache
def numbers() -> Numbers:
    """Reads the data file. Raises pydantic's ValidationError where it is not whole."""
    return Numbers.model_validate(yaml.safe_load(_NUMBERS.read_text(encoding="utf-8")))


def plan(asked: Asked, meant: Meant | None = None) -> Plan:
    """The lists of a question; none for one that asks for everything. Without `meant` by words alone."""
    if not asked.wanted:
        return Plan()
    if meant is None:
        given = numbers().words_only
        named = _lexical(asked, given.words, given.grams)
        return _plan(named, numbers().likelihood["words_only"], "")
    return _plan(_with_meaning(asked, meant), numbers().likelihood["with_meaning"], meant.model)


def _plan(named: dict[str, RankedList], likely: Likely, model: str) -> Plan:
    slopes = {WORDS: likely.words, GRAMS: likely.grams, SENSE: likely.meaning}
    likelihood = Likelihood(
        intercept=likely.intercept,
        slopes=tuple(slopes.get(name, likely.concept) for name in named),
        floor=likely.floor,
    )
    return Plan(tuple(named.values()), tuple(named), likelihood, model)


def _lexical(asked: Asked, words: float, grams: float) -> dict[str, RankedList]:
    return {
        WORDS: TextList(field="words", tokens=asked.tokens, weight=words),
        GRAMS: TextList(field="grams", tokens=asked.grams, weight=grams),
    }


def goal_share(meant: Meant) -> float:
    """0 to 1: how surely the question names an occupation, by the likeness of the best label."""
    low, high = numbers().kinds[meant.kind].gate
    return float(np.clip((meant.likeness - low) / (high - low), 0, 1))


def _with_meaning(asked: Asked, meant: Meant) -> dict[str, RankedList]:
    goal, kind, share = numbers().goal, numbers().kinds[meant.kind], goal_share(meant)

    def mixed(plain: float, of_goal: float) -> float:
        return (1 - share) * plain + share * of_goal

    named = _lexical(asked, mixed(kind.words, goal.words), mixed(kind.grams, goal.grams))
    vector = meant.blended(goal.blend * share)
    weight = mixed(kind.meaning, goal.meaning)
    named[SENSE] = VectorList(field=MEANING, vector=tuple(vector.tolist()), weight=weight)
    if share and meant.labels.wanted:
        only = numbers().words_only
        labels = _lexical(meant.labels, share * goal.concept * only.words, share * goal.concept * only.grams)
        named |= {CONCEPT_WORDS: labels[WORDS], CONCEPT_GRAMS: labels[GRAMS]}
    return named


def occupations(meant: Meant | None) -> tuple[Occupation, ...]:
    """The occupations that are searched for beside the words of a question, the likeliest first."""
    if meant is None or goal_share(meant) < SAID:
        return ()
    return tuple(one.occupation for one in likeliest(meant.linked))


def _holds(word: Wanted) -> Clause:
    whole = Has("words", word.stems)
    split = [AllOf(tuple(Has("words", (part,)) for part in row)) for row in word.compounds]
    return AnyOf((whole, *split)) if split else whole


def each_held(asked: Asked) -> tuple[Clause, ...]:
    """For each content word the courses that hold it."""
    return tuple(map(_holds, asked.wanted))


def held(asked: Asked) -> Clause:
    """Courses that hold every content word, as its stem or as all its compound parts; or those of another form."""
    if not asked.wanted:
        return EVERYTHING
    forms = tuple(AllOf(tuple(map(_holds, words))) for words in dict.fromkeys((asked.wanted, *asked.forms)))
    return AnyOf(forms) if len(forms) > 1 else forms[0]
