"""What comes out of the printer, in real Chromium: all that one needs on few pages, and nothing to click on."""

import base64
import io

import pytest
from pypdf import PdfReader
from selenium.webdriver import Chrome

pytestmark = pytest.mark.browser

# Millimetres of A4 in inches, as the browser asks it.
A4 = {"paperWidth": 8.27, "paperHeight": 11.69}
RESULTS = "/zoek?q=boekhouder&place=Gent&radius=50"
COURSE = "/cursus/lk-boekhouder"
COMPARED = ("lk-boekhouder", "lk-boekhouden-module-1", "lk-comptabilite-en-soiree")
COMPARE = "/vergelijk?" + "&".join(f"id={one}" for one in COMPARED)


def printed(driver: Chrome, address: str) -> PdfReader:
    """The page on A4, without the header and footer that the browser adds."""
    driver.get(address)
    made = driver.execute_cdp_cmd("Page.printToPDF", {**A4, "printBackground": False, "displayHeaderFooter": False})
    return PdfReader(io.BytesIO(base64.b64decode(made["data"])))


def text_of(paper: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in paper.pages).split())


@pytest.mark.parametrize(("path", "most"), [(RESULTS, 8), (COURSE, 4), (COMPARE, 2), ("/bewaard?id=" + COMPARED[0], 1)])
def test_a_page_takes_few_sheets_and_none_is_empty(light: Chrome, host: str, path: str, most: int) -> None:
    paper = printed(light, host + path)
    assert 1 <= len(paper.pages) <= most
    assert all(len(page.extract_text().split()) > 5 for page in paper.pages)


def test_the_results_on_paper_hold_every_course_and_its_start(light: Chrome, host: str) -> None:
    text = text_of(printed(light, host + RESULTS))
    titles = light.execute_script("return [...document.querySelectorAll('.card h3')].map(one => one.textContent)")
    assert len(titles) >= 5
    assert [title for title in titles if " ".join(title.split()) not in text] == []


def test_a_course_on_paper_holds_price_runs_source_and_where_to_enrol(light: Chrome, host: str) -> None:
    text = text_of(printed(light, host + COURSE))
    for piece in ("Boekhouder", "€", "Bron", "https://"):
        assert piece in text, piece


def test_the_comparison_on_paper_holds_every_course_side_by_side(light: Chrome, host: str) -> None:
    paper = printed(light, host + COMPARE)
    first = " ".join(paper.pages[0].extract_text().split())
    titles = light.execute_script("return [...document.querySelectorAll('thead a')].map(one => one.textContent)")
    assert len(titles) == len(COMPARED)
    assert [title for title in titles if title not in first] == []


@pytest.mark.parametrize("path", [RESULTS, COURSE, COMPARE])
def test_on_paper_stands_nothing_to_click_on(light: Chrome, host: str, path: str) -> None:
    text = text_of(printed(light, host + path))
    for words in ("Toon de cursussen", "Menu", "FR Français", "haal weg", "Naar de inhoud"):
        assert words not in text, words
