"""POST /api/incentives: the documented shape, the same answer as the rules, every wrong field named, nothing kept."""

import json
import logging
from typing import Any

import pytest
from flask.testing import FlaskClient
from making import TODAY
from openapi_spec_validator import validate

from matcher.incentives.clocks import Dates
from matcher.incentives.evaluator import Rules
from matcher.incentives.packs import library
from matcher.web.incentives_openapi import EXAMPLE
from matcher.web.incentives_question import LARGEST

FULL_TIMER = {
    "person.status": "employee",
    "job.private_cao": True,
    "job.work_region": "flanders",
    "job.occupancy_pct": 100,
    "job.weekly_hours": 38,
    "history.vov_same_course_2024": False,
    "history.vov_hours_used": 0,
    "employer.proposes_course": False,
}
COURSE = {"in_incentive_db": True, "measure": "contact_hours", "contact_hours": 40, "excluded_activity": False}


def ask(client: FlaskClient, question: object, language: str = "en") -> Any:
    return client.post(f"/api/incentives?lang={language}", json=question)


def vov(client: FlaskClient, question: dict[str, Any], language: str = "en") -> dict[str, Any]:
    answer = ask(client, question, language)
    assert answer.status_code == 200, answer.get_json()
    return dict(answer.get_json()["verdicts"]["vov"])


def test_the_answer_has_exactly_the_documented_shape(client: FlaskClient) -> None:
    answer = ask(client, {"as_of": "2025-09-01", "dates": {}, "facts": FULL_TIMER, "course": COURSE}).get_json()
    assert set(answer) == {"verdicts"}
    assert set(answer["verdicts"]) == set(library().packs)
    for verdict in answer["verdicts"].values():
        assert list(verdict) == ["verdict", "last_known", "amounts", "failing", "asks", "trace"]


def test_a_full_timer_has_forty_hours_of_leave_for_a_course_of_forty(client: FlaskClient) -> None:
    found = vov(client, {"as_of": "2025-09-01", "facts": FULL_TIMER, "course": COURSE})
    assert found["verdict"] == "yes"
    assert found["failing"] == []
    assert (found["amounts"]["leave_hours"]["state"], found["amounts"]["leave_hours"]["value"]) == ("value", 40)
    assert found["trace"]["answer"] == "yes"


def test_a_no_names_the_condition_with_both_numbers_in_words(client: FlaskClient) -> None:
    found = vov(client, {"as_of": "2025-09-01", "facts": FULL_TIMER | {"job.weekly_hours": 24}, "course": COURSE})
    assert found["verdict"] == "no"
    failing = [one for one in found["failing"] if one["id"] == "vov.weekly_hours"]
    assert [(one["yours"], one["needed"]) for one in failing] == [(24, 28)]
    assert "24" in failing[0]["says"]
    assert "28" in failing[0]["says"]


def test_an_open_fact_is_asked_in_the_language_of_the_request(client: FlaskClient) -> None:
    question = {"as_of": "2025-09-01", "facts": {**FULL_TIMER, "job.weekly_hours": None}, "course": COURSE}
    words = {code: vov(client, question, code)["asks"] for code in ("nl", "fr", "de", "en")}
    assert {tuple(one["fact"] for one in asks) for asks in words.values()} == {("job.weekly_hours",)}
    assert len({asks[0]["question"] for asks in words.values()}) == 4


def test_a_year_without_figures_is_not_verified_and_the_last_known_answer_stands_beside_it(client: FlaskClient) -> None:
    found = vov(client, {"as_of": "2026-11-24", "facts": FULL_TIMER, "course": COURSE})
    assert found["verdict"] == "unverified"
    assert found["last_known"]["verdict"] == "yes"
    assert found["last_known"]["year"] == "2025-2026"


def test_the_facts_of_a_course_may_have_their_whole_name(client: FlaskClient) -> None:
    long = {f"course.{name}": value for name, value in COURSE.items()}
    short, whole, among = (
        ask(client, {"as_of": "2025-09-01", "facts": facts, "course": course}).get_json()
        for facts, course in ((FULL_TIMER, COURSE), (FULL_TIMER, long), (FULL_TIMER | long, None))
    )
    assert short == whole == among


def test_the_course_of_the_catalogue_brings_its_own_facts_and_start(client: FlaskClient) -> None:
    courses = client.get("/api/courses").get_json()["courses"]
    registered = next(
        one["id"]
        for one in courses
        for way in one["recognitions"]
        if (way["scheme"], way["state"]) == ("vov", "register")
    )
    found = vov(client, {"facts": FULL_TIMER, "course": registered})
    conditions = {one["id"]: one for one in leaves(found["trace"])}
    assert conditions["vov.course_registered"]["yours"] is True
    # The figure is that of the day on which the run starts, four weeks on.
    assert conditions["vov.occupancy"]["on"] > TODAY.isoformat()


def leaves(node: dict[str, Any]) -> Any:
    if "legs" not in node:
        yield node
    for leg in node.get("legs", ()):
        yield from leaves(leg)


