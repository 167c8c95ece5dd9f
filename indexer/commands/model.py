"""`model`: makes the model that turns texts into vectors, and shows what is there."""

import argparse
import sys
from typing import Any

from tqdm import tqdm

from catalogue.settings import Settings
from indexer.commands.base import DONE, PROBLEM, Command
from indexer.embedder import ModelUnavailable, make_model, open_embedder, shelf
from indexer.embedder.workshop import Stage
from indexer.words import say

_DOING = {
    Stage.WAIT: "waiting for another process that makes it",
    Stage.UNPACK: "unpacking the weights",
    Stage.EXPORT: "making them small and fast",
    Stage.CHECK: "comparing with the model it was made from",
    Stage.FETCH: "loading the model",
}


class ModelProgress:
    """Watches the making: a bar on a terminal, one line a stage anywhere else. Call it; close it by `closing`."""

    def __init__(self) -> None:
        self._stage: Stage | None = None
        self._bar: tqdm[Any] | None = None

    def __call__(self, stage: Stage, done: float) -> None:
        if stage is not self._stage:
            self.close()
            self._stage = stage
            print(f"{_DOING[stage]} ...", file=sys.stderr, flush=True)
            self._bar = tqdm(total=100, disable=None, leave=False, bar_format="{l_bar}{bar}| {elapsed}<{remaining}")
        if self._bar is not None:
            self._bar.update(round(done * 100) - self._bar.n)

    def close(self) -> None:
        """Takes the bar away."""
        if self._bar is not None:
            self._bar.close()
            self._bar = None


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--remake", action="store_true", help="make it again, also where it is ready")


def _run(arguments: argparse.Namespace, settings: Settings) -> int:
    watcher = ModelProgress()
    try:
        folder = make_model(settings, watcher, remake=arguments.remake)
        watcher.close()
        embedder = open_embedder(settings)
    except ModelUnavailable as unavailable:
        print(f"error: {say(unavailable.reason)}", file=sys.stderr)
        return PROBLEM
    finally:
        watcher.close()
    print(f"model      {embedder.name}, {embedder.size} numbers a text")
    print(f"where      {folder}")
    print(f"hash       {embedder.fingerprint}")
    if not settings.model:
        made = shelf.find(settings.models_folder)
        print(f"size       {made.bytes / 1e6:.0f} MB")
        print(
            f"agreement  {made.agreement.texts} texts: cosine {made.agreement.cosine:.4f}, "
            f"{made.agreement.overlap:.1%} of the ten nearest are the same"
        )
    return DONE


MODEL = Command(
    name="model",
    about="make the model that finds other words for the same",
    description="Makes the model that turns texts into vectors, once per machine, in the user's cache: unpacks the "
    "weights, makes them small and fast, and compares the result with the model it was made from over 620 texts in "
    "four languages. What does not agree enough is refused. Where it is ready, every byte is checked. With "
    "LEERLOKET_MODEL another model is loaded instead, and downloaded where it is not on disk.",
    examples=("python -m indexer model", "LEERLOKET_MODEL=/srv/models/my-model python -m indexer model"),
    add_arguments=_add_arguments,
    run=_run,
)
