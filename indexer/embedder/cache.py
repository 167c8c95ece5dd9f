"""Vectors that were made before, by content: a rebuild encodes only what changed. One file per model.

Each batch is kept as soon as it is made, so that a run that was killed goes on where it stopped. What the file holds
can always be made again: one that is damaged is thrown away.
"""

import hashlib
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

import numpy as np

from indexer.embedder.port import Embedder, Vectors, passage_text, query_text

# Is told (done, total, texts a second) over the texts that had to be encoded; seconds left: (total - done) / rate.
Progress = Callable[[int, int, float], None]
_BATCH = 32
_ASKED = 500
_WAIT = 60.0


def silent(done: int, total: int, rate: float) -> None:
    """Progress for who does not watch."""


class VectorCache:
    """The vectors of one embedder in `folder`. Several processes may use it at once."""

    def __init__(self, folder: Path, embedder: Embedder) -> None:
        """Raises OSError where the folder can not be made."""
        folder.mkdir(parents=True, exist_ok=True)
        self.path = folder / f"vectors-{embedder.fingerprint[:16]}.sqlite"
        self._embedder = embedder

    def passages(self, texts: Sequence[str], progress: Progress = silent) -> Vectors:
        """As the embedder gives them, those kept from before without asking it. Raises sqlite3.Error, OSError."""
        return self._get("passage", [passage_text(text) for text in texts], self._embedder.passages, progress)

    def queries(self, texts: Sequence[str], progress: Progress = silent) -> Vectors:
        """The same for questions."""
        return self._get("query", [query_text(text) for text in texts], self._embedder.queries, progress)

    def _get(self, kind: str, texts: list[str], encode: Callable[[list[str]], Vectors], progress: Progress) -> Vectors:
        keys = [_key(self._embedder.fingerprint, kind, text) for text in texts]
        with closing(self._open()) as database:
            wanted = dict(zip(keys, texts, strict=True))
            kept = dict(self._kept(database, list(wanted)))
            # Alike in length, so that batches of models that pad waste little, and the time left is told too low never.
            missing = sorted(wanted.keys() - kept.keys(), key=lambda key: (-len(wanted[key]), key))
            begun = time.monotonic()
            for start in range(0, len(missing), _BATCH):
                batch = missing[start : start + _BATCH]
                made = dict(zip(batch, encode([wanted[key] for key in batch]), strict=True))
                _keep(database, made)
                kept |= made
                done = start + len(batch)
                progress(done, len(missing), done / max(time.monotonic() - begun, 1e-9))
        if not keys:
            return np.empty((0, self._embedder.size), dtype=np.float32)
        return np.stack([kept[key] for key in keys])

    def _kept(self, database: sqlite3.Connection, keys: list[bytes]) -> Iterator[tuple[bytes, Vectors]]:
        for start in range(0, len(keys), _ASKED):
            some = keys[start : start + _ASKED]
            marks = ",".join("?" * len(some))
            for key, blob in database.execute(f"SELECT key, vector FROM vectors WHERE key IN ({marks})", some):
                if len(blob) == 4 * self._embedder.size:
                    yield key, np.frombuffer(blob, dtype="<f4").astype(np.float32)

    def _open(self) -> sqlite3.Connection:
        try:
            return _opened(self.path)
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError):
                raise  # locked or no place to write: not a damaged file
            self.path.unlink()
            return _opened(self.path)


def _opened(path: Path) -> sqlite3.Connection:
    database = sqlite3.connect(path, timeout=_WAIT)
    try:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("PRAGMA synchronous=NORMAL")
        database.execute(
            "CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, vector BLOB NOT NULL) WITHOUT ROWID"
        )
    except sqlite3.Error:
        database.close()
        raise
    return database


def _keep(database: sqlite3.Connection, made: dict[bytes, Vectors]) -> None:
    with database:
        rows = [(key, row.astype("<f4").tobytes()) for key, row in made.items()]
        database.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?)", rows)


def _key(fingerprint: str, kind: str, text: str) -> bytes:
    return hashlib.sha256(f"{fingerprint}\0{kind}\0{text}".encode()).digest()
