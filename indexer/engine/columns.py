"""The embedded engine's columns: numpy arrays on disk, memory-mapped, that answer clauses as boolean masks.

Each keyword field is a list of postings (value -> the entities that have it), each number an array. Runs are
entities of their own, those of a course side by side; `owner` says which course each belongs to.
"""

import json
from collections import defaultdict
from pathlib import Path
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from catalogue.places import EARTH_RADIUS_KM
from indexer.engine.port import Between, Document, Has, Value
from indexer.engine.vectors import VectorColumn, save_vectors
from indexer.fields import FieldTable, Kind, Level

Mask = NDArray[np.bool_]
Numbers = NDArray[np.int64]
Points = NDArray[np.float64]

MISSING = np.iinfo(np.int64).min


class ColumnWriter:
    """Collects the columns of a catalogue document by document, then writes them to a folder."""

    def __init__(self, table: FieldTable) -> None:
        self._table = table
        self._postings: dict[str, dict[str, list[int]]] = {
            field.name: defaultdict(list) for field in table.of(Kind.KEYWORD)
        }
        self._numbers: dict[str, list[int]] = {field.name: [] for field in table.of(Kind.NUMBER)}
        self._points: dict[str, list[tuple[float, float]]] = {field.name: [] for field in table.of(Kind.POINT)}
        self._vectors: dict[str, list[NDArray[np.float32]]] = {field.name: [] for field in table.of(Kind.VECTOR)}
        self._owner: list[int] = []
        self.ids: list[str] = []

    def add(self, document: Document) -> None:
        """Appends one document and its runs."""
        row = len(self.ids)
        self.ids.append(document.id)
        self._collect(Level.COURSE, row, document.values)
        for field in self._table.of(Kind.VECTOR):
            self._vectors[field.name].append(np.array(document.vectors[field.name], dtype=np.float32))
        for run in document.runs:
            self._collect(Level.RUN, len(self._owner), run)
            self._owner.append(row)

    def _collect(self, level: Level, entity: int, values: "dict[str, Value] | object") -> None:
        given = cast("dict[str, Value]", values)
        for field in self._table.of(Kind.KEYWORD, level):
            for token in cast("tuple[str, ...]", given.get(field.name) or ()):
                self._postings[field.name][token].append(entity)
        for field in self._table.of(Kind.NUMBER, level):
            number = given.get(field.name)
            self._numbers[field.name].append(MISSING if number is None else cast("int", number))
        for field in self._table.of(Kind.POINT, level):
            self._points[field.name].append(
                cast("tuple[float, float]", given.get(field.name) or (float("nan"), float("nan")))
            )

    def save(self, folder: Path) -> None:
        """Writes one .npy per column and the values of each keyword field."""
        folder.mkdir(parents=True)
        np.save(folder / "owner.npy", np.array(self._owner, dtype=np.int64))
        for name, numbers in self._numbers.items():
            np.save(folder / f"{name}.npy", np.array(numbers, dtype=np.int64))
        for name, points in self._points.items():
            np.save(folder / f"{name}.npy", np.array(points, dtype=np.float64).reshape(-1, 2))
        for name, vectors in self._vectors.items():
            size = self._table.by_name[name].size
            save_vectors(folder, name, np.array(vectors, dtype=np.float32).reshape(-1, size))
        for name, postings in self._postings.items():
            sizes = [len(owners) for owners in postings.values()]
            flat = np.fromiter(
                (one for owners in postings.values() for one in owners), dtype=np.int32, count=sum(sizes)
            )
            np.save(folder / f"{name}.postings.npy", flat)
            bounds = np.cumsum([0, *sizes]).tolist()
            spans = {token: (bounds[at], bounds[at + 1]) for at, token in enumerate(postings)}
            (folder / f"{name}.tokens.json").write_text(json.dumps(spans, ensure_ascii=False), encoding="utf-8")
        (folder / "ids.json").write_text(json.dumps(self.ids), encoding="utf-8")


def _open(path: Path) -> NDArray[Any]:
    """Memory-mapped, but as a plain array: slices of np.memmap cost ten times as much."""
    return np.asarray(np.load(path, mmap_mode="r"))


class Columns:
    """The columns of one index, read from a folder."""

    def __init__(self, folder: Path, table: FieldTable) -> None:
        self.ids: list[str] = json.loads((folder / "ids.json").read_text(encoding="utf-8"))
        self.owner: Numbers = _open(folder / "owner.npy")
        # The runs of course n are first_run[n] to first_run[n + 1].
        self.first_run = np.searchsorted(self.owner, np.arange(len(self.ids) + 1))
        self.order = _order(self.ids)
        self._numbers: dict[str, Numbers] = {
            field.name: _open(folder / f"{field.name}.npy") for field in table.of(Kind.NUMBER)
        }
        self._points: dict[str, Points] = {
            field.name: _open(folder / f"{field.name}.npy") for field in table.of(Kind.POINT)
        }
        self.vectors = {field.name: VectorColumn(folder, field.name) for field in table.of(Kind.VECTOR)}
        self._postings = {field.name: _open(folder / f"{field.name}.postings.npy") for field in table.of(Kind.KEYWORD)}
        self._spans: dict[str, dict[str, tuple[int, int]]] = {
            name: json.loads((folder / f"{name}.tokens.json").read_text(encoding="utf-8")) for name in self._postings
        }

    def size(self, level: Level) -> int:
        """How many courses, or runs, there are."""
        return len(self.ids) if level == Level.COURSE else len(self.owner)

    def mask(self, clause: Has | Between, level: Level) -> Mask:
        """Which courses, or runs, satisfy a clause on a keyword or a number."""
        if isinstance(clause, Between):
            return self._between(clause)
        return self._having(clause, self.size(level))

    def _having(self, clause: Has, size: int) -> Mask:
        spans, postings = self._spans[clause.field], self._postings[clause.field]
        found = [postings[slice(*spans[token])] for token in set(clause.tokens) if token in spans]
        owners = np.concatenate(found) if found else np.array([], dtype=np.int32)
        if clause.at_least > 1:
            return np.bincount(owners, minlength=size) >= clause.at_least
        mask = np.zeros(size, dtype=np.bool_)
        mask[owners] = True
        return mask if clause.at_least == 1 else np.full(size, bool(clause.tokens))

    def _between(self, clause: Between) -> Mask:
        numbers = self._numbers[clause.field]
        mask: Mask = numbers != MISSING
        if clause.low is not None:
            mask &= numbers >= clause.low
        if clause.high is not None:
            mask &= numbers <= clause.high
        return mask

    def number(self, name: str) -> Numbers:
        """One number per entity; MISSING where it has none."""
        return self._numbers[name]

    def distances(self, name: str, origin: tuple[float, float], entities: NDArray[np.int64]) -> Points:
        """Kilometres from the origin to the point of each of these entities; infinite where there is none."""
        points = np.radians(self._points[name][entities])
        latitude, longitude = np.radians(origin)
        half = (
            np.sin((points[:, 0] - latitude) / 2) ** 2
            + np.cos(points[:, 0]) * np.cos(latitude) * np.sin((points[:, 1] - longitude) / 2) ** 2
        )
        kilometres: Points = np.nan_to_num(2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(half)), nan=np.inf)
        return kilometres


def _order(ids: list[str]) -> Numbers:
    """row -> its place among all ids in order: ties are broken by id."""
    order = np.empty(len(ids), dtype=np.int64)
    if ids:
        order[np.argsort(np.array(ids, dtype=np.str_), kind="stable")] = np.arange(len(ids))
    return order
