"""All labels of the occupations with their vectors: what a text in any of four languages probably means.

Made once per vocabulary and model into a folder of the cache, then memory-mapped and shared by the workers.
"""

import hashlib
import json
import math
import os
import shutil
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from catalogue.competences import Occupation, Vocabulary
from indexer import analysis

Vectors = NDArray[np.float32]
# By experiment on the development sets (docs/decisions/0007): a label's score is .8 cosine + .2 likeness in 4-grams,
# a concept's is half its best label's and half the cosine with the mean of all its labels.
COSINE = 0.8
BEST_LABEL = 0.5
SOFTNESS = 0.05
NEAREST = 5


@dataclass(frozen=True, slots=True)
class Linked:
    """An occupation that a text may mean. `share` sums to 1 over those returned; `likeness` is its best label's."""

    occupation: Occupation
    share: float
    likeness: float


def digest(vocabulary: Vocabulary, model: str) -> str:
    """Changes with any label or its place, with the model, and with the cutting into 4-grams."""
    labels, owners = _rows(vocabulary)
    made = hashlib.sha256(f"{model}|{analysis.fingerprint()}".encode())
    made.update(json.dumps(labels).encode())
    made.update(json.dumps([vocabulary.occupations[number].id for number in owners.tolist()]).encode())
    return made.hexdigest()[:16]


def _rows(vocabulary: Vocabulary) -> tuple[list[str], NDArray[np.int32]]:
    """Each label once per occupation, and the number of its occupation."""
    labels, owners = [], []
    for number, occupation in enumerate(vocabulary.occupations):
        for label in _labels_of(occupation):
            labels.append(label)
            owners.append(number)
    return labels, np.array(owners, dtype=np.int32)


def _labels_of(occupation: Occupation) -> list[str]:
    """Each label once, the Dutch preferred one first."""
    first = occupation.spoken("nl")[1].preferred
    return list(dict.fromkeys((first, *(label for _, label in occupation.every_label()))))


def _means(vocabulary: Vocabulary, vectors: Vectors, owners: NDArray[np.int32]) -> tuple[Vectors, Vectors]:
    """(mean of all labels, half of it and half the first label's) of each occupation, both of length 1."""
    sums = np.zeros((len(vocabulary.occupations), vectors.shape[1]), dtype=np.float32)
    np.add.at(sums, owners, vectors)
    first = np.searchsorted(owners, np.arange(len(sums)))
    means = _unit(sums)
    return means, _unit(means + vectors[first])


def _unit(vectors: Vectors) -> Vectors:
    return np.asarray(vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9), dtype=np.float32)


