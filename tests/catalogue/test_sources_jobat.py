"""The Jobat feed: a JSON list with prices, dates and hours as people type them."""

import json
from copy import deepcopy
from datetime import date, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalogue.checks import Gravity
from catalogue.course import Course, Delivery, DurationUnit, Entry, Origin
from catalogue.sources import jobat
from catalogue.sources.base import Row

TODAY = date(2026, 1, 15)
VALID: dict[str, Any] = {
    "internal_id": "bloemen-schikken",
    "title": "Bloemen schikken",
    "language": "NL",
    "description": "<![CDATA[<p>Leer boeketten maken.</p>]]>",
    "description_program": "<![CDATA[Dagen:<ul><li>kiezen &amp; snijden</li><li>binden</li></ul>]]>",
    "description_extrainfo": "<![CDATA[<p>Neem een schort.</p><p><strong>Toelatingsvoorwaarden:</strong> geen</p>]]>",
    "price": 120.5,
    "certificate_name": "Attest van deelname",
    "course_image": "",
    "job_title": "Bloemist, Verkoper (bloemen, planten)",
    "skills": "Schikken, Verkopen",
    "audience": "Iedereen",
    "domain_category": "Groen",
    "domain_subcategory": "Bloemen",
    "job_function_category": 100,
    "esco_category_code": 7549,
    "nacebel_sector": "47.76",
    "required_knowledge": "Geen",
    "government_subsidy": "Vlaams opleidingsverlof (VOV), KMO-portefeuille",
    "webaddress": "https://school.example.be/bloemen?utm_source=jobat&utm_medium=affiliate",
    "degree_type": 5,
    "duration_length": 1,
    "duration_type": "days",
    "provider": "Voorbeeld Hogeschool",
    "location_and_date": [
        {
            "date_start": "2026-03-03",
            "date_end": "2026-03-03",
            "hours": "Van 9 tot 16 u.",
            "location_name": "Campus Noord",
            "location_address": "Voorbeeldstraat 4, 2018 Antwerpen",
            "location_zip": "",
        }
    ],
    "course_type": "1",
}


def changed(**values: object) -> dict[str, Any]:
    """The valid row with other values; those of a place are named in `place`."""
    row = deepcopy(VALID)
    row["location_and_date"][0].update(values.pop("place", {}))  # type: ignore[call-overload]
    return {**row, **values}


def read(folder: Path, *rows: object) -> list[Row]:
    file = folder / jobat.USUAL_FILE
    file.write_text(json.dumps(rows), encoding="utf-8")
    return list(jobat.read(folder, TODAY))


def course(folder: Path, **values: object) -> Course:
    found = read(folder, changed(**values))[0].course
    assert found is not None
    return found


def codes(row: Row) -> list[str]:
    return [problem.what.code for problem in row.problems]


def test_a_whole_row_becomes_a_record(tmp_path: Path) -> None:
    found = course(tmp_path)
    assert (found.id, found.title, found.text_language) == ("jobat-bloemen-schikken", "Bloemen schikken", "nl")
    assert found.summary == "Leer boeketten maken."
    assert found.content == "Dagen:\n- kiezen & snijden\n- binden"
    assert found.practical == "Neem een schort."
    assert found.entry_requirements == "Geen\n\ngeen"
    assert found.prices[0].amount == Decimal("120.5")
    assert found.url == "https://school.example.be/bloemen"
    assert [link.label for link in found.occupations] == ["Bloemist", "Verkoper (bloemen, planten)", "ISCO 7549"]
    assert {(link.origin, link.confidence) for link in (*found.occupations, *found.competences)} == {
        (Origin.INFERRED, 0.5)
    }
    assert [claim.scheme for claim in found.claims] == ["vov", "kmo-portefeuille"]
    assert found.recognitions == ()
    assert found.raw == {"degree_type": "5", "course_type": "1"}


def test_the_run_has_its_day_its_slot_and_its_address(tmp_path: Path) -> None:
    run = course(tmp_path).runs[0]
    assert run.slots[0].weekday == 2
    assert (run.slots[0].start, run.slots[0].end) == (time(9), time(16))
    assert run.venue is not None
    assert (run.venue.street, run.venue.postcode, run.venue.municipality) == ("Voorbeeldstraat 4", "2018", "Antwerpen")
    assert run.delivery == Delivery(on_site=100, origin=Origin.INFERRED)


