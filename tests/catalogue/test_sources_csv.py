"""Our own CSV: courses.csv and runs.csv."""

import csv
from datetime import date, time
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalogue.checks import Gravity
from catalogue.course import CertificateKind, DurationUnit, Entry, Measure, PriceKind
from catalogue.sources import csv_columns, csv_pair
from catalogue.sources.base import Row, SourceUnreadable
from catalogue.sources.report import coverage

TODAY = date(2026, 1, 20)
ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "docs" / "example"
HEAD = "id,title,provider"


def write(folder: Path, courses: str, runs: str | None = None) -> list[Row]:
    (folder / "courses.csv").write_text(courses, encoding="utf-8")
    if runs is not None:
        (folder / "runs.csv").write_text(runs, encoding="utf-8")
    return list(csv_pair.read(folder, TODAY))


def codes(row: Row) -> list[str]:
    return [problem.what.code for problem in row.problems]


def test_the_example_of_the_docs_is_read_whole() -> None:
    rows = list(csv_pair.read(EXAMPLE, TODAY))
    counted = coverage(rows)
    assert (counted.rows, counted.records) == (3, 3)
    assert counted.typed == counted.cells
    assert all(row.problems == () for row in rows)


def test_the_example_fills_the_record() -> None:
    course = next(csv_pair.read(EXAMPLE / "courses.csv", TODAY)).course
    assert course is not None
    assert (course.contact_hours, course.total_hours, course.measure) == (120, 140, Measure.CONTACT_HOURS)
    assert course.duration is not None
    assert (course.duration.length, course.duration.unit) == (20, DurationUnit.WEEKS)
    assert course.certificate is not None
    assert (course.certificate.kind, course.certificate.level) == (CertificateKind.CERTIFICATE, 3)
    assert (course.occupations[0].label, course.occupations[0].target) == ("Lasser", "lasser")
    assert [(line.kind, line.amount, line.for_whom) for line in course.prices] == [
        (PriceKind.TUITION, Decimal("180.00"), ""),
        (PriceKind.MATERIAL, Decimal("45.50"), ""),
        (PriceKind.TUITION, Decimal(36), "werkzoekenden"),
    ]
    assert course.recognitions[0].holds_on(TODAY)
    assert [(claim.scheme, claim.claimed) for claim in course.claims] == [("kmo-portefeuille", False), ("vov", True)]
    run = course.runs[0]
    assert [(slot.weekday, slot.start) for slot in run.slots] == [(2, time(18, 30)), (4, time(18, 30))]
    assert run.delivery is not None
    assert (run.delivery.on_site, run.delivery.workplace) == (80, 20)
    assert run.workplace is not None
    assert run.workplace.days_a_week == Decimal("0.5")
    assert (run.entry, run.places, run.places_free, run.waiting_list) == (Entry.FIXED, 12, 3, True)


