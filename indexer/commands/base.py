"""What a command is, and the arguments that several share. A command returns its exit code."""

import argparse
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from catalogue.settings import Settings
from catalogue.sources import SOURCES, by_name
from indexer.gather import Feed

DONE, PROBLEM, USAGE = 0, 1, 2


@dataclass(frozen=True, kw_only=True, slots=True)
class Command:
    """`add_arguments` extends its parser; `run` does the work. `examples` are whole command lines."""

    name: str
    about: str
    description: str
    examples: tuple[str, ...]
    add_arguments: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace, Settings], int]


class UsageWrong(Exception):
    """The command line can not be followed. The text says why and what to do."""


def add_sources(parser: argparse.ArgumentParser) -> None:
    """`--source NAME PATH`, as often as there are feeds."""
    names = "; ".join(f"{source.name}: {source.about}" for source in SOURCES)
    parser.add_argument(
        "--source",
        nargs=2,
        metavar=("NAME", "PATH"),
        action="append",
        default=[],
        help="a feed and the file or folder that holds it; repeat it for several feeds. Without it, the catalogue "
        f"that ships is used. Names: {names}",
    )


def one_feed(name: str, path: str) -> Feed:
    """The feed of one `--source NAME PATH`. Raises UsageWrong for a name that no source has."""
    source = by_name(name)
    if source is None:
        raise UsageWrong(f"no source is called {name!r}; choose from {', '.join(one.name for one in SOURCES)}")
    return Feed(source, Path(path))


def feeds(given: Iterable[tuple[str, str]]) -> tuple[Feed, ...]:
    """The feeds that were asked for, or the catalogue that ships. Raises UsageWrong."""
    return tuple(one_feed(name, path) for name, path in given) or (one_feed("bundled", "."),)
