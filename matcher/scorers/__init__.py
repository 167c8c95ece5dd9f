"""The six bars in the order that people see, and their sum: a score of 100 points. One module per bar."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from catalogue.messages import Message
from matcher.goal import Kind
from matcher.scorers.aim import AIM
from matcher.scorers.base import Scorer, Standing, Value
from matcher.scorers.demand import DEMAND
from matcher.scorers.feasible import FEASIBLE
from matcher.scorers.gap import GAP
from matcher.scorers.level import LEVEL
from matcher.scorers.support import SUPPORT
from matcher.weights import SWITCHED, Numbers

SCORERS: tuple[Scorer, ...] = (AIM, GAP, LEVEL, FEASIBLE, SUPPORT, DEMAND)


@dataclass(frozen=True, kw_only=True, slots=True)
class Bar:
    """One bar of a course: points of at most `ceiling`, how much of it is known (0 to 1), and why."""

    name: str
    points: float
    ceiling: float
    known: float
    why: tuple[Message, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Score:
    """The bars in their order. `total` is their sum, 0 to 100; `confidence` how much of the 100 is known, 0 to 1."""

    bars: tuple[Bar, ...]

    @property
    def total(self) -> float:
        """All points together."""
        return sum(bar.points for bar in self.bars)

    @property
    def confidence(self) -> float:
        """By the ceilings of the bars."""
        return sum(bar.known * bar.ceiling for bar in self.bars) / sum(bar.ceiling for bar in self.bars)

    def bar(self, name: str) -> Bar:
        """The bar of this name."""
        return next(bar for bar in self.bars if bar.name == name)


def ceilings(numbers: Numbers, kind: Kind, support_counts: bool) -> Mapping[str, float]:
    """The points of each bar. Without support and demand the other four are 100 together."""
    weights = numbers.weights[kind]
    if support_counts:
        return {name: float(weight) for name, weight in weights.items()}
    left = sum(weight for name, weight in weights.items() if name not in SWITCHED)
    return {name: 0.0 if name in SWITCHED else 100 * weight / left for name, weight in weights.items()}


def score(standing: Standing, most: Mapping[str, float]) -> Score:
    """The score of a course."""
    return Score(bars=tuple(_bar(one, one.find(standing), most[one.name]) for one in SCORERS))


def _bar(one: Scorer, value: Value, ceiling: float) -> Bar:
    return Bar(name=one.name, points=value.value * ceiling, ceiling=ceiling, known=value.known, why=value.why)


@dataclass(frozen=True, kw_only=True, slots=True)
class Swap:
    """Two courses that stand the other way round: `up` went past `down`, most of all by the bar `because`."""

    up: str
    down: str
    because: str


def swaps(before: Mapping[str, Score], after: Mapping[str, Score]) -> Iterator[Swap]:
    """Every pair that two goals order the other way round, by the ids that both scored; equals are no swap."""
    names = sorted(before.keys() & after.keys())
    for one, other in combinations(names, 2):
        first, second = before[one].total - before[other].total, after[one].total - after[other].total
        if first * second < 0:
            up, down = (one, other) if second > 0 else (other, one)
            yield Swap(up=up, down=down, because=_cause(before, after, up, down))


def _cause(before: Mapping[str, Score], after: Mapping[str, Score], up: str, down: str) -> str:
    """The bar whose lead grew most."""
    return max(
        (bar.name for bar in after[up].bars),
        key=lambda name: _lead(after, up, down, name) - _lead(before, up, down, name),
    )


def _lead(scores: Mapping[str, Score], one: str, other: str, name: str) -> float:
    return scores[one].bar(name).points - scores[other].bar(name).points
