"""How long a question takes, as a ratio against a plain scan of the same texts in the same run.

    python benchmarks/bench_search.py [--courses 5000] [--elastic]

Invented catalogue by seed; the questions use its words. Prints medians in milliseconds and the ratio to the scan, which
is what a search without an index would cost. With --elastic the engine at ELASTICSEARCH_URL is measured beside it.
"""

import argparse
import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from datetime import time as clock
from pathlib import Path

from catalogue.course import Course, Delivery, Provider, Run, Slot, Venue
from catalogue.places import load_places
from catalogue.schemes import load_schemes
from catalogue.settings import load_settings
from catalogue.vocabulary import load_vocabulary
from indexer.documents import to_document
from indexer.engine.embedded import EmbeddedEngine
from indexer.engine.opening import open_engine, open_store
from indexer.engine.port import Engine, Question, Stamp, Store
from indexer.fields import TABLE
from matcher import fusion, search
from matcher.criteria import read
from matcher.filters import BY_NAME, Facts
from matcher.offers import Offers
from matcher.understand import understand

TODAY = date(2026, 11, 24)
QUESTIONS = 40
ASKED = ("q={0}", "q={0}&place=Gent", "q={0} {1}&when=evening&place=9300&radius=50", "q={0}&how=online&start=6")


def courses(count: int) -> Iterator[Course]:
    """Invented courses whose texts are labels of the vocabulary, so that words are as common as in real ones."""
    dice = random.Random(7)
    concepts = load_vocabulary()
    labels = [label for one in (*concepts.occupations, *concepts.competences) for label in one.labels["nl"].every()]
    places = load_places().every
    provider = Provider(id="p", name="Centrum")
    for number in range(count):
        runs = tuple(_run(f"c{number}-{n}", dice, places) for n in range(dice.randint(1, 4)))
        text = ". ".join(dice.choices(labels, k=18))
        title = f"{dice.choice(labels)} {number}"
        yield Course(id=f"c{number}", source="bench", title=title, content=text, provider=provider, runs=runs)


def _run(name: str, dice: random.Random, places: Sequence[object]) -> Run:
    hour = dice.choice((9, 13, 18))
    share = dice.choice((0, 50, 100))
    return Run(
        id=name,
        start=TODAY + timedelta(days=dice.randint(-60, 400)),
        slots=(Slot(weekday=dice.randint(1, 7), start=clock(hour), end=clock(hour + 3)),),
        venue=Venue(postcode=dice.choice(places).postcode),  # type: ignore[attr-defined]
        delivery=Delivery(on_site=100 - share, live_online=share),
    )


def fill(store: Store, made: Sequence[Course]) -> None:
    """One index of these courses that serves."""
    vocabulary, places = load_vocabulary(), load_places()
    documents = (to_document(one, vocabulary=vocabulary, places=places, today=TODAY) for one in made)
    stamp = Stamp(shape=TABLE.fingerprint, digest="", built_for=TODAY, count=len(made), sources=("bench",))
    store.write("index-bench", stamp, documents, lambda _: None)
    store.swap("index-bench")


def questions(facts: Facts) -> list[Question]:
    """The questions of the page: lists, filters, counts and all."""
    dice = random.Random(11)
    labels = [one.labels["nl"].preferred for one in load_vocabulary().occupations]
    made, offers = [], Offers()
    for number in range(QUESTIONS):
        text = ASKED[number % len(ASKED)].format(*dice.sample(labels, 2))
        pairs = [(name, value) for name, _, value in (part.partition("=") for part in text.split("&"))]
        criteria, placed = read(pairs, facts)
        narrowings = tuple(BY_NAME[name].narrowing(values, placed) for name, values in criteria.chosen.items())
        asked = understand(criteria.q)
        made.append(search.question(criteria, placed, asked, narrowings, fusion.plan(asked), offers.of(placed)))
    return made


def milliseconds(ask: Callable[[Question], object], asked: Sequence[Question]) -> list[float]:
    """How long each question takes, after one round to warm up."""
    for one in asked[:5]:
        ask(one)
    taken = []
    for one in asked:
        began = time.perf_counter()
        ask(one)
        taken.append(1000 * (time.perf_counter() - began))
    return taken


def scan(made: Sequence[Course]) -> Callable[[Question], object]:
    """A search without an index: every text read for every word."""
    texts = [f"{one.title} {one.content}".casefold() for one in made]

    def ask(question: Question) -> list[int]:
        tokens = [token for one in question.lists for token in getattr(one, "tokens", ())]
        counts = [sum(text.count(token) for token in tokens) for text in texts]
        return sorted(range(len(counts)), key=lambda at: -counts[at])[:20]

    return ask


def report(name: str, taken: Sequence[float], base: float) -> None:
    """One line: p50, p95, ratio."""
    middle = statistics.median(taken)
    high = statistics.quantiles(taken, n=20)[18]
    print(f"{name:10} p50 {middle:7.1f} ms   p95 {high:7.1f} ms   {middle / base:5.2f} of a scan")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--courses", type=int, default=5000)
    parser.add_argument("--elastic", action="store_true", help="measure ELASTICSEARCH_URL too (alias leerloket-bench)")
    given = parser.parse_args()
    made = list(courses(given.courses))
    facts = Facts(today=TODAY, places=load_places(), schemes=load_schemes())
    asked = questions(facts)
    scanned = milliseconds(scan(made), asked)
    base = statistics.median(scanned)
    print(f"{given.courses} courses, {len(asked)} questions with filters and counts")
    report("scan", scanned, base)
    with tempfile.TemporaryDirectory() as folder:
        engines: list[tuple[Engine, Store]] = []
        local = load_settings({"LEERLOKET_INDEX": folder})
        engines.append((EmbeddedEngine(Path(folder)), open_store(local)))
        if given.elastic:
            remote = load_settings({**os.environ, "LEERLOKET_ALIAS": "leerloket-bench"})
            engines.append((open_engine(remote), open_store(remote)))
        for engine, store in engines:
            began = time.perf_counter()
            fill(store, made)
            print(f"{store.name}: filled in {time.perf_counter() - began:.1f} s")
            report(engine.name, milliseconds(engine.ask, asked), base)
            engine.close()


if __name__ == "__main__":
    main()
