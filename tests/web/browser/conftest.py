"""One index, one server and two browsers (light and dark) for the whole run; skipped, or failed where promised,
without Chromium and its driver.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from addresses import PAGES, in_language
from browsing import CHROMIUM, DRIVER, browser, build_index, served
from requirements import require
from selenium.webdriver import Chrome


@pytest.fixture(scope="session")
def chromium() -> None:
    """Chromium and chromedriver are installed."""
    require("chromium", CHROMIUM and DRIVER, "needs chromium and chromedriver on the path (Debian: chromium-driver)")


@pytest.fixture(scope="session")
def index(chromium: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of the bundled catalogue."""
    folder = tmp_path_factory.mktemp("browser") / "index"
    build_index(folder)
    return folder


@pytest.fixture(scope="session")
def host(index: Path) -> Iterator[str]:
    """The service over the bundled catalogue."""
    with served(index) as address:
        yield address


@pytest.fixture(scope="session")
def broken_host(chromium: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The service without an index: every search is a 503."""
    with served(tmp_path_factory.mktemp("browser") / "nowhere") as address:
        yield address


@pytest.fixture(scope="session")
def light(chromium: None) -> Iterator[Chrome]:
    """A browser of somebody who likes it light."""
    with browser() as driver:
        yield driver


@pytest.fixture(scope="session")
def dark(chromium: None) -> Iterator[Chrome]:
    """A browser of somebody who likes it dark."""
    with browser(dark=True) as driver:
        yield driver


@pytest.fixture
def address_of(host: str, broken_host: str) -> Callable[..., str]:
    """The whole address of a page of `addresses`, in a language where one is given."""

    def address(name: str, language: str | None = None) -> str:
        path = PAGES[name] if language is None else in_language(PAGES[name], language)
        return (broken_host if name == "503" else host) + path

    return address
