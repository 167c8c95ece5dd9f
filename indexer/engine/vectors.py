"""The embedded engine's vectors: the best by dot product, exactly, from a scan of one byte for each number.

The scan tells each product within a bound; what may be among the best by it is multiplied again in float32. So the
answer is that of multiplying all, in about half the time (docs/decisions/0009-vector-scan.md).
"""

from pathlib import Path

import numkong
import numpy as np
from numpy.typing import NDArray

from indexer.engine.answering import highest

Vectors = NDArray[np.float32]
Codes = NDArray[np.int8]
Rows = NDArray[np.int64]
Numbers = NDArray[np.float64]

_STEPS = 127
# Rows that are coded at a time.
_BLOCK = 8192
# What float32 itself may be off, as a share of the lengths: far more than 384 additions ever are.
_ROUNDING = 1e-5
# The rows of `<name>.rows.npy`.
_ALONG, _STEP, _LENGTH, _ERROR = range(4)


def save_vectors(folder: Path, name: str, vectors: Vectors) -> None:
    """Writes vectors (n, size), their codes (n, size) and what leads from codes back to products within a bound.

    A vector is the mean of all, a share of the mean's direction, and a rest; only the rest is coded, for it is small.
    """
    size = vectors.shape[1]
    mean = vectors.mean(axis=0, dtype=np.float64) if len(vectors) else np.zeros(size)
    direction = mean / (np.linalg.norm(mean) or 1.0)
    codes, about = np.empty(vectors.shape, dtype=np.int8), np.empty((4, len(vectors)), dtype=np.float32)
    for start in range(0, len(vectors), _BLOCK):
        block = slice(start, start + _BLOCK)
        rest = vectors[block] - mean
        along = rest @ direction
        rest -= np.outer(along, direction)
        step, codes[block], error = _coded(rest)
        about[:, block] = along, step, np.linalg.norm(rest, axis=1), error
    np.save(folder / f"{name}.npy", vectors)
    np.save(folder / f"{name}.codes.npy", codes)
    np.save(folder / f"{name}.rows.npy", about)
    np.save(folder / f"{name}.mean.npy", np.stack([mean, direction]))


def _coded(rest: Numbers) -> tuple[Numbers, Codes, Numbers]:
    """(step, code, length of what the code leaves out) of each row: row = step x code + that."""
    step = np.abs(rest).max(axis=1) / _STEPS
    step[step == 0] = 1.0
    code = np.rint(rest / step[:, None]).astype(np.int8)
    return step, code, np.linalg.norm(rest - step[:, None] * code, axis=1)


def _open(path: Path) -> NDArray[np.generic]:
    return np.asarray(np.load(path, mmap_mode="r"))


class VectorColumn:
    """One field's vectors, memory-mapped: all workers share them."""

    def __init__(self, folder: Path, name: str) -> None:
        """Raises OSError or ValueError where the folder is not whole."""
        self._vectors: Vectors = _open(folder / f"{name}.npy").astype(np.float32, copy=False)
        self._codes: Codes = _open(folder / f"{name}.codes.npy").astype(np.int8, copy=False)
        self._rows: Vectors = np.load(folder / f"{name}.rows.npy")
        self._mean, self._direction = np.load(folder / f"{name}.mean.npy")
        if not len(self._vectors) == len(self._codes) == self._rows.shape[1]:
            raise ValueError(f"{name}: vectors and codes differ in number")
        # A vector is no longer than the mean, its share of the direction and its rest together.
        parts = np.abs(self._rows[_ALONG]) + self._rows[_LENGTH]
        self._longest = float(np.linalg.norm(self._mean) + parts.max(initial=0.0))

    def best(self, vector: tuple[float, ...], depth: int) -> tuple[Rows, Numbers]:
        """The rows of at least the `depth` highest dot products and of their equals, and the products."""
        asked = np.array(vector, dtype=np.float32)
        rows = np.arange(len(self._vectors)) if len(self._vectors) <= depth else self._near(asked, depth)
        products: Vectors = self._vectors[rows] @ asked
        found = highest(products, depth)
        return rows[found], products[found].astype(np.float64)

    def _near(self, asked: Vectors, depth: int) -> Rows:
        """All rows whose product may be one of the `depth` highest."""
        along = float(asked @ self._direction)
        (step,), code, (error,) = _coded((asked - along * self._direction)[None])
        length = float(np.linalg.norm(asked))
        steps = np.asarray(numkong.cdist(code, self._codes, "dot")).ravel().astype(np.float32)
        about = self._rows
        products = steps * (np.float32(step) * about[_STEP])
        products += np.float32(along) * about[_ALONG]
        # |rest of the question| x what codes leave out, and what the question's own code leaves out.
        rest = float(np.sqrt(max(0.0, length**2 - along**2)))
        bound = np.float32(rest) * about[_ERROR] + np.float32(error) * about[_LENGTH]
        bound += np.float32(_ROUNDING * length * self._longest)
        cut = np.partition(products - bound, len(products) - depth)[len(products) - depth]
        return np.flatnonzero(products + bound >= cut)
