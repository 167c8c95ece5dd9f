"""Measures the ranking on relevance sets in BEIR layout: queries.jsonl, corpus.jsonl, qrels.tsv.

    python -m matcher.relevance ../shared/eval/sets [SET ...]

`rank` uses its arguments alone and goes the way of a question of the page: understand, fuse, ask the embedded engine.
"""

import argparse
import json
import math
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path

from indexer import analysis
from indexer.engine.embedded import OpenIndex
from indexer.engine.embedded_store import EmbeddedStore
from indexer.engine.port import Document, Question, Stamp
from indexer.fields import ALWAYS, SENTINEL, TABLE
from matcher import fusion
from matcher.understand import understand

Corpus = Mapping[str, tuple[str, str]]
_INDEX = "index-relevance"
_SOME_DAY = date(2026, 1, 1)


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
def opened(corpus: Corpus, folder: Path) -> Iterator[OpenIndex]:
    """An index of the corpus in a folder; documents are numbered in the corpus's order."""
    store = EmbeddedStore(folder, TABLE)
    stamp = Stamp(shape=TABLE.fingerprint, digest="", built_for=_SOME_DAY, count=len(corpus), sources=("relevance",))
    store.write(_INDEX, stamp, _documents(corpus), lambda _: None)
    with closing(OpenIndex(folder / _INDEX, stamp, TABLE)) as index:
        yield index


def rank(queries: Mapping[str, str], corpus: Corpus, k: int) -> dict[str, list[str]]:
    """The best `k` ids of the corpus for each query. corpus: id -> (title, text)."""
    names = list(corpus)
    with tempfile.TemporaryDirectory() as folder, opened(corpus, Path(folder)) as index:
        return {name: [names[int(one)] for one in _best(index, text, k)] for name, text in queries.items()}


def _best(index: OpenIndex, text: str, k: int) -> Iterator[str]:
    asked = understand(text)
    question = Question(
        today=0, lists=fusion.lists(asked), held=fusion.held(asked), limit=k, nearest=k, depth=max(k, 2000)
    )
    answer = index.ask(question)
    scored = {hit.id: hit.total for hit in (*answer.nearest, *answer.hits)}
    yield from sorted(scored, key=lambda name: (-scored[name], name))[:k]


def _lines(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines)


def _ndcg(found: Sequence[str], grades: Mapping[str, int]) -> float:
    gain = math.fsum((2.0 ** grades.get(name, 0) - 1) / math.log2(at + 2) for at, name in enumerate(found[:10]))
    ideal = sorted(grades.values(), reverse=True)[:10]
    best = math.fsum((2.0**grade - 1) / math.log2(at + 2) for at, grade in enumerate(ideal))
    return gain / best


def read_set(folder: Path) -> tuple[dict[str, str], dict[str, tuple[str, str]], dict[str, dict[str, int]]]:
    """Queries (id -> text), corpus (id -> title, text) and grades (query -> document -> grade) of one set."""
    queries = {row["_id"]: row["text"] for row in _lines(folder / "queries.jsonl")}
    corpus = {row["_id"]: (row.get("title", ""), row["text"]) for row in _lines(folder / "corpus.jsonl")}
    grades: dict[str, dict[str, int]] = {}
    for line in (folder / "qrels.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        query, name, grade = line.split("\t")
        grades.setdefault(query, {})[name] = int(grade)
    return queries, corpus, grades


def measure(folder: Path) -> dict[str, float]:
    """nDCG@10 and hit@10 of one set: the means over its judged queries."""
    queries, corpus, grades = read_set(folder)
    found = rank(queries, corpus, 100)
    judged = [name for name in queries if name in grades]
    return {
        "nDCG@10": sum(_ndcg(found[name], grades[name]) for name in judged) / len(judged),
        "hit@10": sum(any(grades[name].get(one) for one in found[name][:10]) for name in judged) / len(judged),
    }


def main() -> None:
    """Prints one line per set."""
    parser = argparse.ArgumentParser(prog="python -m matcher.relevance", description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, help="folder that holds the sets")
    parser.add_argument("sets", nargs="*", help="names of sets (all)")
    given = parser.parse_args()
    for name in given.sets or sorted(path.parent.name for path in given.folder.glob("*/qrels.tsv")):
        figures = measure(given.folder / name)
        print(name, *(f"{key} {value:.3f}" for key, value in figures.items()), flush=True)


if __name__ == "__main__":
    main()
