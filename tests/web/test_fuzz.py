"""Random and hostile requests: never a 500, always what was declared, and none that takes out of all proportion.

About 300 in the quick suite, 10,000 in the slow one. The same seed gives the same requests.
"""

import gc
import json
import statistics
import time
from collections import Counter
from collections.abc import Mapping
from functools import cached_property
from typing import Any, NoReturn
from zlib import crc32

import pytest
from compressed import plain
from flask import Flask
from flask.testing import FlaskClient
from hostile import Sent, requests
from hypothesis import HealthCheck, Phase, given, seed, settings
from jsonschema import Draft202012Validator
from pages import check_page
from werkzeug.test import TestResponse

from matcher.web.choices import MOST_TRIED
from matcher.web.headers import HEADERS
from matcher.web.routes import PAGES

SEED = 20261124
QUICK, MANY = 300, 10_000
# An answer may take so many times the median, in time of its own thread; the slowest of 10,000 takes 30 times.
OUT_OF_LINE = 40
REFUSED = {400, 404, 405, 413}
MARKER = "<script>alert("
HTML, JSON, PROBLEM = "text/html", "application/json", "application/problem+json"


class Trial:
    """Sends requests and checks each answer; every so many is looked at wholly, the others at a glance."""

    def __init__(self, client: FlaskClient, document: Mapping[str, Any], every: int) -> None:
        self.client, self.document, self.every = client, document, every
        self.statuses: Counter[int] = Counter()
        self.whole: Counter[str] = Counter()
        self.spent: list[tuple[float, Sent]] = []

    @cached_property
    def validators(self) -> dict[str, Draft202012Validator]:
        """Id of an operation -> what its good answers must be."""
        made = {}
        for methods in self.document["paths"].values():
            for operation in methods.values():
                schema = operation["responses"]["200"]["content"][JSON]["schema"]
                whole = {**schema, "components": self.document["components"]}
                made[operation["operationId"]] = Draft202012Validator(whole)
        return made

    def looks(self, sent: Sent) -> bool:
        """Whether this answer is looked at wholly; always the same for the same request."""
        return crc32(repr(sent).encode("utf-8", "replace")) % self.every == 0

    def send(self, sent: Sent) -> None:
        """One request: times it and checks its answer."""
        answer, spent = self.ask(sent)
        self.spent.append((spent, sent))
        with answer:
            self.check(answer, sent)

    def ask(self, sent: Sent) -> tuple[TestResponse, float]:
        """The answer, and the seconds that this thread spent on it; the garbage is that of the test, and left lying."""
        gc.disable()
        began = time.thread_time()
        answer = self.client.open(
            sent.path,
            method=sent.method,
            headers=dict(sent.headers),
            data=sent.body,
            environ_overrides={"QUERY_STRING": sent.query},
        )
        spent = time.thread_time() - began
        gc.enable()
        return answer, spent

    def warm(self) -> None:
        """What a process reads once, at the first question of a kind, is read before the clock runs."""
        pages = [path for path, _ in PAGES.values()]
        for path in (*pages, "/zoek?q=boekhuoder+avond+Gent", "/api/suggest?q=boekh", "/api/suggest?q=g&field=place"):
            self.client.get(path).close()
        for path, methods in self.document["paths"].items():
            if "post" in methods:
                body = methods["post"]["requestBody"]["content"][JSON]
                self.client.post(path, json=body.get("example", {})).close()

    def check(self, answer: TestResponse, sent: Sent) -> None:
        """What must hold for every answer."""
        self.statuses[answer.status_code] += 1
        assert answer.status_code < 500, sent
        assert all(answer.headers.get(name) for name in HEADERS), sent
        text = plain(answer).decode()
        assert "Traceback" not in text
        if answer.mimetype == HTML:
            self.check_html(text, answer, sent)
        elif answer.mimetype in (JSON, PROBLEM):
            self.check_json(text, answer, sent)
        else:
            assert sent.method == "OPTIONS" or answer.status_code == 304 or "/static/" in sent.path, sent

    def check_html(self, text: str, answer: TestResponse, sent: Sent) -> None:
        """A whole page; what was typed never becomes a script. The API answers no HTML but where it leads on."""
        assert MARKER not in text, sent
        if not text or answer.status_code in (301, 302, 308):
            return
        assert not answer.request.path.startswith("/api/"), sent
        assert text.lstrip().startswith("<!doctype html>"), sent
        if self.looks(sent):
            # What looks like a place to fill, and was typed so, may be said back as it stands.
            check_page(text.replace("%(count)s", "").replace("{{7*7}}", ""), answer.request.path)
            self.whole["pages"] += 1

    def check_json(self, text: str, answer: TestResponse, sent: Sent) -> None:
        """A problem that names its status, or an answer as the document says."""
        if not text:
            return
        found = json.loads(text, parse_constant=no_json)
        if answer.mimetype == PROBLEM:
            assert found["status"] == answer.status_code, sent
            assert answer.status_code in REFUSED, sent
            assert found["title"], sent
        elif sent.operation:
            self.validators[sent.operation].validate(found)
            self.whole[sent.operation] += 1

    def told(self) -> str:
        """How slow the slowest were beside the median, a line each."""
        median = self.median()
        slowest = sorted(self.spent, key=lambda one: -one[0])[:8]
        lines = [
            f"{spent / median:6.1f} x  {sent.method} {sent.path[:40]} {(sent.body or sent.query.encode())[:80]!r}"
            for spent, sent in slowest
        ]
        counted = f"{len(self.spent)} requests, {dict(sorted(self.statuses.items()))}, whole {dict(self.whole)}"
        return "\n".join((counted, f"median {1000 * median:.1f} ms; the slowest, as a ratio to it:", *lines))

    def median(self) -> float:
        return statistics.median(spent for spent, _ in self.spent)

    def out_of_line(self) -> list[tuple[float, Sent]]:
        """Requests that take out of all proportion, and do so whenever they are asked again."""
        most = OUT_OF_LINE * self.median()
        slow = [sent for spent, sent in self.spent if spent > most]
        best = [(min(self.again(sent) for _ in range(3)), sent) for sent in slow]
        return [one for one in best if one[0] > most]

    def again(self, sent: Sent) -> float:
        """Seconds that the same request takes now."""
        answer, spent = self.ask(sent)
        answer.close()
        return spent


