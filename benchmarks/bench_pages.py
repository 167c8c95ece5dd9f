"""How much the HTML of each page costs on top of the search, on the bundled catalogue; prints, keeps nothing.

Thread time, so that what else the machine does hardly counts. The search is timed inside the same request, each
page is asked in turn, and the ratio compares HTML with search of the same run. The limit stands in MOST.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from unittest import mock

from flask.testing import FlaskClient

from indexer.__main__ import main as index
from matcher.web import pages
from matcher.web.app import create_app

DAY = date(2026, 11, 24)
ROUNDS = 31
# Milliseconds that the HTML of a results page may take on top of the search.
MOST = 15.0
RESULTS = {
    "everything": "/zoek",
    "words": "/zoek?q=boekhouder",
    "words and points": "/zoek?q=boekhouder&explain=1",
    "words near a town": "/zoek?q=boekhouder&place=Gent&radius=50",
    "second page": "/zoek?sort=start&page=2",
    "few found, two filters": "/zoek?q=boekhouder&place=Gent&radius=50&when=evening&how=blended",
    "nothing found": "/zoek?q=lasser&place=Oostende&radius=5&when=weekend",
    "nothing at all": "/de/zoek?q=xqzxqzxqz",
    "wish and slip": "/fr/zoek?q=boekhuoder+le+soir+Gent",
}
OTHERS = {
    "start": "/",
    "course": "/cursus/lk-boekhouder",
    "compare": "/vergelijk?id=lk-boekhouder&id=lk-boekhouden-module-1",
    "counsellor": "/begeleider",
    "employer": "/werkgever",
    "ranking": "/hoe-werkt-het",
    "sources": "/bronnen",
    "program": "/voor-programmas",
}


@dataclass
class Clock:
    """Adds up the thread time spent in the functions that it wraps, in seconds."""

    spent: float = 0.0

    def around(self, function: Callable[..., Any]) -> Callable[..., Any]:
        def timed(*args: Any, **values: Any) -> Any:
            began = time.thread_time()
            try:
                return function(*args, **values)
            finally:
                self.spent += time.thread_time() - began

        return timed


def once(client: FlaskClient, path: str, search: Clock) -> tuple[float, float]:
    """(whole, search) of one request in milliseconds."""
    search.spent, began = 0.0, time.thread_time()
    status = client.get(path).status_code
    assert status == 200, f"{path}: {status}"
    return 1000 * (time.thread_time() - began), 1000 * search.spent


def measured(client: FlaskClient, paths: dict[str, str], search: Clock) -> dict[str, list[tuple[float, float]]]:
    """Each page in turn, so that a slow moment of the machine falls on all of them."""
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in paths}
    for _ in range(ROUNDS):
        for name, path in paths.items():
            found[name].append(once(client, path, search))
    return found


def report(found: dict[str, list[tuple[float, float]]]) -> dict[str, float]:
    """Prints a line for each page; name -> median milliseconds of HTML."""
    print(f"{'page':26} {'whole':>8} {'search':>8} {'HTML':>8} {'best':>8} {'HTML/search':>12}")
    medians = {}
    for name, rounds in found.items():
        whole, search = (statistics.median(column) for column in zip(*rounds, strict=True))
        own = [one - other for one, other in rounds]
        medians[name] = statistics.median(own)
        ratio = f"{medians[name] / search:12.2f}" if search else f"{'-':>12}"
        print(f"{name:26} {whole:8.1f} {search:8.1f} {medians[name]:8.1f} {min(own):8.1f} {ratio}")
    return medians


def main() -> None:
    """Builds the bundled catalogue in a folder of its own, or takes the one given, and asks every page."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = sys.argv[1] if len(sys.argv) > 1 else str(Path(temporary) / "index")
        settings = {"LEERLOKET_INDEX": folder, "LEERLOKET_TODAY": DAY.isoformat()}
        if len(sys.argv) == 1:
            with mock.patch.dict("os.environ", settings):
                assert index(["build"]) == 0
        search = Clock()
        app = create_app(settings)
        with (
            mock.patch.object(pages, "reply", search.around(pages.reply)),
            mock.patch.object(pages, "counted", search.around(pages.counted)),
        ):
            client = app.test_client()
            for path in (*RESULTS.values(), *OTHERS.values()):
                client.get(path)
            medians = report(measured(client, RESULTS, search))
            print("Other pages; whatever they ask of the index is in their own time.")
            report(measured(client, OTHERS, search))
        app.extensions["finder"].engine.close()
    slow = [name for name, value in medians.items() if value > MOST]
    print(f"above {MOST:.0f} ms: {', '.join(slow) or 'none'}")


if __name__ == "__main__":
    main()
