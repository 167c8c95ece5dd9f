"""The best lawful combination of instruments for a person, a firm or both. The rules on pairs stand in `cumulation`.

Best is: most money at once, then most money a month, then most time, then most instruments. The units are never added
up. Nothing here depends on the order in which instruments or rules are given.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from matcher.incentives.amounts import Amount
from matcher.incentives.cumulation import Cumulation, Effect, Lawful, Pair, PairRule
from matcher.incentives.logic import ASK, UNVERIFIED, YES
from matcher.incentives.parts import Verdict

Side = Literal["person", "firm", "both"]
_PARTIES: Mapping[Side, frozenset[str]] = {
    "person": frozenset(("learner",)),
    "firm": frozenset(("employer",)),
    "both": frozenset(("learner", "employer")),
}
# The first unit in which two combinations differ decides.
_UNITS = ("EUR", "EUR/month", "hour", "day", "month")
# Amounts that are no sum to add to others of their unit: wage that is kept, hours of guidance beside hours of leave.
_APART = frozenset(("wage_kept", "guidance_hours"))
# Amounts that only say how far a right goes, beside the amount that it gives.
LIMITS = frozenset(("max_hours", "weeks_max"))


@dataclass(frozen=True, kw_only=True, slots=True)
class Candidate:
    """An instrument that may be had, and what it is worth to a side, per unit. Nothing is known of its worth where
    its amounts are not known; it may be had all the same."""

    instrument: str
    worth: Mapping[str, Decimal]


@dataclass(frozen=True, kw_only=True, slots=True)
class Combination:
    """Instruments together, in the order of the alphabet. `worth` is their sum per unit.

    `unknown` are the pairs on which nothing was read; `needs` the rules by which one of them asks for another
    instrument that is not among them.
    """

    instruments: tuple[str, ...]
    lawful: Lawful
    worth: Mapping[str, Decimal]
    unknown: tuple[Pair, ...]
    rules: tuple[PairRule, ...]
    needs: tuple[PairRule, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Exclusion:
    """An instrument that is left out of the widest combination, and the rules that exclude it there."""

    instrument: str
    rules: tuple[PairRule, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Stack:
    """`best` rests on rules that were read only; `widest` is the best that no rule excludes, its unknown pairs said.

    `others` are the other combinations to which nothing can be added without breaking a rule, best first.
    """

    side: Side
    best: Combination
    widest: Combination
    excluded: tuple[Exclusion, ...]
    others: tuple[Combination, ...]


def candidates(verdicts: Mapping[str, Verdict], side: Side, *, hoped: bool = False) -> tuple[Candidate, ...]:
    """What a side may have: the instruments with a yes; with `hoped` also those that may still become one, by answers
    that are open or by the last known figures, with the amounts of then."""
    found = (_candidate(one, side, hoped) for one in verdicts.values())
    return tuple(one for one in found if one is not None)


def _candidate(verdict: Verdict, side: Side, hoped: bool) -> Candidate | None:
    if verdict.verdict != YES and not (hoped and may_become(verdict)):
        return None
    gives = [one for one in verdict.amounts.values() if one.to in _PARTIES[side]]
    beneficiary = {"person": "person", "employer": "firm"}[verdict.prepared.pack.beneficiary]
    if not gives and side not in (beneficiary, "both"):
        return None
    values = [(one, best_value(one) if hoped else one.value) for one in gives]
    return Candidate(instrument=verdict.instrument, worth=worth_of(values, side))


def worth_of(several: Iterable[tuple[Amount, Decimal | None]], side: Side) -> Mapping[str, Decimal]:
    """What amounts are worth to a side, per unit: what it receives and does not pay itself. Wage that is kept and hours
    of guidance stand under their own kind."""
    parties = _PARTIES[side]
    worth: dict[str, Decimal] = {}
    for amount, value in several:
        counts = amount.to in parties and amount.by not in parties and amount.kind not in LIMITS
        if value is not None and counts:
            unit = amount.kind if amount.kind in _APART else amount.unit
            worth[unit] = worth.get(unit, Decimal(0)) + value
    return worth


def may_become(verdict: Verdict) -> bool:
    """Whether an instrument may still become a yes: by an answer, or by what the last known figures say."""
    if verdict.verdict == ASK:
        return True
    last = verdict.last_known
    return verdict.verdict == UNVERIFIED and last is not None and last.verdict in (YES, ASK)


def best_value(amount: Amount) -> Decimal | None:
    """An amount, else the last known one, else that of the plain case."""
    return next((one for one in (amount.value, amount.last_known, amount.plain) if one is not None), None)


def stack(several: Iterable[Candidate], cumulation: Cumulation, day: date, side: Side) -> Stack:
    """The best combination of candidates on a day."""
    worth = {one.instrument: one.worth for one in several}
    names = sorted(worth)
    known = _neighbours(names, cumulation, day, {"yes"})
    open_ = _neighbours(names, cumulation, day, {"yes", "unverified"})
    best = _ranked(known, worth, cumulation, day)[0]
    wide = _ranked(open_, worth, cumulation, day)
    excluded = _excluded(names, wide[0], cumulation, day)
    return Stack(side=side, best=best, widest=wide[0], excluded=excluded, others=wide[1:])


def _neighbours(
    names: Sequence[str], cumulation: Cumulation, day: date, allowed: set[Lawful]
) -> Mapping[str, frozenset[str]]:
    return {
        name: frozenset(
            other for other in names if other != name and cumulation.judge((name, other), day).lawful in allowed
        )
        for name in names
    }


def _ranked(
    neighbours: Mapping[str, frozenset[str]],
    worth: Mapping[str, Mapping[str, Decimal]],
    cumulation: Cumulation,
    day: date,
) -> tuple[Combination, ...]:
    sets = _whole(frozenset(), frozenset(neighbours), frozenset(), neighbours)
    made = [_combination(one, worth, cumulation, day) for one in sets]
    return tuple(sorted(made, key=_rank))


def _rank(one: Combination) -> tuple[tuple[Decimal, ...], int, tuple[str, ...]]:
    """Small is good; the names come last, so that a tie does not hang on an order."""
    return tuple(-one.worth.get(unit, Decimal(0)) for unit in _UNITS), -len(one.instruments), one.instruments


def _whole(
    held: frozenset[str], left: frozenset[str], done: frozenset[str], neighbours: Mapping[str, frozenset[str]]
) -> Iterator[frozenset[str]]:
    """Every set that goes together and to which nothing can be added (Bron and Kerbosch, 1973, with a pivot)."""
    if not left and not done:
        yield held
        return
    pivot = max(sorted(left | done), key=lambda name: len(neighbours[name] & left))
    for name in sorted(left - neighbours[pivot]):
        yield from _whole(held | {name}, left & neighbours[name], done & neighbours[name], neighbours)
        left, done = left - {name}, done | {name}


def _combination(
    names: frozenset[str], worth: Mapping[str, Mapping[str, Decimal]], cumulation: Cumulation, day: date
) -> Combination:
    judged = cumulation.judge(names, day)
    total: dict[str, Decimal] = {}
    for name in sorted(names):
        for unit, value in worth[name].items():
            total[unit] = total.get(unit, Decimal(0)) + value
    return Combination(
        instruments=tuple(sorted(names)),
        lawful=judged.lawful,
        worth=total,
        unknown=judged.unknown,
        rules=judged.rules,
        needs=cumulation.needs(names, day),
    )


def _excluded(names: Sequence[str], chosen: Combination, cumulation: Cumulation, day: date) -> tuple[Exclusion, ...]:
    found = []
    for name in names:
        if name not in chosen.instruments:
            rules = [cumulation.rule(name, other, day) for other in chosen.instruments]
            named = tuple(rule for rule in rules if rule and rule.effect == Effect.FORBIDDEN)
            found.append(Exclusion(instrument=name, rules=named))
    return tuple(found)
