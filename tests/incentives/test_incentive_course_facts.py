"""From a course and a run to facts: what the catalogue does not know stays unknown."""

from datetime import date, time
from decimal import Decimal
from typing import Any

import pytest

from catalogue.course import (
    Certificate,
    Course,
    Measure,
    PriceKind,
    PriceLine,
    Provider,
    ProviderKind,
    Recognition,
    Run,
    Slot,
)
from matcher.incentives.course_facts import READERS, course_facts
from matcher.incentives.facts import FactWrong
from matcher.incentives.packs import library

FACTS = library().facts
DAY = date(2025, 9, 15)


def course(provider: dict[str, Any] | None = None, **fields: Any) -> Course:
    return Course(
        id="c1", source="test", title="Lassen", provider=Provider(id="p", name="P", **(provider or {})), **fields
    )


def facts(given: Course, run: Run | None = None, **rest: Any) -> dict[str, Any]:
    return course_facts(FACTS, given, run, DAY, **rest)


def decision(scheme: str, *, recognised: bool = True, theme: str = "", until: date | None = None) -> Recognition:
    return Recognition(
        scheme=scheme, recognised=recognised, theme=theme, valid_from=date(2025, 1, 1), valid_until=until
    )


def test_of_an_empty_course_almost_nothing_is_known() -> None:
    assert facts(course()) == {}


@pytest.mark.parametrize(
    ("decisions", "known"),
    [
        ((), None),
        ((decision("vov"),), True),
        ((decision("vov", recognised=False),), False),
        ((decision("vov", until=date(2025, 9, 14)),), False),
        ((decision("vov", until=date(2025, 9, 15)),), True),
        ((decision("opleidingskrediet"),), None),
    ],
)
def test_the_register_decides_for_the_day_and_silence_is_unknown(decisions: Any, known: bool | None) -> None:
    assert facts(course(recognitions=decisions)).get("course.in_incentive_db") is known


def test_the_provider_is_looked_up_apart_and_its_theme_read() -> None:
    registered = {"recognitions": (decision("kmo-portefeuille", theme="Cyberveiligheid"),)}
    found = facts(course(registered))
    assert (found["course.provider_kmo_reg"], found["course.kmo_theme"]) == (True, "cybersecurity")
    other = {"recognitions": (decision("kmo-portefeuille", theme="Leiderschap"),)}
    assert facts(course(other))["course.kmo_theme"] == "other_theme"


def test_size_and_measure_are_taken_over_and_the_only_known_size_tells_the_measure() -> None:
    found = facts(course(contact_hours=Decimal(60)))
    assert (found["course.contact_hours"], found["course.measure"]) == (60, "contact_hours")
    assert facts(course(credits=Decimal(6)))["course.measure"] == "ects"
    assert "course.measure" not in facts(course(credits=Decimal(6), contact_hours=Decimal(60)))
    assert facts(course(measure=Measure.PERIODS))["course.measure"] == "cvo_periods"


def test_the_price_is_what_everybody_pays_and_the_run_goes_before_the_course() -> None:
    lines = (
        PriceLine(amount=Decimal("100.50")),
        PriceLine(amount=Decimal(20), for_whom="leden"),
        PriceLine(kind=PriceKind.EXAM, amount=Decimal(35)),
        PriceLine(kind=PriceKind.MATERIAL, amount=Decimal(12)),
    )
    found = facts(course(prices=lines))
    assert (found["course.price"], found["course.exam_fee"], found["course.material_cost"]) == (
        Decimal("100.50"),
        35,
        12,
    )
    run = Run(id="r", prices=(PriceLine(amount=Decimal(80)),))
    assert facts(course(prices=lines), run)["course.price"] == 80


def test_hours_of_the_day_and_length_come_from_the_run() -> None:
    evening = Run(
        id="r",
        start=date(2025, 9, 15),
        end=date(2025, 11, 30),
        slots=(Slot(weekday=1, start=time(18, 30), end=time(21)),),
    )
    found = facts(course(), evening)
    assert (found["course.evening_or_weekend"], found["course.full_day"], found["course.weeks"]) == (True, False, 11)
    assert "course.evening_or_weekend" not in facts(course(), Run(id="r"))


def test_an_excluded_activity_is_known_by_its_kind() -> None:
    assert facts(course(activity="Lerend netwerk"))["course.excluded_activity"] is True
    assert facts(course(activity="Klassikale les"))["course.excluded_activity"] is False


def test_level_and_kind_of_provider_tell_the_kind_of_education() -> None:
    centre = {"kind": ProviderKind.ADULT_EDUCATION}
    found = facts(course(centre, certificate=Certificate(level=5)))
    assert (found["course.graduaat"], found["course.adult_education"]) == (True, True)
    assert "course.basic_education" not in found
    assert facts(course({"kind": ProviderKind.PRIVATE}))["course.basic_education"] is False


def test_a_bottleneck_is_only_known_where_it_was_looked_up() -> None:
    assert [facts(course(), bottleneck=one).get("course.bottleneck") for one in (None, True, False)] == [
        None,
        True,
        False,
    ]


def test_every_fact_that_comes_from_the_catalogue_has_a_reader() -> None:
    sources = [fact for fact in FACTS.facts.values() if fact.source]
    assert {next(iter(fact.source or {})) for fact in sources} == set(READERS)
    assert all(fact.origin == "course" for fact in sources)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("job.occupancy_pct", "veel"),
        ("job.occupancy_pct", -1),
        ("job.occupancy_pct", True),
        ("job.occupancy_pct", float("nan")),
        ("person.status", "boss"),
        ("person.status", 3),
        ("job.private_cao", 1),
        ("job.unknown", 1),
    ],
)
def test_a_value_that_a_fact_can_not_have_is_refused(name: str, value: object) -> None:
    with pytest.raises(FactWrong):
        FACTS.situation({name: value})


def test_numbers_are_exact_and_none_is_unknown() -> None:
    assert FACTS.situation({"job.occupancy_pct": 62.5, "job.weekly_hours": None}) == {
        "job.occupancy_pct": Decimal("62.5")
    }
