"""How results and courses are laid out: pure helpers for the templates, from records to what a page shows.

No words: those are in the templates. No requests: `register` only gives the helpers to the templates.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, time
from decimal import Decimal

from babel import Locale
from babel.dates import format_date, get_day_names
from flask import Flask

from catalogue.course import Course, DurationUnit, Entry, PriceKind, PriceLine, Run, Slot
from catalogue.messages import Message
from catalogue.week import EVENING, day_parts
from indexer.documents import delivery_kinds
from matcher.criteria import Criteria
from matcher.filters import Choice
from matcher.filters.how import LABELS as HOW_LABELS
from matcher.filters.when import LABELS as WHEN_LABELS
from matcher.search import CountedChoice, Facet, Results
from matcher.support import Pillar, SchemeState, State

NOON = time(12)
PARTS = ("morning", "afternoon", "evening")
# From so many courses on there is enough to choose from, and the page proposes no other filters.
PLENTY = 10
MOST_SWAPS = 2


@dataclass(frozen=True, kw_only=True, slots=True)
class Leaf:
    """A day as a leaf of a calendar; `year` only where it is not the current one."""

    weekday: str
    day: str
    month: str
    year: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Price:
    """What everybody pays together, or the least where there are several; both None where nothing is known."""

    total: Decimal | None
    least: Decimal | None
    lines: tuple[PriceLine, ...]
    without_vat: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Chip:
    """A choice that is set, and the question without it. The place stands in one chip with its radius."""

    name: str
    choice: Choice
    criteria: Criteria


@dataclass(frozen=True, kw_only=True, slots=True)
class Swap:
    """Another choice of a filter that is set, and how many courses it brings instead."""

    chosen: tuple[Choice, ...]
    other: CountedChoice
    criteria: Criteria


def leaf(day: date, today: date, language: str) -> Leaf:
    """The pieces of a date in a language."""
    weekday, number, month = (format_date(day, pattern, locale=language).rstrip(".") for pattern in ("EEE", "d", "LLL"))
    return Leaf(weekday=weekday, day=number, month=month, year="" if day.year == today.year else str(day.year))


def day_letters(language: str) -> tuple[str, ...]:
    """One letter for each weekday, Monday first."""
    names: Mapping[int, str] = get_day_names("narrow", context="stand-alone", locale=language)
    return tuple(names[number] for number in range(7))


def tongue(code: str, language: str) -> str:
    """The name of a language in the language of the page; its code where that has no name."""
    return str(Locale(language).languages.get(code, code))


def _parts_of(start: time, end: time | None) -> set[str]:
    """The parts of the day that a moment touches."""
    last = end or start
    bounds = zip(PARTS, (time(0), NOON, EVENING), (NOON, EVENING, time.max), strict=True)
    return {part for part, begins, ends in bounds if start < ends and (last > begins or start >= begins)}


def week(run: Run) -> frozenset[tuple[int, str]]:
    """(weekday 1 to 7, part of the day) that a run takes; empty where its days are not known."""
    moments = [(slot.weekday, slot.start, slot.end) for slot in run.slots if slot.weekday is not None]
    moments += [(one.day.isoweekday(), one.start, one.end) for one in run.sessions if one.start]  # type: ignore[misc]
    return frozenset((weekday, part) for weekday, start, end in moments for part in _parts_of(start, end))


def moments(run: Run) -> tuple[tuple[tuple[int, ...], time, time], ...]:
    """(weekdays, from, to) with the days that share their hours together; no weekdays where only hours are known."""
    grouped: dict[tuple[time, time], list[int]] = {}
    for slot in sorted(run.slots, key=_slot_order):
        days = grouped.setdefault((slot.start, slot.end), [])
        if slot.weekday is not None and slot.weekday not in days:
            days.append(slot.weekday)
    return tuple((tuple(days), start, end) for (start, end), days in grouped.items())


def _slot_order(slot: Slot) -> tuple[int, time]:
    return (slot.weekday or 0, slot.start)


def price(course: Course, run: Run | None) -> Price:
    """The price of a run, else that of its course. Lines for some people only never enter the sum."""
    lines = run.prices if run is not None and run.prices else course.prices
    everybody = [line for line in lines if not line.for_whom]
    tuition = [line.amount for line in lines if line.kind == PriceKind.TUITION]
    one_sum = bool(everybody) and sum(line.kind == PriceKind.TUITION for line in everybody) <= 1
    return Price(
        total=sum((line.amount for line in everybody), Decimal()) if one_sum else None,
        least=min(tuition or [line.amount for line in lines]) if lines and not one_sum else None,
        lines=tuple(lines),
        without_vat=any(line.vat_included is False for line in lines),
    )


def tags(run: Run | None) -> tuple[Message, ...]:
    """When and how a run takes place, in the words of the filters."""
    if run is None:
        return ()
    how = [HOW_LABELS[kind] for kind in delivery_kinds(run.delivery) if kind in HOW_LABELS]
    return (*(WHEN_LABELS[part] for part in day_parts(run)), *how)


def is_permanent(run: Run | None) -> bool:
    """Whether one can start when one likes."""
    return run is not None and run.entry == Entry.PERMANENT


def length_unit(course: Course) -> DurationUnit | None:
    """The unit of the course's length, unless that repeats its hours."""
    if course.duration is None or (course.duration.unit == DurationUnit.HOURS and hours(course) is not None):
        return None
    return course.duration.unit


