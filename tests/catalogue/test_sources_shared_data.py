"""The real feeds beside the project: how many rows become records, how many cells reach a typed field."""

from datetime import date
from pathlib import Path

import pytest

from catalogue.sources import by_name
from catalogue.sources.report import coverage

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
FEEDS = [
    ("vdab", "vdab_opleidingen_2017", date(2017, 5, 30), 854),
    ("jobat", "kdg_opleidingen", date(2025, 9, 1), 155),
]


@pytest.mark.shared_data
@pytest.mark.parametrize(("name", "folder", "today", "count"), FEEDS)
def test_the_real_feeds_become_records_and_typed_fields(name: str, folder: str, today: date, count: int) -> None:
    if not (DATA / folder).is_dir():
        pytest.skip(f"the folder ../shared/data/{folder} is not there")
    source = by_name(name)
    assert source is not None
    found = coverage(source.read(DATA / folder, today))
    assert found.rows == count
    assert found.record_share >= 0.98
    assert found.typed_share >= 0.90
