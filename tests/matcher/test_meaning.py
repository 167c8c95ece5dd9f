"""Questions understood by meaning: the real model over the catalogue that ships."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from making import TODAY

from catalogue.places import load_places
from catalogue.schemes import load_schemes
from catalogue.settings import load_settings
from catalogue.sources.bundled import BUNDLED
from catalogue.vocabulary import load_vocabulary
from indexer.documents import to_document
from indexer.embedder import Embedder, VectorCache, make_model, open_embedder
from indexer.engine.embedded import EmbeddedEngine
from indexer.engine.embedded_store import EmbeddedStore
from indexer.engine.port import Stamp
from indexer.fields import TABLE
from indexer.labels import Labels, digest, make_labels
from indexer.meaning import with_vectors
from matcher import fusion
from matcher.criteria import Criteria
from matcher.language import language_of
from matcher.minds import Minds, open_mind
from matcher.search import Finder, Results
from matcher.understand import Mind

VOCABULARY = load_vocabulary()
PAIRS = [
    (labels.feminine, labels.masculine or labels.preferred)
    for occupation in VOCABULARY.occupations
    for labels in occupation.labels.values()
    if labels.feminine and labels.feminine != (labels.masculine or labels.preferred)
]


@pytest.fixture(scope="module")
def embedder() -> Embedder:
    settings = load_settings({})
    make_model(settings)
    return open_embedder(settings)


@pytest.fixture(scope="module")
def mind(embedder: Embedder) -> Mind:
    folder = load_settings({}).models_folder
    cache = VectorCache(folder, embedder)
    return Mind(
        embedder, VOCABULARY, Labels(VOCABULARY, make_labels(VOCABULARY, embedder.fingerprint, folder, cache.queries))
    )


@pytest.fixture(scope="module")
def finder(mind: Mind, embedder: Embedder, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Finder]:
    folder: Path = tmp_path_factory.mktemp("meaning")
    places = load_places()
    courses = [row.course for row in BUNDLED.read(Path(), TODAY) if row.course]
    pairs = [(one, to_document(one, vocabulary=VOCABULARY, places=places, today=TODAY)) for one in courses]
    cache = VectorCache(load_settings({}).models_folder, embedder)
    documents = with_vectors(pairs, VOCABULARY, cache.passages, mind.labels)
    stamp = Stamp(
        shape=TABLE.sized(embedder.size).fingerprint,
        digest="",
        built_for=TODAY,
        count=len(courses),
        sources=("bundled",),
        model=embedder.fingerprint,
        size=embedder.size,
    )
    store = EmbeddedStore(folder, TABLE)
    store.write("index-meaning", stamp, documents, lambda _: None)
    store.swap("index-meaning")
    engine = EmbeddedEngine(folder)
    yield Finder(
        engine=engine,
        places=places,
        schemes=load_schemes(),
        vocabulary=VOCABULARY,
        today=lambda: TODAY,
        mind=lambda: mind,
    )
    engine.close()


def find(finder: Finder, question: str) -> Results:
    return finder.find(Criteria(q=question), finder.facts(), "nl")


def targets(results: Results) -> list[set[str | None]]:
    return [{link.target for link in one.course.occupations} for one in (*results.found, *results.nearest)]


@pytest.mark.parametrize(
    ("question", "occupation"),
    [
        ("iets met bloemen", "florist"),
        ("comptable", "accountant"),
        ("welder", "welder"),
        ("Schweißer", "welder"),
        ("voor kinderen zorgen", "childcare-worker"),
        ("camion", "lorry-driver"),
        ("chariot élévateur", "forklift-driver"),
        ("een huis schilderen", "house-painter"),
        ("ik wil websites maken", "web-designer"),
        ("je veux devenir infirmière", "nurse"),
    ],
)
def test_a_goal_in_other_words_finds_what_it_means(finder: Finder, question: str, occupation: str) -> None:
    found = find(finder, question)
    assert found.by_meaning
    assert occupation in targets(found)[0]


def first_ten(results: Results) -> set[str]:
    return {hit.course.id for hit in (*results.found, *results.nearest)[:10]}


def test_both_forms_of_an_occupation_find_the_same_courses(finder: Finder) -> None:
    overlaps = {}
    for feminine, masculine in PAIRS:
        one, other = first_ten(find(finder, feminine)), first_ten(find(finder, masculine))
        overlaps[feminine, masculine] = len(one & other) / max(len(one), len(other))
    assert len(overlaps) > 100
    assert sum(overlaps.values()) / len(overlaps) >= 0.95
    assert {pair: share for pair, share in overlaps.items() if share < 0.7} == {}


def test_the_parts_of_a_score_add_up_to_it(finder: Finder) -> None:
    best = find(finder, "comptable").found[0]
    assert set(best.score.parts) == {
        fusion.WORDS,
        fusion.GRAMS,
        fusion.SENSE,
        fusion.CONCEPT_WORDS,
        fusion.CONCEPT_GRAMS,
    }
    assert sum(best.score.parts.values()) == pytest.approx(best.score.total)


def test_a_question_that_names_no_occupation_is_searched_without_one(finder: Finder) -> None:
    found = find(finder, "excel")
    assert found.occupations == ()
    assert find(finder, "lasser").occupations[0].id == "welder"


def test_an_index_of_another_model_is_searched_by_words(finder: Finder, mind: Mind) -> None:
    class Other:
        fingerprint = "another"
        queries = mind.embedder.queries

    other = replace(finder, mind=lambda: Mind(Other(), VOCABULARY, mind.labels))
    found = find(other, "boekhouder")
    assert not found.by_meaning
    assert found.count
    assert set(found.found[0].score.parts) == {fusion.WORDS, fusion.GRAMS}


def test_labels_are_made_once_and_again_for_another_vocabulary(mind: Mind, embedder: Embedder, tmp_path: Path) -> None:
    calls: list[int] = []

    def encode(texts: list[str]) -> object:
        calls.append(len(texts))
        return embedder.queries(texts)

    small = VOCABULARY.model_copy(update={"occupations": VOCABULARY.occupations[:2]})
    one = make_labels(small, embedder.fingerprint, tmp_path, encode)  # type: ignore[arg-type]
    assert make_labels(small, embedder.fingerprint, tmp_path, encode) == one  # type: ignore[arg-type]
    assert len(calls) == 1
    assert make_labels(small, "another model", tmp_path, encode) != one  # type: ignore[arg-type]
    assert sorted(path.name for path in tmp_path.iterdir() if path.name.startswith(".")) == []
    linked = Labels(small, one).link("boekhouder", embedder.queries(["boekhouder"])[0])
    assert sum(each.share for each in linked) == pytest.approx(1)


@pytest.mark.parametrize("name", ["labels.npy", "spans.json", "owners.npy"])
def test_a_damaged_folder_of_labels_is_said_and_made_again(
    mind: Mind, embedder: Embedder, tmp_path: Path, name: str
) -> None:
    small = VOCABULARY.model_copy(update={"occupations": VOCABULARY.occupations[:2]})
    folder = make_labels(small, embedder.fingerprint, tmp_path, embedder.queries)
    (folder / name).write_bytes(b"")
    with pytest.raises((OSError, EOFError, ValueError, KeyError)):
        Labels(small, folder)
    assert make_labels(small, embedder.fingerprint, tmp_path, embedder.queries) == folder
    assert Labels(small, folder).vector(small.occupations[0].id) is not None


def test_a_question_that_is_a_label_is_not_encoded_again(mind: Mind) -> None:
    calls: list[list[str]] = []

    class Watched:
        fingerprint = mind.embedder.fingerprint

        def queries(self, texts: list[str]) -> object:
            calls.append(list(texts))
            return mind.embedder.queries(texts)

    watched = Mind(Watched(), VOCABULARY, mind.labels)  # type: ignore[arg-type]
    for text in ("ik wil verpleegster worden", "welder", "iets met bloemen"):
        meant = watched.meant(watched.asked(text))
        assert np.linalg.norm(meant.vector) == pytest.approx(1)
    assert calls == [["iets met bloemen"]]


def test_the_vector_of_a_label_is_that_of_encoding_it(mind: Mind) -> None:
    nurse = next(one for one in VOCABULARY.occupations if one.id == "nurse")
    for _, label in nurse.every_label():
        said = mind.labels.said(nurse, label)
        assert said is not None
        assert np.abs(said - mind.embedder.queries([label])[0]).max() < 1e-6
    assert mind.labels.said(nurse, "lasser") is None


def test_the_place_of_a_label_is_part_of_the_digest() -> None:
    nurse = next(one for one in VOCABULARY.occupations if one.id == "nurse")
    dutch = nurse.labels["nl"]
    other = dutch.model_copy(
        update={"preferred": dutch.every()[1], "alternatives": (*dutch.alternatives, dutch.preferred)}
    )
    swapped = nurse.model_copy(update={"labels": {**nurse.labels, "nl": other}})
    one, two = (VOCABULARY.model_copy(update={"occupations": (each,)}) for each in (nurse, swapped))
    assert digest(one, "model") != digest(two, "model")


def test_a_model_that_comes_later_is_noticed(mind: Mind, tmp_path: Path) -> None:
    now = [0.0]
    settings = load_settings({"LEERLOKET_MODELS": str(tmp_path)})
    minds = Minds(lambda: open_mind(settings, VOCABULARY), clock=lambda: now[0])
    assert minds.current() is None
    assert minds.reason is not None
    minds._opening = lambda: mind
    assert minds.current() is None
    now[0] = 60.0
    assert minds.current() is mind
    assert minds.reason is None


@pytest.mark.parametrize(
    ("question", "language"),
    [("boekhouder", "nl"), ("comptable", "fr"), ("Buchhaltung lernen", "de"), ("nursing assistant", "en"), ("", "nl")],
)
def test_the_language_is_told_from_the_letters(question: str, language: str) -> None:
    assert language_of(question.lower().split()) == language


@pytest.mark.parametrize("text", ["\ufdfa" * 500, "\0\ud800", "x" * 100_000, "🚀🚀", "عربى"])
def test_hostile_questions_are_harmless(finder: Finder, text: str) -> None:
    found = find(finder, text)
    assert found.count == finder.count(found.criteria, found.facts)
