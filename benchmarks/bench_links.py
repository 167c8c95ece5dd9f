"""Fits the numbers of indexer/data/enrich.yaml on one half of real courses and reports the other half.

    PYTHONPATH=. python benchmarks/bench_links.py [../shared/data] [--cache FOLDER]

The folder holds vdab_opleidingen_2017 (courses tied to occupations by VDAB), vdab_competent_esco (which ESCO occupation
is which of VDAB's) and esco_combined. The ties are hidden: no course keeps its occupations. A link is right where a
label of the occupation, or the VDAB occupation that its URI is mapped to, is called as one of the course's ties; signs,
spaces and capitals do not count. Courses with a tie that neither list knows can not be judged and are left out; the
last column counts them, and every link that can not be judged as wrong.
"""

import argparse
import csv
import hashlib
import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]

from catalogue.competences import Vocabulary
from catalogue.course import Course
from catalogue.esco import load_esco, merge
from catalogue.settings import load_settings
from catalogue.sources.vdab import SOURCE
from catalogue.vocabulary import load_vocabulary
from indexer import analysis
from indexer.documents import own_text
from indexer.embedder import Embedder, ModelUnavailable, VectorCache, open_embedder
from indexer.enrich import Enricher, Signs
from indexer.labels import Labels, make_labels

DAY = date(2017, 5, 30)
MAPPING = Path("vdab_competent_esco") / "occupations_vdab_esco.csv"
WORDS = ("mentions", "named")
MEANING = ("title", "body", "mentions")
# On the half that is fitted; a little above the .7 that must hold on the other.
WANTED = 0.75
STEPS = np.arange(0.30, 0.95, 0.01)


def plain(label: str) -> str:
    """A name as it is compared."""
    return "".join(analysis.split(label))


def names(vocabulary: Vocabulary, mapping: Path) -> Mapping[str, set[str]]:
    """Occupation id -> what it is called, by its labels and by VDAB."""
    called: dict[str, set[str]] = {}
    with mapping.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            called.setdefault(row["esco_uri"], set()).add(plain(row["vdab_label_nl"]))
    return {
        one.id: {plain(label) for _, label in one.every_label()} | called.get(one.uri or "", set())
        for one in vocabulary.occupations
    }


@dataclass(frozen=True)
class Pairs:
    """Every pair of a course and an occupation for which anything speaks."""

    courses: Sequence[Course]
    owner: NDArray[np.int64]
    occupations: Sequence[str]
    signs: Sequence[Signs]
    right: NDArray[np.bool_]

    def of(self, kept: Sequence[int]) -> "Pairs":
        """Only these courses."""
        place = {number: at for at, number in enumerate(kept)}
        rows = [row for row, number in enumerate(self.owner.tolist()) if number in place]
        owner = np.array([place[self.owner[row]] for row in rows], dtype=np.int64)
        occupations, signs = [self.occupations[row] for row in rows], [self.signs[row] for row in rows]
        return Pairs([self.courses[number] for number in kept], owner, occupations, signs, self.right[rows])

    def keys(self) -> list[tuple[int, str]]:
        """(number of the course, id of the occupation)."""
        return list(zip(self.owner.tolist(), self.occupations, strict=True))

    def table(self, columns: Sequence[str]) -> NDArray[np.float64]:
        """The signs as numbers."""
        return np.array([[one.weighed()[name] for name in columns] for one in self.signs])


def pairs(enricher: Enricher, courses: Sequence[Course], called: Mapping[str, set[str]]) -> Pairs:
    """Hides the ties, and judges by them."""
    hidden = [course.model_copy(update={"occupations": ()}) for course in courses]
    owner, occupations, signs, right = [], [], [], []
    for number, (course, found) in enumerate(zip(courses, enricher.signs(hidden), strict=True)):
        ties = {plain(link.label) for link in course.occupations}
        for occupation, one in found.items():
            owner.append(number)
            occupations.append(occupation)
            signs.append(one)
            right.append(bool(called[occupation] & ties))
    return Pairs(courses, np.array(owner, dtype=np.int64), occupations, signs, np.array(right, dtype=np.bool_))


def first_half(course: Course) -> bool:
    """By its id, so that it is the same half every time."""
    return hashlib.sha256(course.id.encode()).digest()[-1] % 2 == 0


def figures(part: Pairs, chance: NDArray[np.float64], accept: float) -> tuple[float, float, float, int]:
    """(precision, courses with a link, courses with a right link, links)."""
    kept = chance >= accept
    linked, rightly = (len(set(part.owner[rows].tolist())) for rows in (kept, kept & part.right))
    count = len(part.courses)
    return float(part.right[kept].mean()) if kept.any() else 0.0, linked / count, rightly / count, int(kept.sum())


