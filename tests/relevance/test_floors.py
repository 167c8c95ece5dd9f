"""The ranking meets the floors of the development sets, hidden, and dumb rankings lose to it.

Vocabulary: the shipped one joined with ESCO from ../shared. The first run encodes 35,000 labels: some minutes.
"""

import json
import random
import tempfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from requirements import require

from catalogue.esco import vocabulary_in_use, without_labels
from indexer.engine.port import Question, VectorList
from indexer.fields import MEANING
from matcher import fusion, relevance
from matcher.understand import understand

SHARED = Path(__file__).resolve().parents[2].parent / "shared"
SETS, ESCO = SHARED / "eval" / "sets", SHARED / "data" / "esco_combined"
NAMES = (
    "vdab_goal2course_nl",
    "vdab_goal2course_lay_nl",
    "vdab_goal2course_fr",
    "vdab_goal2course_en",
    "vdab_goal2course_all_nl",
    "vdab_keyword2course_nl",
    "vdab_comp2course_nl",
)
Corpus = Mapping[str, tuple[str, str]]
pytestmark = [pytest.mark.shared_data, pytest.mark.slow]


@pytest.fixture(scope="module", autouse=True)
def sets() -> None:
    require("shared_data", SETS.is_dir() and ESCO.is_dir(), "the relevance sets or ESCO are not in ../shared")


@pytest.fixture(scope="module")
def figures() -> dict[str, dict[str, float]]:
    vocabulary = vocabulary_in_use(ESCO)

    def rank(queries: Mapping[str, str], corpus: Corpus, k: int) -> dict[str, list[str]]:
        return relevance.ranked(queries, corpus, k, without_labels(vocabulary, list(queries.values())))

    return {name: relevance.measure(SETS / name, rank) for name in NAMES}


def only_bm25(queries: Mapping[str, str], corpus: Corpus, k: int) -> dict[str, list[str]]:
    names = list(corpus)
    with tempfile.TemporaryDirectory() as folder, relevance.opened(corpus, Path(folder)) as index:
        found = {}
        for name, text in queries.items():
            lists = fusion.plan(understand(text)).lists[:1]
            scores = index.scores(lists[0], k) if lists else {}
            found[name] = [names[int(one)] for one in sorted(scores, key=lambda one: (-scores[one], one))]
    return found


def only_vectors(queries: Mapping[str, str], corpus: Corpus, k: int) -> dict[str, list[str]]:
    names, embedder = list(corpus), relevance.embedder()
    with tempfile.TemporaryDirectory() as folder, relevance.opened(corpus, Path(folder), meaning=True) as index:
        found = {}
        for name, text in queries.items():
            vector = tuple(embedder.queries([text])[0].tolist())
            asked = VectorList(field=MEANING, vector=vector, weight=1.0)
            answer = index.ask(
                Question(today=0, lists=(asked,), model=embedder.fingerprint, limit=k, depth=k, nearest=0)
            )
            found[name] = [names[int(hit.id)] for hit in answer.hits]
    return found


def at_random(queries: Mapping[str, str], corpus: Corpus, k: int) -> dict[str, list[str]]:
    dice = random.Random(1)
    return {name: dice.sample(sorted(corpus), min(k, len(corpus))) for name in queries}


@pytest.mark.parametrize("name", NAMES)
def test_every_floor_is_met(figures: dict[str, dict[str, float]], name: str) -> None:
    floors = json.loads((SHARED / "eval" / "thresholds.json").read_text(encoding="utf-8"))[name]["floor"]
    assert {key: figures[name][key] for key, floor in floors.items() if figures[name][key] < floor} == {}


@pytest.mark.parametrize("dumb", [only_bm25, only_vectors, at_random], ids=lambda one: one.__name__)
def test_dumb_rankings_lose(figures: dict[str, dict[str, float]], dumb: relevance.Rank) -> None:
    for name in NAMES:
        assert relevance.measure(SETS / name, dumb)["nDCG10"] < figures[name]["nDCG10"], name


def test_until_there_is_a_model_the_words_alone_rank(figures: dict[str, dict[str, float]]) -> None:
    by_words = relevance.measure(SETS / "vdab_keyword2course_nl", relevance.ranked_by_words)
    assert by_words["nDCG10"] > 0.5
