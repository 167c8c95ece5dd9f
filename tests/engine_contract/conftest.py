"""Each test of the contract runs on every engine: `world` builds an engine over documents that the test gives."""

from collections.abc import Iterator

import pytest
from worlds import World

ELASTIC = pytest.param("elastic", marks=pytest.mark.elastic)


def _closing(world: World) -> Iterator[World]:
    yield world
    world.close()


@pytest.fixture(scope="session")
def oracle_world(tmp_path_factory) -> Iterator[World]:
    """The plain engine in memory."""
    yield from _closing(World("oracle", tmp_path_factory.mktemp("oracle"), ""))


@pytest.fixture(scope="session")
def embedded_world(tmp_path_factory) -> Iterator[World]:
    """The engine over files."""
    yield from _closing(World("embedded", tmp_path_factory.mktemp("embedded"), ""))


@pytest.fixture(scope="session")
def elastic_world(tmp_path_factory, elasticsearch_url) -> Iterator[World]:
    """The engine over a real server."""
    yield from _closing(World("elastic", tmp_path_factory.mktemp("elastic"), elasticsearch_url))


@pytest.fixture(scope="session")
def worlds(request):
    """kind -> its world; Elasticsearch is only asked for by tests that need it."""
    return lambda kind: request.getfixturevalue(f"{kind}_world")


@pytest.fixture(params=["oracle", "embedded", ELASTIC])
def world(request, worlds) -> World:
    """Every engine in turn."""
    request.node.user_properties.append(("engine", request.param))
    return worlds(request.param)


@pytest.fixture(params=["embedded", ELASTIC])
def stored_world(request, worlds) -> World:
    """Every engine that keeps indexes."""
    request.node.user_properties.append(("engine", request.param))
    return worlds(request.param)
