"""The one change that would help most: "zonder zaterdag: 7 cursussen meer". Counts courses, judges none."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from catalogue.week import Cell

# What could change: a part of the week that becomes free, the distance doubled, or the budget let go.
What = Literal["free", "radius", "budget"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """One thing that somebody could change; `cell` for a part of the week."""

    what: What
    cell: Cell | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Counterfactual:
    """With `change`, so many courses more are within reach, beside those `now`."""

    change: Change
    more: int
    now: int


# Per course, per run, what stands in the way of it; a run without any is within reach.
Obstacles = frozenset[Change]


def best_change(courses: Iterable[Sequence[Obstacles]]) -> Counterfactual | None:
    """The one change that brings most courses within reach; None where none does. Of equals the first in the week."""
    now = 0
    brings: Counter[Change] = Counter()
    for runs in courses:
        if any(not one for one in runs):
            now += 1
            continue
        brings.update({next(iter(one)) for one in runs if len(one) == 1})
    if not brings:
        return None
    change = min(brings, key=lambda one: (-brings[one], one.what, one.cell or (0, "")))
    return Counterfactual(change=change, more=brings[change], now=now)
