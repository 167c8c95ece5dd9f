"""Every page in every language, and what it says when something is wrong. The client checks each page's HTML."""

import json
from dataclasses import replace
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
from flask import Flask
from flask.testing import FlaskClient
from making import catalogue
from pages import CheckedClient, parse, words

from indexer.engine.embedded_store import EmbeddedStore
from indexer.fields import TABLE
from matcher.criteria import Criteria
from matcher.web.app import create_app
from matcher.web.pages import paging
from matcher.web.routes import PAGES
from matcher.web.words import LANGUAGES

PREFIXES = ["", "/fr", "/de", "/en"]


def page(client: FlaskClient, path: str, status: int = 200) -> Element:
    response = client.get(path)
    assert response.status_code == status, path
    return parse(response.get_data(as_text=True))


@pytest.mark.parametrize("prefix", PREFIXES)
@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/zoek",
        "/zoek?q=boekhouder",
        "/zoek?q=boekhouder&place=Gent&when=evening&how=on_site&sort=distance",
        "/zoek?q=xyzzy",
        "/zoek?q=boekhouder&page=40",
        "/hoe-werkt-het",
        *("/begeleider", "/werkgever", "/vergelijk", "/bewaard", "/bronnen", "/privacy", "/toegankelijkheid"),
        "/voor-programmas",
        f"/vergelijk?{'&'.join(f'id={one.id}' for one in catalogue()[:4])}&id=nergens",
        f"/bewaard?{'&'.join(f'id={one.id}' for one in catalogue()[:9])}&id=nergens",
        "/zoek?q=boekhuoder+avond+Gent",
        *(f"/cursus/{one.id}" for one in catalogue()),
    ],
)
def test_every_page_stands_in_every_language(client: FlaskClient, prefix: str, path: str) -> None:
    shown = page(client, prefix + path)
    links = {link.get("href") for link in shown.iter("a") if link.get("hreflang") or link.get("lang")}
    assert len(links) >= len(LANGUAGES) - 1


def test_every_page_is_tried_here() -> None:
    assert set(PAGES) == {
        *("start", "results", "course", "counsellor", "employer", "compare", "saved"),
        *("ranking", "sources", "privacy", "accessibility", "program"),
    }


def test_the_count_on_the_page_is_that_of_the_api(client: FlaskClient) -> None:
    for question in ("q=boekhouden", "q=lasser", "place=Gent", "q=xyzzy"):
        count = client.get(f"/api/courses?{question}").get_json()["count"]
        heading = words(page(client, f"/zoek?{question}").find(".//h1"))  # type: ignore[arg-type]
        assert str(count) in heading or (count == 0 and heading.startswith("Niets gevonden")), heading


def test_a_bad_parameter_is_shown_beside_its_field_with_400(client: FlaskClient) -> None:
    for prefix in PREFIXES:
        shown = page(client, f"{prefix}/zoek?q=lasser&place=Nergenshuizen", 400)
        field = next(one for one in shown.iter("input") if one.get("name") == "place")
        assert field.get("aria-invalid") == "true"
        described = field.get("aria-describedby")
        assert described
        assert any(one.get("id") in described.split() and "Nergenshuizen" in words(one) for one in shown.iter())
        typed = next(one for one in shown.iter("input") if one.get("name") == "q")
        assert typed.get("value") == "lasser"


@pytest.mark.parametrize("prefix", PREFIXES)
def test_what_does_not_exist_is_a_page_of_its_own(client: FlaskClient, prefix: str) -> None:
    nowhere, no_course = (page(client, f"{prefix}{path}", 404) for path in ("/nergens", "/cursus/nergens"))
    assert words(nowhere.find(".//h1")) == words(no_course.find(".//h1"))  # type: ignore[arg-type]


@pytest.mark.parametrize("prefix", PREFIXES)
@pytest.mark.parametrize("path", ["/", "/zoek?q=lasser", "/cursus/accounting"])
def test_search_down_is_said_and_never_nothing_found(client_without_index: FlaskClient, prefix: str, path: str) -> None:
    response = client_without_index.get(prefix + path)
    assert response.status_code == 503
    assert int(response.headers["Retry-After"]) > 0
    assert not list(parse(response.get_data(as_text=True)).iter("form"))


def test_elasticsearch_away_is_said_and_never_nothing_found(tmp_path: Path) -> None:
    # Port 9 of this machine: nothing answers there.
    settings = {"ELASTICSEARCH_URL": "http://127.0.0.1:9", "LEERLOKET_TIMEOUT": "1", "LEERLOKET_MODELS": str(tmp_path)}
    away = create_app(settings)
    away.test_client_class = CheckedClient
    for path in ("/", "/zoek?q=lasser", "/fr/cursus/x", "/api/courses?q=lasser"):
        response = away.test_client().get(path)
        assert (response.status_code, "Retry-After" in response.headers) == (503, True), path
    away.extensions["finder"].engine.close()


