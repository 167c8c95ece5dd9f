"""What a build needs to give every course a vector: the model, made if it is missing, and the labels with theirs."""

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from typing import Any

from tqdm import tqdm

from catalogue.competences import Vocabulary
from catalogue.course import Course
from catalogue.settings import Settings
from indexer.commands.model import ModelProgress
from indexer.embedder import Embedder, ModelUnavailable, VectorCache, make_model, open_embedder
from indexer.engine.port import Document
from indexer.labels import Labels, make_labels
from indexer.meaning import with_vectors
from indexer.words import say

# Encoding in bulk may take every core: a build runs seldom, and nobody waits for a page of it.
_WORKERS = 2


@dataclass(frozen=True)
class Model:
    """A model ready for a build. Vectors come from its cache where they were made before."""

    embedder: Embedder
    cache: VectorCache
    labels: Labels = field(repr=False)

    def documents(self, pairs: Iterator[tuple[Course, Document]], vocabulary: Vocabulary) -> Iterator[Document]:
        """The documents with a vector each."""
        return with_vectors(pairs, vocabulary, self.cache.passages, self.labels)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`--words-only` and `--if-words-only`."""
    parser.add_argument(
        "--words-only", action="store_true", help="without the model: quick, but then pages search by words alone"
    )
    parser.add_argument(
        "--if-words-only",
        action="store_true",
        help="only where the catalogue that ships was built by words alone; otherwise do nothing",
    )


def model_for_build(settings: Settings, vocabulary: Vocabulary) -> Model | None:
    """The model with its labels, or None where it can not be made: said on the screen, and the build goes on."""
    try:
        with closing(ModelProgress()) as watcher:
            make_model(settings, watcher)
        embedder = open_embedder(settings, workers=_WORKERS)
    except ModelUnavailable as unavailable:
        print(f"Without meaning, by words alone: {say(unavailable.reason)}", file=sys.stderr)
        return None
    cache = VectorCache(settings.models_folder, embedder)
    with _labels_bar() as tell:
        folder = make_labels(
            vocabulary, embedder.fingerprint, settings.models_folder, lambda texts: cache.queries(texts, tell)
        )
    return Model(embedder, cache, Labels(vocabulary, folder))


@contextmanager
def _labels_bar() -> Iterator[Callable[[int, int, float], None]]:
    """A bar over the labels that have to be encoded, with rate and time left; none where all were kept."""
    bars: list[tqdm[Any]] = []

    def tell(done: int, total: int, rate: float) -> None:
        if not bars:
            print(f"encoding {total} labels ...", file=sys.stderr, flush=True)
            bars.append(tqdm(total=total, unit=" labels", disable=None, leave=False))
        bars[0].update(done - bars[0].n)

    yield tell
    for bar in bars:
        bar.close()