def no_json(constant: str) -> NoReturn:
    """NaN and Infinity, which JSON does not have."""
    raise AssertionError(constant)


def tried(app: Flask, many: int, every: int) -> Trial:
    """So many requests, always the same ones."""
    client = app.test_client()
    document = client.get("/openapi.json").get_json()
    ids = [one["id"] for one in client.get("/api/courses?per_page=20").get_json()["courses"]]
    pages = [path for path, _ in PAGES.values()]
    trial = Trial(client, document, every)
    trial.warm()

    @seed(SEED)
    @settings(
        max_examples=many,
        database=None,
        deadline=None,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    @given(requests(document, pages, ids))
    def every_request(sent: Sent) -> None:
        trial.send(sent)

    every_request()
    return trial


def test_hostile_requests_get_what_was_declared(bundled: Flask) -> None:
    trial = tried(bundled, QUICK, every=3)
    assert len(trial.spent) >= QUICK
    assert {200, 400, 404} <= set(trial.statuses)
    assert set(trial.whole) >= {"pages", "searchCourses"}


@pytest.mark.slow
def test_ten_thousand_hostile_requests_get_what_was_declared_and_none_is_out_of_line(
    bundled: Flask, capsys: pytest.CaptureFixture[str]
) -> None:
    trial = tried(bundled, MANY, every=10)
    with capsys.disabled():
        print(f"\n{trial.told()}")
    assert len(trial.spent) >= MANY
    assert trial.out_of_line() == []
    assert set(trial.whole) == {"pages", *trial.validators}


def test_the_checks_would_see_a_failure_an_undeclared_answer_and_an_open_script(bundled: Flask) -> None:
    document = bundled.test_client().get("/openapi.json").get_json()
    broken = Flask("broken")
    broken.add_url_rule("/fails", "fails", lambda: ("no", 500))
    broken.add_url_rule("/open", "open", lambda: "<!doctype html><script>alert(1)</script>")
    broken.add_url_rule("/api/courses", "courses", lambda: {"count": -1})

    @broken.after_request
    def strict(response: Any) -> Any:
        response.headers.update(HEADERS)
        return response

    trial = Trial(broken.test_client(), document, every=1)
    for sent in (
        Sent(method="GET", path="/fails"),
        Sent(method="GET", path="/open"),
        Sent(method="GET", path="/api/courses", operation="searchCourses"),
    ):
        with pytest.raises((AssertionError, Exception)) as seen:
            trial.send(sent)
        assert seen.type.__name__ in ("AssertionError", "ValidationError")


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("radius=AAA", "radius"),
        ("lang=AAA", "lang"),
        ("when=a%0b", "when"),
        ("page=9%0b9", "page"),
        ("sort=%ef%bf%be", "sort"),
    ],
)
def test_a_value_that_does_not_exist_is_refused_and_said_back_without_what_can_not_be_shown(
    client: FlaskClient, query: str, name: str
) -> None:
    answer = client.get(f"/api/courses?{query}")
    assert answer.status_code == 400
    assert [one["name"] for one in answer.get_json()["parameters"]] == [name]
    if name != "lang":
        assert client.get(f"/zoek?{query}").status_code == 400  # this client parses the page strictly


@pytest.mark.parametrize("query", ["radius=25", "lang=", "radius=&place=", "bottleneck=yes"])
def test_a_value_that_exists_or_is_blank_is_taken(client: FlaskClient, query: str) -> None:
    assert client.get(f"/api/courses?{query}").status_code == 200


def test_raw_bytes_in_an_address_do_not_reach_the_page(client: FlaskClient) -> None:
    answer = client.get("/zoek", environ_overrides={"QUERY_STRING": "q=\x01\x0b\xff<x>"})
    assert answer.status_code == 200
    assert "\x01" not in answer.get_data(as_text=True)


def test_what_is_counted_in_variants_stays_few_with_every_choice_set(bundled: Flask) -> None:
    client = bundled.test_client()
    facets = client.get("/api/courses").get_json()["facets"]
    pairs = [f"{one['name']}={choice['value']}" for one in facets for choice in one["choices"][:1]]
    asked = []
    engine = bundled.extensions["finder"].engine
    ask = engine.ask
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(engine, "ask", lambda question: asked.append(question) or ask(question))
        assert client.get("/zoek?q=boekhouder&place=Gent&" + "&".join(pairs)).status_code == 200
    assert 1 < len(asked) <= 2 + MOST_TRIED + 1
