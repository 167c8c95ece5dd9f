"""Axe, in real Chromium, finds nothing on any page: light and dark, on a phone and on a wide screen."""

import importlib.util
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from addresses import PAGES
from browsing import resize
from selenium.webdriver import Chrome

pytestmark = pytest.mark.browser

RUN = "const done = arguments[0]; axe.run(document).then(found => done(JSON.stringify(found.violations)));"


def axe_source() -> str:
    """axe-core as the package axe-playwright-python brings it; that package itself is not imported."""
    spec = importlib.util.find_spec("axe_playwright_python")
    assert spec is not None, "axe-playwright-python is part of the extra `dev`"
    assert spec.origin is not None
    return (Path(spec.origin).parent / "axe.min.js").read_text(encoding="utf-8")


def findings(driver: Chrome) -> list[str]:
    """What axe finds on the page that is open, one line each."""
    driver.execute_script(axe_source())
    found = json.loads(driver.execute_async_script(RUN))
    return [f"{one['id']}: {node['html'][:160]} {node['failureSummary']}" for one in found for node in one["nodes"]]


@pytest.fixture(params=["light", "dark"])
def driver(request: pytest.FixtureRequest) -> Chrome:
    driver: Chrome = request.getfixturevalue(request.param)
    return driver


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(name: str, width: int, driver: Chrome, address_of: Callable[[str], str]) -> None:
    resize(driver, width)
    driver.get(address_of(name))
    assert findings(driver) == []


def test_axe_would_find_a_field_without_a_label_and_pale_text(light: Chrome, host: str) -> None:
    light.get(host)
    light.execute_script(
        "document.querySelector('label').remove(); document.querySelector('input').removeAttribute('placeholder');"
        "const pale = document.createElement('p'); pale.textContent = 'pale'; pale.style.color = '#ccc';"
        "document.querySelector('main').append(pale);"
    )
    found = findings(light)
    assert any(one.startswith("label:") for one in found)
    assert any(one.startswith("color-contrast:") for one in found)
