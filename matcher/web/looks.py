"""How courses and runs are laid out: pure helpers for the templates, from records to what a page shows.

No words: those are in the templates. No requests: `register` only gives the helpers to the templates.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from babel import Locale
from babel.dates import format_date, get_day_names
from flask import Flask

from catalogue.course import Course, Entry, PriceKind, PriceLine, Run, Slot, Venue
from catalogue.messages import Message
from catalogue.places import load_places
from catalogue.week import EVENING, day_parts
from indexer.documents import delivery_kinds
from matcher.filters.how import LABELS as HOW_LABELS
from matcher.filters.when import LABELS as WHEN_LABELS
from matcher.support import Pillar, SchemeState, State
from matcher.web import choices, maps

NOON = time(12)
# From so many hours on, minutes only distract on a card; the page of the course has them.
ROUGH = 10
# Up to so far ahead everybody knows which year a day and a month mean.
NEAR = timedelta(days=300)
PARTS = ("morning", "afternoon", "evening")


@dataclass(frozen=True, kw_only=True, slots=True)
class Leaf:
    """A day as a leaf of a calendar; `year` only where day and month alone would mislead."""

    weekday: str
    day: str
    month: str
    year: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Price:
    """What everybody pays together, or from the least to the most; all None where nothing is known."""

    total: Decimal | None
    least: Decimal | None
    most: Decimal | None
    lines: tuple[PriceLine, ...]
    without_vat: bool


@lru_cache(maxsize=4096)
def leaf(day: date, today: date, language: str) -> Leaf:
    """The pieces of a date in a language."""
    weekday, number, month = (format_date(day, pattern, locale=language).rstrip(".") for pattern in ("EEE", "d", "LLL"))
    soon = timedelta() <= day - today < NEAR
    return Leaf(weekday=weekday, day=number, month=month, year="" if soon else str(day.year))


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
    one_sum = bool(everybody) and sum(line.kind == PriceKind.TUITION for line in everybody) <= 1
    apart = [] if one_sum else [line.amount for line in lines if line.kind == PriceKind.TUITION or line.for_whom]
    return Price(
        total=sum((line.amount for line in everybody), Decimal()) if one_sum else None,
        least=min(apart, default=None),
        most=max(apart, default=None),
        lines=tuple(lines),
        without_vat=any(line.vat_included is False for line in lines),
    )


def tags(run: Run | None) -> tuple[Message, ...]:
    """When and how a run takes place, in the words of the filters."""
    if run is None:
        return ()
    how = [HOW_LABELS[kind] for kind in delivery_kinds(run.delivery) if kind in HOW_LABELS]
    return (*(WHEN_LABELS[part] for part in day_parts(run)), *how)


def town(venue: Venue, language: str) -> str:
    """The municipality in a language, found by its postcode. Another name of the source (a village) stays as it is."""
    place = load_places().by_postcode(venue.postcode) if venue.country == "BE" else None
    if place is None or (venue.municipality and venue.municipality not in place.names()):
        return venue.municipality
    return place.name(language)


def has_week(rows: Sequence[Mapping[str, Run]]) -> bool:
    """Whether a table of runs shows a week strip that needs its legend."""
    return any(week(row["run"]) for row in rows)


def is_permanent(run: Run | None) -> bool:
    """Whether one can start when one likes."""
    return run is not None and run.entry == Entry.PERMANENT


def hours(course: Course) -> Decimal | None:
    """Hours with a teacher, else all hours, whole from 10 on; 0 hours with a teacher says nothing of the length."""
    given = course.contact_hours or course.total_hours or None
    return given if given is None or given < ROUGH else given.quantize(Decimal(1), ROUND_HALF_UP)


def known(pillar: Pillar) -> tuple[SchemeState, ...]:
    """The schemes of which something is known."""
    return tuple(one for one in pillar.schemes if one.state != State.UNKNOWN)


def unknown(pillar: Pillar) -> tuple[SchemeState, ...]:
    """The schemes of which nobody says anything."""
    return tuple(one for one in pillar.schemes if one.state == State.UNKNOWN)


HELPERS = (
    *(leaf, day_letters, tongue, week, moments, price, tags, town, has_week, is_permanent, hours),
    *(known, unknown, *choices.HELPERS),
)


def register(app: Flask) -> None:
    """Gives the helpers to the templates as `looks`."""
    app.jinja_env.globals["maps"] = maps
    app.jinja_env.globals["looks"] = {each.__name__: each for each in HELPERS} | {"PARTS": PARTS}
