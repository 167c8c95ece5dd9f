"""POST /api/match: the documented shape, the same order as the match, every wrong field named, nothing kept."""

import json
import logging
from typing import Any

import pytest
from flask.testing import FlaskClient
from openapi_spec_validator import validate

from matcher.goal import Kind
from matcher.profile import LARGEST, Profile
from matcher.web.match_api import matcher
from matcher.web.match_openapi import ANSWER, EXAMPLE
from matcher.weights import BARS

GOAL = {"kind": "herorienteren", "target": "lasser"}


def ask(client: FlaskClient, question: object, language: str = "en") -> Any:
    return client.post(f"/api/match?lang={language}", json=question)


def answer(client: FlaskClient, question: object, language: str = "en") -> dict[str, Any]:
    given = ask(client, question, language)
    assert given.status_code == 200, given.get_json()
    return dict(given.get_json())


def _required(schema: dict[str, Any], value: Any) -> None:
    """Every field that the description requires is there, all the way down; objects have no others than described."""
    if value is None:
        assert "null" in schema.get("type", ()) or "oneOf" in schema
        return
    if isinstance(value, list):
        for one in value:
            _required(schema.get("items", {}), one)
    elif isinstance(value, dict):
        assert set(schema.get("required", ())) <= set(value), schema
        for name, inner in schema.get("properties", {}).items():
            if name in value:
                _required(inner, value[name])


def test_the_answer_has_the_documented_shape(client: FlaskClient) -> None:
    found = answer(client, {"goal": GOAL})
    assert set(found) == set(ANSWER["properties"])
    _required(ANSWER, found)
    assert found["courses"]
    described = ANSWER["properties"]["courses"]["items"]["properties"]
    assert set(found["courses"][0]) == set(described)


def test_each_course_has_its_score_of_six_parts_reasons_gap_week_and_incentives(client: FlaskClient) -> None:
    for one in answer(client, {"goal": GOAL, "profile": EXAMPLE["profile"]})["courses"]:
        assert {"id", "title", "score", "reasons", "gap", "week", "incentives"} <= set(one)
        assert list(one["score"]["parts"]) == list(BARS)
        assert one["score"]["total"] == pytest.approx(sum(p["points"] for p in one["score"]["parts"].values()), abs=0.1)
        assert set(one["incentives"]) == {"time", "money", "question", "verdicts"}


@pytest.mark.parametrize("kind", [kind.value for kind in Kind])
def test_the_order_is_that_of_the_match_itself(client: FlaskClient, kind: str) -> None:
    given = answer(client, {"goal": {"kind": kind, "target": "boekhouder"}, "profile": EXAMPLE["profile"]})
    with client.application.test_request_context():
        found = matcher().match(Kind(kind), "boekhouder", Profile.model_validate(EXAMPLE["profile"]), "en")
    assert [one["id"] for one in given["courses"]] == [one.course.id for one in found.found]
    assert [one["score"]["total"] for one in given["courses"]] == [round(one.score.total, 2) for one in found.found]


def test_the_example_of_the_description_is_answered_and_the_description_is_valid(client: FlaskClient) -> None:
    document = client.get("/openapi.json").get_json()
    validate(document)
    body = document["paths"]["/api/match"]["post"]["requestBody"]["content"]["application/json"]
    assert answer(client, body["example"])["goal"]["concept"]["id"] == "accountant"
    assert set(body["schema"]["properties"]["profile"]["properties"]) == set(Profile.model_fields)
    assert "$ref" not in json.dumps(body)


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ({}, {"goal"}),
        ({"goal": {}}, {"goal.kind"}),
        ({"goal": {"kind": "catch up"}}, {"goal.kind"}),
        ({"goal": GOAL, "extra": 1, "limit": 0}, {"extra", "limit"}),
        ({"goal": GOAL, "limit": True}, {"limit"}),
        ({"goal": GOAL, "profile": {"level": 9, "week": {"free": ["x"]}}}, {"profile.level", "profile.week.free.0"}),
        ({"goal": GOAL, "profile": {"facts": {"person.statsu": "x"}}}, {"profile.facts.person.statsu"}),
        ({"goal": GOAL, "profile": {"facts": {"person.status": "boss"}}}, {"profile.facts.person.status"}),
        ({"goal": GOAL, "profile": {"place": "Atlantis"}}, {"profile.place"}),
        ({"goal": GOAL, "profile": {"name": "x"}}, {"profile.name"}),
        ({"goal": {"kind": "inhalen", "target": "x" * 301}}, {"goal.target"}),
        ([], {""}),
    ],
)
def test_what_is_wrong_is_named_with_how_to_mend_it(client: FlaskClient, question: object, names: set[str]) -> None:
    refused = ask(client, question)
    assert refused.status_code == 400
    assert refused.content_type == "application/problem+json"
    given = refused.get_json()["parameters"]
    assert {one["name"] for one in given} == names
    assert all(one["problem"] and one["mend"] for one in given)


@pytest.mark.parametrize("body", [b"", b"{", b"NaN", b'{"goal": NaN}', b"\xff", b"[" * 50_000])
def test_what_is_no_json_is_refused(client: FlaskClient, body: bytes) -> None:
    refused = client.post("/api/match", data=body, content_type="application/json")
    assert refused.status_code == 400


def test_a_question_that_is_too_large_is_refused(client: FlaskClient) -> None:
    refused = client.post("/api/match", data=b" " * (LARGEST + 1), content_type="application/json")
    assert refused.status_code == 413


def test_only_post_is_answered(client: FlaskClient) -> None:
    assert client.get("/api/match").status_code == 405


def test_nothing_of_a_profile_is_logged_kept_or_sent_back_as_a_cookie(
    client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    marker = "zeldzaamwoord-7f3a"
    given = ask(client, {"goal": GOAL, "profile": {"words": f"Ik werk als {marker}.", "facts": {}}})
    assert given.status_code == 200
    assert given.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in given.headers
    assert marker not in caplog.text
    assert marker not in given.get_data(as_text=True)
    found = client.application.extensions["matcher"]
    assert marker not in repr(found.concepts.__dict__)


def test_without_an_index_the_answer_is_503_and_not_nothing_found(client_without_index: FlaskClient) -> None:
    assert ask(client_without_index, {"goal": GOAL}).status_code == 503
