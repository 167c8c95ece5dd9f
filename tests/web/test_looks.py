"""The helpers of the templates: week strip, moments, price, calendar leaf, and links that promise a number."""

from datetime import date, time
from decimal import Decimal

from catalogue.course import Course, PriceKind, PriceLine, Provider, Run, Session, Slot, Venue
from matcher.web import looks


def run(**fields: object) -> Run:
    return Run.model_validate({"id": "r", **fields})


def course(**fields: object) -> Course:
    return Course.model_validate(
        {"id": "c", "source": "test", "title": "Lassen", "provider": Provider(id="p", name="P"), **fields}
    )


def test_a_slot_over_noon_takes_morning_and_afternoon() -> None:
    given = run(slots=(Slot(weekday=2, start=time(9), end=time(16)),))
    assert looks.week(given) == {(2, "morning"), (2, "afternoon")}


def test_a_slot_that_ends_at_noon_or_at_five_does_not_touch_the_next_part() -> None:
    given = run(slots=(Slot(weekday=1, start=time(9), end=time(12)), Slot(weekday=3, start=time(13), end=time(17))))
    assert looks.week(given) == {(1, "morning"), (3, "afternoon")}


def test_an_evening_until_late_takes_the_evening_alone() -> None:
    assert looks.week(run(slots=(Slot(weekday=4, start=time(18, 30), end=time(21)),))) == {(4, "evening")}


def test_a_dated_lesson_falls_on_its_weekday_and_one_without_hours_on_none() -> None:
    lessons = (Session(day=date(2027, 1, 9), start=time(9)), Session(day=date(2027, 1, 10)))
    assert looks.week(run(sessions=lessons)) == {(6, "morning")}


def test_days_with_the_same_hours_stand_together_and_in_the_order_of_the_week() -> None:
    slots = tuple(Slot(weekday=day, start=time(18), end=time(21)) for day in (4, 2))
    assert looks.moments(run(slots=slots)) == (((2, 4), time(18), time(21)),)


def test_hours_without_a_day_are_kept() -> None:
    assert looks.moments(run(slots=(Slot(start=time(9), end=time(12)),))) == (((), time(9), time(12)),)


def test_lines_for_some_people_only_never_enter_the_sum() -> None:
    lines = (
        PriceLine(amount=Decimal(120)),
        PriceLine(amount=Decimal(24), for_whom="werkzoekend"),
        PriceLine(kind=PriceKind.MATERIAL, amount=Decimal(30)),
    )
    price = looks.price(course(prices=lines), None)
    assert (price.total, price.least) == (Decimal(150), None)


def test_two_fees_for_everybody_give_a_range_and_no_sum() -> None:
    lines = (PriceLine(amount=Decimal(90)), PriceLine(amount=Decimal(120)))
    price = looks.price(course(prices=lines), None)
    assert (price.total, price.least, price.most) == (None, Decimal(90), Decimal(120))


def test_nothing_known_of_the_price_is_not_free() -> None:
    price = looks.price(course(), run())
    assert (price.total, price.least, price.most, price.lines) == (None, None, None, ())


def test_the_price_of_a_run_goes_before_that_of_its_course() -> None:
    given = run(prices=(PriceLine(amount=Decimal(10)),))
    assert looks.price(course(prices=(PriceLine(amount=Decimal(99)),)), given).total == Decimal(10)


def test_the_leaf_names_the_year_only_where_day_and_month_would_mislead() -> None:
    today = date(2026, 11, 24)
    assert looks.leaf(date(2027, 2, 2), today, "nl") == looks.Leaf(weekday="di", day="2", month="feb", year="")
    assert looks.leaf(date(2027, 11, 30), today, "nl").year == "2027"
    assert looks.leaf(date(2026, 11, 23), today, "nl").year == "2026"


def test_no_hours_with_a_teacher_say_nothing_of_the_length() -> None:
    assert looks.hours(course(contact_hours=0, total_hours=3)) == 3
    assert looks.hours(course(contact_hours=0)) is None


def test_a_long_course_is_counted_in_whole_hours_and_a_short_one_exactly() -> None:
    assert looks.hours(course(contact_hours=Decimal("66.7"))) == 67
    assert looks.hours(course(contact_hours=Decimal("3.5"))) == Decimal("3.5")


def test_a_town_is_named_in_the_language_of_the_page_and_a_village_as_its_people_do() -> None:
    assert looks.town(Venue(municipality="Gent", postcode="9000"), "fr") == "Gand"
    assert looks.town(Venue(postcode="2000"), "en") == "Antwerp"
    assert looks.town(Venue(municipality="Drongen", postcode="9031"), "fr") == "Drongen"
    assert looks.town(Venue(municipality="Lille", postcode="59000", country="FR"), "nl") == "Lille"
    assert looks.town(Venue(), "nl") == ""
