"""Courses on their way into the index get links from their text, and what people decided about links is honoured."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice

from catalogue.checks import Problem
from catalogue.competences import Vocabulary
from catalogue.course import Course
from catalogue.sources.bundled import BUNDLED
from indexer.commands.model_for_build import Model
from indexer.corrections import USUAL_FILE, Correction, read_links
from indexer.documents import own_text
from indexer.enrich import Enricher
from indexer.gather import Feed

_BATCH = 128


def corrections_beside(
    feeds: Sequence[Feed], vocabulary: Vocabulary, problem: Callable[[Problem], None]
) -> Mapping[str, tuple[Correction, ...]]:
    """What stands in `links.csv` beside each feed. Raises SourceUnreadable where such a file lacks a column."""
    found: dict[str, tuple[Correction, ...]] = {}
    for feed in feeds:
        folder = feed.path if feed.path.is_dir() else feed.path.parent
        # The catalogue that ships is read from the package: its path says nothing.
        if feed.source is BUNDLED or not (folder / USUAL_FILE).is_file():
            continue
        corrections, problems = read_links(folder / USUAL_FILE, vocabulary)
        for one in problems:
            problem(one)
        for course, some in corrections.items():
            found[course] = (*found.get(course, ()), *_undecided(found.get(course, ()), some))
    return found


def _undecided(before: Iterable[Correction], some: Iterable[Correction]) -> Iterator[Correction]:
    """Those on links that no feed before decided on: the first decision counts, as within one file."""
    decided = {(one.kind, one.concept) for one in before}
    return (one for one in some if (one.kind, one.concept) not in decided)


def enricher_for(
    vocabulary: Vocabulary, model: Model | None, corrections: Mapping[str, tuple[Correction, ...]]
) -> Enricher:
    """Links by meaning where there is a model, by exact label where there is none."""
    if model is None:
        return Enricher(vocabulary, own_text=own_text, corrections=corrections)
    return Enricher(
        vocabulary,
        model.labels,
        own_text=own_text,
        queries=model.cache.queries,
        passages=model.cache.passages,
        corrections=corrections,
    )


def enriched(courses: Iterable[Course], enricher: Enricher) -> Iterator[Course]:
    """The courses with their links, in batches, in the same order."""
    rest = iter(courses)
    while batch := list(islice(rest, _BATCH)):
        yield from enricher.enrich(batch)
