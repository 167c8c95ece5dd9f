"""What a page weighs with all it loads, how it is compressed, how long it may be kept, and when nothing is sent."""

import re
from urllib.parse import urljoin

import pytest
from compressed import plain
from flask import Flask
from flask.testing import FlaskClient
from pages import parse

from matcher.filters import FILTERS
from matcher.web.headers import A_MINUTE, FOREVER, OWN
from matcher.web.routes import PAGES
from matcher.web.words import LANGUAGES

MOST = 80_000
# Pages at which no question stands: anybody may keep them for a moment.
WITHOUT_QUESTION = [path for path, _ in PAGES.values() if "<" not in path]
COURSE = "/cursus/lk-boekhouder"
QUESTIONS = ["/zoek?q=boekhouder", "/zoek?per_page=100", "/vergelijk?id=lk-boekhouder&id=lk-boekhouden-module-1"]


@pytest.fixture
def client(bundled: Flask) -> FlaskClient:
    return bundled.test_client()


def every_choice(client: FlaskClient) -> str:
    """A question with all choices of all filters in which several can be chosen: the longest chips and links."""
    facets = client.get("/api/courses").get_json()["facets"]
    several = {one.name for one in FILTERS if not one.single}
    pairs = [
        f"{one['name']}={choice['value']}" for one in facets if one["name"] in several for choice in one["choices"]
    ]
    return "/zoek?" + "&".join(pairs[:150])


def loads(client: FlaskClient, path: str, encoding: str) -> dict[str, int]:
    """Address -> bytes as sent: the page, and each sheet, script and picture that it names."""
    page = client.get(path, headers={"Accept-Encoding": encoding})
    assert page.status_code == 200
    document = parse(plain(page).decode())
    named = [one.get("src") for tag in ("script", "img") for one in document.iter(tag)]
    named += [one.get("href") for one in document.iter("link") if one.get("rel") in ("stylesheet", "icon")]
    sent = {path: len(page.get_data())}
    for address in filter(None, named):
        asset = client.get(urljoin(path, address), headers={"Accept-Encoding": encoding})
        assert asset.status_code == 200, address
        assert not re.search(rb"url\(|@import", plain(asset)), f"{address} loads more"
        sent[address] = len(asset.get_data())
        asset.close()
    return sent


@pytest.mark.parametrize("encoding", ["br", "gzip"])
@pytest.mark.parametrize("path", [*WITHOUT_QUESTION, COURSE, *QUESTIONS, "every choice"])
def test_a_page_with_all_it_loads_weighs_at_most_80_kb(client: FlaskClient, path: str, encoding: str) -> None:
    sent = loads(client, every_choice(client) if path == "every choice" else path, encoding)
    assert len(sent) >= 4
    assert sum(sent.values()) <= MOST, sent


@pytest.mark.parametrize(
    ("wish", "encoding"), [("gzip, deflate, br", "br"), ("gzip", "gzip"), ("gzip;q=1.0, br;q=0", "gzip"), ("", None)]
)
@pytest.mark.parametrize("path", ["/", "/zoek?q=lasser", "/api/courses", "/static/style.css", "/static/suggest.js"])
def test_what_is_sent_is_compressed_as_the_browser_wishes(
    client: FlaskClient, path: str, wish: str, encoding: str | None
) -> None:
    as_it_is = client.get(path)
    answer = client.get(path, headers={"Accept-Encoding": wish} if wish else {})
    assert answer.headers.get("Content-Encoding") == encoding
    assert "Accept-Encoding" in answer.headers["Vary"]
    assert plain(answer) == as_it_is.get_data()
    assert encoding is None or len(answer.get_data()) < 0.6 * len(as_it_is.get_data())
    as_it_is.close()
    answer.close()


@pytest.mark.parametrize("prefix", ["", *(f"/{code}" for code in LANGUAGES if code != "nl")])
@pytest.mark.parametrize("path", WITHOUT_QUESTION)
def test_a_page_without_a_question_may_be_kept_for_a_moment(client: FlaskClient, prefix: str, path: str) -> None:
    assert client.get(prefix + path).headers["Cache-Control"] == A_MINUTE


@pytest.mark.parametrize("path", [COURSE, *QUESTIONS, "/api/courses?q=lasser", "/api/suggest?q=las", "/?x=1"])
def test_what_answers_a_question_is_the_readers_own(client: FlaskClient, path: str) -> None:
    assert client.get(path).headers["Cache-Control"] == OWN


@pytest.mark.parametrize("encoding", ["br", "gzip", ""])
@pytest.mark.parametrize("path", [*WITHOUT_QUESTION, COURSE, *QUESTIONS, "/api/courses?q=lasser", "/openapi.json"])
def test_who_has_a_page_already_gets_304_and_nothing_else(client: FlaskClient, path: str, encoding: str) -> None:
    wish = {"Accept-Encoding": encoding} if encoding else {}
    first = client.get(path, headers=wish)
    again = client.get(path, headers=wish | {"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.get_data()) == (304, b"")
    for name in ("Cache-Control", "ETag", "Vary"):
        assert again.headers[name] == first.headers[name]
    assert client.get(path, headers=wish | {"If-None-Match": 'W/"another"'}).status_code == 200


def test_another_question_or_language_has_another_etag(client: FlaskClient) -> None:
    paths = ("/", "/fr/", "/zoek?q=lasser", "/zoek?q=boekhouder", "/zoek?q=lasser&when=evening")
    assert len({client.get(path).headers["ETag"] for path in paths}) == len(paths)


def test_the_page_of_a_course_that_leads_back_to_a_question_is_another_one(client: FlaskClient) -> None:
    came = client.get(COURSE, headers={"Referer": "http://localhost/zoek?q=boekhouder"})
    assert came.headers["ETag"] != client.get(COURSE).headers["ETag"]
    assert came.headers["Cache-Control"] == OWN


@pytest.mark.parametrize("encoding", ["br", "gzip", ""])
def test_a_static_file_is_kept_for_a_year_by_its_version(client: FlaskClient, encoding: str) -> None:
    wish = {"Accept-Encoding": encoding} if encoding else {}
    document = parse(client.get("/").get_data(as_text=True))
    address = next(one.get("href") for one in document.iter("link") if one.get("rel") == "stylesheet")
    assert address
    with client.get(address, headers=wish) as first:
        assert first.headers["Cache-Control"] == FOREVER
    with client.get(address, headers=wish | {"If-None-Match": first.headers["ETag"]}) as again:
        assert (again.status_code, again.get_data()) == (304, b"")


@pytest.mark.parametrize("path", ["/static/style.css", "/static/style.css?v=0000000000", "/static/nothing.css?v=1"])
def test_a_static_file_by_no_version_or_an_old_one_is_asked_for_again(client: FlaskClient, path: str) -> None:
    with client.get(path) as answer:
        assert answer.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("path", ["/nergens", "/cursus/nergens", "/zoek?page=0"])
def test_a_refusal_has_no_etag_and_is_asked_for_again(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert "ETag" not in answer.headers
    assert "no-cache" in answer.headers["Cache-Control"]


def test_search_down_is_kept_by_nobody(client_without_index: FlaskClient) -> None:
    answer = client_without_index.get("/")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "ETag" not in answer.headers
