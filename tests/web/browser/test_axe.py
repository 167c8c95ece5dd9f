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


def unfold(driver: Chrome) -> None:
    """Opens all that can be folded, so that nothing hides from axe."""
    driver.execute_script("document.querySelectorAll('details').forEach(one => one.open = true)")


# Each page in both widths, both colour schemes and all four languages; what is folded is open on every second one.
LOOKS = [
    pytest.param("light", 360, "nl", marks=pytest.mark.slow),
    pytest.param("light", 1280, "fr", marks=pytest.mark.slow),
    ("dark", 360, "de"),
    pytest.param("dark", 1280, "en", marks=pytest.mark.slow),
]


@pytest.mark.parametrize(("scheme", "width", "language"), LOOKS)
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(
    name: str, scheme: str, width: int, language: str, address_of: Callable[..., str], request: pytest.FixtureRequest
) -> None:
    driver: Chrome = request.getfixturevalue(scheme)
    resize(driver, width)
    driver.get(address_of(name, language))
    assert driver.find_element("tag name", "html").get_attribute("lang") == language
    if (scheme, width) in (("light", 1280), ("dark", 360)):
        unfold(driver)
    assert findings(driver) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_open_filter_sheet(scheme: str, host: str, request: pytest.FixtureRequest) -> None:
    driver: Chrome = request.getfixturevalue(scheme)
    resize(driver, 360)
    driver.get(f"{host}/zoek?q=boekhouder&place=Gent&radius=50&when=evening&how=blended#filters")
    unfold(driver)
    assert driver.find_element("id", "filters").is_displayed()
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
