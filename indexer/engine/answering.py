"""What every engine does the same way: fuse the lists, decide what is likely, put the page in order. Pure."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from indexer.engine.port import (
    EVERYTHING,
    AllOf,
    Clause,
    Count,
    Hit,
    InRun,
    Likelihood,
    Narrowing,
    Question,
    RankedList,
    TextList,
)

# The highest factor that BM25 gives a term: k1 + 1.
BM25_CEILING = 2.2

Scores = Mapping[str, float]


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


def scaled(scores: Scores, top: int) -> dict[str, float]:
    """Min-max by the first `top` scores; what lies below them gets 0. A short list starts from 0."""
    best_first = sorted(scores.values(), reverse=True)
    if not best_first:
        return {}
    low = best_first[top - 1] if len(best_first) >= top else min(0.0, best_first[-1])
    width = best_first[0] - low
    if width <= 0:
        return dict.fromkeys(scores, 1.0)
    return {name: max(0.0, (score - low) / width) for name, score in scores.items()}


def highest(ranked: RankedList, documents: int) -> float:
    """By what a raw score is divided before the likelihood weighs it (see Likelihood)."""
    if not isinstance(ranked, TextList):
        return 1.0
    return max(1, len(set(ranked.tokens))) * math.log1p(max(1, documents)) * BM25_CEILING


def probability(likelihood: Likelihood, raw: Sequence[float], ceilings: Sequence[float]) -> float:
    """How likely a document is a good answer, from its raw scores, one per list."""
    shares = zip(likelihood.slopes, raw, ceilings, strict=True)
    exponent = likelihood.intercept + sum(slope * score / ceiling for slope, score, ceiling in shares)
    # Without an overflow where it is far off.
    return 1 / (1 + math.exp(-exponent)) if exponent > -700 else 0.0


def fuse(question: Question, lists: Sequence[Scores], documents: int) -> list[Scored]:
    """The first `depth` documents of the weighted sum of the scaled lists, best first."""
    shares = [scaled(scores, question.top) for scores in lists]
    totals = dict.fromkeys((name for scores in lists for name in scores), 0.0)
    for ranked, share in zip(question.lists, shares, strict=True):
        for name, value in share.items():
            totals[name] += ranked.weight * value
    first: Scores = lists[0] if lists else {}
    best = sorted(totals, key=lambda name: (-totals[name], -first.get(name, 0.0), name))[: question.depth]
    ceilings = [highest(ranked, documents) for ranked in question.lists]
    likelihood = question.likelihood
    fused = []
    for name in best:
        raw = [scores.get(name, 0.0) for scores in lists]
        parts = tuple(one.weight * share.get(name, 0.0) for one, share in zip(question.lists, shares, strict=True))
        likely = probability(likelihood, raw, ceilings) if likelihood else 0.0
        fused.append(Scored(name, totals[name], parts, raw[0], likely))
    return fused


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
