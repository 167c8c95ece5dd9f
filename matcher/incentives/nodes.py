"""What a parsed formula is made of, how it is evaluated with unknowns, and how its known parts are computed ahead.

None is the unknown value. Every node says in the scope what it used and what it could not find.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

Result = Any  # Decimal, bool, str, a table of a figure, or None for unknown


@dataclass(slots=True)
class Scope:
    """What a formula may look at; what it `used`, and could not find: `open` facts and `missing` figures."""

    facts: Mapping[str, Any]
    figures: Mapping[str, Any]
    open: set[str] = field(default_factory=set)
    missing: set[str] = field(default_factory=set)
    used: dict[str, Any] = field(default_factory=dict)

    def trial(self) -> "Scope":
        """The same values, with a list of its own of what is lacking."""
        return Scope(self.facts, self.figures, used=self.used)

    def take_over(self, trial: "Scope") -> None:
        """What was lacking in the trial is lacking here."""
        self.open |= trial.open
        self.missing |= trial.missing


class Node:
    """A part of a formula."""

    __slots__ = ()

    def run(self, scope: Scope) -> Result:
        """Its value, None where it is not known."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Fixed(Node):
    """A value that is known, or surely unknown, with what led to it."""

    value: Result
    used: tuple[tuple[str, Any], ...] = ()
    open: frozenset[str] = frozenset()
    missing: frozenset[str] = frozenset()

    def run(self, scope: Scope) -> Result:
        if self.used:
            scope.used.update(self.used)
        if self.value is None:
            scope.open |= self.open
            scope.missing |= self.missing
        return self.value


@dataclass(frozen=True, slots=True)
class Name(Node):
    """A fact or a figure."""

    name: str
    is_fact: bool

    def run(self, scope: Scope) -> Result:
        value = (scope.facts if self.is_fact else scope.figures).get(self.name)
        if value is None:
            (scope.open if self.is_fact else scope.missing).add(self.name)
        else:
            scope.used[self.name] = value
        return value


@dataclass(frozen=True, slots=True)
class Apply(Node):
    """A function of its parts, unknown where one of them is. Every part is looked at, so that all that is lacking is
    found at once."""

    function: Callable[..., Result]
    parts: tuple[Node, ...]

    def run(self, scope: Scope) -> Result:
        values = [part.run(scope) for part in self.parts]
        return None if None in values else self.function(*values)


@dataclass(frozen=True, slots=True)
class Either(Node):
    """`or` is settled by one that is true, `and` by one that is false, whatever is unknown beside it."""

    parts: tuple[Node, ...]
    settles: bool

    def run(self, scope: Scope) -> Result:
        tried = scope.trial()
        values = [part.run(tried) for part in self.parts]
        if self.settles in values:
            return self.settles
        scope.take_over(tried)
        return None if None in values else not self.settles


@dataclass(frozen=True, slots=True)
class Choose(Node):
    """The branch that the test picks; where the test is unknown, the value that both branches agree on."""

    test: Node
    yes: Node
    no: Node

    def run(self, scope: Scope) -> Result:
        tried = scope if isinstance(self.test, Fixed) and self.test.value is not None else scope.trial()
        picked = self.test.run(tried)
        if picked is not None:
            return (self.yes if picked else self.no).run(scope)
        yes, no = self.yes.run(tried), self.no.run(tried)
        if yes is not None and yes == no:
            return yes
        scope.take_over(tried)
        return None


def fold(node: Node, facts: Mapping[str, Any], figures: Mapping[str, Any], later: frozenset[str]) -> Node:
    """The node with every part computed that rests only on figures and on facts that do not come `later`."""
    if isinstance(node, Fixed) or (isinstance(node, Name) and node.name in later):
        return node
    if isinstance(node, Choose):
        return _fold_choice(node, facts, figures, later)
    parts = tuple(fold(part, facts, figures, later) for part in getattr(node, "parts", ()))
    again: Node = node
    if isinstance(node, Apply):
        again = Apply(node.function, parts)
    elif isinstance(node, Either):
        again = Either(parts, node.settles)
    return _fixed(again, facts, figures) if all(isinstance(part, Fixed) for part in parts) else again


def _fold_choice(node: Choose, facts: Mapping[str, Any], figures: Mapping[str, Any], later: frozenset[str]) -> Node:
    test = fold(node.test, facts, figures, later)
    yes, no = fold(node.yes, facts, figures, later), fold(node.no, facts, figures, later)
    again = Choose(test, yes, no)
    if not isinstance(test, Fixed):
        return again
    picked = (yes, no) if test.value is None else (yes,) if test.value else (no,)
    return _fixed(again, facts, figures) if all(isinstance(one, Fixed) for one in picked) else again


def _fixed(node: Node, facts: Mapping[str, Any], figures: Mapping[str, Any]) -> Fixed:
    scope = Scope(facts, figures)
    value = node.run(scope)
    return Fixed(value, tuple(scope.used.items()), frozenset(scope.open), frozenset(scope.missing))
