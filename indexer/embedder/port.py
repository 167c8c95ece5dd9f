"""What an embedder promises, and how every text is prepared before any model sees it. No model lives here."""

import unicodedata
from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from catalogue.messages import Message

Vectors = NDArray[np.float32]

# Characters that a model may see. A question is a line; of a course more adds time, and no model here reads further.
QUERY_LENGTH = 300
PASSAGE_LENGTH = 2_000
QUERY, PASSAGE = "query: ", "passage: "
# Control characters, NUL among them, and halves of surrogate pairs.
_REMOVED = ("Cc", "Cs")
# So many characters are looked at for each that is kept: what is cut never costs anything.
_MARGIN = 8


class ModelUnavailable(Exception):
    """There is no model that can answer; everything but meaning goes on. `reason` says why and what to do."""

    def __init__(self, reason: Message) -> None:
        super().__init__(str(reason))
        self.reason = reason


class Embedder(Protocol):
    """A model that turns any text, also an empty or a hostile one, into a vector.

    Both methods give float32 of shape (number of texts, size), each row of length 1, in the order of the texts. The
    same text always gives the same row on one machine, alone or among others (up to 1e-5 for other models than the
    bundled one). Safe to call from several threads.
    """

    @property
    def name(self) -> str:
        """What people call the model."""

    @property
    def fingerprint(self) -> str:
        """Hexadecimal digits that change with the weights, the tokenizer or the settings: part of the index stamp."""

    @property
    def size(self) -> int:
        """Numbers in a vector."""

    def queries(self, texts: Sequence[str]) -> Vectors:
        """What people ask."""

    def passages(self, texts: Sequence[str]) -> Vectors:
        """What is looked for among: courses, labels."""


def clean(text: str, length: int) -> str:
    """The text as any model may see it: NFKC, single spaces, at most `length` characters.

    Control characters and lone surrogates go. Cleaning twice changes nothing. NFKC first also disarms U+FDFA, one
    character that stands for eighteen.
    """
    text = text[: _MARGIN * length]
    kept = "".join(char for char in text if unicodedata.category(char) not in _REMOVED or char.isspace())
    return " ".join(unicodedata.normalize("NFKC", kept).split())[:length].rstrip()


def query_text(text: str) -> str:
    """A question, ready for a model but without its prefix."""
    return clean(text, QUERY_LENGTH)


def passage_text(text: str) -> str:
    """A passage, ready for a model but without its prefix."""
    return clean(text, PASSAGE_LENGTH)


def unit(vectors: Vectors) -> Vectors:
    """Rows of length 1; a row of zeros stays one."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-12), dtype=np.float32)
