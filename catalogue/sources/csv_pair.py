"""Our own CSV: courses.csv and, beside it, runs.csv. A provider without a feed can make them in a spreadsheet.

The columns stand in `csv_columns`; what separates items within a cell in `csv_cells`.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from catalogue.checks import Gravity
from catalogue.course import Certificate, Coaching, Course, Delivery, Provider, Run, Venue, Workplace
from catalogue.sources import csv_columns as columns
from catalogue.sources import csv_rows, findings
from catalogue.sources.base import Row, Source
from catalogue.sources.csv_rows import CsvRow
from catalogue.sources.csv_shelf import Shelf
from catalogue.sources.files import TextFile, find
from catalogue.sources.json_feed import Seen
from catalogue.sources.rows import Build, Draft, finish, slug

COURSES_FILE = "courses.csv"
RUNS_FILE = "runs.csv"
_REQUIRED = {"id": "id", "title": "title", "provider": "provider"}


def read(path: Path, today: date) -> Iterator[Row]:
    """The courses of the folder, or of the given courses file, with the runs of runs.csv beside it.

    A folder without runs.csv is read: its courses have no runs.
    """
    courses = find(path, COURSES_FILE)
    beside = courses.path.parent / RUNS_FILE
    runs = find(beside, RUNS_FILE) if beside.exists() else None
    run_rows = csv_rows.rows(runs, ("course_id",)) if runs else iter(())
    return _Reader(courses, runs, today).rows(csv_rows.rows(courses, ("id", "title", "provider")), run_rows)


class _Reader:
    """Goes once through the courses and gives each its runs."""

    def __init__(self, courses: TextFile, runs: TextFile | None, today: date) -> None:
        self._courses = courses
        self._runs = runs
        self._today = today
        self._told: set[str] = set()
        self._seen = Seen()
        self._cut_run = 0

    def rows(self, courses: Iterator[CsvRow], runs: Iterator[CsvRow]) -> Iterator[Row]:
        """All rows of the courses file, then what is left of the runs."""
        last = 0
        with Shelf() as shelf:
            shelf.fill(self._whole(runs))
            for row in courses:
                last = row.number
                yield self._course(row, shelf)
            yield from self._left(shelf, last)

    def _whole(self, runs: Iterator[CsvRow]) -> Iterator[CsvRow]:
        for row in runs:
            if row.cut:
                self._cut_run = row.number
            else:
                yield row

    def _course(self, row: CsvRow, shelf: Shelf) -> Row:
        name = row.cells.get("id", "").strip()
        taken = shelf.take(name) if name and not row.cut else []
        value: dict[str, object] = {**row.cells, "runs": [run.cells for run in taken]}
        draft = Draft(file=self._courses.path.name, number=row.number, value=value)
        if row.number == 1:
            self._tell_encodings(draft)
        if row.cut:
            draft.tell("", findings.cut_off(row.number - 1), Gravity.ROW)
            return draft.row(None)
        self._tell_columns(draft, row, columns.COURSE_COLUMNS)
        build = self._filled(draft, name)
        build.put("runs", tuple(self._run(draft, index, run, build) for index, run in enumerate(taken)))
        self._tell_past(draft, build.value("runs") or ())
        return self._seen.once(draft, finish(draft, build, _REQUIRED))

    def _filled(self, draft: Draft, name: str) -> Build[Course]:
        build = Build(draft, Course).put("source", "csv")
        columns.fill(build, draft, columns.COURSE)
        if name:
            build.put("id", slug(name), "id")
        build.put("provider", _provider(draft), "provider")
        if columns.given(draft, columns.CERTIFICATE):
            build.put("certificate", columns.fill(Build(draft, Certificate), draft, columns.CERTIFICATE).make())
        return build

    def _run(self, draft: Draft, index: int, row: CsvRow, build: Build[Course]) -> Run:
        """One run; its problems carry the file and the row of runs.csv."""
        at = f"runs[{index}]."
        told = len(draft.problems)
        name = draft.line(f"{at}id")
        run = Build(draft, Run, yields=("end", "places_free"))
        run.put("id", slug(name) if name else f"{build.value('id')}-{index + 1}", *([f"{at}id"] if name else []))
        draft.typed.add(f"{at}course_id")
        columns.fill(run, draft, columns.RUN, at)
        _put_parts(draft, run, at)
        self._tell_columns(draft, row, columns.RUN_COLUMNS, at)
        made = run.make()
        self._move_problems(draft, told, row.number, at)
        return made or Run(id=f"{build.value('id')}-{index + 1}")

    def _move_problems(self, draft: Draft, since: int, number: int, prefix: str) -> None:
        for position in range(since, len(draft.problems)):
            problem = draft.problems[position]
            field = problem.field.removeprefix(prefix)
            draft.problems[position] = type(problem)(
                file=RUNS_FILE, row=number, field=field, what=problem.what, mend=problem.mend, gravity=problem.gravity
            )

    def _tell_encodings(self, draft: Draft) -> None:
        for file in filter(None, (self._courses, self._runs)):
            if file.guessed:
                draft.tell(file.path.name, findings.guessed_encoding(file.encoding), Gravity.NOTE)

    def _tell_columns(self, draft: Draft, row: CsvRow, known: frozenset[str], at: str = "") -> None:
        """A column that we do not know is told once; cells beyond the header in each row that has them."""
        for column in row.cells.keys() - known:
            if (key := f"{'runs.' if at else ''}{column}") not in self._told:
                self._told.add(key)
                draft.tell(at + column, findings.unknown_key(column), Gravity.NOTE)
        if row.surplus:
            draft.tell(at, findings.lost_cells(row.surplus), Gravity.NOTE)

    def _tell_past(self, draft: Draft, runs: tuple[Run, ...]) -> None:
        ends = [run.end or run.start for run in runs]
        if ends and all(end is not None and end < self._today for end in ends):
            draft.tell("runs", findings.all_past(self._today.isoformat()), Gravity.NOTE)

    def _left(self, shelf: Shelf, last: int) -> Iterator[Row]:
        """Runs of no course, and a cut in runs.csv: rows without a course, numbered on."""
        number = last
        for number, row in enumerate(shelf.left(), start=last + 1):
            draft = Draft(file=RUNS_FILE, number=row.number, value=dict(row.cells))
            draft.tell("course_id", findings.orphan_run(row.cells.get("course_id", "")), Gravity.ROW)
            made = draft.row(None)
            yield Row(number=number, course=None, problems=made.problems, cells=made.cells)
        if self._cut_run:
            draft = Draft(file=RUNS_FILE, number=self._cut_run, value={})
            draft.tell("", findings.cut_off(self._cut_run - 1), Gravity.ROW)
            yield Row(number=number + 1, course=None, problems=tuple(draft.problems))


def _provider(draft: Draft) -> Provider | None:
    name = draft.line("provider")
    if not name:
        return None
    build = Build(draft, Provider).put("id", slug(draft.line("provider_id") or name), "provider_id")
    if columns.given(draft, columns.PROVIDER_ADDRESS):
        address = columns.fill(Build(draft, Venue), draft, columns.PROVIDER_ADDRESS)
        build.put("address", address.make())
    made: Provider | None = columns.fill(build, draft, columns.PROVIDER).make()
    return made


def _put_parts(draft: Draft, run: Build[Run], at: str) -> None:
    parts: tuple[tuple[str, Build[Any], columns.Columns], ...] = (
        ("venue", Build(draft, Venue), columns.VENUE),
        ("delivery", Build(draft, Delivery), columns.DELIVERY),
        ("coaching", Build(draft, Coaching), columns.COACHING),
        ("workplace", Build(draft, Workplace), columns.WORKPLACE),
    )
    for field, build, table in parts:
        if columns.given(draft, table, at):
            made = columns.fill(build, draft, table, at).make()
            run.put(field, made)
            if made is None:
                cells = {column: draft.values.get(at + column, "") for column in table if at + column in draft.values}
                draft.tell(f"{at}{field}", findings.refused(field, cells))


SOURCE = Source(
    name="csv",
    about="Our own CSV: courses.csv and runs.csv",
    licence="as the provider gives it (column licence)",
    read=read,
)
