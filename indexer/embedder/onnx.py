"""Serves what `export.py` made: onnxruntime and our own `pieces`, nothing of torch. One thread per call.

Texts go through the network one at a time: int8 scales then depend on nothing but the text, so that a text has the
same vector alone and among others, and on one core it is as fast as batches are.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import onnxruntime

from indexer.embedder.export import LAYERS, SCALES, WORDS
from indexer.embedder.pieces import Pieces
from indexer.embedder.port import PASSAGE, QUERY, Vectors, passage_text, query_text, unit

# Positions that the network has.
_TOKENS = 512


class OnnxEmbedder:
    """The bundled model. `workers` texts at a time go through it, each on a thread of its own."""

    def __init__(self, folder: Path, *, name: str, fingerprint: str, workers: int = 1) -> None:
        """Raises OSError, and RuntimeError or ValueError of the libraries where a file is damaged."""
        self.name, self.fingerprint, self.workers = name, fingerprint, workers
        self._pieces = Pieces(folder, most=_TOKENS)
        self._words = np.load(folder / WORDS, mmap_mode="r")
        self._scales = np.load(folder / SCALES, mmap_mode="r")
        self._session = _session(folder / LAYERS)
        self.size = int(self._words.shape[1])

    def queries(self, texts: Sequence[str]) -> Vectors:
        """See `Embedder`."""
        return self._encode([QUERY + query_text(text) for text in texts])

    def passages(self, texts: Sequence[str]) -> Vectors:
        """See `Embedder`."""
        return self._encode([PASSAGE + passage_text(text) for text in texts])

    def _encode(self, texts: Sequence[str]) -> Vectors:
        found = np.empty((len(texts), self.size), dtype=np.float32)
        if self.workers == 1 or len(texts) < 2:
            for number, text in enumerate(texts):
                found[number] = self._one(text)
        else:
            with ThreadPoolExecutor(self.workers) as pool:
                for number, row in enumerate(pool.map(self._one, texts)):
                    found[number] = row
        return unit(found)

    def _one(self, text: str) -> Vectors:
        ids = np.asarray(self._pieces.ids(text))
        vectors = self._words[ids].astype(np.float32) * self._scales[ids, None]
        mask = np.ones((1, len(ids)), dtype=np.int64)
        (hidden,) = self._session.run(["hidden"], {"vectors": vectors[None], "mask": mask})
        mean: Vectors = hidden[0].mean(axis=0)
        return mean


def _session(path: Path) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    # An arena would keep the memory of the longest text for good.
    options.enable_cpu_mem_arena = False
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
