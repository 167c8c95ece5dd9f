"""A dated figure on a day."""

from datetime import date

import pytest
from made_up_packs import figure
from pydantic import ValidationError

from matcher.incentives.figures import figure_on
from matcher.incentives.models import Entry, Parameter

GONE = {"state": "abolished", "src": ["S1"], "conf": "A"}
LOST = {"state": "not_found", "conf": "U"}


def on(day: date, *values: tuple[str, object], period: str = "year") -> object:
    parameter = Parameter.model_validate(figure(*values, period=period))
    return figure_on("t.x", parameter, day)


def test_a_figure_holds_from_its_day_until_the_next_one() -> None:
    values = (("2019-09-01", 50), ("2025-09-01", 80))
    assert [on(day, *values).value for day in (date(2025, 8, 31), date(2025, 9, 1))] == [50, 80]  # type: ignore[attr-defined]


def test_before_its_first_day_a_figure_is_not_known_and_never_was() -> None:
    found = on(date(2018, 1, 1), ("2019-09-01", 50))
    assert (found.state, found.value, found.last) == ("not_found", None, None)  # type: ignore[attr-defined]


def test_a_figure_that_was_not_found_names_the_last_known_one_and_its_school_year() -> None:
    found = on(date(2026, 11, 24), ("2019-09-01", 50), ("2026-09-01", LOST), period="school_year")
    assert (found.value, found.last, found.year) == (None, 50, "2025-2026")  # type: ignore[attr-defined]
    assert found.as_last_known().value == 50  # type: ignore[attr-defined]


def test_what_is_abolished_has_no_last_known_value() -> None:
    found = on(date(2022, 1, 1), ("2014-09-01", 21), ("2022-01-01", GONE))
    assert (found.state, found.value, found.last) == ("abolished", None, None)  # type: ignore[attr-defined]


def test_what_is_only_announced_does_not_count_yet() -> None:
    announced = {"state": "announced", "value": 60, "src": ["S1"], "conf": "C"}
    found = on(date(2027, 1, 1), ("2019-09-01", 50), ("2027-01-01", announced))
    assert (found.value, found.last, found.year) == (None, 50, "2026")  # type: ignore[attr-defined]


def test_what_comes_from_memory_is_never_a_value() -> None:
    with pytest.raises(ValidationError, match="remembered"):
        Entry.model_validate({"value": 2760, "src": ["S1"], "conf": "U"})


def test_a_value_without_a_source_is_refused() -> None:
    with pytest.raises(ValidationError, match="source"):
        Entry.model_validate({"value": 2760, "conf": "A"})


def test_zero_and_one_stay_numbers() -> None:
    values = [Entry.model_validate({"value": one, "src": ["S1"], "conf": "A"}).value for one in (0, 1, True)]
    assert [type(one).__name__ for one in values] == ["Decimal", "Decimal", "bool"]


def test_dates_out_of_order_are_refused() -> None:
    with pytest.raises(ValidationError, match="order"):
        Parameter.model_validate(figure(("2025-09-01", 80), ("2019-09-01", 50)))
