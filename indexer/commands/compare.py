"""`compare`: what a build would change, without building."""

import argparse
import os
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from catalogue.esco import vocabulary_in_use
from catalogue.settings import Settings
from indexer.commands import progress
from indexer.commands.base import DONE, Command, add_sources, feeds
from indexer.commands.build import documents
from indexer.commands.links_for_build import corrections_beside, enriched, enricher_for
from indexer.commands.model_for_build import model_for_build
from indexer.engine.opening import open_engine
from indexer.engine.port import Document, Engine, Question
from indexer.gather import FIRST, ProblemFile, gather

_BATCH = 500
# Elasticsearch pages no further; only the ids that are shown are looked for there, the numbers are exact.
_LISTED = 10_000


@dataclass(slots=True)
class Kind:
    """How many courses, and the first ids."""

    count: int = 0
    first: list[str] = field(default_factory=list)

    def add(self, name: str) -> None:
        """One more."""
        self.count += 1
        if len(self.first) < FIRST:
            self.first.append(name)


@dataclass(frozen=True, slots=True)
class Difference:
    """Courses that only the feeds have, that only the index has, and that both have with another record."""

    added: Kind
    removed: Kind
    changed: Kind
    same: int


def difference(engine: Engine, wanted: Iterable[Document], today: int) -> Difference:
    """Compares the records that serve with those that would. Raises IndexUnusable."""
    added, changed, seen = Kind(), Kind(), set()
    for some in _batches(wanted):
        serving = engine.stored([document.id for document in some])
        for document in some:
            seen.add(document.id)
            if document.id not in serving:
                added.add(document.id)
            elif serving[document.id] != document.stored:
                changed.add(document.id)
    both = len(seen) - added.count
    removed = Kind(count=engine.stamp().count - both)
    if removed.count:
        removed.first = list(islice((name for name in _serving_ids(engine, today) if name not in seen), FIRST))
    return Difference(added=added, removed=removed, changed=changed, same=both - changed.count)


def _batches(wanted: Iterable[Document]) -> Iterator[list[Document]]:
    rest = iter(wanted)
    while some := list(islice(rest, _BATCH)):
        yield some


def _serving_ids(engine: Engine, today: int) -> Iterator[str]:
    for offset in range(0, _LISTED, _BATCH):
        hits = engine.ask(Question(today=today, offset=offset, limit=_BATCH)).hits
        yield from (hit.id for hit in hits)
        if len(hits) < _BATCH:
            return


def _tell(kind: str, found: Kind) -> None:
    more = ", ..." if found.count > len(found.first) else ""
    ids = f": {', '.join(found.first)}{more}" if found.first else ""
    print(f"{kind:8} {found.count:6}{ids}")


def _run(arguments: argparse.Namespace, settings: Settings) -> int:
    today = settings.day()
    wanted = feeds(arguments.source)
    with closing(open_engine(settings)) as engine, ProblemFile(Path(os.devnull)) as problems:
        stamp = engine.stamp()
        with progress.bar("reading the feeds", "rows") as advance:
            gathered = gather(wanted, today, problems.add, advance)
        with closing(gathered):
            vocabulary = vocabulary_in_use(settings.esco)
            model = model_for_build(settings, vocabulary) if stamp.model else None
            corrections = corrections_beside(wanted, vocabulary, problems.add)
            courses = enriched(gathered, enricher_for(vocabulary, model, corrections))
            found = difference(engine, documents(courses, today, vocabulary), today.toordinal())
    progress.tell_problems(problems, kept=False)
    print(f"{stamp.count} courses serve, built for {stamp.built_for}; the feeds give {gathered.count} for {today}.")
    for kind in ("added", "removed", "changed"):
        _tell(kind, getattr(found, kind))
    print(f"{'same':8} {found.same:6}")
    return DONE


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    add_sources(parser)


COMPARE = Command(
    name="compare",
    about="show what a build would change, without building",
    description="Reads the feeds as `build` does and compares them with the index that serves: how many courses would "
    "be added, removed and changed, with the first ids of each. Nothing is written.",
    examples=("python -m indexer compare --source csv my-courses/",),
    add_arguments=_add_arguments,
    run=_run,
)
