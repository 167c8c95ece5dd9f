"""`info`: which index serves, what is in it and what else is kept."""

import argparse
from contextlib import closing
from pathlib import Path

from catalogue.settings import Settings
from indexer.commands.base import DONE, PROBLEM, Command
from indexer.engine.opening import open_engine, open_store
from indexer.engine.port import EVERYTHING, IndexUnusable, Question, Stamp, Store
from indexer.words import say


def _no_arguments(parser: argparse.ArgumentParser) -> None:
    """It has none."""


def size_of(folder: Path) -> int:
    """Bytes in the files below a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _tell_stamp(stamp: Stamp) -> None:
    print(f"  courses    {stamp.count}")
    print(f"  built for  {stamp.built_for}")
    print(f"  sources    {', '.join(stamp.sources)}")
    print(f"  shape      {stamp.shape}")
    print(f"  content    {stamp.digest[:12]}")
    if stamp.note:
        print(f"  note       {stamp.note}")


def _line(store: Store, settings: Settings, name: str, serving: str | None) -> str:
    stamp = store.stamp_of(name)
    what = "never finished" if stamp is None else f"{stamp.count} courses for {stamp.built_for}"
    size = "" if settings.elasticsearch_url else f", {size_of(settings.index / name) / 1e6:.1f} MB"
    return f"  {name}{'  (serves)' if name == serving else ''}: {what}{size}"


def _run(arguments: argparse.Namespace, settings: Settings) -> int:
    store = open_store(settings)
    place = settings.elasticsearch_url or str(settings.index)
    serving = store.serving()
    print(f"engine   {store.name}, {place}")
    print(f"serving  {serving or 'nothing'}")
    with closing(open_engine(settings)) as engine:
        try:
            _tell_stamp(engine.stamp())
            counted = engine.ask(Question(today=settings.day().toordinal(), held=EVERYTHING, limit=1)).count
            print(f"  counted    {counted}")
        except IndexUnusable as error:
            print(f"It can not answer: {say(error.reason)}")
            return PROBLEM
        finally:
            print("kept     " + ("" if store.names() else "nothing"))
            for name in store.names():
                print(_line(store, settings, name, serving))
    return DONE


INFO = Command(
    name="info",
    about="show which index serves and what is in it",
    description="Shows the engine, the index that serves, its stamp (number of courses, day it was built for, "
    "sources, shape), how many courses it really answers with, and all indexes that are kept with their size. "
    "Ends with 1 if no index can answer, so that a script can ask.",
    examples=("python -m indexer info", "LEERLOKET_INDEX=/srv/leerloket python -m indexer info"),
    add_arguments=_no_arguments,
    run=_run,
)
