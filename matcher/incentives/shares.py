"""Who pays what, and whose time it takes: learner, employer and government. Adds up confirmed amounts only.

What is not confirmed (another year's figure, an open question, support of which nobody read whether it may be combined)
stands beside the sums. The arithmetic is in `splits`; how a page may draw it stands in `bars`.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from matcher.incentives.amounts import Amount
from matcher.incentives.cumulation import Cumulation, Pair
from matcher.incentives.facts import Facts, Value
from matcher.incentives.logic import YES
from matcher.incentives.parts import Verdict
from matcher.incentives.splits import FEE, ON_PRICE, PRICE_SUPPORT, Chosen, Money, Payer, Time, money, time
from matcher.incentives.stacking import Candidate, may_become, stack, worth_of

Why = Literal["not_confirmed", "open", "cumulation"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Beside:
    """An amount outside every sum, and why: last known figures only, a question is open, or cumulation not read."""

    instrument: str
    amount: Amount
    why: Why


@dataclass(frozen=True, kw_only=True, slots=True)
class Shares:
    """Money and time of one course for one person. `chosen` are the instruments in the sums; `excluded` those that the
    law does not allow beside them; `doubts` the pairs among the chosen of which no rule was read."""

    money: Money
    time: Time
    chosen: tuple[str, ...]
    excluded: tuple[str, ...]
    doubts: tuple[Pair, ...]
    beside: tuple[Beside, ...]


def shares(
    verdicts: Mapping[str, Verdict],
    facts: Facts,
    cumulation: Cumulation,
    day: date,
    other_costs: Iterable[Decimal] = (),
) -> Shares:
    """The shares by the verdicts on a person and a course. `facts` hold both; `other_costs` are the catalogue's other
    price lines in EUR. The best lawful combination of learner and employer together is counted."""
    payer, known = _payer(facts)
    usable = {name: amounts for name, one in verdicts.items() if (amounts := _sure(one, payer)) is not None}
    both = stack((_candidate(name, amounts) for name, amounts in usable.items()), cumulation, day, "both")
    chosen = {name: usable[name] for name in both.widest.instruments}
    paying = _paying(chosen, cumulation, day)
    paid = money(facts, payer, known, chosen, paying, tuple(other_costs))
    return Shares(
        money=paid,
        time=time(facts, chosen),
        chosen=tuple(chosen),
        excluded=tuple(one.instrument for one in both.excluded),
        doubts=both.widest.unknown,
        beside=tuple(_beside(verdicts, payer, chosen, paying)),
    )


def _payer(facts: Facts) -> tuple[Payer, bool]:
    """Who pays the bill. Where nobody said so, the learner is taken to."""
    paid: Value | None = facts.get("employer.pays_course")
    return ("employer" if paid is True else "learner"), paid is not None


def _concerns(amount: Amount, payer: Payer) -> bool:
    """Support towards the price is of use only to who pays it."""
    return amount.kind != PRICE_SUPPORT or amount.to == payer


def _sure(verdict: Verdict, payer: Payer) -> Mapping[str, Amount] | None:
    """The confirmed amounts of a yes; None where there is nothing to count."""
    if verdict.verdict != YES:
        return None
    found = {kind: one for kind, one in verdict.amounts.items() if one.value is not None and _concerns(one, payer)}
    return found or None


def _candidate(instrument: str, amounts: Mapping[str, Amount]) -> Candidate:
    values = [(one, one.value) for one in amounts.values()]
    return Candidate(instrument=instrument, worth=worth_of(values, "both"))


def _paying(chosen: Chosen, cumulation: Cumulation, day: date) -> frozenset[str]:
    """The instruments that are counted towards the price: only those of which it was read that they go together.
    A fee by law is the price itself and always counts."""
    on_price = {name for name, amounts in chosen.items() if ON_PRICE & amounts.keys()}
    fees = {name for name in on_price if FEE in chosen[name]}
    rest = [_candidate(name, chosen[name]) for name in sorted(on_price - fees)]
    allowed = [one for one in rest if all(cumulation.judge((one.instrument, fee), day).lawful == "yes" for fee in fees)]
    return frozenset(fees) | frozenset(stack(allowed, cumulation, day, "both").best.instruments)


def _beside(
    verdicts: Mapping[str, Verdict],
    payer: Payer,
    chosen: Chosen,
    paying: frozenset[str],
) -> Iterator[Beside]:
    """What is outside the sums and may still come, or may not be confirmed."""
    for name, verdict in verdicts.items():
        if verdict.verdict != YES and not may_become(verdict):
            continue
        for kind, amount in verdict.amounts.items():
            if amount.state == "none" or not _concerns(amount, payer):
                continue
            if verdict.verdict == YES and amount.value is not None:
                if name in chosen and kind in ON_PRICE and name not in paying:
                    yield Beside(instrument=name, amount=amount, why="cumulation")
            else:
                open_ = amount.state == "ask" or verdict.verdict.word == "ask"
                yield Beside(instrument=name, amount=amount, why="open" if open_ else "not_confirmed")
