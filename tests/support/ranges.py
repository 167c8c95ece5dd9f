"""What real Flemish courses cost and how long they last, per kind of provider, beside the catalogue that ships.

`PYTHONPATH=.:tests/support python -m ranges` measures the feeds in ../shared/data (read through the project's own
sources) and prints 5th and 95th percentile beside the table `ranges.csv` and our own figures. A percentile is the
nearest rank: an offer that exists, also where there are few.
"""

import csv
import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from catalogue.course import CertificateKind, Course, DurationUnit, PriceKind, Run, Slot
from catalogue.sources import by_name
from catalogue.sources.bundled import FOLDER

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"
# folder, source, day on which the feed was made
FEEDS = (("kdg_opleidingen", "jobat", date(2026, 1, 15)), ("vdab_opleidingen_2017", "vdab", date(2017, 5, 30)))
# A full week of training of VDAB is 36 hours; a month has four and a third of them.
UNIT_HOURS = {DurationUnit.HOURS: 1.0, DurationUnit.DAYS: 7.2, DurationUnit.WEEKS: 36.0, DurationUnit.MONTHS: 156.0}
LUNCH_FROM, LUNCH = 6.0, 1.0
# Lesson periods of 50 minutes, as centres for adult education write them in running text.
PERIODS = re.compile(r"\b(\d{2,4})\s*(?:lestijden|lesuren|lt)\b", re.IGNORECASE)
TEXTS = ("summary", "content", "for_whom", "entry_requirements", "assessment", "where_next", "practical")
Key = tuple[str, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Range:
    """A row of ranges.csv. `offers` is how many real offers were measured, 0 where the source is a rule or a page."""

    kind: str
    measure: str
    low: float
    high: float
    offers: int
    source: str


def table() -> Mapping[Key, Range]:
    """The ranges that the bundled catalogue keeps, under (kind of provider, measure)."""
    with (FOLDER / "ranges.csv").open(encoding="utf-8", newline="") as file:
        rows = [
            Range(
                kind=row["kind"],
                measure=row["measure"],
                low=float(row["low"]),
                high=float(row["high"]),
                offers=int(row["offers"]),
                source=row["source"],
            )
            for row in csv.DictReader(file)
        ]
    return {(row.kind, row.measure): row for row in rows}


def real() -> Mapping[Key, list[float]]:
    """Sorted values of the real feeds. FileNotFoundError where ../shared/data lacks."""
    found: defaultdict[Key, list[float]] = defaultdict(list)
    for folder, name, day in FEEDS:
        source = by_name(name)
        if source is None or not (SHARED / folder).is_dir():
            raise FileNotFoundError(SHARED / folder)
        for row in source.read(SHARED / folder, day):
            if row.course:
                kind = "university_college" if name == "jobat" else row.course.provider.kind.value
                for measure, value in _of_a_feed(row.course, name):
                    found[kind, measure].append(value)
    return {key: sorted(values) for key, values in found.items()}


def ours(courses: Iterable[Course]) -> Iterator[tuple[Key, str, float]]:
    """(kind, measure), id and value for each course of ours that has the measure."""
    for course in courses:
        kind = course.provider.kind.value
        for measure, value in _of_ours(course):
            yield (kind, measure), course.id, value


def percentile(values: list[float], share: int) -> float:
    """The value at this share (1 to 100 per cent) of sorted values, by nearest rank."""
    return values[max(math.ceil(share * len(values) / 100) - 1, 0)]


def _of_a_feed(course: Course, source: str) -> Iterator[tuple[str, float]]:
    hours = _hours(course)
    if source == "jobat":
        yield from _prices(course, hours, _everybody(course))
        if course.runs and (days := _days(course.runs[0])):
            yield "days", days
    elif hours or (hours := _written_periods(course)):
        yield "hours", hours


def _of_ours(course: Course) -> Iterator[tuple[str, float]]:
    size = course.contact_hours if course.contact_hours is not None else course.total_hours
    hours = float(size) if size else None
    yield from _prices(course, hours, _dearest(course))
    if hours:
        yield "hours", hours
    if course.certificate and course.certificate.level is not None:
        yield "level", float(course.certificate.level)
    diploma = course.certificate is not None and course.certificate.kind is CertificateKind.DIPLOMA
    if not diploma:
        yield from (("days", days) for run in course.runs if (days := _days(run)))


def _prices(course: Course, hours: float | None, amount: Decimal | None) -> Iterator[tuple[str, float]]:
    """A programme in credits is priced by the credit, everything else by the hour."""
    if amount is None:
        return
    if course.credits:
        yield "euro_per_credit", float(amount / course.credits)
    elif hours:
        yield "euro_per_hour", float(amount) / hours


def _everybody(course: Course) -> Decimal | None:
    lines = [line.amount for line in course.prices if line.kind is PriceKind.TUITION and not line.for_whom]
    return lines[0] if lines else None


def _dearest(course: Course) -> Decimal | None:
    """What somebody without any reduction pays."""
    return max((line.amount for line in course.prices if line.kind is PriceKind.TUITION), default=None)


def _hours(course: Course) -> float | None:
    """Contact hours; else the days times the hours of the only slot; else the length in the unit of the feed."""
    if course.contact_hours is not None:
        return float(course.contact_hours)
    length = course.duration
    if length is None or length.unit not in UNIT_HOURS:
        return None
    slots = course.runs[0].slots if course.runs else ()
    if length.unit is DurationUnit.DAYS and len(slots) == 1:
        return max(float(length.length), 1.0) * _lesson(slots[0])
    if course.runs and course.runs[0].start:
        return None
    return float(length.length) * UNIT_HOURS[length.unit]


def _lesson(slot: Slot) -> float:
    hours = slot.end.hour - slot.start.hour + (slot.end.minute - slot.start.minute) / 60
    return hours - LUNCH if hours >= LUNCH_FROM else hours


def _written_periods(course: Course) -> float | None:
    """The largest number of lesson periods that the text of the course names, in hours."""
    texts = (getattr(course, field) for field in TEXTS)
    found = [int(number) for text in texts for number in PERIODS.findall(text)]
    return max(found) * 50 / 60 if found else None


def _days(run: Run) -> float | None:
    return float((run.end - run.start).days + 1) if run.start and run.end else None


def main() -> None:
    """Prints the table, the measured percentiles and our own span side by side."""
    source = by_name("bundled")
    if source is None:
        raise SystemExit("there is no source called bundled")
    values: defaultdict[Key, list[float]] = defaultdict(list)
    for key, _, value in ours(row.course for row in source.read(Path(), date(2026, 11, 24)) if row.course):
        values[key].append(value)
    measured = real() if SHARED.is_dir() else {}
    print(f"{'kind, measure':40}{'table':>18}{'feeds p5-p95 (n)':>24}{'ours min-max (n)':>24}")
    for key in sorted({*table(), *measured, *values}):
        row, feed, own = table().get(key), measured.get(key), sorted(values[key])
        said = f"{row.low:g}-{row.high:g}" if row else ""
        feeds = f"{percentile(feed, 5):.2f}-{percentile(feed, 95):.2f} ({len(feed)})" if feed else ""
        mine = f"{own[0]:.2f}-{own[-1]:.2f} ({len(own)})" if own else ""
        print(f"{', '.join(key):40}{said:>18}{feeds:>24}{mine:>24}")


if __name__ == "__main__":
    main()
