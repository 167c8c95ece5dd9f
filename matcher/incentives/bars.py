"""The two bars of a course, time and money, as a page can draw them. Data only: the words stand in packs and templates.

A segment is sure (counted in a sum), hatched (last known figures, or not known whether it may be combined) or ask (an
answer is lacking). Only sure segments of one `kind` may be added up.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from matcher.incentives.amounts import Amount
from matcher.incentives.facts import FactList, Words
from matcher.incentives.models import Party
from matcher.incentives.parts import Verdict
from matcher.incentives.shares import Beside, Shares, Why
from matcher.incentives.splits import LEAVE_HOURS, ON_PRICE, REFUND, WAGE_KEPT, Split
from matcher.incentives.stacking import LIMITS, best_value, may_become

Pillar = Literal["time", "money"]
State = Literal["sure", "hatched", "ask"]
# What a split already shows, and limits, which are nothing to draw.
_SPLIT = ON_PRICE | LIMITS | {LEAVE_HOURS, REFUND, WAGE_KEPT, "child_care"}
# An open amount weighs half an open right: without the right there is no amount.
_AMOUNT = 0.5


@dataclass(frozen=True, kw_only=True, slots=True)
class Segment:
    """A part of a bar. `kind` is that of a split (price, exam, material, child_care, other, hours, pay) or of an amount
    of a pack; then `instrument` and `label` say which. `bearer` gives the money or the time, `to` receives it.

    `amount` is None where nothing is known of its size. `year` is that of a last known figure, `ask` the fact to ask
    first, `why` the reason why it stands outside the sums.
    """

    kind: str
    amount: Decimal | None
    unit: str
    bearer: Party
    state: State
    to: Party | None = None
    instrument: str | None = None
    label: Words | None = None
    year: str | None = None
    ask: str | None = None
    why: Why | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Bar:
    """One pillar."""

    pillar: Pillar
    segments: tuple[Segment, ...]

    def total(self, kind: str, bearer: Party | None = None) -> Decimal:
        """The sum of the sure segments of a kind, of one bearer or of all."""
        own = [one for one in self.segments if one.kind == kind and one.state == "sure"]
        return sum((one.amount or Decimal(0) for one in own if bearer in (None, one.bearer)), Decimal(0))


@dataclass(frozen=True, kw_only=True, slots=True)
class Bars:
    """Both pillars, and the one question that decides most; None where no answer would change anything."""

    time: Bar
    money: Bar
    question: str | None


def bars(verdicts: Mapping[str, Verdict], found: Shares, every: FactList) -> Bars:
    """The bars of a course by the verdicts on it and the shares made of them."""
    segments = list(_segments(verdicts, found, every))
    return Bars(
        time=Bar(pillar="time", segments=tuple(one for pillar, one in segments if pillar == "time")),
        money=Bar(pillar="money", segments=tuple(one for pillar, one in segments if pillar == "money")),
        question=question(verdicts, every),
    )


def _segments(verdicts: Mapping[str, Verdict], found: Shares, every: FactList) -> Iterator[tuple[Pillar, Segment]]:
    if found.money.price is None:
        yield "money", _open_price(found)
    else:
        yield from (("money", one) for one in _split(found.money.price, "EUR"))
    for other in found.money.others:
        yield from (("money", one) for one in _split(other, "EUR"))
    if found.time.hours is not None:
        yield from (("time", one) for one in _split(found.time.hours, "hour"))
    if found.time.pay is not None:
        yield from (("time", one) for one in _split(found.time.pay, "EUR"))
    for name in found.chosen:
        yield from _given(verdicts[name], found)
    for one in (beside for beside in found.beside if beside.amount.kind not in LIMITS):
        yield _pillar(verdicts[one.instrument]), _outside(one, verdicts[one.instrument], every)


def _open_price(found: Shares) -> Segment:
    return Segment(kind="price", amount=None, unit="EUR", bearer=found.money.payer, state="ask", ask="course.price")


def _split(split: Split, unit: str) -> Iterator[Segment]:
    shares: tuple[tuple[Party, Decimal], ...] = (
        ("learner", split.learner),
        ("employer", split.employer),
        ("government", split.government),
    )
    for bearer, amount in shares:
        if amount:
            yield Segment(kind=split.kind, amount=amount, unit=unit, bearer=bearer, state="sure")


def _given(verdict: Verdict, found: Shares) -> Iterator[tuple[Pillar, Segment]]:
    """The confirmed amounts that no split shows: premiums, days, hours of leave where the hours are not known."""
    shown = _SPLIT - _not_split(found)
    for kind, amount in verdict.amounts.items():
        if kind not in shown and amount.value is not None:
            yield _pillar(verdict), _segment(verdict, amount, "sure", amount.value)


def _not_split(found: Shares) -> frozenset[str]:
    hours = frozenset(() if found.time.hours else (LEAVE_HOURS,))
    return hours | frozenset(() if found.time.pay else (REFUND, WAGE_KEPT))


def _outside(one: Beside, verdict: Verdict, every: FactList) -> Segment:
    amount = one.amount
    asks = (*verdict.asks, *every.by_ease(amount.open))
    state: State = "ask" if one.why == "open" else "hatched"
    made = _segment(verdict, amount, state, best_value(amount))
    last = verdict.last_known
    year = amount.year or (last.year if last and one.why == "not_confirmed" else None)
    return replace(made, year=year, ask=asks[0] if asks and one.why == "open" else None, why=one.why)


def _segment(verdict: Verdict, amount: Amount, state: State, value: Decimal | None) -> Segment:
    gives = next(one.gives for one in verdict.prepared.benefits if one.gives.kind == amount.kind)
    bearer: Party = amount.by or ("employer" if amount.kind == LEAVE_HOURS else "government")
    return Segment(
        kind=amount.kind,
        amount=value,
        unit=amount.unit,
        bearer=bearer,
        state=state,
        to=amount.to,
        instrument=verdict.instrument,
        label=gives.label,
    )


def _pillar(verdict: Verdict) -> Pillar:
    return "time" if verdict.prepared.pack.pillar == "time" else "money"


def question(verdicts: Mapping[str, Verdict], every: FactList) -> str | None:
    """The question that decides most over all instruments that may still be had, for the least trouble.

    Each instrument gives its first question 1, its second 1/2, and so on, an open amount half of that; over the cost
    of the question. In a tie the order of the list of facts decides.
    """
    score: dict[str, float] = {}
    for verdict in verdicts.values():
        if may_become(verdict):
            for place, fact in enumerate(verdict.asks, start=1):
                score[fact] = score.get(fact, 0) + 1 / place
        if verdict.verdict.word == "yes" or may_become(verdict):
            for amount in verdict.amounts.values():
                for place, fact in enumerate(every.by_ease(amount.open), start=1):
                    score[fact] = score.get(fact, 0) + _AMOUNT / place
    ranked = sorted(score, key=lambda fact: (-score[fact] / every.facts[fact].cost, every.order[fact]))
    return ranked[0] if ranked else None
