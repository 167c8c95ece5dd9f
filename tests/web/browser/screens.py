"""Pictures of the pages for the docs: `make screens`, or python tests/web/browser/screens.py [FOLDER].

Serves the bundled catalogue on a fixed day, so that only a change of the pages changes the pictures.
"""

import base64
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from browsing import ROOT, browser, build_index, resize, served
from selenium.webdriver import Chrome

BOOKKEEPER = "/zoek?q=boekhouder&place=Gent&radius=50"
COURSE = "/cursus/lk-boekhouden-module-2"
COMPARE = "/vergelijk?id=lk-boekhouder&id=lk-boekhouden-module-1&id=lk-comptabilite-en-soiree"
# Up to these heights a picture can still be read; a sheet of A4 in print has no fixed height.
TALLEST = {360: 2000, 720: 2000, 1280: 1300}
MOST_BYTES = 250_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Picture:
    """A page at a width in CSS pixels; `open_folds` unfolds the filters and goes to the first of them."""

    name: str
    path: str
    width: int
    dark: bool = False
    paper: bool = False
    open_folds: bool = False


PICTURES = (
    Picture(name="start-360", path="/", width=360),
    Picture(name="start-1280", path="/", width=1280),
    Picture(name="results-360", path=BOOKKEEPER, width=360),
    Picture(name="results-1280", path=BOOKKEEPER, width=1280),
    Picture(name="results-dark-1280", path=BOOKKEEPER, width=1280, dark=True),
    Picture(name="filters-open-360", path=f"{BOOKKEEPER}&when=evening#filters", width=360, open_folds=True),
    Picture(name="nothing-found-360", path="/zoek?q=lasser&when=weekend&how=online", width=360),
    Picture(name="looked-further-360", path="/zoek?q=lasser&place=Oostende&radius=5&when=weekend", width=360),
    Picture(name="course-360", path=COURSE, width=360),
    Picture(name="course-1280", path=COURSE, width=1280),
    Picture(name="course-print", path=COURSE, width=720, paper=True),
    Picture(name="compare-360", path=COMPARE, width=360),
    Picture(name="compare-1280", path=COMPARE, width=1280),
    Picture(name="counsellor-1280", path="/begeleider", width=1280),
    Picture(name="employer-360", path="/werkgever", width=360),
    Picture(name="ranking-1280", path="/hoe-werkt-het", width=1280),
    Picture(name="error-360", path="/zoek?q=lasser&place=Nergenshuizen", width=360),
)
STATUS = "return performance.getEntriesByType('navigation')[0].responseStatus"
UNFOLD = (
    "const sheet = document.querySelector('.filters'), folds = sheet.querySelectorAll('details');"
    "for (const fold of folds) fold.open = true; sheet.scrollTop = folds[0].offsetTop - 80;"
)


def shoot(driver: Chrome, host: str, picture: Picture) -> bytes:
    """One page from its top to the height at which it can still be read, as PNG."""
    resize(driver, picture.width, 640 if picture.width < 500 else 800)
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", _media(picture))
    driver.get("about:blank")  # so that an address which differs in its #part alone is loaded again
    driver.get(host + picture.path)
    if driver.execute_script(STATUS) >= 500:
        sys.exit(f"{picture.path} fails: no picture of that")
    if picture.open_folds:
        driver.execute_script(UNFOLD)
    else:
        tall = driver.execute_script("return document.documentElement.scrollHeight")
        resize(driver, picture.width, min(tall, TALLEST[picture.width]))
    taken = driver.execute_cdp_cmd("Page.captureScreenshot", {"format": "png", "optimizeForSpeed": False})
    return base64.b64decode(taken["data"])


def _media(picture: Picture) -> dict[str, object]:
    scheme = {"name": "prefers-color-scheme", "value": "dark" if picture.dark else "light"}
    return {"media": "print" if picture.paper else "screen", "features": [scheme]}


def take(host: str, folder: Path, pictures: Iterable[Picture]) -> None:
    """All pictures into a folder; what an earlier run made under another name goes."""
    old = set(folder.glob("*.png"))
    with browser() as driver:
        for picture in pictures:
            file = folder / f"{picture.name}.png"
            file.write_bytes(shoot(driver, host, picture))
            old.discard(file)
            print(f"{file.name}: {file.stat().st_size // 1000} KB")
            if file.stat().st_size > MOST_BYTES:
                sys.exit(f"{file} is over {MOST_BYTES // 1000} KB: make it less tall")
    for file in old:
        file.unlink()


def main() -> None:
    """The bundled catalogue, with its meaning where the model is made, served and looked at."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary:
        index = Path(temporary) / "index"
        build_index(index)
        with served(index) as host:
            take(host, folder, PICTURES)


if __name__ == "__main__":
    main()
