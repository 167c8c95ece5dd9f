"""Fits the likelihoods of matcher/data/fusion.yaml on relevance sets and prints what each floor would bring.

    python benchmarks/calibrate.py ../shared/eval/sets [--vocabulary ../shared/data/esco_combined]

Logistic regression of "judged relevant" on the scaled raw scores of the lists (see Likelihood in
indexer/engine/port.py) over every document among the first 200 of any list. Unjudged documents count as wrong, so true
precision is higher than printed. Labels that equal a query are taken out of the vocabulary.
"""

import argparse
import random
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from catalogue.esco import vocabulary_in_use, without_labels
from indexer.engine.answering import highest
from matcher import fusion, relevance
from matcher.understand import understand

SETS = ("vdab_goal2course_all_nl", "vdab_keyword2course_nl", "vdab_goal2course_lay_nl", "vdab_goal2course_fr")
QUERIES = 120
FIRST = 200
FLOORS = (0.01, 0.02, 0.03, 0.04, 0.06, 0.1, 0.2, 0.3, 0.5)
WORDS_ONLY = ("words", "grams")
WITH_MEANING = (*WORDS_ONLY, "meaning", "concept")
Example = tuple[list[float], bool]


def examples(folder: Path, vocabulary: Path | None, *, meaning: bool) -> Iterator[Example]:
    """(scaled scores by feature, judged relevant) for each query of a set and each document found for it."""
    queries, corpus, grades = relevance.read_set(folder)
    names = list(corpus)
    chosen = random.Random(1).sample(sorted(queries), min(QUERIES, len(queries)))
    with tempfile.TemporaryDirectory() as place, relevance.opened(corpus, Path(place), meaning=meaning) as index:
        shut = without_labels(vocabulary_in_use(vocabulary), list(queries.values()))
        mind = relevance.mind_of(shut, Path(place)) if meaning else None
        for query in chosen:
            asked = mind.asked(queries[query]) if mind else understand(queries[query])
            planned = fusion.plan(asked, mind.meant(asked) if mind else None)
            rows: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
            for name, one in zip(planned.names, planned.lists, strict=True):
                feature = name if name in WITH_MEANING else "concept"
                for document, score in index.scores(one, FIRST, planned.model).items():
                    rows[document][feature] += score / highest(one, len(names))
            if meaning:
                sense = dict(zip(planned.names, planned.lists, strict=True))[fusion.SENSE]
                for document, score in index.scores(sense, len(names), planned.model).items():
                    if document in rows:
                        rows[document]["meaning"] = score
            features = WITH_MEANING if meaning else WORDS_ONLY
            for document, row in rows.items():
                yield [row[feature] for feature in features], bool(grades.get(query, {}).get(names[int(document)]))


def fit(rows: list[Example], features: tuple[str, ...]) -> None:
    """Prints intercept, slopes, and a line per floor."""
    scores, right = np.array([row[0] for row in rows]), np.array([row[1] for row in rows])
    model = LogisticRegression(C=1000, max_iter=2000).fit(scores, right)
    slopes = ", ".join(f"{name} {slope:.2f}" for name, slope in zip(features, model.coef_[0], strict=True))
    print(f"intercept {model.intercept_[0]:.2f}, {slopes}")
    likely = model.predict_proba(scores)[:, 1]
    for floor in FLOORS:
        kept = likely >= floor
        print(
            f"floor {floor}: {kept.sum() / (QUERIES * len(SETS)):.1f} a query, "
            f"precision {right[kept].mean():.3f}, recall {right[kept].sum() / right.sum():.3f}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--vocabulary", type=Path)
    given = parser.parse_args()
    for meaning, features in ((False, WORDS_ONLY), (True, WITH_MEANING)):
        print("with meaning" if meaning else "by words alone")
        rows = [row for name in SETS for row in examples(given.folder / name, given.vocabulary, meaning=meaning)]
        fit(rows, features)


if __name__ == "__main__":
    main()
