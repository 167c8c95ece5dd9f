"""A pack on given dates: its version, its conditions with the figures filled in, its formulas parsed.

Depends on dates only, never on a person or a course, so it is made once per date and kept. `preparing` makes it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Any, Literal

from matcher.incentives.conditions import Leaf
from matcher.incentives.facts import FactList, Kind, Value
from matcher.incentives.figures import Figure
from matcher.incentives.formulas import Formula
from matcher.incentives.keeping import kept
from matcher.incentives.logic import ASK, NO, UNVERIFIED, YES, Answer
from matcher.incentives.models import Gives, Pack, Step, Version, Warning_

COURSE = "course."
Test = Callable[[Value | None], Answer]
Why = Literal["rules", "not_yet", "ended", "not_worked_out"]


@dataclass(frozen=True, slots=True)
class Group:
    """Legs that are all needed, or of which one is enough; a leg is a group or the number of a condition."""

    every: bool
    legs: tuple["Group | int", ...]


Tree = Group | int


def combine(tree: Tree, answers: Sequence[Answer]) -> Answer:
    """The answer of a tree: the worst leg of `all`, the best of `any`."""
    if isinstance(tree, int):
        return answers[tree]
    legs = [combine(leg, answers) for leg in tree.legs]
    return max(legs, default=Answer.YES) if tree.every else min(legs)


def survey(tree: Tree, answers: Sequence[Answer]) -> tuple[Answer, list[int], list[int]]:
    """The answer of a tree; the conditions that fail it, where it is a no; those that are open and may still matter,
    where it is neither yes nor no."""
    if isinstance(tree, int):
        answer = answers[tree]
        return answer, [tree] if answer == NO else [], [tree] if answer == ASK else []
    legs = [survey(leg, answers) for leg in tree.legs]
    several = [leg[0] for leg in legs]
    answer = max(several, default=YES) if tree.every else min(several)
    if answer == YES:
        return answer, [], []
    if answer == NO:
        return answer, [number for leg in legs if leg[0] == NO for number in leg[1]], []
    return answer, [], [number for leg in legs for number in leg[2]]


@dataclass(frozen=True, kw_only=True)
class Bound:
    """A condition with its figure. `needed` is what the fact is compared with, None where the figure is not known."""

    leaf: Leaf
    figure: Figure | None
    needed: Any
    test: Test


@dataclass(frozen=True, kw_only=True)
class Benefit:
    """What a version gives, ready to be computed; `figures` are the values known on the date, `known` whence."""

    gives: Gives
    formula: Formula
    condition: Formula | None
    figures: Mapping[str, Any]
    known: Mapping[str, Figure]
    confidences: Mapping[str, str]
    assuming: Mapping[str, Value]

    @kept
    def later(self) -> tuple[str, ...]:
        """The facts about the course that it looks at."""
        names = self.formula.names | (self.condition.names if self.condition else frozenset())
        return tuple(sorted(name for name in names if name.startswith(COURSE)))


@dataclass(frozen=True, kw_only=True)
class BoundText:
    """A step or a warning of the day, with the figure that its words name."""

    item: Step | Warning_
    figure: Figure | None
    condition: Formula | None


@dataclass(frozen=True, kw_only=True)
class Prepared:
    """One pack on given dates. Without `tree` there are no conditions to evaluate and `why` says so."""

    pack: Pack
    facts: FactList
    why: Why
    version: Version | None = None
    bounds: tuple[Bound, ...] = ()
    tree: Tree | None = None
    benefits: tuple[Benefit, ...] = ()
    last_known: "Prepared | None" = None
    year: str | None = None
    steps: tuple["BoundText", ...] = ()
    warnings: tuple["BoundText", ...] = ()

    @property
    def settled(self) -> Answer:
        """The answer where there are no conditions: no outside its existence, unverified inside."""
        return NO if self.why in ("not_yet", "ended") else UNVERIFIED

    @kept
    def names(self) -> frozenset[str]:
        """Every fact that its conditions or amounts look at."""
        found = {bound.leaf.fact for bound in self.bounds if bound.leaf.fact}
        for one in self.benefits:
            found |= one.formula.names & self.facts.facts.keys()
            found |= (one.condition.names if one.condition else frozenset()) & self.facts.facts.keys()
        return frozenset(found)

    @kept
    def course_names(self) -> tuple[str, ...]:
        """Those of them that are about the course."""
        return tuple(sorted(name for name in self.names if name.startswith(COURSE)))

    @kept
    def moving(self) -> tuple[tuple[int, int, Test], ...]:
        """The conditions on the course: their number, the place of their fact in `course_names`, their test."""
        return tuple(
            (number, self.course_names.index(bound.leaf.fact), bound.test)
            for number, bound in enumerate(self.bounds)
            if bound.leaf.fact in self.course_names
        )

    @kept
    def fixed(self) -> tuple[tuple[str | None, Test], ...]:
        """The fact and the test of every condition."""
        return tuple((bound.leaf.fact, bound.test) for bound in self.bounds)

    @kept
    def classes(self) -> Mapping[str, tuple[tuple[int, ...], tuple[tuple[Answer, ...], ...]]]:
        """Per fact: its conditions, and the different ways in which an answer can decide them."""
        by_fact: dict[str, list[int]] = {}
        for number, bound in enumerate(self.bounds):
            if bound.leaf.fact:
                by_fact.setdefault(bound.leaf.fact, []).append(number)
        return {name: (tuple(several), self._rows(name, several)) for name, several in by_fact.items()}

    def _rows(self, name: str, numbers: list[int]) -> tuple[tuple[Answer, ...], ...]:
        tests = [self.bounds[number].test for number in numbers]
        rows = {tuple(test(value) for test in tests) for value in self.samples(name)}
        return tuple(sorted(rows))

    def samples(self, name: str) -> Iterator[Value]:
        """One value of every kind that the conditions can tell apart: thresholds, and between and beyond them."""
        fact = self.facts.facts[name]
        if fact.kind == Kind.BOOL:
            yield from (True, False)
        elif fact.kind == Kind.ENUM:
            yield from fact.values
        else:
            own = [bound for bound in self.bounds if bound.leaf.fact == name]
            marks = sorted({bound.needed for bound in own if bound.needed is not None})
            yield from marks
            yield from ((low + high) / 2 for low, high in pairwise(marks))
            yield from (marks[0] / 2, marks[-1] + 1) if marks else (Decimal(0),)
