"""Steun: which part of the time and of the price is covered by what the person probably has a right to?"""

from collections.abc import Iterable
from decimal import Decimal

from catalogue.messages import message
from matcher.incentives.logic import YES
from matcher.incentives.parts import Verdict
from matcher.incentives.splits import FEE, FEE_REFUND, LEAVE_HOURS, PRICE_SUPPORT
from matcher.incentives.stacking import may_become
from matcher.scorers.base import MIDDLE, Part, Scorer, Standing, Value, unknown

_SAYS = {"time": message("bar.steun.time"), "money": message("bar.steun.money")}


def _own(verdicts: Iterable[Verdict], pillar: str) -> list[Verdict]:
    """What is for the person. What is for a firm says nothing of who learns."""
    return [one for one in verdicts if one.prepared.pack.pillar == pillar and one.prepared.pack.beneficiary == "person"]


def _part(name: str, several: list[Verdict], shares: list[float | None], open_: float) -> Part:
    """The largest share of a right; else half where a right is open; else none."""
    known = [share for share in shares if share is not None]
    if known and max(known) >= open_:
        return Part(name=name, value=max(known), why=_SAYS[name])
    if len(known) < len(shares) or any(may_become(one) for one in several):
        return Part(name=name, value=None, why=message("bar.steun.open"))
    return Part(name=name, value=max(known, default=0.0))


def _time(one: Standing, several: list[Verdict]) -> Part:
    shares = [_hours(verdict, one.course.contact_hours) for verdict in several if verdict.verdict == YES]
    return _part("time", several, shares, one.numbers.support.open)


def _hours(verdict: Verdict, hours: Decimal | None) -> float | None:
    """A right to time without a number of hours covers the time; None where the hours are not known."""
    amount = verdict.amounts.get(LEAVE_HOURS)
    if amount is None:
        return 1.0
    return None if amount.value is None or not hours else min(1.0, float(amount.value / hours))


def _money(one: Standing, several: list[Verdict]) -> Part:
    if one.price == 0:
        return Part(name="money", value=1.0, why=message("bar.steun.free"))
    shares = [_euros(verdict, one.price) for verdict in several if verdict.verdict == YES]
    return _part("money", several, [share for share in shares if share != 0.0], one.numbers.support.open)


def _euros(verdict: Verdict, price: float | None) -> float | None:
    amounts = verdict.amounts
    if price and FEE in amounts:
        fee = amounts[FEE].value
        return None if fee is None else max(0.0, 1 - float(fee) / price)
    support = [amounts[kind].value for kind in (PRICE_SUPPORT, FEE_REFUND) if kind in amounts]
    if not support:
        return 0.0
    known = [value for value in support if value is not None]
    return None if len(known) < len(support) or not price else min(1.0, float(sum(known)) / price)


def _find(one: Standing) -> Value:
    if one.verdicts is None:
        return unknown()
    verdicts = list(one.verdicts.values())
    parts = (_time(one, _own(verdicts, "time")), _money(one, _own(verdicts, "money")))
    value = sum(MIDDLE if part.value is None else part.value for part in parts) / len(parts)
    known = sum(part.value is not None for part in parts) / len(parts)
    said = {part.why.code: part.why for part in parts if part.why is not None}
    return Value(value=value, known=known, why=tuple(said.values()), parts=parts)


SUPPORT = Scorer(name="steun", label=message("bar.steun"), help=message("bar.steun.help"), find=_find)
