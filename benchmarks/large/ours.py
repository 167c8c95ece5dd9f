"""Our two engines in the large benchmark: filled through their store, asked through the Finder that the pages use."""

from collections.abc import Callable
from pathlib import Path

from benchmarks.large import world
from benchmarks.large.rivals import bytes_of, size_in
from benchmarks.large.world import Ask
from catalogue.esco import vocabulary_in_use
from catalogue.settings import Settings
from indexer.engine.opening import open_store
from matcher.criteria import read
from matcher.minds import Minds, open_mind
from matcher.web.app import make_finder

NAME, ALIAS = "index-bench", "leerloket-bench"


def settings_for(folder: str, url: str) -> Settings:
    """With an address Elasticsearch, without the embedded engine."""
    more = {"ELASTICSEARCH_URL": url, "LEERLOKET_ALIAS": ALIAS} if url else {}
    return world.settings(LEERLOKET_INDEX=str(Path(folder) / "embedded"), **more)


def build(folder: str, url: str) -> int:
    """Writes the index and lets it serve; returns bytes."""
    store = open_store(settings_for(folder, url))
    store.write(NAME, world.stamp_of(folder), (item.document for item in world.items(folder)), lambda _: None)
    store.swap(NAME)
    if not url:
        return bytes_of(Path(folder) / "embedded")
    from elasticsearch import Elasticsearch

    return size_in(Elasticsearch(url), f"{ALIAS}-{NAME}")


def open_ours(folder: str, url: str) -> Callable[[Ask], int]:
    """A whole results page below the templates: understanding, encoding, filters, counts, records of the hits."""
    given = settings_for(folder, url)
    minds = Minds(lambda: open_mind(given, vocabulary_in_use(given.esco)))
    finder = make_finder(given, minds)
    if not finder.by_meaning():
        raise SystemExit(f"Search goes by words alone: {minds.reason}")

    def ask(one: Ask) -> int:
        criteria, facts = read(one.pairs(), finder.facts())
        return finder.find(criteria, facts, "nl").count

    return ask
