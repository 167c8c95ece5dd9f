"""One question of the embedded engine, from its fused lists to what is within the narrowings. Pure numpy, no files."""

import numpy as np

from indexer.engine import counting
from indexer.engine.answering import Flags, Fused, Keys, Standing
from indexer.engine.columns import MISSING, Columns, Mask
from indexer.engine.part import Leaf, Part
from indexer.engine.port import Hit, Question
from indexer.fields import UNTIL


class Found:
    """A question whose lists are fused: what of the answer, and of the fused documents, is within the narrowings.

    Everything here goes over `part`: the answer before any narrowing, and the fused documents. `base` says which of
    the part are the former, `places` where the latter stand in it.
    """

    def __init__(self, question: Question, fused: Fused, base: Mask | None, columns: Columns, leaf: Leaf) -> None:
        """`base` over all courses; None: all of them."""
        self.question = question
        self._fused, self._columns = fused, columns
        wanted = None if base is None else base.copy()
        if wanted is not None:
            wanted[fused.keys] = True
        self.part = Part(columns, leaf, None if wanted is None else np.flatnonzero(wanted))
        self.base = np.ones(len(self.part.rows), dtype=np.bool_) if base is None else base[self.part.rows]
        self._places = np.searchsorted(self.part.rows, fused.keys)
        self.narrowed = [
            (one, self.part.mask(one.clause, counting.level_of(one.in_run))) for one in question.narrowings
        ]
        courses, self._runs = counting.passing(np.ones(len(self.part.rows), dtype=np.bool_), self.narrowed)
        within = courses if self._runs is None else courses & self.part.with_run(self._runs)
        self._answers = within & self.base
        self._startable = columns.number(UNTIL)[self.part.rows] >= question.today
        self.count = int(np.count_nonzero(self._answers))
        self.startable = int(np.count_nonzero(self._answers & self._startable))
        self.standing = Standing(*(one[self._places] for one in (within, self._startable, self._answers)))

    def named(self, places: Keys) -> list[Hit]:
        """Hits of fused documents."""
        return self._fused.hits(places, [self._columns.ids[row] for row in self._fused.keys[places].tolist()])

    def outside(self, wanted: bool | None) -> Keys:
        """The rows of the answer that are not among the fused documents, startable as wanted."""
        left: Flags = self._answers.copy()
        left[self._places] = False
        if wanted is not None:
            left &= self._startable == wanted
        rows: Keys = self.part.rows[left]
        return rows

    def sorted(self) -> tuple[Hit, ...]:
        """The page by next start or by distance."""
        question, part, columns = self.question, self.part, self._columns
        runs = np.ones(len(part.runs), dtype=np.bool_) if self._runs is None else self._runs
        if question.sort == "start":
            starts = columns.number("starts")[part.runs]
            key = part.lowest(starts.astype(np.float64), runs & (starts != MISSING) & (starts >= question.today))
        else:
            key = part.lowest(columns.distances("point", question.origin or (0.0, 0.0), part.runs), runs)
        rows = np.flatnonzero(self._answers)
        best = rows[np.lexsort((columns.order[part.rows[rows]], key[rows]))]
        return self._known(part.rows[best[question.offset : question.offset + question.limit]])

    def _known(self, rows: Keys) -> tuple[Hit, ...]:
        """Hits of any courses, with their scores where they are among the fused documents."""
        place = {key: at for at, key in enumerate(self._fused.keys.tolist())}
        names = [(row, self._columns.ids[row]) for row in rows.tolist()]
        return tuple(
            self._fused.hits(np.array([place[row]]), [name])[0] if row in place else Hit(id=name) for row, name in names
        )
