"""Fits the likelihood of data/fusion.yaml on relevance sets and prints what each floor would bring.

    python benchmarks/calibrate.py ../shared/eval/sets

Logistic regression of "judged relevant" on the two scaled BM25 scores (see Likelihood in indexer/engine/port.py) over
every document that either list finds. Unjudged documents count as wrong, so true precision is higher than printed.
"""

import argparse
import math
import random
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from indexer.engine.answering import BM25_CEILING
from matcher import fusion, relevance
from matcher.understand import understand

SETS = ("vdab_goal2course_all_nl", "vdab_keyword2course_nl", "vdab_goal2course_lay_nl")
QUERIES = 150
FLOORS = (0.02, 0.04, 0.06, 0.1, 0.2, 0.3, 0.5)


def examples(folder: Path) -> Iterator[tuple[list[float], bool]]:
    """(scaled scores, judged relevant) for each query of a set and each document found for it."""
    queries, corpus, grades = relevance.read_set(folder)
    names = list(corpus)
    with tempfile.TemporaryDirectory() as temporary, relevance.opened(corpus, Path(temporary)) as index:
        for query in random.Random(1).sample(sorted(queries), min(QUERIES, len(queries))):
            lists = fusion.lists(understand(queries[query]))
            found = [index.scores(one, fusion.DEPTH) for one in lists]
            highest = [len(set(one.tokens)) * math.log1p(len(names)) * BM25_CEILING for one in lists]
            for document in {name for scores in found for name in scores}:
                scaled = [scores.get(document, 0.0) / top for scores, top in zip(found, highest, strict=True)]
                yield scaled, bool(grades.get(query, {}).get(names[int(document)]))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    given = parser.parse_args()
    rows = [row for name in SETS for row in examples(given.folder / name)]
    scores = np.array([row[0] for row in rows])
    right = np.array([row[1] for row in rows])
    model = LogisticRegression(C=1000).fit(scores, right)
    print(f"intercept {model.intercept_[0]:.2f}, words {model.coef_[0][0]:.2f}, grams {model.coef_[0][1]:.2f}")
    likely = model.predict_proba(scores)[:, 1]
    for floor in FLOORS:
        kept = likely >= floor
        print(
            f"floor {floor}: {kept.sum() / (QUERIES * len(SETS)):.1f} a query, "
            f"precision {right[kept].mean():.3f}, recall {right[kept].sum() / right.sum():.3f}"
        )


if __name__ == "__main__":
    main()
