"""Which engine the settings ask for. Above this module nobody knows which one answers."""

from catalogue.settings import Settings
from indexer.engine.elastic import ElasticEngine
from indexer.engine.elastic_store import ElasticStore
from indexer.engine.embedded import EmbeddedEngine
from indexer.engine.embedded_store import EmbeddedStore
from indexer.engine.port import Engine, Store
from indexer.fields import TABLE


def open_engine(settings: Settings) -> Engine:
    """The engine to ask. Opens no file and no connection yet, so it raises nothing."""
    return ElasticEngine(settings) if settings.elasticsearch_url else EmbeddedEngine(settings.index)


def open_store(settings: Settings) -> Store:
    """The store to build in. Opens no file and no connection yet, so it raises nothing."""
    return ElasticStore(settings) if settings.elasticsearch_url else EmbeddedStore(settings.index, TABLE)
