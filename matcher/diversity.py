"""Not ten courses of one provider: at most so many of each in every ten, the others move down, and it is said why."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

# At most so many of one provider in each block of so many courses.
MOST, BLOCK = 3, 10

Item = TypeVar("Item")


@dataclass(frozen=True, kw_only=True, slots=True)
class Moved:
    """A course that would stand at `before` by its points and stands at `now` (from 1), since its provider already had
    MOST of the ten."""

    id: str
    provider: str
    before: int
    now: int


def spread(
    ranked: Sequence[Item], provider: Callable[[Item], str], name: Callable[[Item], str]
) -> tuple[tuple[Item, ...], tuple[Moved, ...]]:
    """The courses in their new order, and those that had to wait. Where nobody else is left, the block is filled all
    the same."""
    left = list(enumerate(ranked, start=1))
    placed: list[Item] = []
    moved: list[Moved] = []
    while left:
        used: Counter[str] = Counter()
        for _ in range(min(BLOCK, len(left))):
            at = next((at for at, (_, one) in enumerate(left) if used[provider(one)] < MOST), 0)
            before, one = left.pop(at)
            used[provider(one)] += 1
            placed.append(one)
            if len(placed) > before:
                moved.append(Moved(id=name(one), provider=provider(one), before=before, now=len(placed)))
    return tuple(placed), tuple(moved)
