"""How long a course of a Jobat feed is: duration, hours, credits, and whether its dates can be true beside them."""

import re
from datetime import date, timedelta
from decimal import Decimal

from catalogue.checks import Gravity
from catalogue.course import Course, Duration, DurationUnit, Run
from catalogue.sources import amounts, findings, jobat_runs
from catalogue.sources.rows import Build, Draft
from catalogue.sources.text import folded

# What comes before the number tells a part of the course ("elk", "vak") or a guess ("ca.") from the whole.
_CREDITS = re.compile(r"(?<![\d-])(\d{1,3}) ?(?:studiepunten|ects)\b")
_NOT_THE_WHOLE = re.compile(r"\b(?:vak|elk|ca|circa|ongeveer|per)\b")
_DAYS: dict[DurationUnit, Decimal | int] = {
    DurationUnit.DAYS: 1,
    DurationUnit.WEEKS: 7,
    DurationUnit.MONTHS: Decimal("30.4"),
    DurationUnit.YEARS: 365,
}
# An academic year of eight months counts as a year, a term of four months as half a year.
_SLACK = Decimal("0.6")


def put_duration(draft: Draft, build: Build[Course]) -> None:
    """The length as given, and the hours where the feed counts in hours."""
    text = draft.line("duration_length")
    amount, kind = amounts.number(draft.values.get("duration_length", "")), amounts.unit(draft.line("duration_type"))
    path, hours = jobat_runs.given_hours(draft)
    build.put("contact_hours", hours, path)
    if not text or (amount is None and not re.search(r"\d", text)):
        return
    if amount is None or kind is None:
        draft.tell("duration_length", findings.not_a_form(f"{text} {draft.line('duration_type')}", "3 days"))
        return
    duration = Build(draft, Duration).put("length", amount, "duration_length").put("unit", kind, "duration_type").make()
    build.put("duration", duration)
    if duration and kind is DurationUnit.HOURS and not build.has("contact_hours"):
        build.put("contact_hours", amount, "duration_length", "duration_type")
    if duration:
        _tell_contradiction(draft, duration, build.value("runs") or ())


def put_credits(draft: Draft, build: Build[Course]) -> None:
    """Credits where the texts name one number of them and no other."""
    keys = ("certificate_name", "description", "description_program", "description_extrainfo")
    found: set[str] = set()
    for text in (folded(draft.text(key)) for key in keys):
        for match in _CREDITS.finditer(text):
            if not _NOT_THE_WHOLE.search(text[max(0, match.start() - 40) : match.start()]):
                found.add(match[1])
    if len(found) == 1:
        number = found.pop()
        build.put("credits", Decimal(number))
        draft.infer("credits", 0.7, f"{number} studiepunten")


def _tell_contradiction(draft: Draft, duration: Duration, runs: tuple[Run, ...]) -> None:
    """A length that the dates of the run rule out, or that the text gives with another unit that fits them."""
    for run in runs:
        if not run.start or not run.end or duration.unit is DurationUnit.HOURS:
            continue
        span = (run.end - run.start + timedelta(days=1)).days
        if _rules_out(duration, span) or _says_months(draft, duration, run.start, run.end):
            told = f"{duration.length.normalize():f} {duration.unit}"
            finding = findings.duration_contradicts(told, run.start.isoformat(), run.end.isoformat())
            draft.tell("duration_length", finding, Gravity.NOTE)


def _rules_out(duration: Duration, span: int) -> bool:
    """More time than lies between the dates; or weeks, months, years that fill less than half of it."""
    days = duration.length * _DAYS[duration.unit]
    if days * _SLACK > span if duration.unit is not DurationUnit.DAYS else days > span:
        return True
    return duration.unit is not DurationUnit.DAYS and days * 2 < span


def _says_months(draft: Draft, duration: Duration, start: date, end: date) -> bool:
    """`9 days` where the text says 9 months and the dates run over nine months of the calendar."""
    months = (end.year - start.year) * 12 + end.month - start.month + 1
    if duration.unit is not DurationUnit.DAYS or duration.length != months:
        return False
    text = folded(f"{draft.text('description')} {draft.text('description_program')}")
    return bool(re.search(rf"\b{months} (?:maanden|months|mois|monate)\b", text))
