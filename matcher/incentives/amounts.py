"""What an instrument gives, as exact decimals with their derivation. An amount has a state of its own.

A missing fact makes it `ask`, a missing figure `unverified` (with the last known amount apart), a case for which the
rules give no figure `none`. Nothing is ever taken for zero.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Literal

from matcher.incentives.facts import FactList, Facts, Value
from matcher.incentives.formulas import Formula
from matcher.incentives.keeping import kept
from matcher.incentives.models import Party
from matcher.incentives.nodes import Scope
from matcher.incentives.prepared import Benefit

State = Literal["value", "ask", "unverified", "none"]


@dataclass(frozen=True, eq=False)
class Amount:
    """One benefit for one person and course. Only `value` is computed at once, the rest when it is looked at.

    `value` is None unless every fact and figure that matters is known. `beside` is the amount by the last known
    figures, of `year`.
    """

    giving: "Giving"
    facts: Facts
    value: Decimal | None
    beside: "Amount | None" = None
    year: str | None = None

    @property
    def kind(self) -> str:
        """What is given, by the name of the pack."""
        return self.giving.benefit.gives.kind

    @property
    def unit(self) -> str:
        """EUR, EUR/month, hour ..."""
        return self.giving.benefit.gives.unit

    @property
    def to(self) -> Party:
        """Who receives it."""
        return self.giving.benefit.gives.to

    @property
    def by(self) -> Party | None:
        """Who bears it; None where nobody pays (time)."""
        return self.giving.benefit.gives.by

    @property
    def formula(self) -> str:
        """How it is computed."""
        return self.giving.benefit.formula.text

    @property
    def state(self) -> State:
        """Whether it is known; if not, why."""
        if self.value is not None:
            return "value"
        return "unverified" if self.missing else "ask" if self.open else "none"

    @kept
    def lacking(self) -> Scope:
        """What it could not find."""
        return self.giving.tried(self.facts)

    @property
    def open(self) -> tuple[str, ...]:
        """The facts that are lacking, the cheapest question first; none where it is known."""
        return () if self.value is not None else tuple(self.giving.every.by_ease(self.lacking.open))

    @property
    def missing(self) -> tuple[str, ...]:
        """The figures that are lacking; none where it is known."""
        return () if self.value is not None else tuple(sorted(self.lacking.missing))

    @property
    def last_known(self) -> Decimal | None:
        """The amount by the last known figures, where those of the date are lacking; never part of a sum."""
        return self.beside.value if self.beside and self.state == "unverified" else None

    @kept
    def _plain_case(self) -> tuple[Decimal | None, tuple[tuple[str, Value], ...]]:
        if self.value is not None:
            return None, ()
        if self.state == "unverified":
            return (self.beside.plain, self.beside.assumed) if self.beside else (None, ())
        return self.giving.plain(self.facts)

    @property
    def plain(self) -> Decimal | None:
        """The amount in the plain case, where only the facts of `assumed` are lacking: shown as such, never summed."""
        return self._plain_case[0]

    @property
    def assumed(self) -> tuple[tuple[str, Value], ...]:
        """What the plain case takes for granted."""
        return self._plain_case[1]

    @kept
    def used(self) -> Mapping[str, Any]:
        """What it was computed from: facts and figures by name."""
        benefit = self.giving.benefit
        scope = Scope(self.facts, benefit.figures)
        for formula in (benefit.condition, benefit.formula):
            if formula:
                formula.run(scope)
        return scope.used

    @property
    def conf(self) -> str | None:
        """The lowest confidence of the figures that it was computed from; None without figures."""
        sure = self.giving.benefit.confidences
        return max((sure[name] for name in self.used if name in sure), default=None)


# So many different courses make it worth computing ahead what does not depend on the course.
_WORTH_IT = 3


class Giving:
    """A benefit for one person. What does not depend on the course is computed once, as soon as that pays; amounts for
    equal courses are kept."""

    def __init__(self, benefit: Benefit, facts: Facts, every: FactList) -> None:
        self.benefit, self.facts, self.every = benefit, facts, every
        self.kind = benefit.gives.kind
        self.kept: dict[tuple[Value | None, ...], Amount | None] = {}

    @kept
    def _assumed(self) -> dict[str, Value]:
        return {name: value for name, value in self.benefit.assuming.items() if name not in self.facts}

    def amount(self, facts: Facts) -> Amount | None:
        """The amount for these facts, the course's included; None where its condition is false."""
        key = tuple([facts.get(name) for name in self.benefit.later])
        if key not in self.kept:
            self.kept[key] = self._amount(facts)
        return self.kept[key]

    def _amount(self, facts: Facts) -> Amount | None:
        fact, figure = facts.get, self.benefit.figures.get
        holds = self.benefit.condition.quick(fact, figure) if self.benefit.condition else True
        if holds is False:
            return None
        value = self.benefit.formula.quick(fact, figure) if holds else None
        return Amount(self, facts, None if value is None else Decimal(value))

    def tried(self, facts: Facts) -> Scope:
        """What is lacking."""
        scope = Scope(facts, self.benefit.figures)
        if self.benefit.condition:
            self.benefit.condition.run(scope)
        self._formula.run(scope)
        return scope

    def plain(self, facts: Facts) -> tuple[Decimal | None, tuple[tuple[str, Value], ...]]:
        """The amount of the plain case: what is known stands, the rest as the pack assumes it."""
        assumed = {name: value for name, value in self._assumed.items() if name not in facts}
        scope = Scope({**assumed, **facts}, self.benefit.figures)
        if self.benefit.condition and self.benefit.condition.run(scope) is not True:
            return None, ()
        value = self.benefit.formula.run(scope)
        if value is None:
            return None, ()
        return Decimal(value), tuple((name, one) for name, one in assumed.items() if name in scope.used)

    @property
    def _formula(self) -> Formula:
        return self._ahead if len(self.kept) > _WORTH_IT else self.benefit.formula

    @kept
    def _ahead(self) -> Formula:
        later = frozenset(self.benefit.later)
        return self.benefit.formula.specialised(self.facts, self.benefit.figures, later)


def amounts(givings: Iterable[Giving], facts: Facts) -> dict[str, Amount]:
    """The amounts of a version by kind; a benefit whose condition is false is left out. Where several benefits have the
    same kind, the first whose condition is not false stands."""
    found: dict[str, Amount] = {}
    for one in givings:
        if one.kind not in found:
            amount = one.amount(facts)
            if amount is not None:
                found[one.kind] = amount
    return found


def with_last_known(now: Mapping[str, Amount], last: Mapping[str, Amount], year: str | None) -> dict[str, Amount]:
    """Amounts that are not known, with the last known amount beside them."""
    return {
        kind: replace(amount, beside=last[kind], year=year) if amount.value is None and kind in last else amount
        for kind, amount in now.items()
    }
