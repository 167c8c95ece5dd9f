"""The reader of the bundled catalogue, on a small folder: dates from weeks, and bad rows that stop no good one."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.course import Course
from catalogue.sources.base import Row, SourceUnreadable
from catalogue.sources.bundled import BUNDLED

TODAY = date(2026, 11, 24)
PROVIDERS = """
- {id: lk-ergens, name: Ergens, url: https://ergens.example, venues: {zaal: {name: Zaal, postcode: "9000"}}}
"""
GOOD = """
- id: lk-goed
  provider: lk-ergens
  title: Goed
  recognitions: [{scheme: vov, years: [-1, 0]}]
  each_run: {weeks: 2, delivery: {on_site: 100}, slots: ["di 18:30-21:30", "do 18:30-21:30"]}
  runs: [{starts: [-1, 2], venue: zaal}, {starts: [5], places: 8, free: [3]}]
"""


def read(today: date, folder: Path) -> tuple[Row, ...]:
    return tuple(BUNDLED.read(folder, today))


def courses_of(rows: tuple[Row, ...]) -> tuple[Course, ...]:
    return tuple(row.course for row in rows if row.course)


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tiny")
    (folder / "providers.yaml").write_text(PROVIDERS, encoding="utf-8")
    (folder / "good.yaml").write_text(GOOD, encoding="utf-8")
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "providers.yaml").write_text(PROVIDERS, encoding="utf-8")
    (tmp_path / "good.yaml").write_text(GOOD, encoding="utf-8")
    return tmp_path


def wrong(folder: Path, text: str) -> list[tuple[str, str]]:
    """(field, code) of the problems of one more file; the good course must still be there."""
    (folder / "also.yaml").write_text(text, encoding="utf-8")
    rows = read(TODAY, folder)
    assert [course.id for course in courses_of(rows)] == ["lk-goed"]
    problems = [problem for row in rows for problem in row.problems]
    assert {problem.file for problem in problems} == {"also.yaml"}
    assert all(problem.mend.code.startswith("mend.bundled.") for problem in problems)
    return [(problem.field, problem.what.code.removeprefix("problem.bundled.")) for problem in problems]


def test_weeks_and_school_years_become_dates(tiny: Path) -> None:
    [course] = courses_of(read(TODAY, tiny))
    assert [(run.id, run.start, run.end, run.enrol_until) for run in course.runs] == [
        ("lk-goed-1", date(2026, 11, 17), date(2026, 11, 26), date(2026, 11, 10)),
        ("lk-goed-2", date(2026, 12, 8), date(2026, 12, 17), date(2026, 12, 1)),
        ("lk-goed-3", date(2026, 12, 29), date(2027, 1, 7), date(2026, 12, 22)),
    ]
    assert [run.places_free for run in course.runs] == [None, None, 3]
    [decision] = course.recognitions
    assert (decision.valid_from, decision.valid_until) == (date(2025, 9, 1), date(2027, 8, 31))


def bad(old: str, new: str) -> str:
    """The good course under another id, with one thing changed."""
    assert old in GOOD
    return GOOD.replace("lk-goed", "lk-fout").replace(old, new)


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        pytest.param("- [een, lijst", [("", "not_a_list")], id="broken YAML"),
        pytest.param("a: mapping", [("", "not_a_list")], id="a mapping instead of a list"),
        pytest.param("- just words", [("", "value")], id="an entry that is no record"),
        pytest.param(bad("zaal", "kelder"), [("runs.venue", "not_found")], id="unknown venue"),
        pytest.param(bad("ergens", "nergens"), [("provider", "not_found")], id="unknown provider"),
        pytest.param(bad("title: Goed", ""), [("title", "missing")], id="no title"),
        pytest.param(bad("title", "kleur: rood\n  title"), [("kleur", "unknown_field")], id="unknown field"),
        pytest.param(bad("places", "plaatsen"), [("runs.1.plaatsen", "unknown_field")], id="unknown field of a run"),
        pytest.param(bad("[5]", '[5], slots: ["dinsdag 9:00"]'), [("runs.1.slots.0", "value")], id="no such day"),
        pytest.param(
            bad("[5]", "[5], delivery: {on_site: 90}"), [("runs.1.delivery", "value")], id="shares are not 100"
        ),
        pytest.param(bad("[3]", "[3, 4]"), [("runs.1", "value")], id="free places of other starts"),
        pytest.param(bad("[-1, 2]", "[-1, 52]"), [("runs.0.starts.1", "value")], id="a start beyond the year"),
        pytest.param(bad("[3]", "[9]"), [("", "value")], id="more free places than places"),
    ],
)
def test_what_is_wrong_is_said_and_stops_no_other_course(
    folder: Path, entry: str, expected: list[tuple[str, str]]
) -> None:
    assert wrong(folder, entry) == expected


def test_an_id_that_stands_twice_is_refused_the_second_time(folder: Path) -> None:
    (folder / "later.yaml").write_text(GOOD, encoding="utf-8")
    rows = read(TODAY, folder)
    assert [course.id for course in courses_of(rows)] == ["lk-goed"]
    assert [(p.file, p.field, p.what.code) for row in rows for p in row.problems] == [
        ("later.yaml", "id", "problem.bundled.twice")
    ]


def test_a_file_in_another_encoding_is_named(folder: Path) -> None:
    (folder / "also.yaml").write_bytes("- id: caf\xe9".encode("latin-1"))
    [problem] = [problem for row in read(TODAY, folder) for problem in row.problems]
    assert (problem.file, problem.what.code) == ("also.yaml", "problem.bundled.not_a_list")


@pytest.mark.parametrize("providers", [None, "- {id: lk-ergens", "- {id: lk-ergens}", "text"])
def test_without_readable_providers_nothing_is_read(tmp_path: Path, providers: str | None) -> None:
    if providers is not None:
        (tmp_path / "providers.yaml").write_text(providers, encoding="utf-8")
    with pytest.raises(SourceUnreadable) as raised:
        read(TODAY, tmp_path)
    assert raised.value.what.code == "problem.bundled.providers"


@settings(max_examples=8, deadline=None)
@given(weeks=st.integers(min_value=-60, max_value=200), weekday=st.integers(min_value=0, max_value=6))
def test_another_week_shifts_every_run_by_whole_weeks(weeks: int, weekday: int, tiny: Path) -> None:
    monday = TODAY - timedelta(days=TODAY.weekday())
    [course] = courses_of(read(TODAY, tiny))
    [later] = courses_of(read(monday + timedelta(weeks=weeks, days=weekday), tiny))
    assert [run.id for run in later.runs] == [run.id for run in course.runs]
    for field in ("start", "end", "enrol_until"):
        moved = [getattr(run, field) - timedelta(weeks=weeks) for run in later.runs]
        assert moved == [getattr(run, field) for run in course.runs]