def hours(course: Course) -> Decimal | None:
    """Hours with a teacher, else all hours."""
    return course.contact_hours if course.contact_hours is not None else course.total_hours


def chips(results: Results) -> tuple[Chip, ...]:
    """What is set, in the order of the filters; without the radius, which goes with the place."""
    return tuple(
        Chip(name=name, choice=one.choice, criteria=results.criteria.without(name, one.choice.value))
        for facet in results.facets
        if (name := facet.filter.name) != "radius"
        for one in facet.choices
        if one.chosen
    )


def radius(results: Results) -> Choice | None:
    """The radius that is set."""
    chosen = (one.choice for facet in results.facets if facet.filter.name == "radius" for one in _chosen(facet))
    return next(chosen, None)


def _chosen(facet: Facet) -> list[CountedChoice]:
    return [one for one in facet.choices if one.chosen]


def swaps(results: Results) -> tuple[Swap, ...]:
    """Other choices that bring more, with what they bring; none where there is plenty.

    The count beside a choice is the answer with it alone, so each number is what the link gives.
    """
    if results.count >= PLENTY:
        return ()
    found = []
    for facet in results.facets:
        chosen = _chosen(facet)
        better = [one for one in facet.choices if not one.chosen and one.count > results.count]
        # The nearest larger radius, the nearest later start: the least change that helps.
        order = better[:1] if facet.filter.single else sorted(better, key=lambda one: -one.count)[:MOST_SWAPS]
        found += [_swap(results.criteria, facet.filter.name, chosen, one) for one in order if chosen]
    return tuple(found)


def _swap(criteria: Criteria, name: str, chosen: Sequence[CountedChoice], other: CountedChoice) -> Swap:
    changed = replace(criteria, chosen={**criteria.chosen, name: (other.choice.value,)}, page=1)
    return Swap(chosen=tuple(one.choice for one in chosen), other=other, criteria=changed)


def sorted_by(criteria: Criteria, sort: str) -> Criteria:
    """The same question in another order, from the first page on."""
    return replace(criteria, sort=sort, page=1)


def chosen_count(criteria: Criteria) -> int:
    """How many choices are set; the radius goes with the place and does not count."""
    return sum(len(values) for name, values in criteria.chosen.items() if name != "radius")


def known(pillar: Pillar) -> tuple[SchemeState, ...]:
    """The schemes of which something is known."""
    return tuple(one for one in pillar.schemes if one.state != State.UNKNOWN)


def unknown(pillar: Pillar) -> tuple[SchemeState, ...]:
    """The schemes of which nobody says anything."""
    return tuple(one for one in pillar.schemes if one.state == State.UNKNOWN)


HELPERS = (
    *(leaf, day_letters, tongue, week, moments, price, tags, is_permanent, length_unit, hours),
    *(chips, radius, swaps, sorted_by, chosen_count, known, unknown),
)


def register(app: Flask) -> None:
    """Gives the helpers to the templates as `looks`."""
    app.jinja_env.globals["looks"] = {each.__name__: each for each in HELPERS} | {"PARTS": PARTS}
