"""The embedded engine's columns: numpy arrays on disk, memory-mapped, that answer clauses as boolean masks.

Each keyword field is a list of postings (value -> the entities that have it), each number an array. Runs are
entities of their own; `owner` says which course each belongs to.
"""

import json
from collections import defaultdict
from pathlib import Path
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from catalogue.places import EARTH_RADIUS_KM
from indexer.engine.port import Document, Value
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
        self._vectors: dict[str, list[tuple[float, ...]]] = {field.name: [] for field in table.of(Kind.VECTOR)}
        self._owner: list[int] = []
        self.ids: list[str] = []

    def add(self, document: Document) -> None:
        """Appends one document and its runs."""
        row = len(self.ids)
        self.ids.append(document.id)
        self._collect(Level.COURSE, row, document.values)
        for field in self._table.of(Kind.VECTOR):
            self._vectors[field.name].append(document.vectors[field.name])
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
            np.save(folder / f"{name}.npy", np.array(vectors, dtype=np.float32).reshape(-1, size))
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
        self.row_of = {name: row for row, name in enumerate(self.ids)}
        self.by_id = (
            np.argsort(np.array(self.ids, dtype=np.str_), kind="stable") if self.ids else np.array([], np.int64)
        )
        self.owner: Numbers = _open(folder / "owner.npy")
        self._numbers: dict[str, Numbers] = {
            field.name: _open(folder / f"{field.name}.npy") for field in table.of(Kind.NUMBER)
        }
        self.points: dict[str, Points] = {
            field.name: _open(folder / f"{field.name}.npy") for field in table.of(Kind.POINT)
        }
        self.vectors: dict[str, NDArray[np.float32]] = {
            field.name: _open(folder / f"{field.name}.npy") for field in table.of(Kind.VECTOR)
        }
        self._postings = {field.name: _open(folder / f"{field.name}.postings.npy") for field in table.of(Kind.KEYWORD)}
        self._spans: dict[str, dict[str, tuple[int, int]]] = {
            name: json.loads((folder / f"{name}.tokens.json").read_text(encoding="utf-8")) for name in self._postings
        }

    def size(self, level: Level) -> int:
        """How many courses, or runs, there are."""
        return len(self.ids) if level == Level.COURSE else len(self.owner)

    def having(self, name: str, tokens: tuple[str, ...], at_least: int, size: int) -> Mask:
        """Which entities have at least so many of the tokens in a keyword field."""
        spans, postings = self._spans[name], self._postings[name]
        found = [postings[slice(*spans[token])] for token in set(tokens) if token in spans]
        owners = np.concatenate(found) if found else np.array([], dtype=np.int32)
        if at_least > 1:
            return np.bincount(owners, minlength=size) >= at_least
        mask = np.zeros(size, dtype=np.bool_)
        mask[owners] = True
        return mask if at_least == 1 else np.full(size, bool(tokens))

    def number(self, name: str) -> Numbers:
        """One number per entity; MISSING where it has none."""
        return self._numbers[name]

    def between(self, name: str, low: int | None, high: int | None) -> Mask:
        """Which entities have a number in the range, both ends included."""
        numbers = self._numbers[name]
        mask: Mask = numbers != MISSING
        if low is not None:
            mask &= numbers >= low
        if high is not None:
            mask &= numbers <= high
        return mask

    def with_run(self, runs: Mask) -> Mask:
        """Which courses own one of these runs."""
        mask = np.zeros(len(self.ids), dtype=np.bool_)
        mask[self.owner[runs]] = True
        return mask

    def lowest_of_runs(self, values: NDArray[np.float64], runs: Mask) -> NDArray[np.float64]:
        """Per course the lowest value among these runs; infinite where it has none."""
        lowest = np.full(len(self.ids), np.inf)
        np.minimum.at(lowest, self.owner[runs], values[runs])
        return lowest

    def distances(self, name: str, origin: tuple[float, float]) -> NDArray[np.float64]:
        """Kilometres from the origin to each point; infinite where there is none."""
        points = np.radians(self.points[name])
        latitude, longitude = np.radians(origin)
        half = (
            np.sin((points[:, 0] - latitude) / 2) ** 2
            + np.cos(points[:, 0]) * np.cos(latitude) * np.sin((points[:, 1] - longitude) / 2) ** 2
        )
        kilometres: NDArray[np.float64] = np.nan_to_num(2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(half)), nan=np.inf)
        return kilometres
