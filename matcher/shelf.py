"""Courses as a match needs them, kept between questions: read from the index, with what does not hang on who asks.

Only public data of the catalogue is kept, never anything of a person. The key is the record itself, so that a new index
never meets an old course.
"""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from threading import Lock

from catalogue.competences import Occupation
from catalogue.course import Course, Delivery, PriceKind, Run
from catalogue.week import Hours, is_past, run_order, taken
from indexer.documents import led_to
from indexer.traits import offer_values
from matcher.concepts import Concepts
from matcher.filters import Facts
from matcher.gap import taught
from matcher.incentives.course_facts import course_facts
from matcher.incentives.facts import FactList, Value

# A course takes some tens of kilobytes.
MOST = 2000


@dataclass(frozen=True)
class Edition:
    """One run, or the course without a run, as far as it is the same for everybody."""

    course: Course
    run: Run | None
    past: bool
    takes: Hours | None
    online: bool | None
    price: float | None
    language: str | None
    language_level: int | None
    other_costs: tuple[Decimal, ...]
    _every: FactList = field(repr=False)
    _bottleneck: bool | None
    _today: date

    @cached_property
    def facts(self) -> Mapping[str, Value]:
        """The facts about it that rules on incentives ask for."""
        day = (self.run.start if self.run else None) or self._today
        return course_facts(self._every, self.course, self.run, day, bottleneck=self._bottleneck)


@dataclass(frozen=True)
class Known:
    """A course: what it leads to and teaches, its coming runs, and the one to show where none is coming.

    `bottlenecks` are those among `leads_to`; None where no list holds today.
    """

    course: Course
    leads_to: tuple[Occupation, ...]
    declared: Mapping[str, float]
    teaches: Mapping[str, float]
    bottlenecks: frozenset[str] | None
    coming: tuple[Edition, ...]
    last: Edition


class Shelf:
    """Keeps the courses that were asked for last. Safe to use from several threads."""

    def __init__(self, concepts: Concepts, every: FactList) -> None:
        self._concepts, self._every = concepts, every
        self._lock = Lock()
        self._kept: OrderedDict[tuple[date, str], Known] = OrderedDict()

    def course(self, stored: str, facts: Facts) -> Known:
        """The course of a stored record, for the day of `facts`."""
        key = (facts.today, stored)
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
                return found
        made = self._read(stored, facts)
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > MOST:
                self._kept.popitem(last=False)
        return made

    def _read(self, stored: str, facts: Facts) -> Known:
        course = Course.model_validate_json(stored)
        led = led_to(course, self._concepts.vocabulary)
        named = _bottlenecks(led, facts)
        bottleneck = None if named is None else bool(named)
        editions = tuple(self._edition(course, run, bottleneck, facts.today) for run in course.runs)
        coming = tuple(one for one in editions if not one.past)
        last = max(editions, key=_order, default=None) or self._edition(course, None, bottleneck, facts.today)
        return Known(
            course=course,
            leads_to=led,
            declared=_declared(course, self._concepts),
            teaches=taught(course, self._concepts),
            bottlenecks=named,
            coming=coming,
            last=last,
        )

    def _edition(self, course: Course, run: Run | None, bottleneck: bool | None, today: date) -> Edition:
        values = offer_values(course, run)
        cents, languages, level = values["price"], values["language"], values["language_level"]
        return Edition(
            course=course,
            run=run,
            past=run is not None and is_past(run, today),
            takes=None if run is None else taken(run),
            online=None if run is None else is_online(run.delivery),
            price=cents / 100 if isinstance(cents, int) else None,
            language=str(languages[0]) if isinstance(languages, tuple) and languages else None,
            language_level=level if isinstance(level, int) else None,
            other_costs=_other_costs(course, run),
            _every=self._every,
            _bottleneck=bottleneck,
            _today=today,
        )


def _order(one: Edition) -> tuple[date, str]:
    return (date.max, "") if one.run is None else run_order(one.run)


def _bottlenecks(led: tuple[Occupation, ...], facts: Facts) -> frozenset[str] | None:
    if not facts.bottlenecks.on(facts.today):
        return None
    return frozenset(one.id for one in led if facts.bottlenecks.is_bottleneck(one, facts.today))


def _declared(course: Course, concepts: Concepts) -> Mapping[str, float]:
    """Occupations that the course leads to: id -> how sure it is."""
    found: dict[str, float] = {}
    for link in course.occupations:
        concept = concepts.of_link(link)
        if isinstance(concept, Occupation):
            found[concept.id] = max(found.get(concept.id, 0.0), link.confidence)
    return found


def is_online(delivery: Delivery | None) -> bool | None:
    """Whether nothing of it takes one anywhere; None where it is not known."""
    return None if delivery is None else delivery.live_online + delivery.self_paced == 100


def _other_costs(course: Course, run: Run | None) -> tuple[Decimal, ...]:
    lines = (run.prices if run else ()) or course.prices
    return tuple(line.amount for line in lines if line.kind == PriceKind.OTHER and not line.for_whom)