def test_a_price_that_is_not_there_is_kept_as_text_without_a_problem(tmp_path: Path) -> None:
    row = read(tmp_path, changed(price="geen prijs beschikbaar"))[0]
    assert row.course is not None
    assert (row.course.prices, row.course.price_text) == ((), "geen prijs beschikbaar")
    assert row.problems == ()


def test_a_price_with_a_decimal_comma_is_an_amount(tmp_path: Path) -> None:
    assert course(tmp_path, price="495,60").prices[0].amount == Decimal("495.60")


def test_a_price_in_words_is_noted_and_a_negative_one_is_dropped(tmp_path: Path) -> None:
    assert codes(read(tmp_path, changed(price="70 euro per dag"))[0]) == ["problem.price"]
    row = read(tmp_path, changed(price=-5))[0]
    assert row.course is not None
    assert row.course.prices == ()
    assert [(problem.field, problem.what.code) for problem in row.problems] == [("price", "problem.refused")]


@pytest.mark.parametrize(
    ("length", "unit", "expected"),
    [
        (32, "uur", DurationUnit.HOURS),
        ("2.5", "hours", DurationUnit.HOURS),
        (1, "day", DurationUnit.DAYS),
        (6, "maanden", DurationUnit.MONTHS),
        (0.5, "years", DurationUnit.YEARS),
    ],
)
def test_durations_are_read_in_mixed_units(tmp_path: Path, length: object, unit: str, expected: DurationUnit) -> None:
    found = course(tmp_path, duration_length=length, duration_type=unit, place={"date_start": "", "date_end": ""})
    assert found.duration is not None
    assert (found.duration.length, found.duration.unit) == (Decimal(str(length)), expected)
    assert found.contact_hours == (Decimal(str(length)) if expected is DurationUnit.HOURS else None)


def test_a_duration_to_be_agreed_is_no_problem_and_stays_in_raw(tmp_path: Path) -> None:
    row = read(tmp_path, changed(duration_length="In overleg te bepalen"))[0]
    assert row.course is not None
    assert row.course.duration is None
    assert row.course.raw["duration_length"] == "In overleg te bepalen"
    assert row.problems == ()


def test_nine_days_for_nine_months_is_noted_where_text_and_dates_say_so(tmp_path: Path) -> None:
    place = {"date_start": "2025-09-23", "date_end": "2026-05-12"}
    row = read(tmp_path, changed(duration_length=9, description="Het traject duurt 9 maanden.", place=place))[0]
    assert codes(row) == ["problem.duration_contradicts"]
    assert row.problems[0].gravity is Gravity.NOTE
    assert codes(read(tmp_path, changed(duration_length=9, place=place))[0]) == []


def test_more_days_than_lie_between_the_dates_are_noted(tmp_path: Path) -> None:
    assert codes(read(tmp_path, changed(duration_length=3))[0]) == ["problem.duration_contradicts"]


def test_the_hours_of_the_whole_course_are_no_time_of_day(tmp_path: Path) -> None:
    found = course(tmp_path, place={"hours": "3"})
    assert found.contact_hours == 3
    assert found.runs[0].slots == ()


def test_the_text_with_intervision_gives_two_slots(tmp_path: Path) -> None:
    text = "Van 9 tot 16 u. Intervisiemomenten van 18.30 tot ten laatste 20.30 u."
    run = course(tmp_path, place={"hours": text, "date_end": "2026-05-05"}).runs[0]
    assert [(slot.weekday, slot.start, slot.end) for slot in run.slots] == [
        (None, time(9), time(16)),
        (None, time(18, 30), time(20, 30)),
    ]
    assert run.hours_text == text


def test_places_at_the_customer_and_online_are_told_apart(tmp_path: Path) -> None:
    customer = course(tmp_path, place={"location_name": "Op locatie in jouw organisatie", "location_address": ""})
    assert customer.runs[0].venue is not None
    assert customer.runs[0].venue.at_customer
    online = course(tmp_path, place={"location_name": "Online", "location_address": "N/A", "location_zip": "tbd"})
    assert online.runs[0].venue is None
    assert online.runs[0].delivery == Delivery(live_online=100, origin=Origin.PARSED)
    own = course(tmp_path, place={"location_name": "Online", "hours": "Op jouw eigen tempo"})
    assert own.runs[0].delivery == Delivery(self_paced=100, origin=Origin.PARSED)
    assert (own.runs[0].entry, own.runs[0].end) == (Entry.PERMANENT, None)


