"""Measures the ranking on relevance sets in BEIR layout: queries.jsonl, corpus.jsonl, qrels.tsv.

    python -m matcher.relevance --sets ../shared/eval/sets [--vocabulary FOLDER] [--json FILE] [SET ...]

`rank` goes the way of a question of the page: understand, embed, fuse, ask the embedded engine. It uses its arguments,
the model and the vocabulary alone. Hidden figures count: every label that equals a query is taken out before.
"""

import argparse
import json
import math
import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

from catalogue.competences import Vocabulary
from catalogue.esco import vocabulary_in_use, without_labels
from catalogue.settings import Settings, load_settings
from indexer import analysis
from indexer.embedder import VectorCache, make_model, open_embedder
from indexer.engine.embedded import OpenIndex
from indexer.engine.embedded_store import EmbeddedStore
from indexer.engine.port import Document, Question, Stamp
from indexer.fields import ALWAYS, MEANING, SENTINEL, TABLE
from indexer.labels import Labels, make_labels
from indexer.meaning import Text, vectors_of
from matcher import fusion
from matcher.understand import Mind, understand

Corpus = Mapping[str, tuple[str, str]]
Rank = Callable[[Mapping[str, str], Corpus, int], dict[str, list[str]]]
_INDEX = "index-relevance"
_SOME_DAY = date(2026, 1, 1)
# What check.py of the sets prints, under the same names.
METRICS = ("MRR", "hit1", "hit5", "hit10", "nDCG10", "R100")


@cache
def _settings() -> Settings:
    return load_settings(os.environ)


class _CachedEmbedder:
    """The model through its cache, so that measuring twice encodes once."""

    def __init__(self) -> None:
        make_model(_settings())
        embedder = open_embedder(_settings(), workers=2)
        self.fingerprint, self.size = embedder.fingerprint, embedder.size
        cache_ = VectorCache(_settings().models_folder, embedder)
        self.queries, self.passages = cache_.queries, cache_.passages


@cache
def embedder() -> _CachedEmbedder:
    """The model in use, through its cache; made if it is missing."""
    return _CachedEmbedder()


def mind_of(vocabulary: Vocabulary, folder: Path) -> Mind:
    """A mind over a vocabulary of which labels may have been taken out; its labels are made in `folder`."""
    model = embedder()
    made = make_labels(vocabulary, model.fingerprint, folder, model.queries)
    return Mind(model, vocabulary, Labels(vocabulary, made))


def _documents(corpus: Corpus) -> Iterator[Document]:
    for number, (title, text) in enumerate(corpus.values()):
        pieces = (title, title, text)
        words = [token for piece in pieces for token in analysis.words(piece, "nl")]
        grams = [gram for piece in pieces for gram in analysis.grams(piece)]
        yield Document(
            id=f"{number:07}",
            tokens={"words": (SENTINEL, *words), "grams": (SENTINEL, *grams)},
            values={"until": ALWAYS},
            runs=(),
            stored="{}",
        )


@contextmanager
def opened(corpus: Corpus, folder: Path, *, meaning: bool = False) -> Iterator[OpenIndex]:
    """An index of the corpus in a folder, with vectors if wanted; documents are numbered in the corpus's order."""
    made, fingerprint, size = _documents(corpus), "", 0
    if meaning:
        model = embedder()
        texts = [Text(title, f"{title}. {text}") for title, text in corpus.values()]
        vectors = vectors_of(texts, model.passages, None).tolist()
        made = (replace(one, vectors={MEANING: tuple(row)}) for one, row in zip(made, vectors, strict=True))
        fingerprint, size = model.fingerprint, model.size
    table = TABLE.sized(size)
    stamp = Stamp(
        shape=table.fingerprint,
        digest="",
        built_for=_SOME_DAY,
        count=len(corpus),
        sources=("relevance",),
        model=fingerprint,
        size=size,
    )
    EmbeddedStore(folder, TABLE).write(_INDEX, stamp, made, lambda _: None)
    with closing(OpenIndex(folder / _INDEX, stamp, table)) as index:
        yield index


def rank(queries: Mapping[str, str], corpus: Corpus, k: int) -> dict[str, list[str]]:
    """The best `k` ids of the corpus for each query, hidden. corpus: id -> (title, text).

    The vocabulary is the shipped one, or joined with ESCO where LEERLOKET_ESCO names its folder.
    """
    vocabulary = vocabulary_in_use(_settings().esco)
    return ranked(queries, corpus, k, without_labels(vocabulary, list(queries.values())))


def ranked(queries: Mapping[str, str], corpus: Corpus, k: int, vocabulary: Vocabulary) -> dict[str, list[str]]:
    """The same with a vocabulary as it is."""
    names = list(corpus)
    with tempfile.TemporaryDirectory() as folder, opened(corpus, Path(folder), meaning=True) as index:
        mind = mind_of(vocabulary, Path(folder))
        return {name: [names[int(one)] for one in _best(index, mind, text, k)] for name, text in queries.items()}


