"""Coverage in figures, and rows beside their records for a reader."""

from datetime import date
from pathlib import Path

from catalogue.sources import csv_pair
from catalogue.sources.base import Row
from catalogue.sources.report import coverage, render_sample, sample

EXAMPLE = Path(__file__).resolve().parents[2] / "docs" / "example"
ROWS = list(csv_pair.read(EXAMPLE, date(2026, 1, 20)))


def test_coverage_counts_rows_records_and_cells_per_field() -> None:
    rows = [
        Row(
            number=1, course=ROWS[0].course, cells=(("a", "1"), ("b[0].c", "2"), ("b[1].c", "3")), typed=frozenset("a")
        ),
        Row(number=2, course=None, cells=(("a", "1"),)),
    ]
    found = coverage(rows)
    assert (found.rows, found.records, found.cells, found.typed) == (2, 1, 4, 1)
    assert found.fields == (("a", 2, 1), ("b[].c", 2, 0))
    assert (found.record_share, found.typed_share) == (0.5, 0.25)


def test_an_empty_feed_is_covered_whole() -> None:
    assert (coverage([]).record_share, coverage([]).typed_share) == (1.0, 1.0)


def test_a_sample_is_the_same_for_the_same_seed_and_in_the_order_of_the_feed() -> None:
    rows = [Row(number=number, course=None) for number in range(1, 101)]
    first = [row.number for row in sample(rows, 10, seed=1)]
    assert first == [row.number for row in sample(iter(rows), 10, seed=1)]
    assert first == sorted(set(first))
    assert len(first) == 10
    assert first != [row.number for row in sample(rows, 10, seed=2)]
    assert len(sample(rows, 1_000, seed=1)) == 100


def test_a_rendered_row_shows_its_cells_its_record_and_its_problems() -> None:
    text = "\n".join(render_sample(ROWS[:1]))
    assert "=== 1 lassen-1" in text
    assert "+ contact_hours: 120" in text
    assert "  contact_hours = 120" in text
    assert "  runs[0].slots[0].start = 18:30:00" in text


def test_what_could_steer_a_terminal_is_not_shown() -> None:
    row = Row(number=1, course=None, cells=(("a\x1b[31m", "\x1b[2Jtext\nmore"),))
    text = "\n".join(render_sample([row]))
    assert "\x1b" not in text
    assert "text⏎more" in text
    assert "(no record)" in text