def test_the_points_of_a_course_are_shown_on_demand(client: FlaskClient) -> None:
    plain, explained = (words(page(client, f"/zoek?q=boekhouder{more}")) for more in ("", "&explain=1"))
    assert "Punten:" not in plain
    assert "Punten:" in explained


def test_the_page_says_that_it_searches_by_words_alone(client: FlaskClient) -> None:
    assert "alleen op je woorden" in words(page(client, "/zoek?q=boekhouder"))
    assert "alleen op je woorden" not in words(page(client, "/zoek"))
    assert client.get("/readyz").get_json()["without_meaning_because"]


def test_an_index_of_another_shape_is_refused_in_words(app: Flask, index: Path, client: FlaskClient) -> None:
    store = EmbeddedStore(index, TABLE)
    stamp = index / "index-test" / "stamp.json"
    kept = stamp.read_text(encoding="utf-8")
    serving = store.serving()
    assert serving
    other = index / "index-zother"
    (index / "index-test").rename(other)
    try:
        (other / "stamp.json").write_text(kept.replace(TABLE.fingerprint, "0" * 12), encoding="utf-8")
        store.swap("index-zother")
        assert client.get("/readyz").status_code == 503
        assert client.get("/zoek?q=lasser").status_code == 503
    finally:
        (other / "stamp.json").write_text(kept, encoding="utf-8")
        other.rename(index / "index-test")
        store.swap(serving)
    assert client.get("/zoek?q=lasser").status_code == 200


def test_json_ld_says_what_the_page_says_and_text_cannot_break_out(client: FlaskClient) -> None:
    text = client.get("/cursus/script").get_data(as_text=True)
    assert "<script>alert" not in text
    shown = parse(text)
    (data,) = [one for one in shown.iter("script") if one.get("type") == "application/ld+json"]
    course = json.loads("".join(data.itertext()))
    assert course["name"] == "Veilig <script>alert(1)</script> surfen"
    accounting = page(client, "/cursus/accounting")
    (data,) = [one for one in accounting.iter("script") if one.get("type") == "application/ld+json"]
    course = json.loads("".join(data.itertext()))
    assert course["@type"] == "Course"
    assert course["offers"][0]["price"] == "180.50"
    assert course["hasCourseInstance"][0]["location"]["address"]["postalCode"] == "9000"


def test_a_course_that_can_no_longer_be_started_says_so(client: FlaskClient) -> None:
    text = words(page(client, "/cursus/past"))
    assert "7 januari 2025" in text
    assert "niet meer" in text


def test_the_way_back_leads_to_the_results_one_came_from(client: FlaskClient) -> None:
    came = "http://localhost/zoek?q=boekhouder"
    text = client.get("/cursus/accounting", headers={"Referer": came}).get_data(as_text=True)
    assert 'href="/zoek?q=boekhouder"' in text
    elsewhere = client.get("/cursus/accounting", headers={"Referer": "http://evil.example/zoek?q=x"})
    assert "evil.example" not in elsewhere.get_data(as_text=True)


@pytest.mark.parametrize("came", ["http://[", "http://localhost//evil.example/zoek?x", "http://localhost/x/zoek", "%"])
def test_a_strange_referrer_gives_no_way_back(client: FlaskClient, came: str) -> None:
    response = client.get("/cursus/accounting", headers={"Referer": came})
    assert response.status_code == 200
    assert "evil.example" not in response.get_data(as_text=True)


def test_the_last_page_can_be_opened_and_one_beyond_it_left(app: Flask, client: FlaskClient) -> None:
    found = app.extensions["finder"].find(Criteria(per_page=30, page=333), app.extensions["finder"].facts(), "nl")
    with app.test_request_context("/zoek"):
        assert paging(replace(found, count=50_000))["next_url"] is None
        beyond = paging(replace(found, count=100))
    assert client.get(beyond["previous_url"]).status_code == 200


def test_a_question_is_kept_by_nobody_in_between(client: FlaskClient) -> None:
    for path in ("/zoek?q=lasser", "/api/courses?q=lasser"):
        assert client.get(path).headers["Cache-Control"] == "private, no-cache"
    assert "Accept-Language" in client.get("/api/courses").headers["Vary"]


def test_too_many_parameters_are_refused(client: FlaskClient) -> None:
    assert client.get("/zoek?" + "&".join("x=1" for _ in range(300))).status_code == 400


@pytest.mark.parametrize("q", ["%00lasser", "%ed%a0%80", "%EF%B7%BA" * 200, "a" * 5000, "<script>alert(1)</script>"])
def test_hostile_questions_are_harmless(client: FlaskClient, q: str) -> None:
    response = client.get(f"/zoek?q={q}")
    assert response.status_code == 200
    assert "<script>alert" not in response.get_data(as_text=True)
