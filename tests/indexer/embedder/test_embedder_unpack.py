"""The weights are read from the data file alone, and our own tokenizer gives what the library gives."""

import struct
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer

from catalogue.vocabulary import load_vocabulary
from indexer.embedder import ModelUnavailable, folder, unpack
from indexer.embedder.agreement import sample
from indexer.embedder.pieces import Pieces, write_pieces
from indexer.embedder.port import passage_text


@pytest.fixture(scope="module")
def weights() -> unpack.Weights:
    return unpack.read_weights(unpack.data_file().read_bytes())


@pytest.fixture(scope="module")
def both(weights: unpack.Weights, tmp_path_factory: pytest.TempPathFactory) -> tuple[Pieces, Tokenizer]:
    place = tmp_path_factory.mktemp("pieces")
    folder.write_own_pieces(weights, place)
    library = folder.tokenizer(weights)
    library.enable_truncation(512)
    return Pieces(place, most=512), library


def test_the_file_holds_a_whole_bert(weights: unpack.Weights) -> None:
    assert (weights.shape.hidden, weights.shape.layers, weights.shape.heads) == (384, 12, 12)
    assert len(weights.tensors) == 5 + 12 * 16
    assert weights.tensors["embeddings.word_embeddings.weight"].shape == (250_037, 384)
    assert weights.tensors["encoder.layer.11.output.dense.weight"].shape == (384, 1_536)
    assert weights.tensors["encoder.layer.0.intermediate.dense.weight"].shape == (1_536, 384)
    assert all(np.isfinite(tensor).all() for tensor in weights.tensors.values())
    assert len(weights.pieces) == 250_002


def test_a_block_of_four_bits_is_a_scale_and_thirty_two_halves() -> None:
    block = struct.pack("<e", 0.5) + bytes([0x80 | 0x09] + [0x88] * 14 + [0x0F])
    values = unpack._values(block, 0, 32, packed=True)
    assert values[0] == 0.5
    assert values[15] == 3.5
    assert values[16] == 0
    assert values[31] == -4


def test_labels_and_courses_are_cut_as_the_library_cuts_them(both: tuple[Pieces, Tokenizer]) -> None:
    own, library = both
    texts = [*sample()[0], *(label for one in load_vocabulary().by_id.values() for _, label in one.every_label())]
    assert len(texts) > 3_000
    wrong = [text for text in texts if own.ids(f"passage: {text}") != library.encode(f"passage: {text}").ids]
    assert wrong == []


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.one_of(st.text(st.characters(), max_size=200), st.text("aàeëiß </s>一ــ🙂", max_size=900)))
def test_any_cleaned_text_is_cut_as_the_library_cuts_it(both: tuple[Pieces, Tokenizer], text: str) -> None:
    own, library = both
    ready = f"query: {passage_text(text)}"
    # The library takes a text that spells a special for the special.
    assume(not any(special in ready for special in folder._SPECIAL))
    assert own.ids(ready) == library.encode(ready).ids


def test_a_text_that_spells_a_special_is_text(both: tuple[Pieces, Tokenizer]) -> None:
    ids = both[0].ids("query: </s><s><mask><pad><unk>")
    assert set(ids[1:-1]) & {0, 1, 2, 250_001} == set()


def test_a_piece_with_a_line_break_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="line break"):
        write_pieces(tmp_path, [("a\nb", 0.0)], {}, "")


def test_another_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ValueError, match="not a file of this form"):
        unpack.read_weights(b"GGUF" + bytes(100))
    monkeypatch.setattr(unpack, "SHA256", "0" * 64)
    with pytest.raises(ModelUnavailable, match=r"model\.weights_unknown"):
        unpack.data_file()


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpack, "PACKAGE", "no-such-package-anywhere")
    with pytest.raises(ModelUnavailable, match="no-such-package-anywhere"):
        unpack.data_file()
