"""A cost or a number of hours over learner, employer and government, exactly. What counts is chosen in `shares`."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import Literal

from matcher.incentives.amounts import Amount
from matcher.incentives.facts import Facts

Payer = Literal["learner", "employer"]
CostKind = Literal["price", "exam", "material", "child_care", "other"]
# The confirmed amounts by instrument, then by kind.
Chosen = Mapping[str, Mapping[str, Amount]]

# What the amounts of packs mean for the price: `fee` is what the law lets the learner pay for the course, the others
# are support towards the price of who pays it.
FEE, PRICE_SUPPORT, FEE_REFUND = "fee", "price_support", "fee_refund"
ON_PRICE = frozenset((FEE, PRICE_SUPPORT, FEE_REFUND))
# Other costs: the fact that holds the cost, and the kind of amount that pays it back.
_COSTS: Mapping[CostKind, tuple[str, str | None]] = {
    "exam": ("course.exam_fee", None),
    "material": ("course.material_cost", None),
    "child_care": ("person.child_care_cost", "child_care"),
}
LEAVE_HOURS, WAGE_KEPT, REFUND = "leave_hours", "wage_kept", "employer_refund"
_CENT = Decimal("0.01")
_ZERO = Decimal(0)


@dataclass(frozen=True, kw_only=True, slots=True)
class Split:
    """A cost in EUR, or a number of hours, over the three. `total` is exactly their sum."""

    kind: str
    total: Decimal
    learner: Decimal
    employer: Decimal
    government: Decimal


@dataclass(frozen=True, kw_only=True, slots=True)
class Support:
    """One amount of one instrument that is counted in a sum. EUR, rounded to the cent."""

    instrument: str
    kind: str
    value: Decimal


@dataclass(frozen=True, kw_only=True, slots=True)
class Money:
    """`price` is None where it is not known. `payer_known` is false where the learner is only taken to pay the bill.

    `others` are the other costs that are known; `net` is all that the learner pays, of the price and of them.
    """

    payer: Payer
    payer_known: bool
    price: Split | None
    supports: tuple[Support, ...]
    others: tuple[Split, ...]
    net: Decimal | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Time:
    """`hours` splits the hours of the course: leave is the employer's time, the rest the learner's own.

    `pay_month` is the wage that is kept, under the ceiling, in EUR a month. `pay` splits the wage of the leave hours:
    the government bears the refund. The refund is a flat sum, so the employer's share may be below zero; what employers
    pay on top of wages is not counted. None where something is not known.
    """

    hours: Split | None
    leave: Decimal | None
    pay_month: Decimal | None
    refund: Decimal | None
    pay: Split | None


def money(
    facts: Facts,
    payer: Payer,
    known: bool,
    chosen: Chosen,
    paying: frozenset[str],
    other_costs: tuple[Decimal, ...],
) -> Money:
    price = _number(facts, "course.price")
    split, supports = (None, ()) if price is None else _price(price, payer, chosen, paying)
    others = tuple(_others(facts, chosen, other_costs))
    net = split.learner + sum((one.learner for one in others), _ZERO) if split else None
    return Money(payer=payer, payer_known=known, price=split, supports=supports, others=others, net=net)


def _price(price: Decimal, payer: Payer, chosen: Chosen, paying: frozenset[str]) -> tuple[Split, tuple[Support, ...]]:
    """The price over the three. Support never exceeds what is still to be paid."""
    total, supports = cents(price), list[Support]()
    due = min([total, *(cents(_value(chosen[name], FEE)) for name in sorted(paying) if FEE in chosen[name])])
    for name in sorted(paying):
        for kind in (PRICE_SUPPORT, FEE_REFUND):
            if kind in chosen[name]:
                value = min(due, cents(_value(chosen[name], kind)))
                due -= value
                supports += [Support(instrument=name, kind=kind, value=value)] if value else []
    learner, employer = (due, _ZERO) if payer == "learner" else (_ZERO, due)
    split = Split(kind="price", total=total, learner=learner, employer=employer, government=total - due)
    return split, tuple(supports)


def _others(facts: Facts, chosen: Chosen, other_costs: tuple[Decimal, ...]) -> Iterator[Split]:
    for kind, (fact, back) in _COSTS.items():
        cost = _number(facts, fact)
        if cost is not None:
            paid = sum((_value(one, back) for one in chosen.values() if back in one), _ZERO) if back else _ZERO
            yield _other(kind, cost, paid)
    if other_costs:
        yield _other("other", sum(other_costs, _ZERO), _ZERO)


def _other(kind: CostKind, cost: Decimal, paid: Decimal) -> Split:
    total = cents(cost)
    government = min(total, cents(paid))
    return Split(kind=kind, total=total, learner=total - government, employer=_ZERO, government=government)


def time(facts: Facts, chosen: Chosen) -> Time:
    leave, refund = _sum(chosen, LEAVE_HOURS), _sum(chosen, REFUND)
    wages = [_value(one, WAGE_KEPT) for one in chosen.values() if WAGE_KEPT in one]
    pay_month = max(wages, default=None)
    return Time(
        hours=_hours(_number(facts, "course.contact_hours"), leave),
        leave=leave,
        pay_month=pay_month,
        refund=None if refund is None else cents(refund),
        pay=_pay(facts, leave, pay_month, refund),
    )


def _hours(course: Decimal | None, leave: Decimal | None) -> Split | None:
    """Leave for exams or for credits may be longer than the hours of lessons: then all of it is the employer's time."""
    if course is None:
        return None
    employer = cents(leave or _ZERO)
    learner = max(_ZERO, cents(course) - employer)
    return Split(kind="hours", total=learner + employer, learner=learner, employer=employer, government=_ZERO)


def _pay(facts: Facts, leave: Decimal | None, month: Decimal | None, refund: Decimal | None) -> Split | None:
    """The wage of the hours of leave: a monthly wage of full-time work over 52 weeks in 12 months."""
    weekly, share = _number(facts, "job.weekly_hours"), _number(facts, "job.occupancy_pct")
    if leave is None or month is None or refund is None or not weekly or not share:
        return None
    full_week = weekly * 100 / share
    total, government = cents(leave * month * 12 / (52 * full_week)), cents(refund)
    return Split(kind="pay", total=total, learner=_ZERO, employer=total - government, government=government)


def cents(value: Decimal) -> Decimal:
    """Rounded to the cent, so that sums of parts are exact."""
    with localcontext() as context:
        context.prec = 60
        return value.quantize(_CENT, ROUND_HALF_UP)


def _value(amounts: Mapping[str, Amount], kind: str) -> Decimal:
    value = amounts[kind].value
    return _ZERO if value is None else value


def _sum(chosen: Chosen, kind: str) -> Decimal | None:
    found = [_value(one, kind) for one in chosen.values() if kind in one]
    return sum(found, _ZERO) if found else None


def _number(facts: Facts, name: str) -> Decimal | None:
    value = facts.get(name)
    return value if isinstance(value, Decimal) else None
