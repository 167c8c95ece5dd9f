"""The VDAB dump: Elasticsearch hits, no dates, no prices."""

import json
from copy import deepcopy
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalogue.course import CertificateKind, Delivery, Entry, Origin, ProviderKind, SourceId
from catalogue.sources import vdab
from catalogue.sources.base import Row, SourceUnreadable

TODAY = date(2017, 5, 30)
SOURCE: dict[str, Any] = {
    "code": "999001",
    "naam": "Tuinen aanleggen",
    "programma": "In deze opleiding:\n* spitten\n* planten\n",
    "doelstelling": "Instapvoorwaarden:\nJe bent graag buiten.\n\nDeze opleiding staat open voor iedereen.\n",
    "trefwoord": "tuin; groen",
    "infoSessieUrl": None,
    "disclaimer": "N",
    "attestering": "Na het volgen van deze opleiding kan je een tuin aanleggen.",
    "getuigschrift": "getuigschrift",
    "sectieCode": "1234",
    "wijzigingsDatum": "2017-05-23T11:24:14",
    "organisator": {
        "id": 7,
        "ikp": "7/0",
        "naam": "CVO Voorbeeld ",
        "telefoon": "02 000 00 00",
        "website": "http://cvo.example.be",
        "adres": {
            "straat": "Voorbeeldstraat",
            "nr": "1",
            "bus": None,
            "postcode": "9000",
            "gemeente": "SINT-VOORBEELD",
            "land": "BELGIE",
            "straatNrBus": "Voorbeeldstraat 1",
            "coordinaat": {"lat": 51.05, "lon": 3.72},
        },
    },
    "publicatie": {"van": "2016-01-01", "tot": "2017-10-20"},
    "sjablonen": [{"code": "A1", "knelpuntberoep": True, "omschrijving": "Tuinaanlegger"}],
    "vakgebieden": [{"code": "1", "omschrijving": "Groen"}],
}


def hit(**values: object) -> dict[str, Any]:
    source = {**deepcopy(SOURCE), **values}
    return {"_index": "v1", "_type": "opleiding", "_id": str(source["code"]), "_score": 1, "_source": source}


def read(folder: Path, *hits: object) -> list[Row]:
    body = {"took": 1, "_shards": {"total": 1}, "hits": {"total": len(hits), "max_score": 1, "hits": hits}}
    (folder / vdab.USUAL_FILE).write_text(json.dumps(body), encoding="utf-8")
    return list(vdab.read(folder, TODAY))


def test_a_whole_offer_becomes_a_record(tmp_path: Path) -> None:
    row = read(tmp_path, hit())[0]
    course = row.course
    assert course is not None
    assert row.problems == ()
    assert (course.id, course.title, course.activity) == ("vdab-999001", "Tuinen aanleggen", "opleiding")
    assert course.content == "In deze opleiding:\n- spitten\n- planten"
    assert course.entry_requirements == "Je bent graag buiten."
    assert course.for_whom == "Deze opleiding staat open voor iedereen."
    assert course.keywords == ("tuin", "groen")
    assert [(link.label, link.code, link.scheme) for link in course.occupations] == [
        ("Tuinaanlegger", "A1", "competent")
    ]
    assert [link.label for link in course.competences] == ["een tuin aanleggen"]
    assert (course.published_from, course.published_until) == (date(2016, 1, 1), date(2017, 10, 20))
    assert course.modified == datetime(2017, 5, 23, 11, 24, 14, tzinfo=UTC)
    assert SourceId(scheme="vdab-document", value="v1/opleiding/999001") in course.identifiers


def test_whether_an_occupation_is_a_bottleneck_is_stored_nowhere(tmp_path: Path) -> None:
    course = read(tmp_path, hit())[0].course
    assert course is not None
    assert "knelpunt" not in course.model_dump_json()


def test_the_provider_has_its_kind_as_an_inference_and_its_own_numbers(tmp_path: Path) -> None:
    course = read(tmp_path, hit())[0].course
    assert course is not None
    assert (course.provider.id, course.provider.name) == ("vdab-7", "CVO Voorbeeld")
    assert course.provider.kind is ProviderKind.ADULT_EDUCATION
    assert any(found.field == "provider.kind" and found.origin is Origin.INFERRED for found in course.inferences)
    assert [number.value for number in course.provider.identifiers] == ["7", "7/0"]


def test_the_run_has_no_date_and_the_address_of_the_organiser_as_inference(tmp_path: Path) -> None:
    course = read(tmp_path, hit())[0].course
    assert course is not None
    run = course.runs[0]
    assert (run.start, run.entry, run.delivery) == (None, Entry.UNKNOWN, None)
    assert run.venue is not None
    assert (run.venue.origin, run.venue.municipality) == (Origin.INFERRED, "Sint-Voorbeeld")


def test_a_web_course_has_no_place_and_says_whether_it_is_coached(tmp_path: Path) -> None:
    text = "Deze webcursus wordt aangeboden zonder coaching."
    course = read(tmp_path, hit(code="800999", doelstelling=text))[0].course
    assert course is not None
    run = course.runs[0]
    assert run.venue is None
    assert run.delivery == Delivery(self_paced=100, origin=Origin.PARSED)
    assert run.coaching is not None
    assert not run.coaching.offered


def test_a_web_course_with_a_workshop_gets_no_shares(tmp_path: Path) -> None:
    text = "Deze webmodule heeft oefeningen. Die doe je in het opleidingsatelier."
    course = read(tmp_path, hit(code="800998", doelstelling=text))[0].course
    assert course is not None
    assert course.runs[0].delivery is None


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("deelnamebewijs", CertificateKind.PROOF_OF_ATTENDANCE),
        ("getuigschrift", CertificateKind.ATTESTATION),
        ("officieel getuigschrift", CertificateKind.CERTIFICATE),
        ("diploma", CertificateKind.DIPLOMA),
    ],
)
def test_the_kind_of_certificate_is_read(tmp_path: Path, kind: str, expected: CertificateKind) -> None:
    course = read(tmp_path, hit(getuigschrift=kind))[0].course
    assert course is not None
    assert course.certificate is not None
    assert course.certificate.kind is expected


def test_a_proof_under_attestering_names_the_certificate(tmp_path: Path) -> None:
    course = read(tmp_path, hit(attestering="Gehomologeerd getuigschrift van X"))[0].course
    assert course is not None
    assert course.certificate is not None
    assert course.certificate.name == "Gehomologeerd getuigschrift van X"
    assert course.competences == ()


def test_the_study_time_of_a_web_course_is_total_hours(tmp_path: Path) -> None:
    text = "De gemiddelde leertijd van deze cursus bedraagt 25 uren."
    course = read(tmp_path, hit(doelstelling=text))[0].course
    assert course is not None
    assert course.total_hours == 25


def test_a_dump_without_hits_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / vdab.USUAL_FILE).write_text('{"hits": {"total": 0}}', encoding="utf-8")
    with pytest.raises(SourceUnreadable) as raised:
        vdab.read(tmp_path, TODAY)
    assert raised.value.what.code == "problem.wrong_shape"


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(found=st.dictionaries(st.sampled_from(sorted(SOURCE)), values, max_size=4))
def test_any_value_in_any_field_never_stops_the_reading(tmp_path: Path, found: dict[str, Any]) -> None:
    rows = read(tmp_path, hit(**found), hit(code="999002"))
    assert rows[1].course is not None or found.get("code") == "999002"
    if rows[0].course is not None:
        rows[0].course.model_dump_json()
