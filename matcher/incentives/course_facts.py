"""Turns a course, a run and a day into the facts that rules ask for. What the catalogue does not know stays unknown.

Which field gives which fact is data (`from` in facts.yaml); no scheme is named here. A provider's claim is no fact:
only a decision of the register is.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from catalogue.course import Course, Measure, PriceKind, PriceLine, ProviderKind, Recognition, Run
from catalogue.week import DayPart, day_parts
from matcher.incentives.facts import Fact, FactList, Value

_MEASURES = {
    Measure.CONTACT_HOURS: "contact_hours",
    Measure.CREDITS: "ects",
    Measure.PERIODS: "cvo_periods",
    Measure.EXAM: "exam_board",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Offer:
    """One course, the run that somebody would take (None where no run is planned), and the day it counts for.

    `given` are facts that are looked up elsewhere by date, such as the bottleneck list.
    """

    course: Course
    run: Run | None
    day: date
    given: Mapping[str, Value]


def course_facts(
    every: FactList, course: Course, run: Run | None, day: date, *, bottleneck: bool | None = None
) -> dict[str, Value]:
    """The facts about a course that the catalogue knows. `bottleneck`: whether it leads to one, None where not looked
    up."""
    given = {} if bottleneck is None else {"bottleneck": bottleneck}
    offer = Offer(course=course, run=run, day=day, given=given)
    found: dict[str, Value] = {}
    for fact in every.facts.values():
        if fact.source:
            kind, argument = next(iter(fact.source.items()))
            value = READERS[kind](offer, argument, fact)
            if value is not None:
                found[fact.name] = every.value(fact.name, value)
    return found


def _decided(decisions: Sequence[Recognition], day: date) -> bool | None:
    """Yes or no by the register; None where it says nothing."""
    return any(one.holds_on(day) for one in decisions) if decisions else None


def _recognition(offer: Offer, scheme: str, fact: Fact) -> Value | None:
    several = (*offer.course.recognitions, *offer.course.provider.recognitions)
    return _decided([one for one in several if one.scheme == scheme], offer.day)


def _provider_recognition(offer: Offer, scheme: str, fact: Fact) -> Value | None:
    return _decided([one for one in offer.course.provider.recognitions if one.scheme == scheme], offer.day)


def _theme(offer: Offer, scheme: str, fact: Fact) -> Value | None:
    """The theme that the register names: one of the fact's values by its words, or another theme."""
    several = (*offer.course.recognitions, *offer.course.provider.recognitions)
    themes = [one.theme for one in several if one.scheme == scheme and one.theme and one.holds_on(offer.day)]
    if not themes:
        return None
    text = themes[0].lower()
    named = [value for value in fact.values if value == text]
    found = [value for value, words in fact.words.items() if any(word in text for word in words)]
    return (*named, *found, "other_theme")[0]


def _field(offer: Offer, name: str, fact: Fact) -> Value | None:
    if name == "measure":
        return _measure(offer.course)
    value: Decimal | None = getattr(offer.course, name)
    return value


def _measure(course: Course) -> str | None:
    """As declared; else by the only size that is known."""
    if course.measure is not None:
        return _MEASURES[course.measure]
    if (course.contact_hours is None) == (course.credits is None):
        return None
    return "contact_hours" if course.credits is None else "ects"


def _level(offer: Offer, levels: Sequence[int], fact: Fact) -> Value | None:
    certificate = offer.course.certificate
    return None if certificate is None or certificate.level is None else certificate.level in levels


def _activity(offer: Offer, name: str, fact: Fact) -> Value | None:
    text = offer.course.activity.lower()
    return any(word in text for word in fact.words[name]) if text else None


def _provider_kind(offer: Offer, kinds: Mapping[str, Sequence[str]], fact: Fact) -> Value | None:
    """Yes for some kinds of provider, not known for others, no for the rest."""
    kind = offer.course.provider.kind
    if kind == ProviderKind.UNKNOWN or kind.value in kinds.get("unknown", ()):
        return None
    return kind.value in kinds["yes"]


def _given(offer: Offer, name: str, fact: Fact) -> Value | None:
    return offer.given.get(name)


def _run(offer: Offer, name: str, fact: Fact) -> Value | None:
    return _OF_RUN[name](offer)


def _paid(offer: Offer, kind: PriceKind) -> Decimal | None:
    """What everybody pays of a kind; the run's prices stand before the course's."""
    lines: Sequence[PriceLine] = (offer.run.prices if offer.run else ()) or offer.course.prices
    own = [line.amount for line in lines if line.kind == kind and not line.for_whom]
    return sum(own, Decimal(0)) if own else None


def _weeks(offer: Offer) -> Decimal | None:
    run = offer.run
    if run is None or run.start is None or run.end is None:
        return None
    return Decimal(-(-((run.end - run.start).days + 1) // 7))


_FREE_TIME = frozenset((DayPart.EVENING, DayPart.WEEKEND))


def _parts(offer: Offer) -> tuple[DayPart, ...]:
    return day_parts(offer.run) if offer.run else ()


_OF_RUN: Mapping[str, Callable[[Offer], Value | None]] = {
    "price": lambda offer: _paid(offer, PriceKind.TUITION),
    "exam_fee": lambda offer: _paid(offer, PriceKind.EXAM),
    "material_cost": lambda offer: _paid(offer, PriceKind.MATERIAL),
    "hours_a_week": lambda offer: offer.run.hours_a_week if offer.run else None,
    "weeks": _weeks,
    "evening_or_weekend": lambda offer: _FREE_TIME.issuperset(parts) if (parts := _parts(offer)) else None,
    "full_day": lambda offer: parts == (DayPart.DAY,) if (parts := _parts(offer)) else None,
}

Reader = Callable[[Offer, Any, Fact], Value | None]
READERS: Mapping[str, Reader] = {
    "recognition": _recognition,
    "provider_recognition": _provider_recognition,
    "theme": _theme,
    "field": _field,
    "level": _level,
    "activity": _activity,
    "provider_kind": _provider_kind,
    "given": _given,
    "run": _run,
}
