"""What filters look at: length, price, level, places and the rest, known or not."""

from datetime import time, timedelta
from decimal import Decimal

import pytest
from making import TODAY, course, run

from catalogue.course import (
    Coaching,
    Course,
    Entry,
    Link,
    PriceKind,
    PriceLine,
    Slot,
    Subject,
    Workplace,
)
from indexer.fields import ALWAYS
from indexer.traits import course_values, form_values, offer_values, week_values


def line(amount: str, for_whom: str = "", kind: PriceKind = PriceKind.TUITION) -> PriceLine:
    return PriceLine(amount=Decimal(amount), for_whom=for_whom, kind=kind)


def of_course(one: Course) -> dict[str, object]:
    return dict(course_values(one, (), TODAY))


@pytest.mark.parametrize(
    ("lines", "cents"),
    [
        ((), None),
        ((line("0"),), 0),
        ((line("180.50"),), 18050),
        ((line("100"), line("25", kind=PriceKind.MATERIAL)), 12500),
        ((line("25", kind=PriceKind.MATERIAL),), 2500),
        ((line("100"), line("300")), 30000),
        ((line("100"), line("20", "leden")), 10000),
        ((line("20", "leden"),), None),
        ((line("0", "werkzoekenden"), line("300", "alle anderen")), 30000),
        ((line("0", "werkzoekenden"), line("300", "andere bedrijven")), None),
    ],
)
def test_the_price_is_the_most_that_anybody_pays(lines: tuple[PriceLine, ...], cents: int | None) -> None:
    assert offer_values(course("x", "Iets", prices=lines), None)["price"] == cents


def test_a_run_with_its_own_prices_leaves_those_of_the_course() -> None:
    one = course("x", "Iets", prices=(line("500"),))
    assert offer_values(one, run(prices=(line("0"),)))["price"] == 0
    assert offer_values(one, run())["price"] == 50000


@pytest.mark.parametrize(
    ("lines", "free"),
    [
        ((line("0", "werkzoekenden"), line("300")), ("job_seekers",)),
        ((line("0", "demandeurs d’emploi"),), ("job_seekers",)),
        ((line("10", "werkzoekenden"),), ()),
        ((line("0", "werkzoekenden met een attest"),), ()),
        ((line("0", "werkzoekenden"), line("40", kind=PriceKind.MATERIAL)), ()),
        ((line("0"),), ()),
    ],
)
def test_free_for_job_seekers_is_said_by_a_line_for_all_of_them(lines: tuple[PriceLine, ...], free: object) -> None:
    assert offer_values(course("x", "Iets", prices=lines), None)["free_for"] == free


@pytest.mark.parametrize(
    ("values", "minutes"),
    [
        ({"contact_hours": Decimal("7.5"), "total_hours": Decimal(40)}, 450),
        ({"contact_hours": Decimal(0), "total_hours": Decimal(40)}, 2400),
        ({"contact_hours": Decimal("8.001")}, 481),
        ({}, None),
    ],
)
def test_the_length_is_that_with_a_teacher_else_all(values: dict[str, Decimal], minutes: int | None) -> None:
    assert of_course(course("x", "Iets", **values))["minutes"] == minutes


@pytest.mark.parametrize(
    ("text", "level"), [("", None), ("geen", None), ("A1", 1), ("van A2 tot B1", 3), ("b2", 4), ("C2 vereist", 6)]
)
def test_the_language_level_is_the_highest_that_the_text_names(text: str, level: int | None) -> None:
    assert offer_values(course("x", "Iets", language_level=text), None)["language_level"] == level
    assert offer_values(course("x", "Iets", language_level="A1"), run(language_level=text or "A1"))[
        "language_level"
    ] == (level if text else 1)


def test_the_level_of_the_course_says_nothing_of_another_language() -> None:
    one = course("x", "Iets", teaching_language="nl", language_level="B1")
    assert offer_values(one, run())["language_level"] == 3
    assert offer_values(one, run(language="nl"))["language_level"] == 3
    assert offer_values(one, run(language="fr"))["language_level"] is None


def test_how_often_it_runs_is_counted_for_the_year_after_the_build() -> None:
    days = (-1, 0, 100, 364, 365)
    runs = tuple(run(at, start=TODAY + timedelta(days=day), end=None) for at, day in enumerate(days))
    assert of_course(course("x", "Iets", runs=(*runs, run(9, start=None, end=None))))["often"] == 3


def test_hours_count_only_where_every_meeting_has_them() -> None:
    slots = (Slot(weekday=2, start=time(9), end=time(12)), Slot(weekday=4, start=time(8, 30), end=time(11)))
    known = week_values(run(slots=slots))
    assert known == {"daypart": ("day",), "weekdays": ("2+4",), "begins": 510, "finishes": 720}
    without_day = week_values(run(slots=(*slots, Slot(start=time(9), end=time(10)))))
    assert without_day["weekdays"] == ()
    assert without_day["begins"] == 510
    nothing = week_values(run(slots=()))
    assert nothing == {"daypart": (), "weekdays": (), "begins": None, "finishes": None}


@pytest.mark.parametrize(
    ("values", "places"),
    [
        ({"places_free": 3}, ("free",)),
        ({"places_free": 3, "waiting_list": True}, ("free",)),
        ({"places_free": 0, "waiting_list": True}, ("waiting_list",)),
        ({"waiting_list": True}, ("waiting_list",)),
        ({"places_free": 0}, ()),
        ({}, ()),
    ],
)
def test_a_waiting_list_counts_where_nothing_is_known_to_be_free(values: dict[str, object], places: object) -> None:
    assert form_values(run(**values), None)["places"] == places


@pytest.mark.parametrize(
    ("hours", "tokens"),
    [
        (None, ("offered",)),
        (Decimal(72), ("offered",)),
        (Decimal(48), ("offered", "two_days")),
        (Decimal(8), ("offered", "day", "two_days")),
    ],
)
def test_coaching_says_how_soon(hours: Decimal | None, tokens: tuple[str, ...]) -> None:
    assert form_values(run(coaching=Coaching(offered=True, answer_hours=hours)), None)["coaching"] == tokens
    assert form_values(run(coaching=Coaching(offered=False, answer_hours=hours)), None)["coaching"] == ()


def test_one_can_enter_until_the_end_where_entry_is_permanent() -> None:
    day = run().start
    assert day is not None
    assert form_values(run(), None)["enter_by"] == day.toordinal()
    open_run = run(entry=Entry.PERMANENT)
    assert open_run.end is not None
    assert form_values(open_run, None)["enter_by"] == open_run.end.toordinal()
    assert form_values(run(start=None, end=None), None)["enter_by"] == ALWAYS
    assert form_values(run(start=None, end=None), TODAY)["enter_by"] == TODAY.toordinal()


def test_a_workplace_gives_days_in_tenths_and_its_sectors() -> None:
    place = Workplace(sector="scholen met een zorgrichting", days_a_week=Decimal("1.5"), places=4, mentor=True)
    values = form_values(run(workplace=place), None)
    assert (values["workplace_days"], values["host_places"]) == (15, 4)
    assert values["host_sector"] == ("care", "education")
    assert values["offers"] == ("mentor",)


def test_fields_of_study_come_from_occupations_codes_and_subjects() -> None:
    isco = Link(label="ISCO 2221", code="2221", scheme="isco", confidence=0.1)
    subjects = (Subject(label="Frans voor beginners"), Subject(label="0715", code="0715", scheme="isced"))
    one = course("x", "Iets", occupations=(isco,), subjects=subjects)
    assert of_course(one)["study"] == ("care", "technology", "languages")
