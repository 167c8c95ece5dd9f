"""Doors, comparison, the list to keep, the API page, and what is said of wishes, slips and a wider radius."""

import re
from urllib.parse import parse_qs, urlsplit
from xml.etree.ElementTree import Element

import pytest
from flask.testing import FlaskClient
from making import catalogue
from pages import parse, words


def page(client: FlaskClient, path: str, status: int = 200) -> Element:
    response = client.get(path)
    assert response.status_code == status, path
    return parse(response.get_data(as_text=True))


def count_of(client: FlaskClient, query: str) -> int:
    count: int = client.get(f"/api/courses?{query}").get_json()["count"]
    return count


@pytest.mark.parametrize("door", ["/begeleider", "/werkgever"])
def test_a_door_counts_each_choice_as_the_search_does(client: FlaskClient, door: str) -> None:
    labels = [one for one in page(client, door).iter("label") if "pick" in (one.get("class") or "")]
    assert len(labels) >= 5
    for label in labels:
        box = next(label.iter("input"))
        shown = re.search(r"\d+", words(label).rsplit(" cursus", 1)[0].split()[-1])
        assert shown
        assert int(shown[0]) == count_of(client, f"{box.get('name')}={box.get('value')}"), words(label)


def test_the_door_of_employers_begins_with_learning_at_work(client: FlaskClient) -> None:
    ticked = [one for one in page(client, "/werkgever").iter("input") if one.get("checked") is not None]
    assert [(one.get("name"), one.get("value")) for one in ticked] == [("how", "workplace")]


def test_a_comparison_has_a_column_for_each_course_and_says_what_is_gone(client: FlaskClient) -> None:
    ids = [one.id for one in catalogue()[:3]]
    shown = page(client, f"/vergelijk?{'&'.join(f'id={each}' for each in ids)}&id=nergens")
    links = [one.get("href") for one in shown.findall(".//thead//a")]
    assert links == [f"/cursus/{each}" for each in ids]
    assert "1 cursus bestaat niet meer" in words(shown)


def test_a_comparison_holds_at_most_four(client: FlaskClient) -> None:
    shown = page(client, "/vergelijk?" + "&".join(f"id={one.id}" for one in catalogue()[:7]))
    assert len(shown.findall(".//thead//a")) == 4


def test_taking_one_away_leaves_the_others(client: FlaskClient) -> None:
    ids = [one.id for one in catalogue()[:3]]
    shown = page(client, "/bewaard?" + "&".join(f"id={each}" for each in ids))
    first = next(one for one in shown.iter("a") if one.get("data-forget") == ids[0])
    assert parse_qs(urlsplit(first.get("href") or "").query)["id"] == ids[1:]


def test_a_wish_in_the_words_counts_as_the_filter_it_stands_for(client: FlaskClient) -> None:
    said = client.get("/api/courses?q=boekhouden+avond").get_json()
    assert said["q"] == "boekhouden"
    assert said["heard"] == [{"text": "avond", "filter": "when", "value": "evening"}]
    assert said["count"] == count_of(client, "q=boekhouden&when=evening")


def test_a_slip_is_mended_and_said_and_can_be_taken_literally(client: FlaskClient) -> None:
    said = client.get("/api/courses?q=boekhuoden").get_json()
    assert said["mended"] == [{"typed": "boekhuoden", "read": "boekhouden"}]
    assert said["count"] == count_of(client, "q=boekhouden")
    assert client.get("/api/courses?q=boekhuoden&literal=1").get_json()["mended"] == []
    shown = page(client, "/zoek?q=boekhuoden")
    assert "Bedoelde je “boekhouden”?" in words(shown)
    assert any("literal=1" in (one.get("href") or "") for one in shown.iter("a"))


def test_where_nothing_is_near_the_radius_is_widened_and_that_is_said(client: FlaskClient) -> None:
    near = client.get("/api/courses?q=boekhouden&place=Veurne&radius=5").get_json()
    assert near["count"] > 0
    assert near["widened"]
    assert "Daarom keken we verder" in words(page(client, "/zoek?q=boekhouden&place=Veurne&radius=5"))


def test_every_offer_of_more_choice_brings_the_number_it_promises(client: FlaskClient) -> None:
    shown = page(client, "/zoek?when=weekend&how=blended")
    offers = [one for one in shown.findall(".//section[@aria-labelledby='more']//a") if "curs" in words(one)]
    assert offers
    for offer in offers:
        promised = re.match(r"\d+", words(offer))
        if promised:
            assert int(promised[0]) == count_of(client, urlsplit(offer.get("href") or "").query), words(offer)


def test_the_page_for_programs_leads_to_the_answer(client: FlaskClient) -> None:
    answer = client.get("/voor-programmas?try=searchCourses&q=lasser&when=evening&when=day&place=")
    assert answer.status_code == 302
    assert client.get(answer.headers["Location"]).get_json()["count"] == count_of(
        client, "q=lasser&when=evening&when=day"
    )
    course = client.get(f"/voor-programmas?try=getCourse&course_id={catalogue()[0].id}")
    assert client.get(course.headers["Location"]).get_json()["id"] == catalogue()[0].id
    assert client.get("/voor-programmas?try=nothing").status_code == 404
