"""The catalogue of the large benchmark, resampled from real courses, and the questions. Knows no engine.

Two real courses make one new: about seven of ten sentences and of the vector come from the first, the rest from the
second, with noise. So words and vectors stay as common and as alike as in real ones.
"""

import json
import os
import pickle
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from datetime import time as clock
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from catalogue.competences import Vocabulary
from catalogue.course import Course, Delivery, Provider, Run, Slot, Venue
from catalogue.esco import vocabulary_in_use
from catalogue.places import load_places
from catalogue.settings import Settings, load_settings
from catalogue.sources import by_name
from indexer.commands.model_for_build import Model, model_for_build
from indexer.documents import to_document
from indexer.engine.port import Document, Stamp
from indexer.fields import MEANING, TABLE
from indexer.meaning import text_of, vectors_of

TODAY = date(2026, 11, 24)
SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"
FEEDS = (("vdab", SHARED / "vdab_opleidingen_2017"), ("jobat", SHARED / "kdg_opleidingen" / "DEF-JobAt.json"))
# How much of the second course is in a new one, and how long the noise is beside the vector.
SECOND, NOISE = 0.3, 0.1
TOWNS = ("Gent", "Antwerpen", "Leuven", "Hasselt", "Brugge", "Mechelen", "Aalst", "Kortrijk")
SPOOL, WORLD, MADE = "spool.pickle", "world.pickle", "made.json"


@dataclass(frozen=True, slots=True)
class Item:
    """One invented course: its document, and title, text and flat fields as the engines beside ours are given them."""

    document: Document
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Real:
    """The real courses that all is made from. `vectors`: (courses, size)."""

    courses: tuple[Course, ...]
    vectors: NDArray[np.float32]
    said: str


@dataclass(frozen=True, slots=True)
class Ask:
    """One question: words and three filters."""

    text: str
    place: str
    radius: str
    when: str
    start: str

    def pairs(self) -> list[tuple[str, str]]:
        """As the parameters of an address."""
        names = (("q", self.text), ("place", self.place), ("radius", self.radius), ("when", self.when))
        return [*names, ("start", self.start)]


def settings(**more: str) -> Settings:
    """The settings of the environment on the day of the benchmark, without a server unless one is named."""
    kept = {name: value for name, value in os.environ.items() if name.startswith("LEERLOKET_")}
    return load_settings({**kept, "LEERLOKET_TODAY": TODAY.isoformat(), "LEERLOKET_TIMEOUT": "60", **more})


def real(model: Model, vocabulary: Vocabulary) -> Real:
    """The real feeds beside the project, or the bundled catalogue where they are not there, and says which."""
    feeds = [(name, path) for name, path in FEEDS if path.exists()]
    said = " + ".join(name for name, _ in feeds)
    if not feeds:
        feeds, said = [("bundled", Path())], "the bundled catalogue (no ../shared/data beside the project)"
    read = (row.course for name, path in feeds for row in by_name(name).read(path, TODAY))  # type: ignore[union-attr]
    courses = tuple(course for course in read if course is not None)
    texts = [text_of(course, vocabulary) for course in courses]
    return Real(courses, vectors_of(texts, model.cache.passages, model.labels), said)


def resampled(source: Real, count: int) -> Iterator[tuple[Course, NDArray[np.float32]]]:
    """`count` invented courses with their vectors, by seed."""
    dice, noise = random.Random(7), np.random.default_rng(7)
    places = load_places().every
    size = source.vectors.shape[1]
    for number in range(count):
        first, second = dice.randrange(len(source.courses)), dice.randrange(len(source.courses))
        vector = (1 - SECOND) * source.vectors[first] + SECOND * source.vectors[second]
        length = np.linalg.norm(source.vectors[first])
        vector = vector + NOISE * length * noise.standard_normal(size).astype(np.float32) / np.sqrt(size)
        vector = np.asarray(vector * length / np.linalg.norm(vector), dtype=np.float32)
        yield _mixed(number, source.courses[first], source.courses[second], dice, places), vector


def _mixed(number: int, one: Course, other: Course, dice: random.Random, places: Sequence[object]) -> Course:
    runs = tuple(_run(f"c{number}-{n}", dice, places) for n in range(dice.randint(1, 4)))
    return one.model_copy(
        update={
            "id": f"c{number}",
            "source": "bench",
            "title": " ".join([*one.title.split(), *dice.sample(other.title.split(), 1)]),
            "content": _sentences(one.content, other.content, dice),
            "summary": _sentences(one.summary, other.summary, dice),
            "provider": Provider(id=one.provider.id, name=one.provider.name),
            "runs": runs,
        }
    )


