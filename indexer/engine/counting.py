"""The embedded engine's counts: the mask of each narrowing is made once, and one name is left out at a time."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from indexer.engine.columns import Columns, Mask
from indexer.engine.port import Clause, Question
from indexer.fields import Level

MaskOf = Callable[[Clause, Level], Mask]


class Part:
    """Some courses and their runs: what is counted is counted over these alone."""

    def __init__(self, columns: Columns, base: Mask) -> None:
        self._columns = columns
        self._rows = {Level.COURSE: np.flatnonzero(base), Level.RUN: np.flatnonzero(base[columns.owner])}
        self._owner = np.searchsorted(self._rows[Level.COURSE], columns.owner[self._rows[Level.RUN]])

    def size(self, level: Level) -> int:
        """How many courses, or runs, there are."""
        return len(self._rows[level])

    def of(self, mask: Mask, level: Level) -> Mask:
        """The part of a mask over all."""
        return mask[self._rows[level]]

    def with_run(self, runs: Mask) -> Mask:
        """Which courses own one of these runs."""
        mask = np.zeros(self.size(Level.COURSE), dtype=np.bool_)
        mask[self._owner[runs]] = True
        return mask


@dataclass(frozen=True, slots=True)
class _Others:
    """All narrowings but those of one name: courses that pass, runs that pass, courses with such a run."""

    courses: Mask
    runs: Mask
    with_run: Mask


def _level(in_run: bool) -> Level:
    return Level.RUN if in_run else Level.COURSE


def counts(question: Question, columns: Part, mask_of: MaskOf, base: Mask) -> dict[tuple[str, str], int]:
    """(filter, choice) -> how many courses of `base` it brings."""
    narrowed = [(one, mask_of(one.clause, _level(one.in_run))) for one in question.narrowings]
    others: dict[str, _Others] = {}
    for name in {one.name for one in question.counts}:
        courses = base.copy()
        runs = np.ones(columns.size(Level.RUN), dtype=np.bool_)
        for one, mask in narrowed:
            if one.name != name:
                target = runs if one.in_run else courses
                target &= mask
        asks_run = any(one.in_run for one, _ in narrowed if one.name != name)
        others[name] = _Others(courses, runs, columns.with_run(runs) if asks_run else courses)
    found = {}
    for count in question.counts:
        rest, mine = others[count.name], mask_of(count.clause, _level(count.in_run))
        wanted = columns.with_run(rest.runs & mine) if count.in_run else rest.with_run & mine
        found[count.name, count.choice] = int(np.count_nonzero(rest.courses & wanted))
    return found
