"""The catalogue that ships: full enough, true to the day, without copied sentences, linked to what exists.

How a course of the YAML is read, and what happens to a bad one, is in test_bundled_reader.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from catalogue.course import Course, Delivery, Entry, Provider, ProviderKind, Run, Slot
from catalogue.places import load_places
from catalogue.schemes import load_schemes
from catalogue.sources.base import Row
from catalogue.sources.bundled import BUNDLED, FOLDER
from catalogue.sources.bundled_patterns import Patterns, RecognitionPattern, RunPattern
from catalogue.vocabulary import load_vocabulary

TODAY = date(2026, 11, 24)
YEAR = timedelta(days=365)
SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"
DAYS = (TODAY, date(2027, 1, 1), date(2028, 2, 29), date(2027, 7, 11))
NARRATIVE = (
    *("summary", "content", "for_whom", "entry_requirements", "bring"),
    *("assessment", "where_next", "practical", "price_text"),
)
DELIVERY_FORMS = tuple(name for name in Delivery.model_fields if name != "origin")
SCHEMES = tuple(scheme.code for scheme in load_schemes())


def read(today: date) -> tuple[Row, ...]:
    return tuple(BUNDLED.read(Path(), today))


def courses_of(rows: tuple[Row, ...]) -> tuple[Course, ...]:
    return tuple(row.course for row in rows if row.course)


@pytest.fixture(scope="module")
def rows() -> tuple[Row, ...]:
    return read(TODAY)


@pytest.fixture(scope="module")
def courses(rows: tuple[Row, ...]) -> tuple[Course, ...]:
    return courses_of(rows)


def runs_of(courses: tuple[Course, ...]) -> Iterator[Run]:
    for course in courses:
        yield from course.runs


def narrative(course: Course) -> str:
    """All prose of a course; each field and each claim ends a sentence."""
    return "\n".join([*(getattr(course, field) for field in NARRATIVE), *(claim.text for claim in course.claims)])


def sentences(text: str) -> Iterator[str]:
    """Sentences of six or more words, without capitals and signs, so that a comma does not make them differ."""
    for part in re.split(r"[.!?;:\n]+", text):
        words = re.findall(r"[^\W_]+", part.lower())
        if len(words) >= 6:
            yield " ".join(words)


def test_nothing_that_ships_has_a_problem(rows: tuple[Row, ...]) -> None:
    assert [str(problem) for row in rows for problem in row.problems] == []


def test_there_is_enough_to_choose_from(courses: tuple[Course, ...]) -> None:
    assert len(courses) >= 400
    assert len({course.provider.id for course in courses}) >= 40
    assert sum(1 for _ in runs_of(courses)) >= 1200


def test_the_readme_counts_right(courses: tuple[Course, ...]) -> None:
    readme = (FOLDER / "README.md").read_text(encoding="utf-8")
    coming = sum(1 for run in runs_of(courses) if run.start and TODAY < run.start <= TODAY + YEAR)
    counts = {
        "courses": len(courses),
        "providers": len({course.provider.id for course in courses}),
        "runs": sum(1 for _ in runs_of(courses)),
        "of them": coming,
    }
    assert [f"{number:,} {what}" for what, number in counts.items() if f"{number:,} {what}" not in readme] == []


def test_every_kind_of_provider_gives_a_course(courses: tuple[Course, ...]) -> None:
    wanted = set(ProviderKind) - {ProviderKind.UNKNOWN}
    assert {course.provider.kind for course in courses} == wanted


@pytest.mark.parametrize("today", DAYS, ids=str)
def test_whenever_it_is_built_every_course_starts_within_a_year(today: date) -> None:
    late = [
        course.id
        for course in courses_of(read(today))
        if not any(run.start and today < run.start <= today + YEAR for run in course.runs)
    ]
    assert late == []


def test_some_courses_have_a_run_that_is_past(courses: tuple[Course, ...]) -> None:
    assert sum(any(run.start and run.start < TODAY for run in course.runs) for course in courses) >= 10


def test_no_two_courses_share_an_id_or_a_title(courses: tuple[Course, ...]) -> None:
    for values in ([course.id for course in courses], [course.title for course in courses]):
        assert [value for value, times in Counter(values).items() if times > 1] == []
    ids = [run.id for run in runs_of(courses)]
    assert len(ids) == len(set(ids))


def test_no_sentence_of_six_or_more_words_stands_in_two_courses(courses: tuple[Course, ...]) -> None:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for course in courses:
        for sentence in sentences(narrative(course)):
            found[sentence].add(course.id)
    assert {sentence: sorted(ids) for sentence, ids in found.items() if len(ids) > 1} == {}


def test_a_sentence_is_recognised_although_its_signs_differ() -> None:
    assert list(sentences("Je leert, in zes weken, lassen! Kort.\n- Je LEERT in zes weken lassen")) == [
        "je leert in zes weken lassen",
        "je leert in zes weken lassen",
    ]


def test_every_venue_lies_at_a_postcode_that_exists(courses: tuple[Course, ...]) -> None:
    places = load_places()
    venues = [(course.id, run.venue) for course in courses for run in course.runs if run.venue]
    assert len(venues) > 100
    assert [one for one in venues if places.by_postcode(one[1].postcode) is None] == []


def test_every_target_is_in_the_vocabulary(courses: tuple[Course, ...]) -> None:
    vocabulary = load_vocabulary()
    occupations = {one.id for one in vocabulary.occupations}
    competences = {one.id for one in vocabulary.competences}
    unknown = [
        (c.id, one.target) for c in courses for one in c.occupations if one.target and one.target not in occupations
    ]
    unknown += [
        (c.id, one.target) for c in courses for one in c.competences if one.target and one.target not in competences
    ]
    assert unknown == []


def test_modules_and_what_comes_before_them_exist(courses: tuple[Course, ...]) -> None:
    ids = {course.id for course in courses}
    named = {one for course in courses for one in (*course.module_of, *course.prerequisites)}
    assert named
    assert named - ids == set()


def test_the_modules_of_the_second_chance_add_up_and_can_be_followed_one_after_another(
    courses: tuple[Course, ...],
) -> None:
    by_id = {course.id: course for course in courses}
    whole = by_id["lk-diploma-secundair"]
    modules = [course for course in courses if "lk-diploma-secundair" in course.module_of]
    assert len(modules) == 3
    assert sum(module.contact_hours or 0 for module in modules) == whole.contact_hours
    free_of = date(1, 1, 1)
    for one in ("lk-tweedekans-nederlands", "lk-tweedekans-wiskunde", "lk-tweedekans-maatschappij"):
        run = min(
            (run for run in by_id[one].runs if run.start and run.start > max(free_of, TODAY)),
            key=lambda run: run.start or date.max,
        )
        assert run.venue is not None
        assert (run.venue.municipality, run.venue.child_care) == ("Aalst", True)
        assert [slot.weekday for slot in run.slots] == [2, 4]
        assert all(slot.start.hour >= 18 for slot in run.slots)
        assert run.end is not None
        free_of = run.end


@pytest.mark.parametrize("form", DELIVERY_FORMS)
def test_each_form_of_delivery_occurs(courses: tuple[Course, ...], form: str) -> None:
    assert sum(getattr(run.delivery, form) > 0 for run in runs_of(courses) if run.delivery) >= 5


def test_mixed_forms_and_both_ways_to_enter_occur(courses: tuple[Course, ...]) -> None:
    deliveries = [run.delivery for run in runs_of(courses) if run.delivery]
    assert any(one.on_site and (one.live_online or one.self_paced) for one in deliveries)
    assert any(not one.on_site and not one.workplace for one in deliveries)
    assert {run.entry for run in runs_of(courses)} >= {Entry.FIXED, Entry.PERMANENT}


@pytest.mark.parametrize(
    "fits",
    [
        pytest.param(lambda slot: slot.start.hour >= 17, id="evening"),
        pytest.param(lambda slot: slot.weekday == 6, id="Saturday"),
        pytest.param(lambda slot: slot.weekday in range(1, 6) and slot.end.hour < 14, id="morning"),
        pytest.param(lambda slot: slot.end.hour - slot.start.hour >= 6, id="whole day"),
    ],
)
def test_there_is_something_for_every_week(courses: tuple[Course, ...], fits: Callable[[Slot], bool]) -> None:
    assert sum(any(fits(slot) for slot in run.slots) for run in runs_of(courses)) >= 5


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_register_says_yes_to_some_course_or_provider_for_each_scheme(
    courses: tuple[Course, ...], scheme: str
) -> None:
    decisions = [one for course in courses for one in (*course.recognitions, *course.provider.recognitions)]
    assert any(one.scheme == scheme and one.holds_on(TODAY) for one in decisions)


def test_no_scheme_is_named_that_schemes_csv_lacks(courses: tuple[Course, ...]) -> None:
    named = {one.scheme for course in courses for one in course.claims}
    named |= {one.scheme for course in courses for one in course.recognitions}
    named |= {one.scheme for course in courses for one in course.provider.recognitions}
    assert named - set(SCHEMES) == set()


def test_some_providers_claim_what_the_register_refuses_and_some_claim_nothing(courses: tuple[Course, ...]) -> None:
    refused = {(c.id, one.scheme) for c in courses for one in c.recognitions if not one.recognised}
    claimed = {(c.id, one.scheme) for c in courses for one in c.claims if one.claimed}
    decided = {(c.id, one.scheme) for c in courses for one in c.recognitions if one.holds_on(TODAY)}
    assert len(claimed & refused) >= 2
    assert len(decided - claimed) >= 10
    assert any(not one.claimed for c in courses for one in c.claims)


@pytest.mark.parametrize("language", ["nl", "fr", "de", "en"])
def test_texts_in_each_language_occur(courses: tuple[Course, ...], language: str) -> None:
    assert [course.id for course in courses if course.text_language == language]
    assert [run.id for run in runs_of(courses) if run.language == language] or language == "nl"


def test_no_address_leads_to_somebody_real(courses: tuple[Course, ...]) -> None:
    for course in courses:
        assert re.fullmatch(r"https://[a-z-]+\.example/[a-z0-9.-]+", course.url), course.id
        assert course.provider.email.endswith(".example")
        assert course.provider.phone == ""


def test_hours_in_the_week_are_about_the_hours_that_are_promised(courses: tuple[Course, ...]) -> None:
    """Only where all learning is on site: there the slots are the contact hours, a quarter of them more or less."""
    wrong = []
    for course in courses:
        for run in course.runs:
            if not (run.slots and run.start and run.end and course.contact_hours and run.delivery):
                continue
            if run.delivery.on_site < 100 or run.entry is Entry.PERMANENT:
                continue
            weeks = (run.end - run.start).days // 7 + 1
            hours = weeks * sum(_hours(slot) for slot in run.slots)
            if not 0.75 <= hours / float(course.contact_hours) <= 1.35:
                wrong.append((run.id, hours, float(course.contact_hours)))
    assert wrong == []


def _hours(slot: Slot) -> float:
    return slot.end.hour - slot.start.hour + (slot.end.minute - slot.start.minute) / 60


@pytest.mark.shared_data
def test_no_provider_has_the_name_of_one_in_the_real_catalogues(courses: tuple[Course, ...]) -> None:
    if not SHARED.is_dir():
        pytest.skip("no ../shared/data to compare with")
    names = {course.provider.name.lower() for course in courses}
    names |= {re.sub(r"^(vzw|cvo|hogeschool) ", "", name) for name in names}
    found = set()
    for file in SHARED.rglob("*"):
        if file.suffix in {".csv", ".json"}:
            text = file.read_text(encoding="utf-8", errors="replace").lower()
            near = {name for name in names if name in text}
            found |= {name for name in near if re.search(rf"\b{re.escape(name)}\b", text)}
    assert found == set()


def test_the_readme_tells_every_field_that_only_the_yaml_has() -> None:
    text = (FOLDER / "README.md").read_text(encoding="utf-8")
    fields = {*Patterns.model_fields, *RunPattern.model_fields, *RecognitionPattern.model_fields}
    assert {field for field in (*fields, "each_run", "venues", "recognised") if f"`{field}`" not in text} == set()
    assert "CC BY 4.0" in text


def test_all_runs_that_ship_shift_with_the_day(courses: tuple[Course, ...]) -> None:
    later = courses_of(read(TODAY + timedelta(weeks=3)))
    assert [run.start for run in runs_of(later)] == [
        run.start + timedelta(weeks=3) for run in runs_of(courses) if run.start
    ]


def test_every_cell_is_reported_as_typed(rows: tuple[Row, ...]) -> None:
    for row in rows:
        assert row.cells
        assert row.typed == {path for path, _ in row.cells}


def test_the_provider_of_the_record_has_no_pattern(courses: tuple[Course, ...]) -> None:
    assert all(type(course.provider) is Provider for course in courses)
