"""`drop`: removes indexes that do not serve, or all of them."""

import argparse
import sys

from catalogue.settings import Settings
from indexer.commands.base import DONE, PROBLEM, Command, UsageWrong
from indexer.commands.build import lock_of
from indexer.engine.opening import open_store
from indexer.rebuild import only_builder


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--all", action="store_true", help="also the index that serves: then nothing can be searched")
    parser.add_argument("--yes", action="store_true", help="do not ask")


def _agreed(names: tuple[str, ...]) -> bool:
    if not sys.stdin.isatty():
        raise UsageWrong("there is nobody to ask here; add --yes if these may go: " + ", ".join(names))
    return input(f"Remove {', '.join(names)}? [y/N] ").strip().lower() in ("y", "yes")


def _run(arguments: argparse.Namespace, settings: Settings) -> int:
    with only_builder(lock_of(settings)):
        store = open_store(settings)
        serving = store.serving()
        names = tuple(name for name in store.names() if arguments.all or name != serving)
        if not names:
            print("There is nothing to remove.")
            return DONE
        if not (arguments.yes or _agreed(names)):
            print("Nothing was removed.")
            return PROBLEM
        for name in names:
            store.drop(name)
            print(f"removed {name}")
    return DONE


DROP = Command(
    name="drop",
    about="remove indexes that do not serve",
    description="Removes the indexes that are kept beside the one that serves. With --all the one that serves goes "
    "too, and the pages say that there is no index until the next build.",
    examples=("python -m indexer drop --yes", "python -m indexer drop --all --yes"),
    add_arguments=_add_arguments,
    run=_run,
)
