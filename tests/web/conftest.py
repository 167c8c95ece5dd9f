"""A service over a small real index, and a client that parses every page it fetches."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from making import TODAY, build, catalogue
from pages import CheckedClient

from catalogue.sources.bundled import read as read_bundled
from matcher.web.app import create_app


@pytest.fixture(scope="session")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("web") / "index", catalogue())


def service(folder: Path) -> Flask:
    # A folder without a model: these pages search by words, whatever this machine has made before.
    models = str(folder.parent / "no-models")
    app = create_app({"LEERLOKET_INDEX": str(folder), "LEERLOKET_TODAY": TODAY.isoformat(), "LEERLOKET_MODELS": models})
    app.testing = True
    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.test_client_class = CheckedClient
    return app


@pytest.fixture(scope="session")
def app(index: Path) -> Iterator[Flask]:
    app = service(index)
    yield app
    app.extensions["finder"].engine.close()


@pytest.fixture(scope="session")
def bundled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The service over the whole bundled catalogue, searched by words; its client checks nothing by itself."""
    rows = (row.course for row in read_bundled(Path(), TODAY))
    courses = [one for one in rows if one is not None]
    app = service(build(tmp_path_factory.mktemp("bundled") / "index", courses))
    app.test_client_class = None
    yield app
    app.extensions["finder"].engine.close()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def client_without_index(tmp_path: Path) -> FlaskClient:
    return service(tmp_path / "nothing").test_client()
