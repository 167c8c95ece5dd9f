"""`sample`: rows of a feed beside what became of them, for a person to read."""

import argparse

from catalogue.settings import Settings
from catalogue.sources.report import Coverage, coverage, render_sample, sample
from indexer.commands.base import DONE, Command, add_sources, feeds

_ROWS = 30


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    add_sources(parser)
    parser.add_argument("--count", type=int, default=_ROWS, metavar="N", help=f"rows a feed (default: {_ROWS})")
    parser.add_argument(
        "--seed", type=int, default=1, metavar="N", help="the same seed draws the same rows (default: 1)"
    )


def _tell(label: str, found: Coverage) -> None:
    print(f"\n{label}: {found.rows} rows, {found.records} records ({found.record_share:.1%})")
    print(f"{found.cells} cells with something in them, {found.typed} in a typed field ({found.typed_share:.1%})")
    for key, cells, typed in found.fields:
        print(f"  {typed:7} of {cells:7}  {key}")


def _run(arguments: argparse.Namespace, settings: Settings) -> int:
    today = settings.day()
    for feed in feeds(arguments.source):
        for line in render_sample(sample(feed.source.read(feed.path, today), arguments.count, arguments.seed)):
            print(line)
        _tell(feed.label, coverage(feed.source.read(feed.path, today)))
    return DONE


SAMPLE = Command(
    name="sample",
    about="show rows of a feed beside their records",
    description="Draws rows of each feed by seed and prints them beside the record that they became, with every "
    "problem found: a cell marked + reached a typed field, one marked - was kept as text only. Then says how many "
    "rows and cells went through, per field of the feed. Nothing is written.",
    examples=("python -m indexer sample --source vdab feeds/vdab --count 5 --seed 2",),
    add_arguments=_add_arguments,
    run=_run,
)