def _sentences(one: str, other: str, dice: random.Random) -> str:
    mine, theirs = one.split(". "), other.split(". ")
    kept = [sentence for sentence in mine if dice.random() >= SECOND] or mine
    return ". ".join([*kept, *(sentence for sentence in theirs if dice.random() < SECOND)])


def _run(name: str, dice: random.Random, places: Sequence[object]) -> Run:
    hour, share = dice.choice((9, 13, 18)), dice.choice((0, 50, 100))
    return Run(
        id=name,
        start=TODAY + timedelta(days=dice.randint(-60, 400)),
        slots=(Slot(weekday=dice.randint(1, 7), start=clock(hour), end=clock(hour + 3)),),
        venue=Venue(postcode=dice.choice(places).postcode),  # type: ignore[attr-defined]
        delivery=Delivery(on_site=100 - share, live_online=share),
    )


def make(folder: str, count: int) -> dict[str, object]:
    """Writes the invented catalogue to `folder`, each document once for all engines; says how long analysis took."""
    given = settings()
    vocabulary, places = vocabulary_in_use(given.esco), load_places()
    model = model_for_build(given, vocabulary)
    if model is None:
        raise SystemExit("No model: the benchmark is about questions by meaning. Try: python -m indexer model")
    source = real(model, vocabulary)
    taken = 0.0
    with (Path(folder) / SPOOL).open("wb") as file:
        for course, vector in resampled(source, count):
            began = time.perf_counter()
            document = to_document(course, vocabulary=vocabulary, places=places, today=TODAY)
            taken += time.perf_counter() - began
            document = replace(document, vectors={MEANING: tuple(vector.tolist())})
            pickle.dump(Item(document, course.title, f"{course.summary} {course.content}".strip()), file)
    size = model.embedder.size
    shape = TABLE.sized(size).fingerprint
    fingerprint = model.embedder.fingerprint
    stamp = Stamp(
        shape=shape, digest="", built_for=TODAY, count=count, sources=("bench",), model=fingerprint, size=size
    )
    phrases = _phrases(source.courses, vocabulary)
    (Path(folder) / WORLD).write_bytes(pickle.dumps((stamp, phrases)))
    return {"said": source.said, "real": len(source.courses), "occupations": len(vocabulary.occupations), "s": taken}


def made(folder: str, count: int, kept: str) -> dict[str, object]:
    """What `make` says; with `kept` its files stand there, and are used again where they have this many courses."""
    if not kept:
        return make(folder, count)
    place = Path(kept) / str(count)
    place.mkdir(parents=True, exist_ok=True)
    if not (place / MADE).exists():
        (place / MADE).write_text(json.dumps(make(str(place), count)), encoding="utf-8")
    for name in (SPOOL, WORLD):
        (Path(folder) / name).symlink_to((place / name).resolve())
    found: dict[str, object] = json.loads((place / MADE).read_text(encoding="utf-8"))
    return found


def items(folder: str) -> Iterator[Item]:
    """The invented catalogue, as `make` wrote it."""
    with (Path(folder) / SPOOL).open("rb") as file:
        while True:
            try:
                yield pickle.load(file)
            except EOFError:
                return


def stamp_of(folder: str) -> Stamp:
    """The stamp of its index."""
    stamp: Stamp = pickle.loads((Path(folder) / WORLD).read_bytes())[0]
    return stamp


def _phrases(courses: Sequence[Course], vocabulary: Vocabulary) -> tuple[list[str], ...]:
    """What people type: occupations in four languages, goals, a few words of a title, a sentence on what one can."""
    labels = [one.spoken(language)[1].preferred for one in vocabulary.occupations for language in ("nl", "fr", "en")]
    goals = [f"ik wil {one.spoken('nl')[1].preferred} worden" for one in vocabulary.occupations]
    titles = [" ".join(course.title.split()[:3]) for course in courses]
    sentences = [" ".join(course.content.split()[10:17]) for course in courses if len(course.content.split()) > 17]
    return labels, goals, titles, sentences


def asks(folder: str, seed: str, count: int) -> list[Ask]:
    """Questions that no other seed asks in just this way, so that no cache of an engine knows them."""
    dice = random.Random(seed)
    phrases: tuple[list[str], ...] = pickle.loads((Path(folder) / WORLD).read_bytes())[1]
    return [
        Ask(
            text=dice.choice(phrases[number % len(phrases)]),
            place=dice.choice(TOWNS),
            radius=dice.choice(("25", "50", "100")),
            when=dice.choice(("day", "evening")),
            start=dice.choice(("6", "12")),
        )
        for number in range(count)
    ]
