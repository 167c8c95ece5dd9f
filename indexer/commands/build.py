"""`build`: reads the feeds and makes the index that serves."""

import argparse
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

from catalogue.competences import Vocabulary
from catalogue.course import Course
from catalogue.esco import vocabulary_in_use
from catalogue.messages import message
from catalogue.places import load_places
from catalogue.settings import Settings
from catalogue.sources.bundled import BUNDLED
from indexer.commands import progress
from indexer.commands.base import DONE, Command, add_sources, feeds
from indexer.commands.links_for_build import corrections_beside, enriched, enricher_for
from indexer.commands.model_for_build import Model, add_arguments, model_for_build
from indexer.documents import to_document
from indexer.engine.opening import open_store
from indexer.engine.port import Document, Stamp, Store
from indexer.fields import TABLE
from indexer.gather import Feed, ProblemFile, gather
from indexer.rebuild import BuildRefused, only_builder, rebuild

PROBLEMS = "problems.csv"
LOCK = "building.lock"


def lock_of(settings: Settings) -> Path:
    """The file that only one builder on this machine holds, whichever engine it builds for."""
    return settings.index / LOCK


def documents(
    courses: Iterable[Course], today: date, vocabulary: Vocabulary, model: Model | None = None
) -> Iterator[Document]:
    """Each course as the index holds it, with its vector where there is a model."""
    places = load_places()
    pairs = ((course, to_document(course, vocabulary=vocabulary, places=places, today=today)) for course in courses)
    if model is not None:
        return model.documents(pairs, vocabulary)
    return (document for _, document in pairs)


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    add_sources(parser)
    parser.add_argument(
        "--problems",
        type=Path,
        metavar="FILE",
        help=f"CSV for what is wrong in the feeds (default: {PROBLEMS} in the index folder)",
    )
    parser.add_argument(
        "--force", action="store_true", help="also replace an index that holds more than twice as many courses"
    )
    add_arguments(parser)
    parser.add_argument("--note", default="", metavar="TEXT", help="a remark that `info` shows")


def _refuse_other_sources(arguments: argparse.Namespace, store: Store) -> None:
    """The catalogue that ships never replaces real feeds because somebody forgot to name them."""
    serving = store.serving()
    old = store.stamp_of(serving) if serving else None
    if old is not None and old.sources != (BUNDLED.name,) and not (arguments.source or arguments.force):
        raise BuildRefused(message("rebuild.other_sources", sources=", ".join(old.sources)))


def _needs_meaning(store: Store) -> bool:
    """Whether what serves is the catalogue that ships, built without the model."""
    serving = store.serving()
    old = store.stamp_of(serving) if serving else None
    return old is not None and not old.model and old.sources == (BUNDLED.name,)


def _run(arguments: argparse.Namespace, settings: Settings) -> int:
    wanted = feeds(arguments.source)
    store = open_store(settings)
    with only_builder(lock_of(settings)):
        # Asked under the lock: another build may just have changed what serves.
        if arguments.if_words_only and not _needs_meaning(store):
            print("Nothing to do: what serves was built with a model, or is another catalogue than the one that ships.")
            return DONE
        _refuse_other_sources(arguments, store)
        return _build(arguments, settings, store, wanted)


def _build(arguments: argparse.Namespace, settings: Settings, store: Store, wanted: Sequence[Feed]) -> int:
    today = settings.day()
    with ProblemFile(arguments.problems or settings.index / PROBLEMS) as problems:
        with progress.bar("reading the feeds", "rows") as advance:
            gathered = gather(wanted, today, problems.add, advance)
        with closing(gathered), closing(progress.BuildProgress(gathered.count)) as watcher:
            print(f"{gathered.rows} rows read, {gathered.count} courses.")
            vocabulary = vocabulary_in_use(settings.esco)
            corrections = corrections_beside(wanted, vocabulary, problems.add)
            progress.tell_problems(problems, kept=True)
            model = None if arguments.words_only else model_for_build(settings, vocabulary)
            size = model.embedder.size if model else 0
            stamp = Stamp(
                shape=TABLE.sized(size).fingerprint,
                digest=gathered.digest,
                built_for=today,
                count=gathered.count,
                sources=gathered.sources,
                providers=gathered.providers,
                note=arguments.note,
                model=model.embedder.fingerprint if model else "",
                size=size,
            )
            courses = enriched(gathered, enricher_for(vocabulary, model, corrections))
            made = documents(courses, today, vocabulary, model)
            built = rebuild(store, made, stamp, watcher, moment=datetime.now(UTC), force=arguments.force)
    print(f"{built.count} courses serve from {built.name} ({store.name}), for {today}.")
    if built.kept:
        print(f"The index that served before is kept: {built.kept}.")
    return DONE


BUILD = Command(
    name="build",
    about="read the feeds and make the index that serves",
    description="Reads every feed, builds a new index beside the one that serves, compares it with what was read and "
    "lets it serve in one step. A bad row is reported and left out; the good ones go through. If anything fails, the "
    "old index goes on serving. The index that served before is kept, older ones are removed.",
    examples=(
        "python -m indexer build",
        "python -m indexer build --source csv my-courses/",
        "python -m indexer build --source vdab feeds/vdab --source jobat feeds/kdg/DEF-JobAt.json",
    ),
    add_arguments=_add_arguments,
    run=_run,
)
