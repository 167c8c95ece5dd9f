"""A course becomes a document of the field table."""

from datetime import date, time
from decimal import Decimal
from typing import Any

import pytest
from making import GENT, TODAY, catalogue, course, run

from catalogue.course import (
    Claim,
    Course,
    Delivery,
    Entry,
    Link,
    Origin,
    PriceLine,
    Provider,
    Recognition,
    Run,
    Session,
    Slot,
    Venue,
)
from catalogue.places import load_places
from catalogue.vocabulary import load_vocabulary
from indexer import analysis
from indexer.documents import delivery_kinds, last_start, recognised, to_document
from indexer.engine.port import Document
from indexer.fields import ALWAYS, SENTINEL, TABLE, Kind, Level


def document(one: Course) -> Document:
    return to_document(one, vocabulary=load_vocabulary(), places=load_places(), today=TODAY)


@pytest.mark.parametrize("one", catalogue(), ids=lambda one: one.id)
def test_every_document_follows_the_field_table(one: Course) -> None:
    made = document(one)
    assert set(made.tokens) == {field.name for field in TABLE.of(Kind.TOKENS)}
    assert all(tokens[0] == SENTINEL for tokens in made.tokens.values())
    assert set(made.values) <= {field.name for field in TABLE.fields if field.level == Level.COURSE}
    for values in made.runs:
        assert set(values) <= {field.name for field in TABLE.fields if field.level == Level.RUN}
    assert Course.model_validate_json(made.stored) == one


def test_the_title_counts_twice() -> None:
    tokens = document(course("x", "Zeldzaamheid", content="iets")).tokens["words"]
    assert tokens.count(analysis.stem("zeldzaamheid", "nl")) == 2


def test_a_linked_occupation_brings_its_labels_in_four_languages() -> None:
    tokens = document(course("x", "Iets", occupations=(Link(label="lasser", target="welder"),))).tokens["words"]
    for word, language in (("lasser", "nl"), ("soudeur", "fr"), ("schweisser", "de"), ("welder", "en")):
        assert analysis.stem(word, language) in tokens


def test_an_occupation_of_another_list_is_linked_where_it_is_called_the_same() -> None:
    link = Link(label="Boekhouder", code="M120301", scheme="competent")
    assert analysis.stem("comptable", "fr") in document(course("x", "Iets", occupations=(link,))).tokens["words"]
    other = Link(label="Boekhouder van de koning", code="X", scheme="competent")
    assert analysis.stem("comptable", "fr") not in document(course("x", "Iets", occupations=(other,))).tokens["words"]


def test_the_text_is_stemmed_in_its_own_language() -> None:
    french = document(course("x", "Comptabilités", text_language="fr")).tokens["words"]
    assert analysis.stem("comptabilité", "fr") in french


@pytest.mark.parametrize(
    ("shares", "kinds"),
    [
        ({"on_site": 100}, ("on_site",)),
        ({"live_online": 100}, ("online",)),
        ({"live_online": 40, "self_paced": 60}, ("online",)),
        ({"on_site": 50, "self_paced": 50}, ("blended",)),
        ({"on_site": 20, "workplace": 80}, ("workplace", "on_site")),
        ({"workplace": 100}, ("workplace",)),
        ({"workplace": 50, "live_online": 50}, ("workplace", "blended")),
    ],
)
def test_shares_become_the_forms_that_people_ask_for(shares: dict[str, int], kinds: tuple[str, ...]) -> None:
    assert delivery_kinds(Delivery(**shares)) == kinds


def test_unknown_delivery_is_of_no_form() -> None:
    assert delivery_kinds(None) == ()


def runs(**values: Any) -> tuple[Run, ...]:
    return (run(**values),)


@pytest.mark.parametrize(
    ("values", "last"),
    [
        ({"runs": runs()}, run().start),
        ({"runs": (run(), run(2, start=date(2026, 1, 5), end=None))}, run().start),
        ({"runs": runs(start=None, end=None, enrol_until=date(2027, 1, 1))}, date(2027, 1, 1)),
        ({"runs": runs(entry=Entry.PERMANENT, start=date(2026, 1, 1), end=date(2027, 6, 30))}, date(2027, 6, 30)),
        ({"runs": (), "published_until": date(2017, 6, 30)}, date(2017, 6, 30)),
        ({"runs": runs(start=None, end=None)}, None),
        ({"runs": ()}, None),
    ],
)
def test_the_last_day_to_start(values: dict[str, Any], last: date | None) -> None:
    assert last_start(course("x", "Iets", **values)) == (last.toordinal() if last else ALWAYS)


