"""The pages in use: by keyboard alone, without JavaScript, on a small screen, at 200 % zoom."""

from collections.abc import Callable

import pytest
from addresses import PAGES
from browsing import browser, resize
from selenium.webdriver import ActionChains, Chrome, Keys
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

pytestmark = pytest.mark.browser

# 320 px is WCAG's reflow width; 640 px is a window of 1280 px at 200 % zoom.
NARROW = (320, pytest.param(360, marks=pytest.mark.slow), pytest.param(640, marks=pytest.mark.slow))
# Enough to walk past every filter; a course that needs more is out of reach for a person too.
MOST_TABS = 60


def press(driver: Chrome, key: str) -> None:
    ActionChains(driver).send_keys(key).perform()


def comes(driver: Chrome, where: Callable[[str], bool]) -> None:
    """Waits for the page whose address this is: without scripts the driver does not always wait itself."""
    WebDriverWait(driver, 10).until(lambda one: where(one.current_url))


def tab_to(driver: Chrome, selector: str) -> str:
    """Tabs until the focus is on what `selector` names; gives its text."""
    for _ in range(MOST_TABS):
        press(driver, Keys.TAB)
        if driver.switch_to.active_element in driver.find_elements(By.CSS_SELECTOR, selector):
            return driver.switch_to.active_element.text
    raise AssertionError(f"{selector} is out of reach by keyboard")