def test_delivery_is_not_guessed_where_the_text_speaks_of_online(tmp_path: Path) -> None:
    assert course(tmp_path, description="Met een online platform en een webinar.").runs[0].delivery is None


def test_sessions_are_dated_meetings(tmp_path: Path) -> None:
    session = {"date": "18/09/2026", "startTime": "17:00", "endTime": "20:00", "sessionDescription": "Start"}
    run = course(tmp_path, sessions=[session]).runs[0]
    assert (run.sessions[0].day, run.sessions[0].start, run.sessions[0].subject) == (
        date(2026, 9, 18),
        time(17),
        "Start",
    )


def test_runs_of_the_past_are_kept_and_noted(tmp_path: Path) -> None:
    row = read(tmp_path, changed(place={"date_start": "2025-03-03", "date_end": "2025-03-04"}))[0]
    assert row.course is not None
    assert row.course.runs[0].start == date(2025, 3, 3)
    assert codes(row) == ["problem.all_past"]


def test_a_run_that_ends_before_it_starts_loses_its_end(tmp_path: Path) -> None:
    row = read(tmp_path, changed(place={"date_end": "2026-03-01"}))[0]
    assert row.course is not None
    assert row.course.runs[0].end is None
    assert [(problem.field, problem.what.code) for problem in row.problems] == [
        ("location_and_date[0].date_end", "problem.refused")
    ]


def test_a_second_row_with_an_id_is_lost_and_an_identical_one_only_noted(tmp_path: Path) -> None:
    rows = read(tmp_path, changed(), changed(title="Anders"), changed())
    assert [row.course is not None for row in rows] == [True, False, False]
    assert [row.problems[0].gravity for row in rows[1:]] == [Gravity.ROW, Gravity.NOTE]
    assert codes(rows[1]) == codes(rows[2]) == ["problem.twice"]


def test_an_unknown_key_is_kept_and_told_once(tmp_path: Path) -> None:
    rows = read(tmp_path, changed(colour="red"), changed(internal_id="b", colour="blue"))
    assert [codes(row) for row in rows] == [["problem.unknown_key"], []]
    assert rows[1].course is not None
    assert rows[1].course.raw["colour"] == "blue"


@pytest.mark.parametrize("key", ["internal_id", "title", "provider"])
def test_a_row_is_lost_only_without_id_title_or_provider(tmp_path: Path, key: str) -> None:
    row = read(tmp_path, changed(**{key: ""}))[0]
    assert row.course is None
    assert [(problem.field, problem.what.code, problem.gravity) for problem in row.problems] == [
        (key, "problem.missing", Gravity.ROW)
    ]


def test_script_in_a_text_leaves_no_trace(tmp_path: Path) -> None:
    found = course(tmp_path, description="<![CDATA[Goed<script>alert('x')</script> zo]]>")
    assert found.summary == "Goed zo"


def test_a_text_that_is_too_long_is_cut_and_told(tmp_path: Path) -> None:
    row = read(tmp_path, changed(description="woord " * 20_000))[0]
    assert row.course is not None
    assert len(row.course.summary) <= 50_000
    assert codes(row) == ["problem.too_long"]


def test_a_row_of_ten_megabytes_passes(tmp_path: Path) -> None:
    rows = read(tmp_path, changed(description="woord " * 1_800_000), changed(internal_id="b"))
    assert [row.course is not None for row in rows] == [True, True]


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=True)
    | st.text(max_size=30)
    | st.sampled_from(["N/A", "-1", "1e999", "2026-13-40", "\x00", "Van 9 tot 9 u.", "<b><script>", "999999999999"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(values=st.dictionaries(st.sampled_from(sorted(VALID)), json_values, max_size=4), inner=st.booleans())
def test_any_value_in_any_field_never_stops_the_reading(tmp_path: Path, values: dict[str, Any], inner: bool) -> None:
    row = changed(place={"hours": next(iter(values.values()), "")}, **values) if inner else {**changed(), **values}
    rows = read(tmp_path, row, changed(internal_id="the-last"))
    assert rows[-1].course is not None
    assert len(rows) == 2
    assert rows[0].typed <= {path for path, _ in rows[0].cells}
    if rows[0].course is not None:
        rows[0].course.model_dump_json()
