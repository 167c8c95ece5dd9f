"""The bundled model, made once per machine in the cache of the user (or LEERLOKET_MODELS), as it is for the pages."""

import os
from pathlib import Path

import pytest

from catalogue.settings import load_settings
from indexer.embedder import Embedder, make_model, open_embedder, shelf


@pytest.fixture(scope="session")
def made() -> shelf.Made:
    """The finished model; making it takes half a minute where this machine has none."""
    settings = load_settings({"LEERLOKET_MODELS": os.environ.get("LEERLOKET_MODELS", "")})
    make_model(settings)
    return shelf.find(settings.models_folder)


@pytest.fixture(scope="session")
def embedder(made: shelf.Made) -> Embedder:
    return open_embedder(load_settings({"LEERLOKET_MODELS": str(made.folder.parent)}))


@pytest.fixture
def own_models(made: shelf.Made, tmp_path: Path) -> Path:
    """A folder of models that a test may damage: the real model, linked."""
    folder = shelf.new_folder(tmp_path / "models")
    for name in shelf.FILES:
        os.link(made.folder / name, folder / name) if _same_disk(made.folder, folder) else _copy(made, folder, name)
    shelf.publish(tmp_path / "models", folder, made.agreement)
    return tmp_path / "models"


def _same_disk(one: Path, other: Path) -> bool:
    return one.stat().st_dev == other.stat().st_dev


def _copy(made: shelf.Made, folder: Path, name: str) -> None:
    (folder / name).write_bytes((made.folder / name).read_bytes())
