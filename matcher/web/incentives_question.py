"""Reads a question about incentives from JSON: all fields that are wrong at once, each with how to mend it."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from typing import Any

from catalogue.checks import Wrong
from catalogue.messages import Message, message
from matcher.incentives.clocks import GIVEN, Clock, Dates
from matcher.incentives.facts import Fact, FactList, FactWrong, Kind, Value

# In bytes. All facts that there are, with long names, fit three times.
LARGEST = 16 * 1024
# No hours, wage or price is above it; it keeps arithmetic short.
MOST = 1_000_000_000
FIELDS = ("as_of", "dates", "facts", "course")
CLOCKS = tuple(clock.value for clock in GIVEN)
_COURSE = "course."
_YEARS = range(1900, 2201)
_SHOWN = 60


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """A question: dates, facts of person and course together, and the id of a course of the catalogue, if one."""

    dates: Dates
    facts: Mapping[str, Value]
    course_id: str | None

    @property
    def has_start(self) -> bool:
        """Whether the start of the course was given."""
        return Clock.COURSE_START in self.dates.given

    @property
    def start(self) -> date:
        """The start of the course, else the day of the question."""
        return self.dates.on(Clock.COURSE_START)


class _Reader:
    """Collects what is wrong while reading."""

    def __init__(self, every: FactList) -> None:
        self.every = every
        self.wrong: list[Wrong] = []

    def refuse(self, name: str, what: Message, mend: Message) -> None:
        self.wrong.append(Wrong(name=_shown(name), what=what, mend=mend))

    def mapping(self, name: str, given: object) -> Iterator[tuple[str, Any]]:
        if isinstance(given, dict):
            yield from given.items()
        elif given is not None:
            self.refuse(name, message("problem.incentives.object"), message("mend.incentives.object"))

    def day(self, name: str, given: object) -> date | None:
        try:
            if isinstance(given, str) and len(given) == 10:
                day = date.fromisoformat(given)
                if day.year in _YEARS:
                    return day
        except ValueError:
            pass
        self.refuse(name, message("problem.incentives.day", given=_shown(given)), message("mend.incentives.day"))
        return None

    def dates(self, given: object) -> dict[Clock, date]:
        found = {}
        for name, value in self.mapping("dates", given):
            if name not in CLOCKS:
                self._unknown(f"dates.{name}", CLOCKS)
            elif value is not None and (day := self.day(f"dates.{name}", value)):
                found[Clock(name)] = day
        return found

    def facts(self, name: str, given: object, prefix: str = "") -> dict[str, Value]:
        found = {}
        for key, value in self.mapping(name, given):
            fact = self.every.facts.get(key if key.startswith(prefix) else prefix + key)
            if fact is None:
                self._unknown(f"{name}.{key}", get_close_matches(prefix + key, self.every.facts, 3))
            elif value is not None and (read := self._value(f"{name}.{key}", fact, value)) is not None:
                found[fact.name] = read
        return found

    def _unknown(self, name: str, near: Any) -> None:
        mend = message("mend.incentives.name", names=", ".join(near)) if near else message("mend.incentives.list")
        self.refuse(name, message("problem.incentives.unknown"), mend)

    def _value(self, name: str, fact: Fact, given: object) -> Value | None:
        try:
            value = self.every.value(fact.name, given)
            if not isinstance(value, Decimal) or value <= MOST:
                return value
        except FactWrong:
            pass
        self.refuse(name, message("problem.incentives.value", given=_shown(given)), _mend(fact))
        return None


def _mend(fact: Fact) -> Message:
    if fact.kind == Kind.BOOL:
        return message("mend.incentives.bool")
    if fact.kind == Kind.ENUM:
        return message("mend.incentives.choice", names=", ".join(fact.values))
    return message("mend.incentives.number", most=str(MOST))


def _shown(given: object) -> str:
    """As text that can be sent back: short, and without halves of letters."""
    text = given if isinstance(given, str) else json.dumps(given, default=str)
    return text[:_SHOWN].encode("utf-8", "replace").decode("utf-8")


def read_question(body: bytes, every: FactList, today: date) -> Asked | tuple[Wrong, ...]:
    """The question, or all that is wrong with it. Without `as_of` it is about today."""
    try:
        given = json.loads(body, parse_float=Decimal, parse_constant=_no_number)
    except (ValueError, RecursionError):
        return (Wrong(name="", what=message("problem.incentives.json"), mend=message("mend.incentives.json")),)
    reader = _Reader(every)
    if not isinstance(given, dict):
        reader.refuse("", message("problem.incentives.object"), message("mend.incentives.object"))
        return tuple(reader.wrong)
    for name in sorted(set(given) - set(FIELDS)):
        reader.refuse(
            name,
            message("problem.incentives.unknown"),
            message("mend.incentives.name", names=", ".join(FIELDS)),
        )
    as_of = today if given.get("as_of") is None else reader.day("as_of", given["as_of"])
    dates, facts = reader.dates(given.get("dates")), reader.facts("facts", given.get("facts"))
    course = given.get("course")
    if not isinstance(course, str):
        facts |= reader.facts("course", course, _COURSE)
    if reader.wrong or as_of is None:
        return tuple(reader.wrong)
    return Asked(dates=Dates(as_of, dates), facts=facts, course_id=course if isinstance(course, str) else None)


def _no_number(text: str) -> None:
    """NaN and Infinity, which JSON does not have and Python would read."""
    raise ValueError(text)
