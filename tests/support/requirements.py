"""What a test needs from the machine: where it lacks, the test is skipped, or fails where it was promised.

`LEERLOKET_REQUIRE=chromium,elasticsearch,shared_data` promises by name; `.ci/run` sets it, so that nothing that
should have run there is quietly skipped.
"""

import os
from collections.abc import Generator
from typing import NoReturn

import pytest

NAMES = ("chromium", "elasticsearch", "shared_data")


def promised() -> frozenset[str]:
    """The names in LEERLOKET_REQUIRE. Raises ValueError for one that nothing answers to."""
    names = frozenset(name.strip() for name in os.environ.get("LEERLOKET_REQUIRE", "").split(",") if name.strip())
    if unknown := names - set(NAMES):
        raise ValueError(f"LEERLOKET_REQUIRE knows {', '.join(NAMES)}, not {', '.join(sorted(unknown))}")
    return names


def lacking(name: str, reason: str) -> NoReturn:
    """Ends the test that asked: skipped with the reason, or failed where `name` was promised."""
    if name not in NAMES:
        raise ValueError(f"unknown requirement {name}")
    if name in promised():
        pytest.fail(f"{name} was promised by LEERLOKET_REQUIRE and is not met: {reason}", pytrace=False)
    pytest.skip(reason)


def require(name: str, met: object, reason: str) -> None:
    """Goes on where the requirement is met; see `lacking` for where it is not."""
    if not met:
        lacking(name, reason)


# A test says by these marks what it needs.
_MARKS = {"browser": "chromium", "elastic": "elasticsearch", "shared_data": "shared_data"}


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turns a skip into a failure where what the test needs was promised, however the test skipped."""
    report = yield
    broken = sorted(name for mark, name in _MARKS.items() if item.get_closest_marker(mark) and name in promised())
    if report.skipped and broken and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"{', '.join(broken)} promised by LEERLOKET_REQUIRE, but skipped: {report.longrepr}"
    return report
