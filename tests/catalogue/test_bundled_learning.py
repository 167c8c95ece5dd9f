"""What somebody can do with the catalogue that ships: ways to each occupation, modules, the work floor, the register.

How full it is and whether it is well formed is in test_bundled; prices and lengths are in test_bundled_ranges.
"""

import hashlib
import math
import os
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from catalogue.course import Course, PriceKind, ProviderKind, Run
from catalogue.sources.bundled import BUNDLED
from catalogue.vocabulary import load_vocabulary

TODAY = date(2026, 11, 24)
YEAR = timedelta(days=365)
DAYS = (TODAY, date(2027, 1, 1), date(2028, 2, 29), date(2027, 7, 11))
ROOT = Path(__file__).resolve().parents[2]
PERIOD, SECOND_LANGUAGE = Decimal("1.50"), Decimal("0.60")
A_SEMESTER, WEEKS_A_SEMESTER = 300, 20
EVENING, SATURDAY, BLENDED = 17, 6, 20

DIGEST = """
import hashlib
from datetime import date
from pathlib import Path
from catalogue.places import load_places
from catalogue.sources.bundled import read
from catalogue.vocabulary import load_vocabulary
from indexer.documents import to_document
day, digest = date(2026, 11, 24), hashlib.sha256()
for row in read(Path(), day):
    digest.update(repr(to_document(row.course, vocabulary=load_vocabulary(), places=load_places(), today=day)).encode())
print(digest.hexdigest())
"""


def read(today: date) -> tuple[Course, ...]:
    return tuple(row.course for row in BUNDLED.read(Path(), today) if row.course)


@pytest.fixture(scope="module")
def courses() -> tuple[Course, ...]:
    return read(TODAY)


@pytest.fixture(scope="module")
def ways(courses: tuple[Course, ...]) -> Mapping[str, list[Course]]:
    """The courses that lead to each occupation."""
    found: defaultdict[str, list[Course]] = defaultdict(list)
    for course in courses:
        for link in course.occupations:
            found[link.target or ""].append(course)
    return found


def coming(course: Course) -> Iterator[Run]:
    return (run for run in course.runs if run.start and TODAY < run.start <= TODAY + YEAR)


def beside_a_job(run: Run) -> bool:
    """All lessons in the evening or at the weekend with one evening at least, or a fifth and more online."""
    free = [slot.start.hour >= EVENING or (slot.weekday or 0) >= SATURDAY for slot in run.slots]
    evening = all(free) and any(slot.start.hour >= EVENING for slot in run.slots)
    online = run.delivery is not None and run.delivery.live_online + run.delivery.self_paced >= BLENDED
    return evening or online


def tuition(course: Course) -> Decimal:
    return max(line.amount for line in course.prices if line.kind is PriceKind.TUITION)


@pytest.mark.parametrize("today", DAYS, ids=str)
def test_twelve_hundred_runs_start_in_the_year_after_any_build(today: date) -> None:
    starts = [run.start for course in read(today) for run in course.runs if run.start]
    assert sum(today < start <= today + YEAR for start in starts) >= 1200


@pytest.mark.parametrize("occupation", [one.id for one in load_vocabulary().occupations])
def test_two_courses_lead_to_each_occupation_and_one_fits_beside_a_job(
    ways: Mapping[str, list[Course]], occupation: str
) -> None:
    assert len({course.id for course in ways[occupation]}) >= 2
    assert any(beside_a_job(run) for course in ways[occupation] for run in coming(course))


def wholes(courses: tuple[Course, ...]) -> Mapping[str, list[Course]]:
    """Modules under the id of what they make up together."""
    found: defaultdict[str, list[Course]] = defaultdict(list)
    for course in courses:
        for whole in course.module_of:
            found[whole].append(course)
    return found


def test_modules_add_up_to_the_whole_in_hours_and_in_an_adult_centre_in_price(courses: tuple[Course, ...]) -> None:
    by_id = {course.id: course for course in courses}
    assert len(wholes(courses)) >= 8
    for id_, modules in wholes(courses).items():
        whole = by_id[id_]
        assert len(modules) >= 2, id_
        assert {module.provider.id for module in modules} == {whole.provider.id}, id_
        hours = sum((module.contact_hours or Decimal() for module in modules), Decimal())
        assert hours == whole.contact_hours, (id_, hours)
        if whole.provider.kind is ProviderKind.ADULT_EDUCATION:
            assert abs(sum(map(tuition, modules), Decimal()) - tuition(whole)) < 1, id_


