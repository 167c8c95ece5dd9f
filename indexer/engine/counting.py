"""The embedded engine's counts. All choices of a filter are counted at once, from bits that are kept between questions.

For each choice there is a row of bits, one for each course: where the other filters leave whole courses, its count is
the bits in common with them. Where they leave single runs, each run has a word with one bit for each choice; the words
of a course's runs are joined, and the courses of each bit counted.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.engine.columns import Mask
from indexer.engine.part import Part
from indexer.engine.port import Clause, Count, Narrowing, Question
from indexer.fields import Level

Words = NDArray[Any]
# Choices of one word; a filter with more has several words.
_WIDEST = 64
# Which bits each value of a byte has: (256, 8).
_BITS = np.arange(256)[:, None] >> np.arange(8) & 1


def level_of(in_run: bool) -> Level:
    """Of which entities a narrowing or a count speaks."""
    return Level.RUN if in_run else Level.COURSE


def bits_of(mask: Mask) -> NDArray[np.uint64]:
    """A mask as bits, in whole words of 64."""
    packed = np.packbits(mask, bitorder="little")
    return np.pad(packed, (0, -len(packed) % 8)).view(np.uint64)


@dataclass(frozen=True, slots=True)
class Choices:
    """The choices of one filter over all courses.

    courses: (choices, words of 64 courses); runs: one array of words per run for each 64 choices, none where the
    filter speaks of courses.
    """

    courses: NDArray[np.uint64]
    runs: tuple[Words, ...]

    @classmethod
    def of(cls, whole: Part, clauses: tuple[Clause, ...], level: Level) -> "Choices":
        """From the masks of the choices over all courses."""
        masks = [whole.mask(clause, level) for clause in clauses]
        if level == Level.COURSE:
            return cls(np.stack([bits_of(mask) for mask in masks]), ())
        courses = np.stack([bits_of(whole.with_run(mask)) for mask in masks])
        return cls(courses, tuple(_words(masks[at : at + _WIDEST]) for at in range(0, len(masks), _WIDEST)))

    def among(self, courses: NDArray[np.uint64]) -> list[int]:
        """How many of these courses each choice brings."""
        found: list[int] = np.bitwise_count(self.courses & courses).sum(axis=1, dtype=np.int64).tolist()
        return found

    def within(self, left: "Runs") -> list[int]:
        """How many courses have one of these runs with each choice."""
        found: list[int] = []
        for words in self.runs:
            # By bytes: how often each of the 256 values comes says how often each of its bits does.
            joined = left.joined(words).view(np.uint8).reshape(-1, words.itemsize)
            for column in joined.T:
                found += (np.bincount(column, minlength=256) @ _BITS).tolist()
        return found[: len(self.courses)]


class Runs:
    """Some runs, in order, and how the words of a course's runs become one.

    The words of neighbours are joined, then of neighbours at a distance of two, of four and so on, so that a few steps
    over whole arrays do for any number of runs. `owner` says whose each run is.
    """

    def __init__(self, runs: NDArray[np.int64], owner: NDArray[np.int64]) -> None:
        self._runs = runs
        self.firsts = np.flatnonzero(np.diff(owner, prepend=-1))
        sizes = np.diff(self.firsts, append=len(runs))
        number = np.arange(len(runs)) - np.repeat(self.firsts, sizes)
        left = np.repeat(sizes, sizes) - number
        self._steps = []
        step, most = 1, sizes.max(initial=0)
        while step < most:
            joins = np.flatnonzero((number % (2 * step) == 0) & (left > step))
            self._steps.append((joins, joins + step))
            step *= 2

    def joined(self, words: Words) -> Words:
        """One word for each course that has any of these runs."""
        own = words[self._runs]
        for first, second in self._steps:
            own[first] |= own[second]
        return own[self.firsts]


def _words(masks: Sequence[Mask]) -> Words:
    """One word per run, as narrow as can be: bit n is mask n."""
    kind: Any = next(one for one in (np.uint8, np.uint16, np.uint32, np.uint64) if len(masks) <= 8 * one(0).itemsize)
    words: Words = np.zeros(len(masks[0]), dtype=kind)
    for number, mask in enumerate(masks):
        words[mask] |= kind(1 << number)
    return words


class _Left:
    """What the other filters leave of a part of the courses: `courses`, and `runs` where any of them speaks of runs."""

    def __init__(self, part: Part, courses: Mask, runs: Mask | None) -> None:
        self._part, self._courses, self._mask = part, courses, runs

    def count(self, choices: Choices) -> list[int]:
        """How many courses each choice brings."""
        if choices.runs and self._runs is not None:
            return choices.within(self._runs)
        return choices.among(self._bits)

    @cached_property
    def _runs(self) -> Runs | None:
        if self._mask is None:
            return None
        chosen = np.flatnonzero(self._courses[self._part.owner] & self._mask)
        return Runs(self._part.runs[chosen], self._part.owner[chosen])

    @cached_property
    def _bits(self) -> NDArray[np.uint64]:
        """The courses that are left, over all courses."""
        left = self._courses if self._mask is None else self._courses & self._part.with_run(self._mask)
        every = np.zeros(self._part.total, dtype=np.bool_)
        every[self._part.rows[left]] = True
        return bits_of(every)


Narrowed = Sequence[tuple[Narrowing, Mask]]
ChoicesOf = Callable[[tuple[Clause, ...], Level], Choices]


def counts(
    question: Question, part: Part, base: Mask, narrowed: Narrowed, choices_of: ChoicesOf
) -> dict[tuple[str, str], int]:
    """(filter, choice) -> how many courses of `base`, a mask over the part, it brings.

    `narrowed`: each narrowing with its mask over the part's courses or runs.
    """
    filters: dict[tuple[str, bool], list[Count]] = {}
    for one in question.counts:
        filters.setdefault((one.name, one.in_run), []).append(one)
    names = {one.name for one, _ in narrowed}
    lefts: dict[str | None, _Left] = {}
    found: dict[tuple[str, str], int] = {}
    for (name, in_run), some in filters.items():
        own = name if name in names else None
        if own not in lefts:
            lefts[own] = _Left(part, *passing(base, [pair for pair in narrowed if pair[0].name != own]))
        choices = choices_of(tuple(one.clause for one in some), level_of(in_run))
        found |= {(name, one.choice): number for one, number in zip(some, lefts[own].count(choices), strict=True)}
    return found


def passing(base: Mask, narrowed: Narrowed) -> tuple[Mask, Mask | None]:
    """(courses of `base`, runs) that pass narrowings of their own level; None where none speaks of runs."""
    courses, runs = base, None
    for one, mask in narrowed:
        if not one.in_run:
            courses = courses & mask
        else:
            runs = mask if runs is None else runs & mask
    return courses, runs
