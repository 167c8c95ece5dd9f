"""How the YAML of the bundled catalogue writes what depends on the day: runs and decisions of the register.

Only the shapes and their dates; reading the files and reporting mistakes is done in `bundled`.
"""

from collections.abc import Iterator, Mapping
from datetime import date, time, timedelta
from typing import Annotated, Self

from pydantic import BeforeValidator, Field, model_validator

from catalogue.course import (
    Claim,
    Coaching,
    Count,
    Delivery,
    Entry,
    Hours,
    Identifier,
    Language,
    Link,
    PriceLine,
    Provider,
    Recognition,
    Record,
    Run,
    Slot,
    Text,
    Venue,
    Workplace,
)

WEEKDAYS = ("ma", "di", "wo", "do", "vr", "za", "zo")
KEPT = (
    *("entry", "slots", "delivery", "coaching", "hours_a_week", "places", "waiting_list"),
    *("language", "language_level", "prices", "workplace"),
)


def _slot(value: object) -> object:
    """`di 18:30-21:50` -> Slot. ValueError where it is written otherwise."""
    if not isinstance(value, str):
        return value
    day, _, hours = value.partition(" ")
    start, _, end = hours.partition("-")
    return Slot(weekday=WEEKDAYS.index(day) + 1, start=time.fromisoformat(start), end=time.fromisoformat(end))


def _link(value: object) -> object:
    """`a label`, or `{vocabulary-id: a label}` -> what Link reads."""
    if isinstance(value, str):
        return {"label": value}
    if isinstance(value, Mapping) and len(value) == 1 and "label" not in value:
        [(target, label)] = value.items()
        return {"label": label, "target": target}
    return value


Week = Annotated[int, Field(ge=-60, le=51)]
SlotText = Annotated[Slot, BeforeValidator(_slot)]
LinkText = Annotated[Link, BeforeValidator(_link)]


class RunPattern(Record):
    """Runs that differ only in their start. `starts` are weeks after the Monday of the build's week.

    A run starts on the weekday of its first slot (Monday without slots) and ends on that of its last, `weeks` later.
    `free` holds one number of free places per start. `venue` is a key among the provider's venues.
    """

    starts: Annotated[tuple[Week, ...], Field(min_length=1)]
    weeks: Annotated[int, Field(ge=1, le=200)]
    enrol_days: Annotated[int, Field(ge=1, le=120)] = 7
    free: tuple[Count, ...] = ()
    venue: Identifier | None = None
    entry: Entry = Entry.FIXED
    slots: tuple[SlotText, ...] = ()
    delivery: Delivery
    coaching: Coaching | None = None
    hours_a_week: Hours | None = None
    places: Count | None = None
    waiting_list: bool | None = None
    language: Language | None = None
    language_level: Text = ""
    prices: tuple[PriceLine, ...] = ()
    workplace: Workplace | None = None

    @model_validator(mode="after")
    def _one_number_per_start(self) -> Self:
        if self.free and len(self.free) != len(self.starts):
            raise ValueError("free places are given per start")
        return self

    def runs(self, today: date, venue: Venue | None, ids: Iterator[str]) -> Iterator[Run]:
        """One run per start, each with the next of the ids."""
        kept = {name: getattr(self, name) for name in KEPT}
        for place, week in enumerate(self.starts):
            start, end = self._dates(week, today)
            dated = {"start": start, "end": end, "enrol_until": start - timedelta(days=self.enrol_days)}
            free = self.free[place] if self.free else None
            yield Run.model_validate(kept | dated | {"id": next(ids), "venue": venue, "places_free": free})

    def _dates(self, week: int, today: date) -> tuple[date, date]:
        days = [slot.weekday for slot in self.slots if slot.weekday] or [1, 5]
        monday = today - timedelta(days=today.weekday()) + timedelta(weeks=week)
        start = monday + timedelta(days=days[0] - 1)
        return start, monday + timedelta(weeks=self.weeks - 1, days=max(days) - 1)


class RecognitionPattern(Record):
    """A decision of the register. `years` are school years around the build's: [0, 0] is the current one."""

    scheme: Identifier
    recognised: bool = True
    theme: Text = ""
    level_limit: Text = ""
    number: Text = ""
    years: tuple[int, int] = (0, 0)

    def dated(self, today: date) -> Recognition:
        """The decision from 1 September of the first year until 31 August of the last."""
        year = today.year if today.month >= 9 else today.year - 1
        first, last = self.years
        return Recognition(
            **self.model_dump(exclude={"years"}),
            valid_from=date(year + first, 9, 1),
            valid_until=date(year + last + 1, 8, 31),
            source="bundled",
        )


class ProviderEntry(Provider):
    """A provider of the YAML with its venues; the decisions are patterns."""

    venues: Mapping[Identifier, Venue]
    recognised: tuple[RecognitionPattern, ...] = ()

    def provider(self, today: date) -> Provider:
        """The provider of the record."""
        values = {name: getattr(self, name) for name in Provider.model_fields}
        return Provider.model_validate(values | {"recognitions": tuple(one.dated(today) for one in self.recognised)})


class Patterns(Record):
    """What a course of the YAML says in another shape than the record has."""

    id: Identifier
    provider: Identifier
    runs: Annotated[tuple[RunPattern, ...], Field(min_length=1)]
    recognitions: tuple[RecognitionPattern, ...] = ()
    occupations: tuple[LinkText, ...] = ()
    competences: tuple[LinkText, ...] = ()
    claims: tuple[Claim, ...] = ()
