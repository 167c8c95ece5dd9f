"""What every engine does the same way: fuse the lists, decide what is likely, put the page in order. Pure."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indexer.engine.port import (
    EVERYTHING,
    AllOf,
    Clause,
    Count,
    Hit,
    InRun,
    Narrowing,
    Question,
    RankedList,
    TextList,
)

# The highest factor that BM25 gives a term: k1 + 1.
BM25_CEILING = 2.2

Scores = Mapping[str, float]
Numbers = NDArray[np.float64]
Keys = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Scored:
    """A document among the first `depth` of the fused lists. `first` is its raw score in the first list."""

    id: str
    total: float
    parts: tuple[float, ...]
    first: float
    probability: float

    def hit(self) -> Hit:
        """What the answer says of it."""
        return Hit(id=self.id, total=self.total, parts=self.parts)


def scaled(scores: Numbers, top: int, *, from_zero: bool) -> Numbers:
    """Min-max by the first `top` scores; what lies below them gets 0.

    A list of fewer starts from 0 where documents outside it have a score of 0 (text), else from its lowest (vectors).
    """
    if not len(scores):
        return scores
    high = scores.max()
    if len(scores) >= top:
        low = np.partition(scores, len(scores) - top)[len(scores) - top]
    else:
        low = min(0.0, scores.min()) if from_zero else scores.min()
    if high <= low:
        return np.ones(len(scores))
    shares: Numbers = np.maximum(0.0, (scores - low) / (high - low))
    return shares


def highest(ranked: RankedList, documents: int) -> float:
    """By what a raw score is divided before the likelihood weighs it (see Likelihood)."""
    if not isinstance(ranked, TextList):
        return 1.0
    return max(1, len(set(ranked.tokens))) * math.log1p(max(1, documents)) * BM25_CEILING


def probabilities(question: Question, raw: Numbers, documents: int) -> Numbers:
    """How likely each document is a good answer. raw: (lists, documents found)."""
    if question.likelihood is None:
        return np.zeros(raw.shape[1])
    ceilings = np.array([highest(ranked, documents) for ranked in question.lists])
    slopes = np.array(question.likelihood.slopes) / ceilings
    # Without an overflow where it is far off.
    exponents = np.clip(question.likelihood.intercept + slopes @ raw, -700, 700)
    likely: Numbers = 1 / (1 + np.exp(-exponents))
    return likely


@dataclass(frozen=True, slots=True)
class Fused:
    """The first `depth` documents of the fused lists as arrays, best first.

    keys: (n,) what the engine calls the documents; totals, first, likely: (n,); parts: (n, lists).
    """

    keys: Keys
    totals: Numbers
    parts: Numbers
    first: Numbers
    likely: Numbers

    def scored(self, places: Keys, names: Sequence[str]) -> list[Scored]:
        """The documents at these places, under their ids."""
        arrays = (self.totals, self.parts, self.first, self.likely)
        rows = zip(names, *(one[places].tolist() for one in arrays), strict=True)
        return [Scored(name, total, tuple(parts), first, likely) for name, total, parts, first, likely in rows]


def fuse_keys(question: Question, lists: Sequence[tuple[Keys, Numbers]], documents: int, order: Keys) -> Fused:
    """The weighted sum of the scaled lists. Each list: (keys, raw scores), a key at most once.

    `order` says of each key its place among all ids in order.
    """
    keys = np.unique(np.concatenate([np.empty(0, dtype=np.int64), *(found for found, _ in lists)]))
    raw, parts = np.zeros((2, len(lists), len(keys)))
    for at, (ranked, (found, scores)) in enumerate(zip(question.lists, lists, strict=True)):
        places = np.searchsorted(keys, found)
        raw[at, places] = scores
        parts[at, places] = ranked.weight * scaled(scores, question.top, from_zero=isinstance(ranked, TextList))
    totals = parts.sum(axis=0)
    first = raw[0] if len(lists) else totals
    best = np.lexsort((order[keys], -first, -totals))[: question.depth]
    likely = probabilities(question, raw[:, best], documents)
    return Fused(keys[best], totals[best], parts[:, best].T, first[best], likely)


def fuse(question: Question, lists: Sequence[Scores], documents: int) -> list[Scored]:
    """The same for lists that go by id."""
    names = sorted({name for scores in lists for name in scores})
    place = {name: at for at, name in enumerate(names)}
    arrays = [
        (
            np.fromiter((place[name] for name in scores), dtype=np.int64, count=len(scores)),
            np.fromiter(scores.values(), dtype=np.float64, count=len(scores)),
        )
        for scores in lists
    ]
    fused = fuse_keys(question, arrays, documents, np.arange(len(names)))
    return fused.scored(np.arange(len(fused.keys)), [names[key] for key in fused.keys.tolist()])


def likely_at(question: Question, fused: Fused) -> Keys:
    """The keys whose probability reaches the floor."""
    floor = question.likelihood.floor if question.likelihood else math.inf
    return fused.keys[fused.likely >= floor]


def likely_ids(question: Question, fused: Sequence[Scored]) -> tuple[str, ...]:
    """The ids whose probability reaches the floor."""
    floor = question.likelihood.floor if question.likelihood else math.inf
    return tuple(scored.id for scored in fused if scored.probability >= floor)


def combined(narrowings: Sequence[Narrowing], count: Count | None = None) -> Clause:
    """All narrowings as one clause, those on runs within one run; a count replaces the narrowing of its own name."""
    kept: list[Narrowing | Count] = [one for one in narrowings if count is None or one.name != count.name]
    if count is not None:
        kept.append(count)
    course = [one.clause for one in kept if not one.in_run]
    run = [one.clause for one in kept if one.in_run]
    if run:
        course.append(InRun(AllOf(tuple(run))))
    return AllOf(tuple(course)) if course else EVERYTHING


def run_clause(narrowings: Sequence[Narrowing]) -> Clause:
    """What one run must satisfy: by this the next start and the distance are taken."""
    return AllOf(tuple(one.clause for one in narrowings if one.in_run))


@dataclass(frozen=True, slots=True)
class Passing:
    """Of the fused documents, those within the narrowings: whether each can be started and is part of the answer."""

    startable: bool
    answers: bool


Rest = Callable[[bool | None, int, int], Sequence[str]]


def splits(count: int, startable: int) -> bool:
    """Whether what can not be started any more goes below the rest: at least half of the answer can be started."""
    return 2 * startable >= count


def page(
    question: Question, fused: Sequence[Scored], passing: Mapping[str, Passing], count: int, startable: int, rest: Rest
) -> tuple[Hit, ...]:
    """The hits from `offset` on, by relevance.

    `rest(startable, offset, limit)` gives ids of the answer that are not among `fused`, by the first list's score
    and id: those that can (True) or can not (False) be started, or all (None).
    """
    groups: list[tuple[bool | None, int]] = [(None, count)]
    if splits(count, startable):
        groups = [(True, startable), (False, count - startable)]
    hits: list[Hit] = []
    before = 0
    for wanted, size in groups:
        ranked = [one for one in fused if (at := passing.get(one.id)) and at.answers and wanted in (None, at.startable)]
        start = max(0, question.offset - before)
        room = question.limit - len(hits)
        chosen = [one.hit() for one in ranked[start : start + room]]
        missing = min(room, max(0, size - start)) - len(chosen)
        if missing > 0:
            chosen += [Hit(id=name) for name in rest(wanted, max(0, start - len(ranked)), missing)]
        hits += chosen
        before += size
    return tuple(hits)


def nearest(question: Question, fused: Sequence[Scored], passing: Mapping[str, Passing], count: int) -> tuple[Hit, ...]:
    """The next best within the narrowings, as many as the answer lacks of `Question.nearest`."""
    lacking = max(0, question.nearest - count)
    others = (one for one in fused if one.total > 0 and (at := passing.get(one.id)) and not at.answers)
    return tuple(one.hit() for one, _ in zip(others, range(lacking), strict=False))
