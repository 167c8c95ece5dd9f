"""Makes the model in use ready, once per machine, and opens it. Imports no torch: the work is done by `workshop`.

Two processes may ask at once: one makes, the other waits and finds it. Whoever is killed leaves nothing in the way.
"""

import fcntl
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from catalogue.messages import Message, message
from catalogue.settings import Settings
from indexer.embedder import shelf
from indexer.embedder.agreement import Agreement
from indexer.embedder.export import WORDS
from indexer.embedder.port import Embedder, ModelUnavailable
from indexer.embedder.workshop import Stage

Report = Callable[[Stage, float], None]
LOCK = "making.lock"
# Bytes that making takes for a while; what stays is a sixth of it.
NEEDED = 900_000_000
_ROOT = Path(__file__).resolve().parents[2]
_PAUSE = 0.2


def silent(stage: Stage, done: float) -> None:
    """A report for who does not watch."""


def open_embedder(settings: Settings, *, workers: int = 1) -> Embedder:
    """The model in use, ready to answer, `workers` texts at a time. Makes and downloads nothing.

    Raises ModelUnavailable where it is not there: `make_model` makes it.
    """
    if settings.model:
        from indexer.embedder.sentence import SentenceEmbedder

        return SentenceEmbedder(settings.model, workers=workers)
    made = shelf.find(settings.models_folder)
    try:
        from indexer.embedder.onnx import OnnxEmbedder

        # The table of words is large and read row by row; a wrong row there is a wrong word, not a broken page.
        shelf.verify(made, [name for name in shelf.FILES if name != WORDS])
        return OnnxEmbedder(made.folder, name=shelf.NAME, fingerprint=shelf.FINGERPRINT, workers=workers)
    except ImportError as error:
        raise ModelUnavailable(message("model.package_missing", package=error.name or str(error))) from error
    except (OSError, ValueError, KeyError, RuntimeError) as error:
        raise ModelUnavailable(message("model.damaged", folder=str(made.folder))) from error


def make_model(settings: Settings, report: Report = silent, *, remake: bool = False) -> Path:
    """Makes the model in use where it is not there yet, or again with `remake`; `report` is told stage and share.

    Gives its folder; for another model (LEERLOKET_MODEL), which is only downloaded, its name or folder as it was set.
    Raises ModelUnavailable.
    """
    if settings.model:
        _run("fetch", settings.model, report)
        return Path(settings.model)
    models = settings.models_folder
    try:
        with _only_maker(models, report) as lock:
            if not remake and (folder := _ready(models)):
                return folder
            return _make(models, lock, report)
    except OSError as error:
        reason = message("model.disk", folder=str(models), why=error.strerror or str(error))
        raise ModelUnavailable(reason) from error


def _ready(models: Path) -> Path | None:
    try:
        made = shelf.find(models)
        shelf.verify(made)
    except ModelUnavailable:
        return None
    return made.folder


def _make(models: Path, lock: int, report: Report) -> Path:
    shelf.sweep(models)
    free = shutil.disk_usage(models).free
    if free < NEEDED:
        reason = message("model.no_space", folder=str(models), needed=NEEDED // 10**6, free=free // 10**6)
        raise ModelUnavailable(reason)
    folder = shelf.new_folder(models)
    try:
        found = _run("make", str(folder), report, lock)
        made = shelf.publish(models, folder, Agreement(**found["agreement"]))
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    shelf.sweep(models)
    return made.folder


@contextmanager
def _only_maker(models: Path, report: Report) -> Iterator[int]:
    """Waits for the lock of this folder, which the system gives back however its holders end."""
    models.mkdir(parents=True, exist_ok=True)
    handle = os.open(models / LOCK, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        waiting = False
        while not _locked(handle):
            if not waiting:
                report(Stage.WAIT, 0)
            waiting = True
            time.sleep(_PAUSE)
        yield handle
    finally:
        os.close(handle)


def _locked(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _run(task: str, what: str, report: Report, *handles: int) -> dict[str, Any]:
    """One task of the workshop. It shares the lock: where this process is killed, no other maker begins beside it."""
    command = [sys.executable, "-m", "indexer.embedder.workshop", task, what]
    environment = {**os.environ, "TRANSFORMERS_VERBOSITY": "error", "TOKENIZERS_PARALLELISM": "false"}
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as errors:
        with subprocess.Popen(
            command,
            cwd=_ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            pass_fds=handles,
        ) as process:
            try:
                last = _follow(process.stdout, report)
            except BaseException:
                process.kill()
                raise
        if "failed" in last:
            raise ModelUnavailable(Message(last["failed"], last["params"]))
        if process.returncode or not last:
            raise ModelUnavailable(message("model.failed", why=_why(errors, process.returncode)))
    return last


def _follow(lines: IO[str] | None, report: Report) -> dict[str, Any]:
    """The last line that is not about progress."""
    last: dict[str, Any] = {}
    for line in lines or ():
        said = json.loads(line)
        if "stage" in said:
            report(Stage(said["stage"]), said["done"])
        else:
            last = said
    return last


def _why(errors: IO[str], code: int) -> str:
    """The last thing it said, or how it ended: killed by signal 9 is, most often, a lack of memory."""
    errors.seek(0)
    said = [line.strip() for line in errors if line.strip()]
    return said[-1][:200] if said and code > 0 else f"exit {code}"
