"""Settings come from the environment, need none, and say everything that is wrong at once."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.settings import SETTINGS, SettingsWrong, load_settings


def wrong(environment: dict[str, str]) -> dict[str, str]:
    with pytest.raises(SettingsWrong) as raised:
        load_settings(environment)
    return {str(one.params["name"]): str(one.params["value"]) for one in raised.value.problems}


def test_nothing_needs_to_be_set() -> None:
    settings = load_settings({})
    assert settings.index == Path(".leerloket/index")
    assert settings.elasticsearch_url == ""
    assert settings.timeout == 10


def test_an_empty_value_means_the_default() -> None:
    assert load_settings({setting.name: " " for setting in SETTINGS}) == load_settings({})


def test_the_day_is_the_one_that_was_set() -> None:
    assert load_settings({"LEERLOKET_TODAY": "2017-05-30"}).day() == date(2017, 5, 30)


def test_without_a_set_day_it_is_a_real_one() -> None:
    assert load_settings({}).day() >= date(2026, 1, 1)


def test_a_home_folder_is_understood_and_a_slash_at_the_end_of_an_address_is_not_kept() -> None:
    settings = load_settings({"LEERLOKET_INDEX": "~/index", "ELASTICSEARCH_URL": "http://search:9200/"})
    assert settings.index == Path.home() / "index"
    assert settings.elasticsearch_url == "http://search:9200"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("LEERLOKET_TODAY", "30/05/2017"),
        ("LEERLOKET_TODAY", "2026-02-30"),
        ("ELASTICSEARCH_URL", "search:9200"),
        ("ELASTICSEARCH_URL", "ftp://search"),
        ("LEERLOKET_ALIAS", "Leerloket"),
        ("LEERLOKET_ALIAS", "a*"),
        ("LEERLOKET_TIMEOUT", "0"),
        ("LEERLOKET_TIMEOUT", "ten"),
        ("LEERLOKET_TIMEOUT", "nan"),
        ("ELASTICSEARCH_CA_CERTS", "/no/such/file.pem"),
    ],
)
def test_a_value_that_can_not_be_used_is_named(name: str, value: str) -> None:
    assert wrong({name: value}) == {name: value}


def test_all_problems_are_listed_at_once() -> None:
    assert set(wrong({"LEERLOKET_TODAY": "soon", "LEERLOKET_TIMEOUT": "-1", "ELASTICSEARCH_URL": "x"})) == {
        "LEERLOKET_TODAY",
        "LEERLOKET_TIMEOUT",
        "ELASTICSEARCH_URL",
    }


@given(st.dictionaries(st.sampled_from([setting.name for setting in SETTINGS]), st.text(max_size=30)))
def test_any_environment_gives_settings_or_problems_by_name(environment: dict[str, str]) -> None:
    named: set[object] = set()
    try:
        load_settings(environment)
    except SettingsWrong as raised:
        named = {one.params["name"] for one in raised.problems}
    assert named <= set(environment)
