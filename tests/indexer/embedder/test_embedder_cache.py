"""Vectors that were made before are not made again, and what is kept is what the embedder gave."""

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from catalogue.settings import load_settings
from indexer.embedder import Embedder, VectorCache, open_embedder, shelf
from indexer.embedder.port import Vectors

ROOT = Path(__file__).parents[3]


class Counting:
    """The real embedder, which counts what it is asked."""

    def __init__(self, inner: Embedder, fingerprint: str = "") -> None:
        self.name, self.size = inner.name, inner.size
        self.fingerprint = fingerprint or inner.fingerprint
        self._inner = inner
        self.asked: list[str] = []

    def queries(self, texts: Sequence[str]) -> Vectors:
        self.asked += texts
        return self._inner.queries(texts)

    def passages(self, texts: Sequence[str]) -> Vectors:
        self.asked += texts
        return self._inner.passages(texts)


def test_only_what_changed_is_encoded(embedder: Embedder, tmp_path: Path) -> None:
    counting = Counting(embedder)
    texts = [f"cursus {number}" for number in range(70)]
    first = VectorCache(tmp_path, counting).passages(texts)
    assert (first == embedder.passages(texts)).all()
    assert len(counting.asked) == 70
    counting.asked.clear()
    again = VectorCache(tmp_path, counting).passages(["nieuw", *texts[::-1], texts[0]])
    assert counting.asked == ["nieuw"]
    assert (again[1:71] == first[::-1]).all()
    assert (again[71] == first[0]).all()


def test_texts_that_are_the_same_once_cleaned_are_one(embedder: Embedder, tmp_path: Path) -> None:
    counting = Counting(embedder)
    found = VectorCache(tmp_path, counting).passages(["één  cursus", "e\u0301e\u0301n cursus\0"])
    assert len(counting.asked) == 1
    assert (found[0] == found[1]).all()


def test_questions_passages_and_models_are_kept_apart(embedder: Embedder, tmp_path: Path) -> None:
    counting, other = Counting(embedder), Counting(embedder, fingerprint="another")
    VectorCache(tmp_path, counting).passages(["lassen"])
    VectorCache(tmp_path, counting).queries(["lassen"])
    VectorCache(tmp_path, other).passages(["lassen"])
    assert counting.asked == ["lassen", "lassen"]
    assert other.asked == ["lassen"]


def test_progress_says_how_many_of_how_many_and_how_fast(embedder: Embedder, tmp_path: Path) -> None:
    told: list[tuple[int, int, float]] = []
    VectorCache(tmp_path, embedder).passages([f"les {at}" for at in range(70)], lambda *now: told.append(now))
    assert [done for done, _, _ in told] == [32, 64, 70]
    assert {total for _, total, _ in told} == {70}
    assert all(rate > 0 for _, _, rate in told)


def test_no_texts_give_no_rows(embedder: Embedder, tmp_path: Path) -> None:
    assert VectorCache(tmp_path, embedder).passages([]).shape == (0, embedder.size)


def test_a_damaged_file_is_thrown_away(embedder: Embedder, tmp_path: Path) -> None:
    cache = VectorCache(tmp_path, embedder)
    first = cache.passages(["lassen"])
    cache.path.write_bytes(b"this is no database, and long enough to be looked at" * 100)
    for beside in tmp_path.glob("*-wal"):
        beside.unlink()
    assert np.array_equal(cache.passages(["lassen"]), first)


KILLED = """
import os, sys
from pathlib import Path
from catalogue.settings import load_settings
from indexer.embedder import VectorCache, open_embedder
cache = VectorCache(Path(sys.argv[1]), open_embedder(load_settings(os.environ)))
texts = [f"opleiding {number}: lassen, niveau {number % 7}" for number in range(400)]
cache.passages(texts, lambda done, total, rate: print(done, total, rate, flush=True))
"""


def test_a_run_that_was_killed_goes_on_where_it_stopped(made: shelf.Made, tmp_path: Path) -> None:
    environment = {**os.environ, "LEERLOKET_MODELS": str(made.folder.parent), "PYTHONPATH": "."}
    command = [sys.executable, "-c", KILLED, str(tmp_path)]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        done = 0
        while done < 96:
            done = int(process.stdout.readline().split()[0])
        process.send_signal(signal.SIGKILL)
    embedder = open_embedder(load_settings({"LEERLOKET_MODELS": str(made.folder.parent)}))
    texts = [f"opleiding {number}: lassen, niveau {number % 7}" for number in range(400)]
    told: list[tuple[int, int, float]] = []
    found = VectorCache(tmp_path, embedder).passages(texts, lambda *now: told.append(now))
    assert told[0][1] <= 400 - done
    assert told[-1][0] == told[-1][1]
    assert (found == embedder.passages(texts)).all()
