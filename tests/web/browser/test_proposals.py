"""Proposals below the search field in real Chromium: by keyboard, with a name for a screen reader, without findings."""

from collections.abc import Iterator

import pytest
from browsing import resize
from selenium.webdriver import ActionChains, Chrome, Keys
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait
from test_axe import findings

pytestmark = pytest.mark.browser


def press(driver: Chrome, key: str) -> None:
    ActionChains(driver).send_keys(key).perform()


def proposals(driver: Chrome) -> list[str]:
    """The texts that stand below the field, once there are any."""
    find = "#q-suggestions [role=option]"
    WebDriverWait(driver, 10).until(lambda one: one.find_elements(By.CSS_SELECTOR, find))
    return [one.text for one in driver.find_elements(By.CSS_SELECTOR, find)]


@pytest.fixture
def typed(light: Chrome, host: str) -> Iterator[Chrome]:
    """The start page with "boekh" typed."""
    resize(light, 1280)
    light.get(host)
    light.find_element(By.ID, "q").send_keys("boekh")
    yield light
    light.execute_script("document.activeElement.blur()")


def test_the_arrow_chooses_and_enter_fills_the_field(typed: Chrome) -> None:
    assert proposals(typed)[0].startswith("boekhouder")
    field = typed.find_element(By.ID, "q")
    press(typed, Keys.ARROW_DOWN)
    marked = typed.find_element(By.ID, field.get_attribute("aria-activedescendant") or "")
    assert marked.get_attribute("aria-selected") == "true"
    press(typed, Keys.ENTER)
    assert field.get_attribute("value") == "boekhouder"
    assert field.get_attribute("aria-expanded") == "false"
    press(typed, Keys.ENTER)
    WebDriverWait(typed, 10).until(lambda one: "/zoek?q=boekhouder" in one.current_url)


def test_escape_closes_the_list_and_keeps_what_was_typed(typed: Chrome) -> None:
    proposals(typed)
    press(typed, Keys.ESCAPE)
    field = typed.find_element(By.ID, "q")
    assert (field.get_attribute("value"), field.get_attribute("aria-expanded")) == ("boekh", "false")


def test_axe_finds_nothing_while_the_list_is_open(typed: Chrome) -> None:
    proposals(typed)
    press(typed, Keys.ARROW_DOWN)
    assert findings(typed) == []


def test_a_click_on_a_course_opens_its_page(typed: Chrome) -> None:
    proposals(typed)
    proposal = typed.find_element(By.CSS_SELECTOR, "#q-suggestions [data-url]")
    wanted = proposal.get_attribute("data-url") or ""
    proposal.click()
    WebDriverWait(typed, 10).until(lambda one: "/cursus/" in one.current_url)
    assert typed.current_url.endswith(wanted)
