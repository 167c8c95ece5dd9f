"""Any model that sentence-transformers can read, by name or folder. The only room that serves with torch.

Prompts are the model's own; an e5 model without them gets its prefixes, which it was trained with.
"""

import hashlib
import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from catalogue.messages import message
from indexer.embedder.port import (
    PASSAGE,
    PASSAGE_LENGTH,
    QUERY,
    QUERY_LENGTH,
    ModelUnavailable,
    Vectors,
    passage_text,
    query_text,
    unit,
)

_BATCH = 32


class SentenceEmbedder:
    """A sentence-transformers model. `fetch` lets it be downloaded; without it only what is on disk is read."""

    def __init__(self, name: str, *, workers: int = 1, fetch: bool = False) -> None:
        """Raises ModelUnavailable. `workers` is the number of threads, for the whole process."""
        self._model = _load(name, fetch)
        _set_threads(workers)
        self.name = Path(name).name
        self.size = int(self._model.get_embedding_dimension())
        own = any(self._model.prompts.get(kind) for kind in ("query", "document", "passage"))
        self._prefixes = (QUERY, PASSAGE) if not own and is_e5(name) else (None, None)
        self.fingerprint = _fingerprint(self._model, self._prefixes)

    def queries(self, texts: Sequence[str]) -> Vectors:
        """See `Embedder`."""
        return self._encode(self._model.encode_query, [query_text(text) for text in texts], self._prefixes[0])

    def passages(self, texts: Sequence[str]) -> Vectors:
        """See `Embedder`."""
        return self._encode(self._model.encode_document, [passage_text(text) for text in texts], self._prefixes[1])

    def _encode(self, encode: Any, texts: list[str], prefix: str | None) -> Vectors:
        if not texts:
            return np.empty((0, self.size), dtype=np.float32)
        found = encode(texts, prompt=prefix, batch_size=_BATCH, show_progress_bar=False, convert_to_numpy=True)
        return unit(np.asarray(found, dtype=np.float32))


def is_e5(name: str) -> bool:
    """Whether a name or folder is called after e5."""
    return "e5" in re.split(r"[^a-z0-9]+", Path(name).name.casefold())


def _load(name: str, fetch: bool) -> Any:
    looks_like_a_folder = name.startswith((".", "~", os.sep)) or Path(name).is_absolute()
    folder = Path(name).expanduser()
    if looks_like_a_folder and not folder.is_dir():
        raise ModelUnavailable(message("model.no_folder", folder=name))
    try:
        from sentence_transformers import SentenceTransformer

        where = str(folder) if folder.is_dir() else name
        return SentenceTransformer(where, device="cpu", local_files_only=not fetch)
    except ImportError as error:
        raise ModelUnavailable(message("model.package_missing", package=error.name or str(error))) from error
    except (OSError, ValueError, RuntimeError, KeyError, TypeError) as error:
        # What the libraries raise for a folder of another form, a damaged file and a hub that can not be reached.
        why = next(iter(str(error).splitlines()), type(error).__name__)[:200]
        raise ModelUnavailable(message("model.unreadable", name=name, why=why)) from error


def _set_threads(number: int) -> None:
    import torch

    torch.set_num_threads(number)


def _fingerprint(model: Any, prefixes: tuple[str | None, str | None]) -> str:
    import torch

    digest = hashlib.sha256()
    for name, tensor in model.state_dict().items():
        digest.update(f"{name} {tuple(tensor.shape)} {tensor.dtype}".encode())
        digest.update(tensor.detach().cpu().contiguous().reshape(-1).view(torch.uint8).numpy().tobytes())
    tokenizer = model.tokenizer
    tokenizer = getattr(tokenizer, "backend_tokenizer", tokenizer)
    words = tokenizer.to_str() if hasattr(tokenizer, "to_str") else str(sorted(tokenizer.get_vocab().items()))
    settings = (model.prompts, prefixes, model.max_seq_length, QUERY_LENGTH, PASSAGE_LENGTH)
    digest.update(f"{words}\n{model}\n{settings}".encode())
    return digest.hexdigest()