@pytest.mark.parametrize("width", NARROW)
@pytest.mark.parametrize("name", PAGES)
def test_no_page_scrolls_sideways(name: str, width: int, light: Chrome, address_of: Callable[[str], str]) -> None:
    resize(light, width)
    light.get(address_of(name))
    wider = light.execute_script(
        "return [...document.querySelectorAll('body *')].filter(one => one.getBoundingClientRect().right > "
        "innerWidth + 1 && !one.closest('.hidden, svg, .skip, .runs thead')).map(one => one.outerHTML.slice(0, 120))"
    )
    assert wider == []
    assert light.execute_script("return document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("name", [name for name in PAGES if not name.startswith(("4", "5"))])
def test_no_page_breaks_its_own_policy(name: str, light: Chrome, address_of: Callable[[str], str]) -> None:
    light.get_log("browser")
    light.get(address_of(name))
    assert light.get_log("browser") == []


def test_from_the_start_page_to_a_course_by_keyboard_alone(light: Chrome, host: str) -> None:
    resize(light, 1280)
    light.get(host)
    tab_to(light, ".skip")
    press(light, Keys.ENTER)
    assert light.switch_to.active_element.get_attribute("id") == "main"
    tab_to(light, "#q")
    press(light, "boekhouder")
    press(light, Keys.ENTER)
    comes(light, lambda url: "q=boekhouder" in url)
    title = tab_to(light, ".card a")
    ring = light.execute_script("return getComputedStyle(document.activeElement, '::after').outlineStyle")
    assert ring == "solid"
    press(light, Keys.ENTER)
    comes(light, lambda url: "/cursus/" in url)
    assert light.find_element(By.TAG_NAME, "h1").text == title


def test_a_proposal_a_filter_and_a_course_by_keyboard_alone(light: Chrome, host: str) -> None:
    resize(light, 1280)
    light.get(host)
    tab_to(light, "#q")
    press(light, "boekh")
    WebDriverWait(light, 10).until(lambda one: one.find_elements(By.CSS_SELECTOR, "#q-suggestions [role=option]"))
    for key in (Keys.ARROW_DOWN, Keys.ENTER, Keys.ENTER):
        press(light, key)
    comes(light, lambda url: "q=boekhouder" in url)
    tab_to(light, "#filters input[value=evening]")
    press(light, Keys.SPACE)
    press(light, Keys.ENTER)
    comes(light, lambda url: "when=evening" in url)
    tab_to(light, ".card input[name=id]")
    press(light, Keys.SPACE)
    tab_to(light, ".card button[data-save]")
    title = tab_to(light, ".card a")
    press(light, Keys.ENTER)
    comes(light, lambda url: "/cursus/" in url)
    assert light.find_element(By.TAG_NAME, "h1").text == title


def test_every_field_and_link_shows_the_focus(light: Chrome, host: str) -> None:
    resize(light, 1280)
    light.get(host + PAGES["results with filters"])
    for _ in range(30):
        press(light, Keys.TAB)
        shown = light.execute_script(
            "const one = document.activeElement; return [getComputedStyle(one).outlineStyle, "
            "getComputedStyle(one, '::after').outlineStyle, one.outerHTML.slice(0, 120)]"
        )
        assert "solid" in shown[:2], shown[2]


def test_the_filter_sheet_opens_fills_the_screen_applies_and_closes(light: Chrome, host: str) -> None:
    resize(light, 360, 700)
    light.get(host + "/zoek?q=boekhouder")
    sheet = light.find_element(By.ID, "filters")
    assert not sheet.is_displayed()
    light.find_element(By.CSS_SELECTOR, "a[href='#filters']").click()
    assert sheet.is_displayed()
    assert (sheet.size["width"], sheet.size["height"]) == (360, 700)
    sheet.find_element(By.CSS_SELECTOR, "input[value=evening]").click()
    promised = sheet.find_element(By.CSS_SELECTOR, "label:has(input[value=evening]) .n").text.split()[0]
    sheet.find_element(By.CSS_SELECTOR, ".apply button").click()
    comes(light, lambda url: "when=evening" in url)
    assert not light.find_element(By.ID, "filters").is_displayed()
    assert light.find_element(By.CSS_SELECTOR, "a[href='#filters']").text == "Filters · 1"
    assert light.find_element(By.TAG_NAME, "h1").text.split()[0] == promised


def test_everything_works_without_javascript(chromium: None, host: str) -> None:
    with browser(scripts=False) as driver:
        resize(driver, 1280)
        driver.get("data:text/html,<title>off</title><script>document.title='on'</script>")
        assert driver.title == "off"
        driver.get(host)
        driver.find_element(By.ID, "q").send_keys("lasser", Keys.ENTER)
        comes(driver, lambda url: "q=lasser" in url)
        driver.find_element(By.CSS_SELECTOR, "input[value=day]").click()
        driver.find_element(By.CSS_SELECTOR, ".apply button").click()
        comes(driver, lambda url: "when=day" in url)
        driver.find_element(By.CSS_SELECTOR, ".chip").click()
        comes(driver, lambda url: "when=day" not in url)
        driver.find_element(By.CSS_SELECTOR, ".card a").click()
        comes(driver, lambda url: "/cursus/" in url)
        assert driver.find_element(By.ID, "runs").is_displayed()
        driver.find_element(By.CSS_SELECTOR, ".back a").click()
        comes(driver, lambda url: "q=lasser" in url)
        boxes = driver.find_elements(By.CSS_SELECTOR, ".card input[name=id]")[:2]
        for box in boxes:
            box.click()
        chosen = [str(box.get_attribute("value")) for box in boxes]
        driver.find_element(By.CSS_SELECTOR, "button[form=compare]").click()
        comes(driver, lambda url: "/vergelijk?" in url)
        links = [str(one.get_attribute("href")) for one in driver.find_elements(By.CSS_SELECTOR, "thead a")]
        assert [link.rsplit("/", 1)[1] for link in links] == chosen
        driver.get(f"{host}/voor-programmas")
        driver.find_element(By.CSS_SELECTOR, "input[name=q]").send_keys("lasser", Keys.ENTER)
        comes(driver, lambda url: "/api/courses?q=lasser" in url)


def test_on_paper_there_are_no_controls_and_links_are_written_out(light: Chrome, host: str) -> None:
    resize(light, 760)
    light.get(host + PAGES["course"])
    light.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    try:
        assert not light.find_element(By.CSS_SELECTOR, ".top nav").is_displayed()
        link = light.find_element(By.CSS_SELECTOR, ".aside .button")
        written = light.execute_script("return getComputedStyle(arguments[0], '::after').content", link)
        assert "attr(href)" in written or str(link.get_attribute("href")) in written
    finally:
        light.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
