"""Another sentence-transformers model serves by name or folder, whatever its dimensions."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from catalogue.settings import Settings, load_settings
from indexer.embedder import Embedder, ModelUnavailable, VectorCache, make_model, open_embedder
from indexer.embedder.sentence import is_e5
from matcher.web.app import create_app

WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "query", "passage", ":", *"abcdefghijklmnopqrstuvwxyz", "lassen", "koken"]


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A BERT of 32 dimensions with weights by chance, saved as sentence-transformers saves it."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertConfig, BertModel, BertTokenizerFast

    folder = tmp_path_factory.mktemp("models")
    (folder / "vocab.txt").write_text("\n".join(WORDS), encoding="utf-8")
    torch.manual_seed(1)
    shape = BertConfig(
        vocab_size=len(WORDS),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=64,
    )
    BertModel(shape).save_pretrained(folder / "bert")
    BertTokenizerFast(vocab=str(folder / "vocab.txt")).save_pretrained(folder / "bert")
    first = Transformer(str(folder / "bert"), max_seq_length=64)
    SentenceTransformer(modules=[first, Pooling(32)], device="cpu").save(str(folder / "tiny"))
    return folder / "tiny"


def using(model: Path | str, models: Path | str = "") -> Settings:
    return load_settings({"LEERLOKET_MODEL": str(model), "LEERLOKET_MODELS": str(models)})


def test_a_folder_of_other_dimensions_serves(tiny: Path, embedder: Embedder, tmp_path: Path) -> None:
    other = open_embedder(using(tiny))
    assert (other.name, other.size) == ("tiny", 32)
    texts = ["lassen", "", "\0\ud800", "\ufdfa" * 999, "x" * 100_000]
    found = other.passages(texts)
    assert found.shape == (5, 32)
    assert found.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(found, axis=1), 1, atol=1e-5)
    np.testing.assert_allclose(other.passages(["lassen"])[0], found[0], atol=1e-5)
    assert other.queries([]).shape == (0, 32)
    assert other.fingerprint != embedder.fingerprint
    kept = VectorCache(tmp_path, other).passages(texts)
    np.testing.assert_allclose(kept, found, atol=1e-5)


def test_making_another_model_ready_only_loads_it(tiny: Path, tmp_path: Path) -> None:
    assert make_model(using(tiny, tmp_path / "models")) == tiny
    assert not (tmp_path / "models").exists()


def test_the_fingerprint_is_of_the_weights_not_of_the_place(tiny: Path, tmp_path: Path) -> None:
    import shutil

    from safetensors.numpy import load_file, save_file

    moved = shutil.copytree(tiny, tmp_path / "moved")
    assert open_embedder(using(moved)).fingerprint == open_embedder(using(tiny)).fingerprint
    weights = load_file(moved / "model.safetensors")
    name = next(iter(weights))
    weights[name] = weights[name] + np.float32(0.001)
    save_file(weights, moved / "model.safetensors", metadata={"format": "pt"})
    assert open_embedder(using(moved)).fingerprint != open_embedder(using(tiny)).fingerprint


def test_a_folder_that_is_not_there_or_holds_no_model_is_said(tmp_path: Path) -> None:
    for folder, code in ((tmp_path / "none", "model.no_folder"), (tmp_path, "model.unreadable")):
        for attempt in (open_embedder, make_model):
            with pytest.raises(ModelUnavailable) as raised:
                attempt(using(folder))
            assert raised.value.reason.code == code


def test_a_name_that_is_not_on_disk_is_not_downloaded_by_opening() -> None:
    with pytest.raises(ModelUnavailable) as raised:
        open_embedder(using("nobody/no-such-model"))
    assert raised.value.reason.code == "model.unreadable"


def test_an_e5_model_is_known_by_its_name() -> None:
    assert is_e5("intfloat/multilingual-e5-base")
    assert is_e5("/srv/models/E5-small")
    assert not is_e5("e5/other")
    assert not is_e5("model-e50")


@pytest.mark.slow
def test_a_whole_build_and_a_search_go_by_another_model(tiny: Path, tmp_path: Path) -> None:
    settings = {"LEERLOKET_MODEL": str(tiny), "LEERLOKET_MODELS": str(tmp_path), "LEERLOKET_INDEX": str(tmp_path / "i")}
    command = [sys.executable, "-m", "indexer", "build"]
    done = subprocess.run(command, env={**os.environ, **settings}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    app = create_app(settings)
    ready = app.test_client().get("/readyz").get_json()
    assert (ready["by_meaning"], ready["without_meaning_because"]) == (True, None)
    found = app.test_client().get("/api/courses?q=boekhouder").get_json()
    assert found["by_meaning"]
    assert "meaning" in found["courses"][0]["score"]["parts"]
    other = create_app({**settings, "LEERLOKET_MODEL": ""})
    assert other.test_client().get("/api/courses?q=boekhouder").get_json()["by_meaning"] is False
    for one in (app, other):
        one.extensions["finder"].engine.close()
