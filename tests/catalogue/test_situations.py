"""docs/situations.md tells the truth: the courses that it names exist, and what it says of them holds."""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from catalogue.course import Course, PriceKind, Run
from catalogue.schemes import load_schemes
from catalogue.sources.bundled import BUNDLED
from catalogue.sources.bundled_patterns import WEEKDAYS
from catalogue.vocabulary import load_vocabulary

TODAY = date(2026, 11, 24)
YEAR = timedelta(days=365)
EVENING, SATURDAY, PARTLY = 17, 6, 20
TEXT = (Path(__file__).resolve().parents[2] / "docs" / "situations.md").read_text(encoding="utf-8")
COURSES = {row.course.id: row.course for row in BUNDLED.read(Path(), TODAY) if row.course}
Check = Callable[[Course, str], bool]


def coming(course: Course) -> list[Run]:
    """Runs that start in the coming year, the first first."""
    runs = [run for run in course.runs if run.start and TODAY < run.start <= TODAY + YEAR]
    return sorted(runs, key=lambda run: run.start or date.max)


def tuition(course: Course) -> list[Decimal]:
    return [line.amount for line in course.prices if line.kind is PriceKind.TUITION]


def in_the_evening(run: Run) -> bool:
    free = [slot.start.hour >= EVENING or (slot.weekday or 0) >= SATURDAY for slot in run.slots]
    return all(free) and any(slot.start.hour >= EVENING for slot in run.slots)


def days(course: Course) -> set[str]:
    return {WEEKDAYS[slot.weekday - 1] for run in coming(course) for slot in run.slots if slot.weekday}


def on_one_of(course: Course, wanted: str) -> bool:
    """A run of the coming year is on exactly these days."""
    return any({WEEKDAYS[(slot.weekday or 1) - 1] for slot in run.slots} == {*wanted.split()} for run in coming(course))


def towns(course: Course) -> set[str]:
    return {run.venue.municipality for run in coming(course) if run.venue}


def decided(course: Course, scheme: str) -> set[bool]:
    """What the register says of the course itself, and where it is silent of the provider, on the day."""
    own = {one.recognised for one in course.recognitions if one.scheme == scheme}
    return own or {one.recognised for one in course.provider.recognitions if one.scheme == scheme}


def claimed(course: Course, scheme: str) -> bool:
    return any(one.scheme == scheme and one.claimed for one in course.claims)


def share_online(run: Run) -> int:
    return run.delivery.live_online + run.delivery.self_paced if run.delivery else 0


def hours(course: Course) -> Decimal:
    return course.contact_hours or course.total_hours or Decimal()


def weeks_to_start(course: Course) -> float:
    return min((((run.start or date.max) - TODAY).days / 7 for run in coming(course)), default=999.0)


