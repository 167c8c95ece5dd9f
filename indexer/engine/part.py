"""Some courses of the embedded engine's columns and their runs: what is filtered is filtered over these alone."""

from collections.abc import Callable

import numpy as np

from indexer.engine.columns import Columns, Mask, Numbers, Points
from indexer.engine.port import AllOf, AnyOf, Between, Clause, Has, InRun, Not
from indexer.fields import Level

# The mask of a single Has or Between over all courses, or all runs.
Leaf = Callable[[Has | Between, Level], Mask]


class Part:
    """`rows`: the courses, in order; `runs`: their runs; `owner`: per run the place of its course in `rows`."""

    def __init__(self, columns: Columns, leaf: Leaf, rows: Numbers | None = None) -> None:
        """`rows` None: all of them. `total` is how many courses there are, the others included."""
        self._leaf = leaf
        self.total = columns.size(Level.COURSE)
        self._whole = rows is None
        if rows is None:
            self.rows = np.arange(columns.size(Level.COURSE))
            self.runs = np.arange(columns.size(Level.RUN))
            self.owner = columns.owner
            return
        firsts = columns.first_run[rows]
        sizes = columns.first_run[rows + 1] - firsts
        self.rows = rows
        self.owner = np.repeat(np.arange(len(rows)), sizes)
        # Each run is its number within its course, plus where the runs of that course begin.
        self.runs = np.arange(len(self.owner)) + np.repeat(firsts - (np.cumsum(sizes) - sizes), sizes)

    def size(self, level: Level) -> int:
        """How many courses, or runs, there are."""
        return len(self.rows) if level == Level.COURSE else len(self.runs)

    def mask(self, clause: Clause, level: Level = Level.COURSE) -> Mask:
        """Which of these courses, or of their runs, satisfy the clause. Not to be written in."""
        match clause:
            case Has() | Between():
                every = self._leaf(clause, level)
                return every if self._whole else every[self.rows if level == Level.COURSE else self.runs]
            case Not(inner):
                return ~self.mask(inner, level)
            case InRun(inner):
                return self.with_run(self.mask(inner, Level.RUN))
            case AllOf(clauses):
                return self._joined(np.logical_and, clauses, level)
            case AnyOf(clauses):
                return self._joined(np.logical_or, clauses, level)

    def _joined(self, join: np.ufunc, clauses: tuple[Clause, ...], level: Level) -> Mask:
        if not clauses:
            return np.full(self.size(level), join is np.logical_and)
        mask = self.mask(clauses[0], level)
        for one in clauses[1:]:
            mask = join(mask, self.mask(one, level))
        return mask

    def with_run(self, runs: Mask) -> Mask:
        """Which courses own one of these runs."""
        mask = np.zeros(len(self.rows), dtype=np.bool_)
        mask[self.owner[runs]] = True
        return mask

    def lowest(self, values: Points, runs: Mask) -> Points:
        """Per course the lowest value among these runs; infinite where it has none."""
        lowest = np.full(len(self.rows), np.inf)
        np.minimum.at(lowest, self.owner[runs], values[runs])
        return lowest
