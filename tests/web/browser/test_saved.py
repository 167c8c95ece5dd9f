"""The list that somebody keeps, in real Chromium: it stays in this browser, and in the address where one shares it."""

from collections.abc import Iterator

import pytest
from browsing import resize
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait
from test_axe import findings

pytestmark = pytest.mark.browser


def comes(driver: Chrome, part: str) -> None:
    WebDriverWait(driver, 10).until(lambda one: part in one.current_url)


def stored(driver: Chrome) -> str | None:
    text: str | None = driver.execute_script("return localStorage.getItem('leerloket.saved')")
    return text


def click(driver: Chrome, selector: str) -> None:
    found = driver.find_element(By.CSS_SELECTOR, selector)
    driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", found)
    found.click()


@pytest.fixture
def kept(light: Chrome, host: str) -> Iterator[tuple[Chrome, list[str]]]:
    """A browser that keeps the first two courses of a question, and their ids."""
    resize(light, 1280)
    light.get(f"{host}/zoek?q=boekhouder")
    light.execute_script("localStorage.clear()")
    light.refresh()
    buttons = light.find_elements(By.CSS_SELECTOR, "button[data-save]")[:2]
    ids = [str(one.get_attribute("data-save")) for one in buttons]
    for each in ids:
        click(light, f"button[data-save='{each}']")
    yield light, ids
    light.execute_script("localStorage.clear()")


def test_two_are_kept_listed_compared_and_cleared(kept: tuple[Chrome, list[str]], host: str) -> None:
    driver, ids = kept
    pressed = driver.find_elements(By.CSS_SELECTOR, "button[data-save][aria-pressed=true]")
    assert [one.get_attribute("data-save") for one in pressed] == ids
    link = driver.find_element(By.CSS_SELECTOR, "a[data-saved-link]")
    assert link.is_displayed()
    assert "2" in link.text
    link.click()
    comes(driver, "/bewaard?")
    titles = [one.text for one in driver.find_elements(By.CSS_SELECTOR, ".kept h2")]
    assert len(titles) == 2
    assert findings(driver) == []
    click(driver, "main a.button")
    comes(driver, "/vergelijk?")
    assert [one.text for one in driver.find_elements(By.CSS_SELECTOR, "thead a")] == titles
    driver.get(f"{host}/bewaard")
    comes(driver, f"id={ids[0]}&id={ids[1]}")
    click(driver, "button[data-forget-all]")
    WebDriverWait(driver, 10).until(lambda one: "?" not in one.current_url)
    assert not driver.find_elements(By.CSS_SELECTOR, ".kept li")
    assert stored(driver) == "[]"


def test_one_that_is_taken_away_is_gone_and_the_other_stays(kept: tuple[Chrome, list[str]], host: str) -> None:
    driver, ids = kept
    driver.get(f"{host}/fr/bewaard")
    comes(driver, f"id={ids[0]}")
    click(driver, f"a[data-forget='{ids[0]}']")
    WebDriverWait(driver, 10).until(lambda one: ids[0] not in one.current_url)
    assert stored(driver) == f'["{ids[1]}"]'
    assert len(driver.find_elements(By.CSS_SELECTOR, ".kept li")) == 1


def test_pressing_once_more_takes_it_off_the_list(kept: tuple[Chrome, list[str]]) -> None:
    driver, ids = kept
    click(driver, f"button[data-save='{ids[1]}']")
    assert stored(driver) == f'["{ids[0]}"]'


@pytest.mark.parametrize("text", ["{", "null", "7", '{"a": 1}', '[1, null, "lk-boekhouder"]', '["<b>x</b>"]'])
def test_a_list_that_something_else_spoiled_breaks_nothing(light: Chrome, host: str, text: str) -> None:
    light.get(host)
    light.execute_script("localStorage.setItem('leerloket.saved', arguments[0])", text)
    light.get_log("browser")
    light.get(f"{host}/zoek?q=boekhouder")
    assert light.find_element(By.CSS_SELECTOR, "button[data-save]").is_displayed()
    assert light.get_log("browser") == []
    light.execute_script("localStorage.clear()")