def test_every_column_stands_in_the_example_and_in_the_docs() -> None:
    for name, known in (("courses", csv_columns.COURSE_COLUMNS), ("runs", csv_columns.RUN_COLUMNS)):
        with (EXAMPLE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            assert set(next(csv.reader(file, delimiter=";"))) == known
    text = (ROOT / "docs" / "sources.md").read_text(encoding="utf-8")
    assert [
        column for column in csv_columns.COURSE_COLUMNS | csv_columns.RUN_COLUMNS if f"`{column}`" not in text
    ] == []


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_delimiters_and_encodings_are_found(tmp_path: Path, delimiter: str, encoding: str) -> None:
    text = "\r\n".join(["id,title,provider", "a,Één – café,École", ""]).replace(",", delimiter)
    (tmp_path / "courses.csv").write_bytes(text.encode(encoding))
    row = next(csv_pair.read(tmp_path, TODAY))
    assert row.course is not None
    assert (row.course.title, row.course.provider.name) == ("Één – café", "École")
    assert codes(row) == (["problem.encoding"] if encoding == "cp1252" else [])


def test_decimal_commas_are_numbers(tmp_path: Path) -> None:
    row = write(tmp_path, f"{HEAD};".replace(",", ";") + 'contact_hours;prices\na;A;B;2,5;"1.250,75"\n')[0]
    assert row.course is not None
    assert row.course.contact_hours == Decimal("2.5")
    assert row.course.prices[0].amount == Decimal("1250.75")


def test_a_bad_cell_costs_only_itself_and_says_where(tmp_path: Path) -> None:
    courses = f"{HEAD},contact_hours,prices,entry_level,measure,modified\na,A,B,veel,tien euro,12,lang,gisteren\n"
    row = write(tmp_path, courses, "course_id,start,slots,on_site,places\na,31/02/2026,avond,90,1.5\n")[0]
    assert row.course is not None
    assert row.course.contact_hours is None
    assert row.course.runs[0].delivery is None
    found = {(problem.file, problem.row, problem.field): problem.what.code for problem in row.problems}
    assert found[("courses.csv", 1, "contact_hours")] == "problem.number"
    assert found[("courses.csv", 1, "prices")] == "problem.form"
    assert found[("courses.csv", 1, "entry_level")] == "problem.refused"
    assert found[("courses.csv", 1, "measure")] == "problem.choice"
    assert found[("runs.csv", 1, "start")] == "problem.date"
    assert found[("runs.csv", 1, "slots")] == "problem.form"
    assert found[("runs.csv", 1, "delivery")] == "problem.refused"
    assert found[("runs.csv", 1, "places")] == "problem.number"
    assert all(problem.gravity is Gravity.FIELD for problem in row.problems)


def test_runs_find_their_course_in_any_order_and_orphans_are_told(tmp_path: Path) -> None:
    rows = write(tmp_path, f"{HEAD}\na,A,P\nb,B,P\n", "course_id,places\nb,1\nz,2\na,3\nb,4\n")
    assert [[run.places for run in row.course.runs] for row in rows if row.course] == [[3], [1, 4]]
    assert [run.id for row in rows if row.course for run in row.course.runs] == ["a-1", "b-1", "b-2"]
    assert (rows[2].problems[0].file, rows[2].problems[0].row) == ("runs.csv", 2)
    assert codes(rows[2]) == ["problem.orphan_run"]


def test_a_folder_without_runs_is_read(tmp_path: Path) -> None:
    rows = write(tmp_path, f"{HEAD}\na,A,P\n")
    assert rows[0].course is not None
    assert rows[0].course.runs == ()


@pytest.mark.parametrize("end", ['c,"C begint', "c,C"])
def test_a_file_that_is_cut_off_gives_the_rows_before_and_says_so_last(tmp_path: Path, end: str) -> None:
    rows = write(tmp_path, f"{HEAD}\na,A,P\nb,B,P\n{end}")
    assert [row.course is not None for row in rows] == [True, True, False]
    assert codes(rows[-1]) == ["problem.cut_off"]


def test_a_cut_in_the_runs_is_told_last(tmp_path: Path) -> None:
    rows = write(tmp_path, f"{HEAD}\na,A,P\n", "course_id,start,places\na,2026-03-01,4\na,2026-0")
    assert rows[0].course is not None
    assert len(rows[0].course.runs) == 1
    assert (codes(rows[-1]), rows[-1].problems[0].file) == (["problem.cut_off"], "runs.csv")


def test_missing_columns_are_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(SourceUnreadable) as raised:
        write(tmp_path, "name,school\na,b\n")
    assert raised.value.what.params["columns"] == "id, title, provider"
    with pytest.raises(SourceUnreadable):
        write(tmp_path, f"{HEAD}\na,A,P\n", "course,start\n")


def test_a_column_that_we_do_not_know_is_kept_and_told_once(tmp_path: Path) -> None:
    rows = write(tmp_path, f"{HEAD},colour\na,A,P,red\nb,B,P,blue\n")
    assert [codes(row) for row in rows] == [["problem.unknown_key"], []]
    assert rows[1].course is not None
    assert rows[1].course.raw == {"colour": "blue"}


def test_cells_beyond_the_header_and_empty_rows_do_no_harm(tmp_path: Path) -> None:
    rows = write(tmp_path, f"{HEAD}\n\na,A,P,extra\n,,\nb,B,P\n")
    assert [row.number for row in rows] == [1, 2]
    assert codes(rows[0]) == ["problem.lost_cells"]


def test_two_rows_with_one_id_are_told(tmp_path: Path) -> None:
    rows = write(tmp_path, f"{HEAD}\na,A,P\na,B,P\n")
    assert [row.course is not None for row in rows] == [True, False]
    assert codes(rows[1]) == ["problem.twice"]


def test_a_row_of_ten_megabytes_passes(tmp_path: Path) -> None:
    rows = write(tmp_path, f'{HEAD},content\na,A,P,"{"woord " * 1_800_000}"\nb,B,P,kort\n')
    assert [row.course is not None for row in rows] == [True, True]
    assert codes(rows[0]) == ["problem.too_long"]


def test_past_runs_are_kept_and_noted(tmp_path: Path) -> None:
    row = write(tmp_path, f"{HEAD}\na,A,P\n", "course_id,start,end\na,2025-01-01,2025-02-01\n")[0]
    assert row.course is not None
    assert row.course.runs[0].end == date(2025, 2, 1)
    assert codes(row) == ["problem.all_past"]


columns = st.sampled_from(sorted(csv_columns.COURSE_COLUMNS - {"id", "title", "provider"}))
run_columns = st.sampled_from(sorted(csv_columns.RUN_COLUMNS - {"course_id"}))
cells = st.text(max_size=30) | st.sampled_from(
    [
        "-1",
        "1e99",
        "ja",
        "vov:yes:x:y:z",
        "a:b",
        "#a",
        "tuition -5",
        "2026-01-01 25:00-26:00",
        "di 18-17",
        "| |",
        "9" * 400,
    ]
)


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(course=st.dictionaries(columns, cells, max_size=6), run=st.dictionaries(run_columns, cells, max_size=6))
def test_any_text_in_any_cell_never_stops_the_reading(
    tmp_path: Path, course: dict[str, str], run: dict[str, str]
) -> None:
    for name, fixed, values in (
        ("courses.csv", {"id": "a", "title": "A", "provider": "P"}, course),
        ("runs.csv", {"course_id": "a"}, run),
    ):
        with (tmp_path / name).open("w", encoding="utf-8", errors="replace", newline="") as file:
            writer = csv.writer(file, quoting=csv.QUOTE_ALL)
            writer.writerows([[*fixed, *values], [*fixed.values(), *values.values()]])
    rows = list(csv_pair.read(tmp_path, TODAY))
    assert rows[0].course is not None
    rows[0].course.model_dump_json()