def test_what_comes_before_a_module_is_another_module_that_starts_earlier(courses: tuple[Course, ...]) -> None:
    by_id = {course.id: course for course in courses}
    chains = [(course, by_id[before]) for course in courses for before in course.prerequisites]
    assert len(chains) >= 10
    for course, before in chains:
        assert course.id != before.id
        ends = [run.end for run in before.runs if run.end]
        assert any(run.start and min(ends) <= run.start + timedelta(weeks=4) for run in course.runs), course.id
        assert course.id not in before.prerequisites


def test_the_work_floor_has_a_mentor_days_and_places(courses: tuple[Course, ...]) -> None:
    full = [
        course.id
        for course in courses
        if any(run.workplace and run.workplace.mentor and run.workplace.days_a_week for run in course.runs)
    ]
    places = [c.id for c in courses if any(run.workplace and run.workplace.places for run in c.runs)]
    assert len(full) >= 80
    assert len(places) >= 60
    assert any(run.workplace and run.workplace.host for course in courses for run in course.runs)


def test_a_share_on_the_work_floor_tells_at_whom(courses: tuple[Course, ...]) -> None:
    shares = [(run.id, run.workplace) for c in courses for run in c.runs if run.delivery and run.delivery.workplace]
    assert [id_ for id_, workplace in shares if workplace is None] == []


def test_entry_levels_and_languages_vary(courses: tuple[Course, ...]) -> None:
    assert {course.entry_level for course in courses} >= {0, 1, 2, 3, 4, 5, 6}
    for language, least in {"fr": 15, "de": 8, "en": 12}.items():
        assert sum(course.text_language == language for course in courses) >= least


def test_decisions_of_the_register_have_dates_and_some_a_limit_of_level(courses: tuple[Course, ...]) -> None:
    decisions = [one for course in courses for one in course.recognitions]
    assert all(one.valid_from and one.valid_until and one.valid_from < one.valid_until for one in decisions)
    assert sum(one.level_limit != "" for one in decisions) >= 15
    ended = [one for one in decisions if one.valid_until and one.valid_until < TODAY + YEAR]
    assert len(ended) >= 20


def test_more_than_twenty_claims_contradict_the_register(courses: tuple[Course, ...]) -> None:
    refused = {(c.id, one.scheme) for c in courses for one in c.recognitions if not one.recognised}
    claimed = {(c.id, one.scheme) for c in courses for one in c.claims if one.claimed}
    assert len(claimed & refused) > 20


def test_adult_education_follows_the_fee_rule(courses: tuple[Course, ...]) -> None:
    """1.50 euro a period of 50 minutes, 0.60 for Dutch as a second language, at most 300 euro a semester."""
    for course in courses:
        if course.provider.kind is not ProviderKind.ADULT_EDUCATION or course.contact_hours is None:
            continue
        dutch = any(subject.label == "Nederlands tweede taal" for subject in course.subjects)
        full = course.contact_hours * 60 / 50 * (SECOND_LANGUAGE if dutch else PERIOD)
        weeks = max(((run.end - run.start).days // 7 + 1 for run in course.runs if run.start and run.end), default=1)
        most = A_SEMESTER * math.ceil(weeks / WEEKS_A_SEMESTER)
        price = tuition(course)
        assert price <= most, (course.id, price, most)
        assert abs(price - full) < 1 or price == 2 * A_SEMESTER < full, (course.id, price, full)


def test_basic_education_is_free(courses: tuple[Course, ...]) -> None:
    found = [course for course in courses if course.provider.kind is ProviderKind.BASIC_EDUCATION]
    assert len(found) >= 12
    assert [course.id for course in found if tuition(course)] == []


def test_building_twice_on_one_day_gives_the_same_bytes() -> None:
    """In two processes with another order of sets, so that nothing may hang on the order in memory."""
    digests = [
        subprocess.run(
            [sys.executable, "-c", DIGEST],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
            text=True,
        ).stdout.strip()
        for seed in ("1", "2")
    ]
    assert digests[0] == digests[1]
    assert len(digests[0]) == len(hashlib.sha256().hexdigest())