def accept_from(part: Pairs, chance: NDArray[np.float64]) -> float:
    """The lowest step from which on precision is as wanted, there and on the two steps after it."""
    good = [figures(part, chance, step)[0] >= WANTED for step in STEPS]
    return float(next(step for at, step in enumerate(STEPS) if all(good[at : at + 3])))


def report(name: str, columns: Sequence[str], tied: Pairs, judged: Sequence[int], others: Pairs) -> None:
    """Fits on the first half, prints the numbers and the figures of the second."""
    fitted = tied.of([number for number in judged if first_half(tied.courses[number])])
    held = tied.of([number for number in judged if not first_half(tied.courses[number])])
    every = tied.of([number for number, course in enumerate(tied.courses) if not first_half(course)])
    model = LogisticRegression(C=100, max_iter=5000).fit(fitted.table(columns), fitted.right)
    parts = (fitted, held, every, others)
    likely = [
        np.maximum(model.predict_proba(part.table(columns))[:, 1], part.table(("named",))[:, 0] == 1) for part in parts
    ]
    accept = accept_from(fitted, likely[0])
    numbers = {"intercept": model.intercept_[0], **dict(zip(columns, model.coef_[0], strict=True)), "accept": accept}
    print(f"{name}: {{{', '.join(f'{key}: {value:.2f}' for key, value in numbers.items())}}}")
    for what, part, chance in zip(("fitted", "held out", "held out, all tied", "untied"), parts, likely, strict=True):
        precision, linked, rightly, count = figures(part, chance, accept)
        told = f"precision {precision:.3f}, right on {rightly:.3f}" if part is not others else "not judged"
        print(f"  {what}: {len(part.courses)} courses, {count} links, on {linked:.3f} of the courses, {told}")
    kept = likely[1] >= accept
    print(f"  mean confidence of the links held out {likely[1][kept].mean():.3f}")


def courses(folder: Path) -> tuple[list[Course], list[Course], list[int]]:
    """(tied to occupations, not tied, numbers of those among the tied that can be judged)."""
    every = [row.course for row in SOURCE.read(folder / "vdab_opleidingen_2017", DAY) if row.course]
    tied, untied = ([one for one in every if bool(one.occupations) == wanted] for wanted in (True, False))
    *_, (_, largest) = vocabularies(folder)
    known = set[str]().union(*names(largest, folder / MAPPING).values())
    judged = [number for number, one in enumerate(tied) if all(plain(link.label) in known for link in one.occupations)]
    return tied, untied, judged


def vocabularies(folder: Path) -> Iterator[tuple[str, Vocabulary]]:
    """The one that ships, and the same with ESCO."""
    shipped = load_vocabulary()
    yield "shipped", shipped
    yield "with ESCO", merge(shipped, load_esco(folder / "esco_combined").vocabulary)


def model(folder: Path | None) -> tuple[Embedder, VectorCache] | None:
    """The model with its vectors, or None where there is no model."""
    settings = load_settings(os.environ)
    try:
        embedder = open_embedder(settings, workers=2)
    except ModelUnavailable as unavailable:
        print(f"Measured without a model: {unavailable.reason}")
        return None
    return embedder, VectorCache(folder or settings.models_folder, embedder)


def seeing(vocabulary: Vocabulary, embedder: Embedder, cache: VectorCache, folder: Path) -> Enricher:
    """An enricher with a model."""
    labels = Labels(vocabulary, make_labels(vocabulary, embedder.fingerprint, folder, cache.queries))
    return Enricher(vocabulary, labels, own_text=own_text, queries=cache.queries, passages=cache.passages)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, nargs="?", default=Path("../shared/data"))
    parser.add_argument("--cache", type=Path, help="folder for vectors (default: that of the models)")
    given = parser.parse_args()
    if not given.folder.is_dir():
        print(f"Nothing is measured: there is no folder {given.folder}.")
        return
    opened = model(given.cache)
    tied, untied, judged = courses(given.folder)
    print(f"{len(tied)} courses tied to occupations, {len(judged)} of them can be judged; {len(untied)} untied")
    for name, vocabulary in vocabularies(given.folder):
        called = names(vocabulary, given.folder / MAPPING)
        known = set[str]().union(*called.values())
        reach = sum(any(plain(link.label) in known for link in tied[one].occupations) for one in judged)
        print(f"{name}: {len(vocabulary.occupations)} occupations, within reach for {reach} of the judged courses")
        by_words = Enricher(vocabulary, own_text=own_text)
        report("words", WORDS, pairs(by_words, tied, called), judged, pairs(by_words, untied, called))
        if opened:
            with tempfile.TemporaryDirectory() as temporary:
                able = seeing(vocabulary, *opened, Path(temporary))
                report("meaning", MEANING, pairs(able, tied, called), judged, pairs(able, untied, called))


if __name__ == "__main__":
    main()
