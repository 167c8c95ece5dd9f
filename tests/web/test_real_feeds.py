"""The real catalogues in ../shared: loaded by the command, searched by both engines, shown page by page."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pages import CheckedClient, parse, words
from requirements import require

from catalogue.vocabulary import load_vocabulary
from matcher.web.app import create_app

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data"
VDAB = SHARED / "vdab_opleidingen_2017"
KDG = SHARED / "kdg_opleidingen"
# The day of VDAB's snapshot.
DAY = "2017-05-30"
QUESTIONS: list[dict[str, Any]] = [
    {},
    *({"q": word} for word in ("boekhouder", "lasser", "verpleegkundige", "lasoplieding", "comptable", "opleiding")),
    {"q": "lasser", "place": "Gent", "radius": "50"},
    {"q": "frans", "how": "online"},
    {"q": "leerkracht", "recognised": "claim-vov", "when": "day"},
    {"place": "2018", "sort": "distance"},
    {"q": "zorg", "sort": "start", "page": "2", "per_page": "10"},
]


def build(environment: dict[str, str]) -> None:
    feeds = ["--source", "vdab", str(VDAB), "--source", "jobat", str(KDG)]
    command = [sys.executable, "-m", "indexer", "build", "--words-only", *feeds]
    done = subprocess.run(command, env={**os.environ, **environment}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def served(environment: dict[str, str]) -> Flask:
    app = create_app(environment)
    app.testing = True
    app.test_client_class = CheckedClient
    return app


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    require("shared_data", VDAB.is_dir() and KDG.is_dir(), f"the real catalogues are not at {SHARED.name}")
    folder = tmp_path_factory.mktemp("real") / "index"
    return {
        "LEERLOKET_MODELS": str(folder.parent / "no-models"),
        "LEERLOKET_INDEX": str(folder),
        "LEERLOKET_TODAY": DAY,
        "LEERLOKET_ALIAS": "leerloket-real",
    }


@pytest.fixture(scope="module")
def embedded(settings: dict[str, str]) -> Iterator[FlaskClient]:
    build({**settings, "ELASTICSEARCH_URL": ""})
    app = served(settings)
    yield app.test_client()
    app.extensions["finder"].engine.close()


@pytest.mark.shared_data
def test_goals_find_courses_that_lead_there(embedded: FlaskClient) -> None:
    wanted = {"boekhouder": "boekhoud", "lasser": "lasser", "verpleegkundige": "verpleeg", "lasoplieding": "lasser"}
    for question, part in wanted.items():
        answer = embedded.get("/api/courses", query_string={"q": question}).get_json()
        titles = [one["title"].casefold() for one in (*answer["courses"], *answer["nearest"])][:5]
        assert sum(part in title for title in titles) >= 3, (question, titles)


@pytest.mark.shared_data
@pytest.mark.elastic
def test_both_engines_give_the_same_answers(
    embedded: FlaskClient, settings: dict[str, str], elasticsearch_url: str
) -> None:
    remote = {**settings, "ELASTICSEARCH_URL": elasticsearch_url}
    build(remote)
    elastic = served(remote).test_client()
    for question in QUESTIONS:
        one, other = (client.get("/api/courses", query_string=question).get_json() for client in (embedded, elastic))
        assert one["count"] == other["count"], question
        assert one["facets"] == other["facets"], question
        assert [c["id"] for c in one["courses"]] == [c["id"] for c in other["courses"]], question
        assert [c["id"] for c in one["nearest"]] == [c["id"] for c in other["nearest"]], question


@pytest.mark.shared_data
def test_a_real_course_page_says_what_the_feed_says(embedded: FlaskClient) -> None:
    offers = json.loads((VDAB / "alle_opleidingen.json").read_text(encoding="utf-8"))["hits"]["hits"]
    for offer in offers[::97]:
        source = offer["_source"]
        response = embedded.get(f"/cursus/vdab-{source['code'].casefold()}")
        assert response.status_code == 200, source["code"]
        shown = words(parse(response.get_data(as_text=True)))
        assert " ".join(source["naam"].split()) in shown
        assert " ".join(source["organisator"]["naam"].split()) in shown
        for occupation in source["sjablonen"]:
            name = occupation["omschrijving"].split(",")[0]
            called = [one.labels["nl"].preferred for one in load_vocabulary().occupations_called(name)]
            assert any(each.casefold() in shown.casefold() for each in (name, *called)), source["code"]


@pytest.mark.shared_data
@pytest.mark.slow
def test_every_page_of_both_feeds_is_a_good_page(embedded: FlaskClient) -> None:
    found: list[str] = []
    while len(found) < embedded.get("/api/courses").get_json()["count"]:
        page = len(found) // 100 + 1
        answer = embedded.get(f"/api/courses?per_page=100&page={page}").get_json()
        found += [one["id"] for one in answer["courses"]]
    assert len(found) >= 1000
    for number, course_id in enumerate(found):
        prefix = ("", "/fr", "/de", "/en")[number % 4]
        assert embedded.get(f"{prefix}/cursus/{course_id}").status_code == 200, course_id
