"""How long a proposal takes while somebody types: labels, then labels and titles, on the index that serves."""

import os
import statistics
import time
from collections.abc import Callable
from itertools import islice

from catalogue.esco import vocabulary_in_use
from catalogue.places import load_places
from catalogue.settings import load_settings
from indexer.engine.opening import open_engine
from matcher.suggest import MOST, Suggester, courses_called

LONGEST = 8


def beginnings(suggester: Suggester) -> list[str]:
    """Words of many labels cut off after 2 to 8 letters, as they pass while typing."""
    words = islice(dict.fromkeys(suggester.labels()), 0, None, 97)
    return [word[:length] for word in words for length in range(2, min(LONGEST, len(word)) + 1, 2)][:400]


def measured(name: str, ask: Callable[[str], object], typed: list[str]) -> None:
    """Prints the median and the 95th percentile in milliseconds, by the clock and by this process alone."""
    clock, own = [], []
    for text in typed:
        begun, spent = time.perf_counter(), time.process_time()
        ask(text)
        clock.append((time.perf_counter() - begun) * 1000)
        own.append((time.process_time() - spent) * 1000)
    shown = " / ".join(
        f"{statistics.median(one):.2f} {statistics.quantiles(one, n=20)[-1]:.2f}" for one in (clock, own)
    )
    print(f"{name:22} ms p50 p95, clock / process: {shown} over {len(typed)} beginnings")


def main() -> None:
    settings = load_settings(os.environ)
    engine, today = open_engine(settings), settings.day().toordinal()
    suggester = Suggester(vocabulary_in_use(settings.esco), load_places())
    typed = beginnings(suggester)
    suggester.places("x", "nl")
    measured("labels", lambda text: suggester.concepts(text, "nl"), typed)
    measured("places", lambda text: suggester.places(text, "nl"), typed)
    measured("titles of courses", lambda text: courses_called(engine, text, today, MOST), typed)


if __name__ == "__main__":
    main()
