"""The same search as JSON, and failures as problem+json."""

import pytest
from flask.testing import FlaskClient
from making import TODAY, catalogue
from openapi_spec_validator import validate

from catalogue.course import Course
from matcher.filters import FILTERS


def test_the_answer_has_the_documented_shape(client: FlaskClient) -> None:
    answer = client.get("/api/courses?q=boekhouder&per_page=2").get_json()
    assert answer["count"] >= 2
    first = answer["courses"][0]
    assert first["id"] == "accounting"
    assert first["title"] == "Boekhouder"
    assert first["score"]["total"] == pytest.approx(sum(first["score"]["parts"].values()), abs=1e-3)
    assert set(first["score"]["parts"]) == {"words", "grams"}
    assert first["next_run"]["start"] > TODAY.isoformat()
    assert [(one["scheme"], one["state"]) for one in first["recognitions"]] == [("vov", "register")]
    assert {facet["name"] for facet in answer["facets"]} == {one.name for one in FILTERS} - {"radius"}


def test_a_past_course_has_no_next_run(client: FlaskClient) -> None:
    courses = client.get("/api/courses?q=hand").get_json()["courses"]
    (past,) = [one for one in courses if one["id"] == "past"]
    assert past["next_run"] is None
    assert past["last_run"]["start"] == "2025-01-07"


def test_pages_of_the_answer(client: FlaskClient) -> None:
    everything = client.get("/api/courses?per_page=100").get_json()
    assert everything["count"] == len(catalogue())
    second = client.get("/api/courses?per_page=4&page=2").get_json()
    assert [one["id"] for one in second["courses"]] == [one["id"] for one in everything["courses"]][4:8]


def test_one_course_is_whole(client: FlaskClient) -> None:
    answer = client.get("/api/courses/claimed").get_json()
    states = {one["scheme"]: (one["state"], one["claimed"]) for one in answer.pop("support")}
    assert states["vov"] == ("refused", True)
    (wanted,) = [one for one in catalogue() if one.id == "claimed"]
    assert Course.model_validate(answer) == wanted


def test_bad_parameters_are_named(client: FlaskClient) -> None:
    response = client.get("/api/courses?when=nacht&page=0")
    assert (response.status_code, response.mimetype) == (400, "application/problem+json")
    assert {one["name"] for one in response.get_json()["parameters"]} == {"when", "page"}


def test_an_unknown_parameter_is_refused_by_name(client: FlaskClient) -> None:
    response = client.get("/api/courses?zoek=lasser")
    assert response.status_code == 400
    assert [one["name"] for one in response.get_json()["parameters"]] == ["zoek"]


@pytest.mark.parametrize("path", ["/api/courses/nothing", "/api/nothing"])
def test_what_does_not_exist_is_404(client: FlaskClient, path: str) -> None:
    response = client.get(path)
    assert (response.status_code, response.mimetype) == (404, "application/problem+json")


@pytest.mark.parametrize("path", ["/api/courses?q=lasser", "/api/courses/accounting", "/readyz"])
def test_without_an_index_it_is_503_and_never_nothing_found(client_without_index: FlaskClient, path: str) -> None:
    response = client_without_index.get(path)
    assert (response.status_code, response.mimetype) == (503, "application/problem+json")
    assert int(response.headers["Retry-After"]) > 0
    assert "count" not in response.get_json()


def test_the_process_lives_without_an_index(client_without_index: FlaskClient) -> None:
    assert client_without_index.get("/healthz").get_json() == {"status": "ok"}


def test_ready_says_which_index(client: FlaskClient) -> None:
    answer = client.get("/readyz").get_json()
    assert (answer["engine"], answer["courses"]) == ("embedded", len(catalogue()))


@pytest.mark.parametrize(("wish", "words"), [("fr", "paramètre"), ("de", "Parameter"), ("en", "parameter")])
def test_problems_speak_the_language_asked_for(client: FlaskClient, wish: str, words: str) -> None:
    by_header = client.get("/api/courses?zoek=1", headers={"Accept-Language": wish}).get_json()["detail"]
    by_parameter = client.get(f"/api/courses?zoek=1&lang={wish}").get_json()["detail"]
    assert by_header == by_parameter
    assert words.lower() in by_header.lower()


def test_the_description_is_valid_and_complete(client: FlaskClient) -> None:
    description = client.get("/openapi.json").get_json()
    validate(description)
    parameters = description["paths"]["/api/courses"]["get"]["parameters"]
    assert not [one for one in parameters if "$ref" in one]
    for one in parameters:
        values = one["schema"].get("enum") or one["schema"].get("items", {}).get("enum") or []
        for value in values:
            place = "&place=Gent" if one["name"] in ("radius", "sort") else ""
            status = client.get(f"/api/courses?{one['name']}={value}{place}").status_code
            assert status == 200, (one["name"], value)


def test_every_answer_has_the_strict_headers(client: FlaskClient) -> None:
    for path in ("/api/courses", "/healthz", "/nothing", "/zoek"):
        headers = client.get(path).headers
        assert "script-src 'self';" in headers["Content-Security-Policy"]
        assert "'unsafe-inline'" not in headers["Content-Security-Policy"]
        assert headers["Content-Security-Policy"].startswith("default-src 'none'")
        assert headers["X-Content-Type-Options"] == "nosniff"


def test_proposals_come_with_their_kind_and_courses_with_their_page(client: FlaskClient) -> None:
    found = client.get("/api/suggest?q=boekhou&lang=nl").get_json()["suggestions"]
    assert {"kind": "occupation", "text": "boekhouder"} in found
    courses = [one for one in found if one["kind"] == "course"]
    assert courses
    assert all(client.get(one["url"]).status_code == 200 for one in courses)


def test_places_are_proposed_for_the_field_of_the_place(client: FlaskClient) -> None:
    found = client.get("/api/suggest?q=gen&field=place").get_json()["suggestions"]
    assert found[0] == {"kind": "place", "text": "Gent"}


@pytest.mark.parametrize("bad", ["field=nothing", "field=q&colour=red"])
def test_a_proposal_for_something_unknown_is_refused_and_named(client: FlaskClient, bad: str) -> None:
    answer = client.get(f"/api/suggest?q=x&{bad}")
    assert answer.status_code == 400
    assert answer.get_json()["parameters"][0]["name"] in bad