def ranked_by_words(queries: Mapping[str, str], corpus: Corpus, k: int) -> dict[str, list[str]]:
    """As a page does until there is a model."""
    names = list(corpus)
    with tempfile.TemporaryDirectory() as folder, opened(corpus, Path(folder)) as index:
        return {name: [names[int(one)] for one in _best(index, None, text, k)] for name, text in queries.items()}


def _best(index: OpenIndex, mind: Mind | None, text: str, k: int) -> Iterator[str]:
    asked = mind.asked(text) if mind else understand(text)
    planned = fusion.plan(asked, mind.meant(asked) if mind else None)
    question = Question(
        today=0,
        lists=planned.lists,
        held=fusion.held(asked),
        model=planned.model,
        limit=k,
        nearest=k,
        depth=max(k, fusion.DEPTH),
    )
    answer = index.ask(question)
    scored = {hit.id: hit.total for hit in (*answer.nearest, *answer.hits)}
    yield from sorted(scored, key=lambda name: (-scored[name], name))[:k]


def _lines(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines)


def read_set(folder: Path) -> tuple[dict[str, str], dict[str, tuple[str, str]], dict[str, dict[str, int]]]:
    """Queries (id -> text), corpus (id -> title, text) and grades (query -> document -> grade) of one set."""
    queries = {row["_id"]: row["text"] for row in _lines(folder / "queries.jsonl")}
    corpus = {row["_id"]: (row.get("title", ""), row["text"]) for row in _lines(folder / "corpus.jsonl")}
    grades: dict[str, dict[str, int]] = {}
    for line in (folder / "qrels.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        query, name, grade = line.split("\t")
        grades.setdefault(query, {})[name] = int(grade)
    return queries, corpus, grades


def _one(found: Sequence[str], grades: Mapping[str, int]) -> dict[str, float]:
    """The metrics of one query."""
    places = [at for at, name in enumerate(found) if grades.get(name, 0) > 0]
    gain = math.fsum((2.0 ** grades.get(name, 0) - 1) / math.log2(at + 2) for at, name in enumerate(found[:10]))
    ideal = sorted(grades.values(), reverse=True)[:10]
    best = math.fsum((2.0**grade - 1) / math.log2(at + 2) for at, grade in enumerate(ideal))
    hits = {f"hit{k}": float(bool(places and places[0] < k)) for k in (1, 5, 10)}
    reached = sum(at < 100 for at in places) / len(grades)
    return {"MRR": 1 / (places[0] + 1) if places else 0.0, **hits, "nDCG10": gain / best, "R100": reached}


def score(found: Mapping[str, Sequence[str]], grades: Mapping[str, Mapping[str, int]]) -> dict[str, float]:
    """Means over all judged queries."""
    rows = [_one(found.get(query, []), grades[query]) for query in grades]
    return {name: round(sum(row[name] for row in rows) / len(rows), 4) for name in METRICS}


def measure(folder: Path, rank_: Rank = rank) -> dict[str, float]:
    """The metrics of one set."""
    queries, corpus, grades = read_set(folder)
    return score(rank_(queries, corpus, 1000), grades)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m matcher.relevance", description=__doc__.splitlines()[0])
    parser.add_argument("--sets", type=Path, required=True, metavar="DIR", help="folder that holds the sets")
    parser.add_argument("--vocabulary", type=Path, metavar="DIR", help="folder with ESCO (default: LEERLOKET_ESCO)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all figures there")
    parser.add_argument("names", nargs="*", metavar="SET", help="names of sets (default: all)")
    return parser.parse_args()


def main() -> int:
    """Prints hidden and open figures, one line per set."""
    given = _arguments()
    vocabulary = vocabulary_in_use(given.vocabulary or _settings().esco)
    names = given.names or sorted(path.parent.name for path in given.sets.glob("*/qrels.tsv"))
    if not names:
        print(f"error: no set in {given.sets}", file=sys.stderr)
        return 1
    figures: dict[str, dict[str, object]] = {}
    for name in names:
        queries, corpus, grades = read_set(given.sets / name)
        shut = without_labels(vocabulary, list(queries.values()))
        hidden = score(ranked(queries, corpus, 1000, shut), grades)
        seen = score(ranked(queries, corpus, 1000, vocabulary), grades)
        figures[name] = {**hidden, "open": seen}
        shown = "  ".join(f"{key} {hidden[key]:.3f} ({seen[key]:.3f})" for key in ("nDCG10", "hit10", "MRR"))
        print(f"{name:26} {shown}", flush=True)
    if given.json:
        given.json.write_text(json.dumps(figures, indent=1), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
