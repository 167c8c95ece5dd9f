"""What every engine does the same way: fuse the lists, decide what is likely, put the page in order. Pure."""

import math
from collections.abc import Callable, Sequence
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

Numbers = NDArray[np.float64]
Keys = NDArray[np.int64]
Flags = NDArray[np.bool_]


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


def ceiling(ranked: RankedList, documents: int) -> float:
    """By what a raw score is divided before the likelihood weighs it (see Likelihood)."""
    if not isinstance(ranked, TextList):
        return 1.0
    return max(1, len(set(ranked.tokens))) * math.log1p(max(1, documents)) * BM25_CEILING


def probabilities(question: Question, raw: Numbers, documents: int) -> Numbers:
    """How likely each document is a good answer. raw: (lists, documents found)."""
    if question.likelihood is None:
        return np.zeros(raw.shape[1])
    ceilings = np.array([ceiling(ranked, documents) for ranked in question.lists])
    slopes = np.array(question.likelihood.slopes) / ceilings
    # Without an overflow where it is far off.
    exponents = np.clip(question.likelihood.intercept + slopes @ raw, -700, 700)
    likely: Numbers = 1 / (1 + np.exp(-exponents))
    return likely


@dataclass(frozen=True, slots=True)
class Fused:
    """The first `depth` documents of the fused lists as arrays, best first.

    keys: (n,) what the engine calls the documents; totals, likely: (n,); parts: (n, lists).
    """

    keys: Keys
    totals: Numbers
    parts: Numbers
    likely: Numbers

    def hits(self, places: Keys, names: Sequence[str]) -> list[Hit]:
        """The documents at these places, under their ids."""
        rows = zip(names, self.totals[places].tolist(), self.parts[places].tolist(), strict=True)
        return [Hit(id=name, total=total, parts=tuple(parts)) for name, total, parts in rows]


def highest(scores: Numbers | NDArray[np.float32], depth: int) -> Keys:
    """The places of the highest `depth` scores and of all that equal the last of them, in no order."""
    if len(scores) <= depth:
        return np.arange(len(scores))
    cut = np.partition(scores, len(scores) - depth)[len(scores) - depth]
    return np.flatnonzero(scores >= cut)


def cut(keys: Keys, scores: Numbers, depth: int, order: Keys) -> tuple[Keys, Numbers]:
    """The best `depth` of one list, in no order; of equals at the cut those whose ids come first."""
    kept = highest(scores, depth)
    if len(kept) > depth:
        kept = kept[np.lexsort((order[keys[kept]], -scores[kept]))[:depth]]
    return keys[kept], scores[kept]


def fuse_keys(question: Question, lists: Sequence[tuple[Keys, Numbers]], documents: int, order: Keys) -> Fused:
    """The weighted sum of the scaled lists. Each list: (keys, raw scores), a key at most once, in any order.

    Keys are places in `order`, which says of each its place among all ids in order.
    """
    every = np.concatenate([np.empty(0, dtype=np.int64), *(found for found, _ in lists)])
    # Where each key stands for the last time, so that it is taken once; the rest of `place` means nothing.
    place = np.empty(len(order), dtype=np.int64)
    place[every] = np.arange(len(every))
    keys = every[place[every] == np.arange(len(every))]
    place[keys] = np.arange(len(keys))
    raw, parts = np.zeros((2, len(lists), len(keys)))
    for at, (ranked, (found, scores)) in enumerate(zip(question.lists, lists, strict=True)):
        raw[at, place[found]] = scores
        shares = scaled(scores, question.top, from_zero=isinstance(ranked, TextList))
        parts[at, place[found]] = ranked.weight * shares
    totals = parts.sum(axis=0)
    best = _best(totals, raw[0] if len(lists) else totals, order[keys], question.depth)
    return Fused(keys[best], totals[best], parts[:, best].T, probabilities(question, raw[:, best], documents))


def _best(totals: Numbers, first: Numbers, order: Keys, depth: int) -> Keys:
    """The first `depth` places by total, then by the first list, then by id; only what may be among them is sorted."""
    # Most documents are in one list alone and below its first `top`, so that the lowest total is that of many.
    lowest = totals.min(initial=0.0)
    kept = np.flatnonzero(totals > lowest)
    if len(kept) >= depth:
        kept = kept[highest(totals[kept], depth)]
    else:
        equal = np.flatnonzero(totals == lowest)
        kept = np.concatenate((kept, equal[highest(first[equal], depth - len(kept))]))
    best: Keys = kept[np.lexsort((order[kept], -first[kept], -totals[kept]))][:depth]
    return best


def likely_at(question: Question, fused: Fused) -> Keys:
    """The keys whose probability reaches the floor."""
    floor = question.likelihood.floor if question.likelihood else math.inf
    return fused.keys[fused.likely >= floor]


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
class Standing:
    """Of each fused document, best first: whether it is within the narrowings, can be started, and is in the answer."""

    within: Flags
    startable: Flags
    answers: Flags


Named = Callable[[Keys], Sequence[Hit]]
Rest = Callable[[bool | None, int, int], Sequence[str]]


def splits(count: int, startable: int) -> bool:
    """Whether what can not be started any more goes below the rest: at least half of the answer can be started."""
    return 2 * startable >= count


def page(
    question: Question, standing: Standing, count: int, startable: int, named: Named, rest: Rest
) -> tuple[Hit, ...]:
    """The hits of one page by relevance.

    `named(places)` makes hits of fused documents. `rest(wanted, offset, limit)` gives ids of the answer outside the
    fused documents, by the first list's BM25 and id, only those that can be started as `wanted` says (None: all).
    """
    groups = [(True, startable), (False, count - startable)] if splits(count, startable) else [(None, count)]
    hits: list[Hit] = []
    before = 0
    for wanted, size in groups:
        mine = standing.answers if wanted is None else standing.answers & (standing.startable == wanted)
        ranked = np.flatnonzero(mine)
        start = max(0, question.offset - before)
        room = question.limit - len(hits)
        chosen = ranked[start : start + room]
        hits += named(chosen)
        missing = min(room, max(0, size - start)) - len(chosen)
        if missing > 0:
            hits += [Hit(id=name) for name in rest(wanted, max(0, start - len(ranked)), missing)]
        before += size
    return tuple(hits)


def nearest(question: Question, fused: Fused, standing: Standing, count: int, named: Named) -> tuple[Hit, ...]:
    """The next best within the narrowings, as many as the answer lacks of `Question.nearest`."""
    others = np.flatnonzero(standing.within & ~standing.answers & (fused.totals > 0))
    return tuple(named(others[: max(0, question.nearest - count)]))