def make_labels(vocabulary: Vocabulary, model: str, folder: Path, encode: Callable[[Sequence[str]], Vectors]) -> Path:
    """Makes the folder of these labels below `folder` unless it is there. `encode` gives vectors of questions."""
    target = folder / f"labels-{digest(vocabulary, model)}"
    if _whole(vocabulary, target):
        return target
    shutil.rmtree(target, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    labels, owners = _rows(vocabulary)
    vectors = encode(labels)
    beside = Path(tempfile.mkdtemp(prefix=".labels-", dir=folder))
    try:
        means, concepts = _means(vocabulary, vectors, owners)
        for name, array in (("labels", vectors), ("owners", owners), ("means", means), ("concepts", concepts)):
            np.save(beside / f"{name}.npy", array)
        Grams.of(labels).save(beside)
        beside.chmod(0o755)
        for path in beside.iterdir():
            with path.open("rb") as written:
                os.fsync(written.fileno())
        os.replace(beside, target)
    except OSError:
        # Another process made it meanwhile.
        if not target.is_dir():
            raise
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return target


def _whole(vocabulary: Vocabulary, folder: Path) -> bool:
    """Whether the folder can be read; one that a power cut left half is made again."""
    try:
        Labels(vocabulary, folder)
    except (OSError, EOFError, ValueError, KeyError):
        return False
    return True


@dataclass(frozen=True)
class Grams:
    """Likeness of texts in 4-grams: the cosine of their tf-idf weights. Postings: gram -> labels and weights."""

    spans: Mapping[str, tuple[int, int, float]]
    rows: NDArray[np.int32]
    weights: NDArray[np.float32]
    size: int

    @classmethod
    def of(cls, labels: Sequence[str]) -> "Grams":
        """The postings of these labels."""
        counts = [Counter(analysis.grams(label)) for label in labels]
        held = Counter(gram for one in counts for gram in one)
        idf = {gram: math.log((1 + len(labels)) / (1 + number)) + 1 for gram, number in held.items()}
        postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for row, one in enumerate(counts):
            length = math.sqrt(sum((count * idf[gram]) ** 2 for gram, count in one.items())) or 1.0
            for gram, count in one.items():
                postings[gram].append((row, count * idf[gram] / length))
        flat = [pair for gram in postings for pair in postings[gram]]
        bounds = np.cumsum([0, *(len(pairs) for pairs in postings.values())]).tolist()
        spans = {gram: (bounds[at], bounds[at + 1], idf[gram]) for at, gram in enumerate(postings)}
        rows = np.array([row for row, _ in flat], dtype=np.int32)
        return cls(spans, rows, np.array([weight for _, weight in flat], dtype=np.float32), len(labels))

    def save(self, folder: Path) -> None:
        """Two arrays and the spans."""
        np.save(folder / "rows.npy", self.rows)
        np.save(folder / "weights.npy", self.weights)
        (folder / "spans.json").write_text(json.dumps(self.spans, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def open(cls, folder: Path, size: int) -> "Grams":
        """What `save` wrote."""
        spans = json.loads((folder / "spans.json").read_text(encoding="utf-8"))
        return cls(spans, _mapped(folder / "rows.npy"), _mapped(folder / "weights.npy"), size)

    def likeness(self, text: str) -> NDArray[np.float32]:
        """Cosine of the text with every label."""
        found = np.zeros(self.size, dtype=np.float32)
        length = 0.0
        for gram, count in Counter(analysis.grams(text)).items():
            first, last, idf = self.spans.get(gram, (0, 0, math.log(1 + self.size) + 1))
            length += (count * idf) ** 2
            found[self.rows[first:last]] += count * idf * self.weights[first:last]
        return np.asarray(found / (math.sqrt(length) or 1.0), dtype=np.float32)


def _mapped(path: Path) -> NDArray[Any]:
    return np.asarray(np.load(path, mmap_mode="r"))


class Labels:
    """The labels of a vocabulary as `make_labels` made them."""

    def __init__(self, vocabulary: Vocabulary, folder: Path) -> None:
        """Raises OSError, EOFError, ValueError or KeyError where the folder is not whole."""
        self._occupations = vocabulary.occupations
        self._vectors = _mapped(folder / "labels.npy")
        self._owners = _mapped(folder / "owners.npy")
        self._means = _mapped(folder / "means.npy")
        self._concepts = _mapped(folder / "concepts.npy")
        self._grams = Grams.open(folder, len(self._owners))

    def said(self, occupation: Occupation, label: str) -> Vectors | None:
        """The vector of one label of an occupation, as a question; None where it has no such label."""
        number = self._number.get(occupation.id)
        if number is None or label not in (labels := _labels_of(occupation)):
            return None
        return np.array(self._vectors[int(np.searchsorted(self._owners, number)) + labels.index(label)])

    @cached_property
    def _number(self) -> dict[str, int]:
        return {occupation.id: number for number, occupation in enumerate(self._occupations)}

    def vector(self, occupation_id: str) -> Vectors | None:
        """The vector of an occupation: half its first label, half all of them."""
        number = self._number.get(occupation_id)
        return None if number is None else self._concepts[number]

    def link(self, text: str, vector: Vectors, limit: int = NEAREST) -> tuple[Linked, ...]:
        """The occupations that a text may mean, the likeliest first. `vector` is that of the text as a question."""
        if not self._occupations:
            return ()
        likeness = COSINE * (self._vectors @ vector) + (1 - COSINE) * self._grams.likeness(text)
        best = np.full(len(self._occupations), -1.0, dtype=np.float32)
        np.maximum.at(best, self._owners, likeness)
        scores = BEST_LABEL * best + (1 - BEST_LABEL) * (self._means @ vector)
        top = np.argsort(-scores, kind="stable")[:limit]
        shares = np.exp((scores[top] - scores[top[0]]) / SOFTNESS)
        shares /= shares.sum()
        return tuple(
            Linked(self._occupations[number], float(share), float(best[number]))
            for number, share in zip(top.tolist(), shares.tolist(), strict=True)
        )


def blend(linked: Iterable[Linked], labels: Labels) -> Vectors | None:
    """The mean vector of linked occupations by their shares, or None where there are none."""
    parts = [one.share * vector for one in linked if (vector := labels.vector(one.occupation.id)) is not None]
    return np.asarray(sum(parts), dtype=np.float32) if parts else None
