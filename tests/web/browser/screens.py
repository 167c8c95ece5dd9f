"""Pictures of the pages for the docs: `make screens`, or python tests/web/browser/screens.py [FOLDER].

Serves the bundled catalogue on a fixed day, so that only a change of the pages changes the pictures.
"""

import base64
import sys
import tempfile
from pathlib import Path

from browsing import ROOT, browser, build_index, resize, served
from selenium.webdriver import Chrome

PAGES = {
    "start": "/",
    "results": "/zoek?q=boekhouder&place=Gent&radius=50",
    "filters": "/zoek?q=boekhouder&place=Gent&radius=50&when=evening#filters",
    "nothing-found": "/zoek?q=lasser&place=Oostende&radius=5&when=weekend",
    "error": "/zoek?q=lasser&place=Nergenshuizen",
    "ranking": "/hoe-werkt-het",
}
WIDTHS = (360, 1280)
TALLEST = {360: 2600, 1280: 1500}


def shoot(driver: Chrome, address: str, width: int, file: Path) -> None:
    """One page from top to bottom, up to a height at which it can still be read."""
    resize(driver, width, 640 if width < 500 else 800)
    driver.get(address)
    if not address.endswith("#filters"):
        tall = driver.execute_script("return document.documentElement.scrollHeight")
        resize(driver, width, min(tall, TALLEST[width]))
    picture = driver.execute_cdp_cmd("Page.captureScreenshot", {"format": "png"})
    file.write_bytes(base64.b64decode(picture["data"]))
    print(f"{file.name}: {file.stat().st_size // 1024} KB")


def first_course(driver: Chrome, address: str) -> str:
    """The address of the first course that a question finds."""
    driver.get(address)
    link: str = driver.execute_script("return document.querySelector('.card a').href")
    return link


def main() -> None:
    """Every page at both widths, and one in the dark."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary:
        index = Path(temporary) / "index"
        build_index(index)
        with served(index) as host:
            with browser() as driver:
                course = first_course(driver, host + PAGES["results"])
                pages = {name: host + path for name, path in PAGES.items()} | {"course": course}
                for name, address in pages.items():
                    for width in WIDTHS:
                        shoot(driver, address, width, folder / f"{name}-{width}.png")
            with browser(dark=True) as driver:
                shoot(driver, pages["results"], 1280, folder / "results-dark-1280.png")


if __name__ == "__main__":
    main()
