"""Prices, lengths and levels of the catalogue that ships lie where those of real courses lie.

The ranges stand in `catalogue/data/bundled/ranges.csv`; how the real feeds are measured is in support/ranges.
"""

from collections import defaultdict
from datetime import date
from pathlib import Path

import pytest
from ranges import SHARED, Range, ours, percentile, real, table

from catalogue.course import ProviderKind
from catalogue.sources.bundled import BUNDLED, FOLDER

TODAY = date(2026, 11, 24)
TABLE = table()
MEASURED = [row for row in TABLE.values() if row.offers]


def values() -> dict[tuple[str, str], list[tuple[str, float]]]:
    found: defaultdict[tuple[str, str], list[tuple[str, float]]] = defaultdict(list)
    for key, id_, value in ours(row.course for row in BUNDLED.read(Path(), TODAY) if row.course):
        found[key].append((id_, value))
    return found


OURS = values()


@pytest.mark.parametrize("row", TABLE.values(), ids=lambda row: f"{row.kind}-{row.measure}")
def test_every_course_of_ours_lies_in_the_range_of_its_kind(row: Range) -> None:
    outside = {(id_, value) for id_, value in OURS[row.kind, row.measure] if not row.low <= value <= row.high}
    assert outside == set()
    assert OURS[row.kind, row.measure], "a range that no course of ours has"


def test_every_kind_has_a_range_of_price_and_nearly_every_one_of_length() -> None:
    kinds = {kind.value for kind in ProviderKind} - {"unknown"}
    assert {kind for kind, measure in TABLE if measure.startswith("euro")} == kinds
    assert {kind for kind, measure in TABLE if measure in {"hours", "days"}} == kinds


def test_every_range_says_where_it_comes_from() -> None:
    assert [row for row in TABLE.values() if len(row.source) < 10 or row.low > row.high] == []
    readme = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert "ranges.csv" in readme


def test_a_percentile_is_a_value_that_exists() -> None:
    assert percentile([1.0, 2.0, 9.0], 5) == 1.0
    assert percentile([1.0, 2.0, 9.0], 95) == 9.0
    assert percentile([float(n) for n in range(1, 101)], 95) == 95.0


@pytest.mark.shared_data
def test_the_measured_ranges_are_those_of_the_real_feeds() -> None:
    if not SHARED.is_dir():
        pytest.skip("no ../shared/data to measure")
    found = real()
    for row in MEASURED:
        feed = found[row.kind, row.measure]
        assert len(feed) == row.offers, row
        low, high = percentile(feed, 5), percentile(feed, 95)
        assert row.high == pytest.approx(high, abs=0.05), row
        # Of adult centres the feed has only long courses for work; the README says why ours may be shorter.
        assert row.low == pytest.approx(low, abs=0.05) or row.kind == "adult_education", row