def test_what_is_given_wins_from_the_catalogue(client: FlaskClient) -> None:
    courses = client.get("/api/courses").get_json()["courses"]
    found = vov(client, {"facts": FULL_TIMER | {"course.contact_hours": 31}, "course": courses[0]["id"]})
    assert [one["yours"] for one in leaves(found["trace"]) if one["id"] == "vov.size_hours"] == [31]


def test_the_api_says_what_the_rules_say(client: FlaskClient) -> None:
    rules = Rules(library())
    facts = library().facts.situation({**FULL_TIMER, **{f"course.{name}": value for name, value in COURSE.items()}})
    said = ask(client, {"facts": FULL_TIMER, "course": COURSE}).get_json()["verdicts"]
    own = rules.evaluate(Dates(TODAY), facts)
    assert {name: one["verdict"] for name, one in said.items()} == {name: one.verdict.word for name, one in own.items()}


WRONG: list[tuple[object, str]] = [
    ({"as_of": "1 september"}, "as_of"),
    ({"as_of": 20250901}, "as_of"),
    ({"as_of": "0001-01-01"}, "as_of"),
    ({"dates": {"purchase": "2025-13-01"}}, "dates.purchase"),
    ({"dates": {"birthday": "2025-01-01"}}, "dates.birthday"),
    ({"dates": ["2025-01-01"]}, "dates"),
    ({"facts": {"job.ocupancy_pct": 50}}, "facts.job.ocupancy_pct"),
    ({"facts": {"job.occupancy_pct": "half"}}, "facts.job.occupancy_pct"),
    ({"facts": {"job.occupancy_pct": -1}}, "facts.job.occupancy_pct"),
    ({"facts": {"job.occupancy_pct": 1e300}}, "facts.job.occupancy_pct"),
    ({"facts": {"job.occupancy_pct": True}}, "facts.job.occupancy_pct"),
    ({"facts": {"job.private_cao": "yes"}}, "facts.job.private_cao"),
    ({"facts": {"person.status": ["employee"]}}, "facts.person.status"),
    ({"facts": "none"}, "facts"),
    ({"course": {"hours": 40}}, "course.hours"),
    ({"course": "no-such-course"}, "course"),
    ({"course": 7}, "course"),
    ({"colour": "red"}, "colour"),
    ([], ""),
]


@pytest.mark.parametrize(("question", "field"), WRONG, ids=lambda one: json.dumps(one)[:50])
def test_a_wrong_field_is_named_with_how_to_mend_it(client: FlaskClient, question: object, field: str) -> None:
    answer = ask(client, question)
    assert answer.status_code == 400
    assert answer.content_type == "application/problem+json"
    named = answer.get_json()["parameters"]
    assert [one["name"] for one in named] == [field]
    assert named[0]["problem"]
    assert named[0]["mend"]


def test_all_wrong_fields_are_named_at_once(client: FlaskClient) -> None:
    answer = ask(client, {"as_of": "x", "facts": {"job.occupancy_pct": "x", "y": 1}, "course": {"z": 1}})
    assert len(answer.get_json()["parameters"]) == 4


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"\xff", b'{"facts": {"job.gross_month": NaN}}', b"[" * 9000, b'{"\\ud800": 1}', b"9" * 9000],
    ids=["empty", "cut off", "no text", "NaN", "deep", "half a letter", "long number"],
)
def test_what_is_no_json_is_refused(client: FlaskClient, body: bytes) -> None:
    answer = client.post("/api/incentives", data=body, content_type="application/json")
    assert answer.status_code == 400
    assert answer.get_json()["parameters"]


def test_a_huge_question_is_refused(client: FlaskClient) -> None:
    answer = client.post("/api/incentives", data=b" " * (LARGEST + 1), content_type="application/json")
    assert answer.status_code == 413
    assert answer.content_type == "application/problem+json"


def test_it_can_only_be_posted(client: FlaskClient) -> None:
    assert client.get("/api/incentives").status_code == 405


def test_nothing_of_a_question_is_kept_or_logged(client: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        answer = ask(client, {"facts": FULL_TIMER | {"job.gross_month": 4321}, "course": COURSE})
        ask(client, {"facts": {"job.gross_month": "4321 euro"}})
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in answer.headers
    assert "4321" not in caplog.text


def test_the_example_of_the_description_is_answered(client: FlaskClient) -> None:
    description = client.get("/openapi.json").get_json()
    validate(description)
    content = description["paths"]["/api/incentives"]["post"]["requestBody"]["content"]["application/json"]
    assert content["example"] == EXAMPLE
    assert ask(client, content["example"]).status_code == 200
    assert set(content["schema"]["properties"]["facts"]["properties"]) == set(library().facts.facts)


def test_the_example_stands_on_the_page_for_programs(client: FlaskClient) -> None:
    assert "/api/incentives" in client.get("/voor-programmas").get_data(as_text=True)
