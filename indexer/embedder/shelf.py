"""Where made models lie: a folder with the files, and beside it a small file that names it and is written last.

`<models>/<name>-<key>.json` is replaced in one step, so a reader meets the old model or the new one. Folders that it
does not name were never finished or have been replaced.
"""

import hashlib
import json
import os
import secrets
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from catalogue.messages import message
from indexer.embedder import smoothing, unpack
from indexer.embedder.agreement import Agreement
from indexer.embedder.export import LAYERS, SCALES, WORDS
from indexer.embedder.pieces import MARKS, PIECES
from indexer.embedder.pieces import SCORES as PIECE_SCORES
from indexer.embedder.port import PASSAGE, PASSAGE_LENGTH, QUERY, QUERY_LENGTH, ModelUnavailable

NAME = "multilingual-e5-small"
# Add one when code changes the vectors; the numbers and texts below count by themselves.
RECIPE = 1
_SETTINGS = (unpack.SHA256, RECIPE, smoothing.STRENGTH, smoothing.TEXTS, QUERY, PASSAGE, QUERY_LENGTH, PASSAGE_LENGTH)
FINGERPRINT = hashlib.sha256(repr(_SETTINGS).encode()).hexdigest()
STEM = f"{NAME}-{FINGERPRINT[:12]}"
FILES = (LAYERS, WORDS, SCALES, PIECES, PIECE_SCORES, MARKS)


@dataclass(frozen=True, kw_only=True, slots=True)
class Made:
    """A finished model: its folder, the SHA-256 and size in bytes of each file, and how it agreed."""

    folder: Path
    digests: Mapping[str, str]
    sizes: Mapping[str, int]
    agreement: Agreement

    @property
    def bytes(self) -> int:
        """Of all its files."""
        return sum(self.sizes.values())


def find(models: Path) -> Made:
    """The finished model. Raises ModelUnavailable where there is none, or where files are missing or cut off."""
    manifest = models / f"{STEM}.json"
    try:
        given = json.loads(manifest.read_text(encoding="utf-8"))
        folder = models / Path(given["folder"]).name
        made = Made(
            folder=folder,
            digests=given["digests"],
            sizes=given["sizes"],
            agreement=Agreement(**given["agreement"]),
        )
        whole = set(made.sizes) == set(FILES) and all(
            (folder / name).stat().st_size == made.sizes[name] for name in FILES
        )
    except FileNotFoundError as error:
        code = "model.damaged" if manifest.exists() else "model.missing"
        raise ModelUnavailable(message(code, folder=str(models))) from error
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ModelUnavailable(message("model.damaged", folder=str(models))) from error
    if not whole:
        raise ModelUnavailable(message("model.damaged", folder=str(models)))
    return made


def verify(made: Made, names: Iterable[str] = FILES) -> None:
    """Reads every byte of these files. Raises ModelUnavailable where one is not what was made."""
    for name in names:
        if _digest(made.folder / name) != made.digests.get(name):
            raise ModelUnavailable(message("model.damaged", folder=str(made.folder)))


def new_folder(models: Path) -> Path:
    """A place for a model in the making, which no other maker takes."""
    folder = models / f"{STEM}-{secrets.token_hex(4)}"
    folder.mkdir(parents=True)
    return folder


def publish(models: Path, folder: Path, agreement: Agreement) -> Made:
    """Lets a finished folder be found. From here on it is whole, also when the power fails."""
    made = Made(
        folder=folder,
        digests={name: _digest(folder / name) for name in FILES},
        sizes={name: (folder / name).stat().st_size for name in FILES},
        agreement=agreement,
    )
    for name in FILES:
        _sync(folder / name)
    _sync(folder)
    beside = models / f".{STEM}.json.new"
    beside.write_text(json.dumps({**asdict(made), "folder": folder.name}, indent=1), encoding="utf-8")
    _sync(beside)
    beside.replace(models / f"{STEM}.json")
    _sync(models)
    return made


def sweep(models: Path) -> None:
    """Removes folders of this model that were never finished or have been replaced. Only who holds the lock may."""
    try:
        kept = find(models).folder
    except ModelUnavailable:
        kept = None
    for folder in models.glob(f"{STEM}-*"):
        if folder.is_dir() and folder != kept:
            shutil.rmtree(folder)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