CHECKS: dict[str, Check] = {
    r"evening": lambda course, _: any(map(in_the_evening, coming(course))),
    r"never in the evening": lambda course, _: not any(map(in_the_evening, coming(course))),
    r"on Saturday": lambda course, _: "za" in days(course),
    r"never on Saturday": lambda course, _: "za" not in days(course),
    r"only ((?:ma|di|wo|do|vr|za|zo)(?: \w\w)*)": on_one_of,
    r"in ([A-Z].+)": lambda course, town: town in towns(course),
    r"never in ([A-Z].+)": lambda course, town: town not in towns(course),
    r"online": lambda course, _: any(share_online(run) == 100 for run in coming(course)),
    r"partly online": lambda course, _: any(PARTLY <= share_online(run) < 100 for run in coming(course)),
    r"free for everybody": lambda course, _: max(tuition(course)) == 0,
    r"free for somebody": lambda course, _: min(tuition(course)) == 0,
    r"at most (\d+) euro": lambda course, amount: max(tuition(course)) <= int(amount),
    r"more than (\d+) euro": lambda course, amount: max(tuition(course)) > int(amount),
    r"recognised (\S+)": lambda course, scheme: decided(course, scheme) == {True},
    r"refused (\S+)": lambda course, scheme: decided(course, scheme) == {False},
    r"nothing recognised (\S+)": lambda course, scheme: True not in decided(course, scheme),
    r"claims (\S+)": claimed,
    r"nothing on (\S+)": lambda course, scheme: not decided(course, scheme) and not claimed(course, scheme),
    r"taught in (\w\w)": lambda course, language: course.teaching_language == language,
    r"level at most (\d)": lambda course, level: course.entry_level is not None and course.entry_level <= int(level),
    r"level at least (\d)": lambda course, level: course.entry_level is not None and course.entry_level >= int(level),
    r"at most (\d+) hours": lambda course, number: hours(course) <= int(number),
    r"more than (\d+) hours": lambda course, number: hours(course) > int(number),
    r"next start full": lambda course, _: coming(course)[0].places_free == 0,
    r"starts within (\d+) weeks": lambda course, number: weeks_to_start(course) <= int(number),
    r"child care": lambda course, _: any(run.venue and run.venue.child_care for run in coming(course)),
    r"accessible": lambda course, _: all(run.venue and run.venue.accessible for run in coming(course)),
    r"with a mentor": lambda course, _: any(run.workplace and run.workplace.mentor for run in coming(course)),
    r"towards (\S+)": lambda course, id_: any(link.target == id_ for link in course.occupations),
}


def rows() -> Iterator[tuple[int, str, str, str]]:
    """(situation, id, good or tempting, claim)"""
    for part in re.split(r"^## ", TEXT, flags=re.MULTILINE)[1:]:
        number = int(part.split(".", 1)[0])
        for id_, kind, claims in re.findall(r"^\| `(lk-[^`]+)` \| (\w+) \| ([^|]+) \| [^|]+ \|$", part, re.MULTILINE):
            for claim in claims.split(";"):
                yield number, id_, kind, claim.strip()


ROWS = list(rows())


def found(claim: str) -> tuple[Check, str]:
    [match] = [(check, one) for pattern, check in CHECKS.items() if (one := re.fullmatch(pattern, claim))]
    return match[0], match[1][1] if match[1].groups() else ""


@pytest.mark.parametrize("number", range(1, 15))
def test_each_situation_has_good_answers_and_tempting_wrong_ones(number: int) -> None:
    named = {(id_, kind) for situation, id_, kind, _ in ROWS if situation == number}
    assert sum(kind == "good" for _, kind in named) >= 2
    assert sum(kind == "tempting" for _, kind in named) >= 1
    assert {kind for _, kind in named} == {"good", "tempting"}


def test_every_line_of_a_table_is_read() -> None:
    assert len({(number, id_) for number, id_, _, _ in ROWS}) == len(re.findall(r"^\| `lk-", TEXT, re.MULTILINE))


@pytest.mark.parametrize(("number", "id_", "kind", "claim"), ROWS)
def test_what_is_said_of_a_course_holds(number: int, id_: str, kind: str, claim: str) -> None:
    assert id_ in COURSES, id_
    check, value = found(claim)
    assert check(COURSES[id_], value), f"situation {number}: {id_} is not {claim}"


def test_schemes_and_occupations_of_the_document_exist() -> None:
    schemes = {scheme.code for scheme in load_schemes()}
    occupations = {one.id for one in load_vocabulary().occupations}
    for _, _, _, claim in ROWS:
        word = claim.split()[-1]
        if claim.startswith(("recognised", "refused", "claims", "nothing")):
            assert word in schemes, claim
        if claim.startswith("towards"):
            assert word in occupations, claim


@pytest.mark.parametrize("pattern", CHECKS)
def test_no_word_of_the_document_is_true_of_every_course(pattern: str) -> None:
    """A claim that cannot fail says nothing; each must be false for some course."""
    claims = [claim for _, _, _, claim in ROWS if re.fullmatch(pattern, claim)]
    assert claims, "a word that the document does not use"
    check, value = found(claims[0])
    assert not all(check(course, value) for course in COURSES.values() if coming(course) and tuition(course))
