"""A world builds stores and engines of one kind for the contract, and cleans up after them."""

import secrets
from pathlib import Path

from catalogues import TABLE, stamp_for
from oracle import Oracle

from catalogue.settings import load_settings
from indexer.engine.elastic import ElasticEngine
from indexer.engine.elastic_store import ElasticStore
from indexer.engine.embedded import EmbeddedEngine
from indexer.engine.embedded_store import EmbeddedStore


def settings_for(url, **given):
    """Settings for a server, with an alias that no other test uses."""
    alias = f"leerloket-test-{secrets.token_hex(4)}"
    values = {"ELASTICSEARCH_URL": url, "LEERLOKET_ALIAS": alias, **given}
    return load_settings(values)


class World:
    """Builds stores and engines of one kind and cleans up after them."""

    def __init__(self, kind, folder: Path, url: str) -> None:
        self.kind = kind
        self._folder = folder
        self._url = url
        self._open = []
        self._settings = []

    def place(self):
        """A new, empty place for indexes: makes the store and engines over it."""
        if self.kind == "embedded":
            folder = self._folder / secrets.token_hex(4)
            return lambda table=TABLE: EmbeddedStore(folder, table), lambda table=TABLE: EmbeddedEngine(folder, table)
        settings = settings_for(self._url)
        self._settings.append(settings)
        return (
            lambda table=TABLE: self._kept(ElasticStore(settings, table)),
            lambda table=TABLE: self._kept(ElasticEngine(settings, table)),
        )

    def _kept(self, one):
        self._open.append(one)
        return one

    def engine(self, documents):
        """An engine that serves these documents."""
        stamp = stamp_for(documents)
        if self.kind == "oracle":
            return Oracle(documents, stamp)
        store, engine = self.place()
        store = store()
        store.write("index-1", stamp, documents, lambda _: None)
        store.swap("index-1")
        return self._kept(engine())

    def close(self) -> None:
        for one in self._open:
            one.close()
        for settings in self._settings:
            store = ElasticStore(settings)
            for name in store.names():
                store.drop(name)
            store.close()
