"""Texts become vectors of one length. `open_embedder` gives the model in use, `make_model` makes the bundled one.

Nothing here imports torch or sentence-transformers where the bundled model serves.
"""

from indexer.embedder.cache import VectorCache
from indexer.embedder.making import make_model, open_embedder
from indexer.embedder.port import Embedder, ModelUnavailable

__all__ = ["Embedder", "ModelUnavailable", "VectorCache", "make_model", "open_embedder"]
