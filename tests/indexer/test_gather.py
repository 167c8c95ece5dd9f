"""Feeds become one stream of courses; every problem is written down and nothing stops at a bad row."""

import csv
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, closing
from datetime import date
from pathlib import Path

import pytest

from catalogue.checks import Gravity, Problem
from catalogue.course import Course, Provider
from catalogue.messages import message
from catalogue.sources.base import Row, Source
from indexer.gather import Feed, Gathered, ProblemFile, gather

DAY = date(2026, 11, 24)


def course(number: int, title: str = "Lassen") -> Course:
    return Course(id=f"c-{number}", source="test", title=title, provider=Provider(id="p", name="Centrum"))


def problem(gravity: Gravity = Gravity.NOTE, field: str = "price") -> Problem:
    what, mend = message("problem.x"), message("mend.x")
    return Problem(file="f.csv", row=1, field=field, what=what, mend=mend, gravity=gravity)


def feed(name: str, rows: Iterable[Row]) -> Feed:
    def read(path: Path, today: date) -> Iterator[Row]:
        yield from rows

    return Feed(Source(name=name, about="", licence="", read=read), Path("folder") / name)


Gather = Callable[..., tuple[Gathered, list[Problem]]]


@pytest.fixture
def gathered() -> Iterator[Gather]:
    """Gathers feeds; closes what was gathered when the test is over."""
    with ExitStack() as opened:

        def run(*feeds: Feed) -> tuple[Gathered, list[Problem]]:
            problems: list[Problem] = []
            return opened.enter_context(closing(gather(feeds, DAY, problems.append, lambda _: None))), problems

        yield run


def test_courses_of_all_feeds_come_in_order_and_more_than_once(gathered: Gather) -> None:
    found, _ = gathered(
        feed("one", [Row(number=1, course=course(1)), Row(number=2, course=course(2, "Élève “x”\nregel"))]),
        feed("two", [Row(number=1, course=course(3))]),
    )
    wanted = [course(1), course(2, "Élève “x”\nregel"), course(3)]
    assert list(found) == wanted
    assert list(found) == wanted
    assert (found.count, found.rows, found.sources) == (3, 3, ("one:one", "two:two"))


def test_of_two_courses_with_one_id_the_first_counts_and_the_second_is_reported(gathered: Gather) -> None:
    found, problems = gathered(
        feed("one", [Row(number=1, course=course(1, "first"))]),
        feed("two", [Row(number=7, course=course(1, "second"))]),
    )
    assert [one.title for one in found] == ["first"]
    assert [(one.file, one.row, one.field, one.gravity) for one in problems] == [("two:two", 7, "id", Gravity.ROW)]
    assert problems[0].what.params == {"id": "c-1", "first": "one:one"}


def test_a_bad_row_is_counted_and_reported_and_the_others_go_through(gathered: Gather) -> None:
    bad = Row(number=1, course=None, problems=(problem(Gravity.ROW),))
    found, problems = gathered(feed("one", [bad, Row(number=2, course=course(2))]))
    assert ([one.id for one in found], found.rows, problems) == (["c-2"], 2, [problem(Gravity.ROW)])


def test_the_digest_tells_whether_the_content_is_the_same(gathered: Gather) -> None:
    def digest(*titles: str) -> str:
        rows = [Row(number=at, course=course(at, title)) for at, title in enumerate(titles)]
        return gathered(feed("one", rows))[0].digest

    assert digest("a", "b") == digest("a", "b")
    assert len({digest("a", "b"), digest("b", "a"), digest("a"), digest()}) == 4


def test_the_report_holds_every_problem_and_shows_the_worst_first(tmp_path: Path) -> None:
    with ProblemFile(tmp_path / "new" / "problems.csv") as report:
        for _ in range(30):
            report.add(problem(Gravity.NOTE))
        report.add(problem(Gravity.ROW))
    with report.path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 31
    assert rows[0] == {
        "file": "f.csv",
        "row": "1",
        "field": "price",
        "gravity": "note",
        "what": "problem.x()",
        "mend": "mend.x()",
    }
    assert [one.gravity for one in report.worst()] == [Gravity.ROW] + [Gravity.NOTE] * 9


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x"])
def test_a_cell_that_a_spreadsheet_would_run_is_made_text(tmp_path: Path, cell: str) -> None:
    with ProblemFile(tmp_path / "problems.csv") as report:
        report.add(problem(field=cell))
    assert f",'{cell}," in report.path.read_text(encoding="utf-8-sig")