def test_recognition_is_that_of_the_day_the_run_starts() -> None:
    decision = Recognition(scheme="vov", recognised=True, valid_from=date(2026, 9, 1), valid_until=date(2027, 8, 31))
    late = run(2, start=date(2027, 9, 7), end=date(2027, 10, 5))
    made = document(course("x", "Iets", recognitions=(decision,), runs=(run(), late)))
    assert [values["recognised"] for values in made.runs] == [("vov",), ()]


def test_a_claim_counts_only_where_the_register_is_silent() -> None:
    claims = (Claim(scheme="vov"), Claim(scheme="opleidingscheques"), Claim(scheme="kmo-portefeuille", claimed=False))
    refused = (Recognition(scheme="vov", recognised=False),)
    assert recognised(course("x", "Iets", claims=claims, recognitions=refused), TODAY) == ("claim-opleidingscheques",)


def test_a_decision_on_the_provider_counts_for_its_courses() -> None:
    provider = Provider(id="p", name="P", recognitions=(Recognition(scheme="kmo-portefeuille", recognised=True),))
    assert recognised(course("x", "Iets", provider=provider), TODAY) == ("kmo-portefeuille",)


def test_a_place_is_the_centre_of_its_postcode() -> None:
    (values,) = document(course("x", "Iets")).runs
    place = load_places().by_postcode(GENT.postcode)
    assert place is not None
    assert values["postcode"] == ("9000",)
    assert values["point"] == (place.latitude, place.longitude)


@pytest.mark.parametrize(
    "venue",
    [None, Venue(at_customer=True, postcode="9000"), Venue(postcode="1012", country="NL"), Venue(name="ergens")],
)
def test_what_takes_place_nowhere_in_particular_has_no_place(venue: Venue | None) -> None:
    (values,) = document(course("x", "Iets", runs=runs(venue=venue))).runs
    assert "postcode" not in values


def test_coordinates_without_a_postcode_find_the_nearest() -> None:
    venue = Venue(latitude=51.054, longitude=3.725)
    (values,) = document(course("x", "Iets", runs=runs(venue=venue))).runs
    assert values["postcode"] == ("9000",)


@pytest.mark.parametrize(
    ("values", "parts"),
    [
        ({"slots": (Slot(weekday=2, start=time(9), end=time(12)),)}, ("day",)),
        ({"slots": (Slot(weekday=5, start=time(17), end=time(20)),)}, ("evening",)),
        ({"slots": (Slot(weekday=6, start=time(18), end=time(20)),)}, ("weekend",)),
        ({"slots": (Slot(start=time(18), end=time(20)), Slot(start=time(9), end=time(12)))}, ("day+evening",)),
        ({"slots": (), "sessions": (Session(day=date(2026, 11, 28), start=time(9)),)}, ("weekend",)),
        ({"slots": (), "sessions": (Session(day=date(2026, 11, 27)),)}, ()),
        ({"slots": (Slot(weekday=1, start=time(13), end=time(20)),)}, ("day+evening",)),
        ({"slots": (Slot(weekday=1, start=time(13), end=time(18)),)}, ("day",)),
        ({"sessions": (Session(day=date(2026, 11, 27)),)}, ()),
        ({"slots": (), "delivery": Delivery(self_paced=100)}, ("own",)),
        ({"delivery": Delivery(self_paced=100)}, ("evening",)),
    ],
)
def test_all_day_parts_of_a_run_are_one_token(values: dict[str, Any], parts: tuple[str, ...]) -> None:
    assert document(course("x", "Iets", runs=runs(**values))).runs[0]["daypart"] == parts


def test_a_course_without_runs_still_has_its_price_and_language() -> None:
    one = course("x", "Iets", runs=(), prices=(PriceLine(amount=Decimal(90)),), teaching_language="fr")
    (values,) = document(one).runs
    assert (values["price"], values["language"]) == (9000, ("fr",))


def test_only_occupations_that_are_sure_are_kept() -> None:
    sure = Link(label="lasser", target="welder", origin=Origin.INFERRED, confidence=0.9)
    guess = Link(label="kok", target="cook", origin=Origin.INFERRED, confidence=0.3)
    kept = document(course("x", "Iets", occupations=(sure, guess))).values["occupation"]
    assert isinstance(kept, tuple)
    assert kept[0] == "welder"
    assert kept[1].startswith("http://data.europa.eu/esco/occupation/")
    assert kept[2:] == ("isco-7212",)
