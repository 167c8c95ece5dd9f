"""Belgian places: a postcode or the name of a town becomes a point, and a point becomes the postcodes around it.

The file data/places.csv is made by data/make_places.py; here it is only read. No travel times: distances are
as the crow flies. What a venue is stands in `course`.
"""

import csv
import math
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

EARTH_RADIUS_KM = 6371.0088
# Answers of `within` that are kept: some hundred names each.
MOST_KEPT = 500
FLANDERS, WALLONIA, BRUSSELS = "02000", "03000", "04000"
DATA = Path(__file__).resolve().parent / "data"
COLUMNS = (
    *("postcode", "refnis", "name_nl", "name_fr", "name_de", "name_en", "localities", "province", "region"),
    *("main", "population", "latitude", "longitude", "coordinates"),
)

Floats = npt.NDArray[np.float64]

_POSTCODE = re.compile(r"(?:(?<![a-z0-9])be?)?(?<![0-9])([0-9]{4})(?![0-9])")
_SHORT = {"sint": "st", "saint": "st", "sankt": "st", "sainte": "ste"}
_LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l"})
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})


def fold(text: str) -> str:
    """A name without case, accents and punctuation, and with Sint, Saint and Sankt as st: 'St.-Niklaas' > 'st niklaas'.

    Folding twice changes nothing.
    """
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold().translate(_LETTERS))
    letters = (" " if not sign.isalnum() else sign for sign in plain if not unicodedata.combining(sign))
    return " ".join(_SHORT.get(word, word) for word in "".join(letters).split())


@dataclass(frozen=True, slots=True)
class Place:
    """A postcode in a municipality. `refnis`, `province` and `region` are REFNIS codes.

    `latitude` and `longitude` are degrees (WGS 84) of its centre, usually the town of `localities[0]`; `coordinates`
    says how the centre was found (catalogue/data/README.md). `main` marks the postcode that stands for the
    municipality; `population` is of the town at the centre, 0 where it is not known. In Brussels, `province` is the
    region.
    """

    postcode: str
    refnis: str
    name_nl: str
    name_fr: str
    name_de: str
    name_en: str
    localities: tuple[str, ...]
    province: str
    region: str
    main: bool
    population: int
    latitude: float
    longitude: float
    coordinates: str

    def name(self, language: str) -> str:
        """The municipality in nl, fr, de or en; another language gives the name that its people use."""
        local = self.name_nl if self.region == FLANDERS else self.name_fr
        return {"nl": self.name_nl, "fr": self.name_fr, "de": self.name_de, "en": self.name_en}.get(language, local)

    def names(self) -> tuple[str, ...]:
        """What the municipality is called, each name once."""
        return tuple(dict.fromkeys((self.name_nl, self.name_fr, self.name_de, self.name_en)))


@dataclass(frozen=True, slots=True)
class Province:
    """A province by REFNIS code, or the Brussels-Capital Region, which has none."""

    code: str
    region: str
    name_nl: str
    name_fr: str
    name_de: str
    name_en: str

    def name(self, language: str) -> str:
        """The name in nl, fr, de or en; Dutch for any other language."""
        return {"fr": self.name_fr, "de": self.name_de, "en": self.name_en}.get(language, self.name_nl)


@dataclass(frozen=True)
class Places:
    """All places, by postcode. Made by `load_places`."""

    every: tuple[Place, ...]
    _postcodes: dict[str, tuple[Place, ...]] = field(init=False, repr=False, compare=False)
    _names: dict[str, tuple[Place, ...]] = field(init=False, repr=False, compare=False)
    _latitudes: Floats = field(init=False, repr=False, compare=False)
    _longitudes: Floats = field(init=False, repr=False, compare=False)
    # What was asked lately: one question asks for several radii, and the next ones for the same place.
    _near: dict[tuple[Place, float], frozenset[str]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def __post_init__(self) -> None:
        postcodes: dict[str, list[Place]] = defaultdict(list)
        for place in self.every:
            postcodes[place.postcode].append(place)
        object.__setattr__(self, "_postcodes", {code: tuple(here) for code, here in postcodes.items()})
        object.__setattr__(self, "_names", _index_names(self.every))
        object.__setattr__(self, "_latitudes", np.radians([place.latitude for place in self.every]))
        object.__setattr__(self, "_longitudes", np.radians([place.longitude for place in self.every]))

    def by_postcode(self, code: str) -> Place | None:
        """The place of a postcode of four digits; of the few that two municipalities share, the smaller one."""
        return next(iter(self._postcodes.get(code.strip(), ())), None)

    def of_municipality(self, refnis: str) -> tuple[Place, ...]:
        """Every postcode of a municipality, the main one first."""
        return tuple(
            sorted((place for place in self.every if place.refnis == refnis), key=lambda place: not place.main)
        )

    def find(self, text: str) -> tuple[Place, ...]:
        """The places that a typed text can mean, the likeliest first; empty if none.

        Reads a postcode ('9000', 'B-9000', '9000 Gent') or a municipality or locality in nl, fr, de or en. A name
        gives one place per municipality that has it: municipalities before their localities, larger before smaller.
        """
        folded = fold(text)
        if found := _POSTCODE.search(folded):
            rest = " ".join((folded[: found.start()] + " " + folded[found.end() :]).split())
            named = self._names.get(rest, ())
            here = self._postcodes.get(found[1], ())
            towns = {place.refnis for place in named}
            return tuple(sorted(here, key=lambda place: place.refnis not in towns)) or named
        before = fold(re.split(r"[(,/]", text, maxsplit=1)[0])
        return self._names.get(folded) or self._names.get(before) or ()

    def nearest(self, latitude: float, longitude: float) -> Place:
        """The place whose centre is nearest. Raises ValueError for what is no point on earth."""
        if not (abs(latitude) <= 90 and abs(longitude) <= 180):
            raise ValueError("latitude lies within 90 degrees of 0, longitude within 180")
        return self.every[int(np.argmin(self._distances(latitude, longitude)))]

    def within(self, place: Place, km: float) -> frozenset[str]:
        """The postcodes whose centre lies at most `km` from the centre of the place, its own among them.

        Raises ValueError where `km` is negative or not a number.
        """
        if not km >= 0:
            raise ValueError("a radius is 0 km or more")
        found = self._near.get((place, km))
        if found is None:
            near = np.flatnonzero(self._distances(place.latitude, place.longitude) <= km)
            found = frozenset(self.every[number].postcode for number in near)
            if len(self._near) >= MOST_KEPT:
                self._near.clear()
            self._near[place, km] = found
        return found

    @staticmethod
    def distance(a: Place, b: Place) -> float:
        """Kilometres between two centres along the great circle (haversine)."""
        one, other = math.radians(a.latitude), math.radians(b.latitude)
        turn = math.radians(b.longitude - a.longitude)
        half = math.sin((other - one) / 2) ** 2 + math.cos(one) * math.cos(other) * math.sin(turn / 2) ** 2
        return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(min(1.0, half)))

    def _distances(self, latitude: float, longitude: float) -> Floats:
        """Kilometres from a point to every centre, shape (places,)."""
        here, turn = math.radians(latitude), self._longitudes - math.radians(longitude)
        half = np.sin((self._latitudes - here) / 2) ** 2
        half += math.cos(here) * np.cos(self._latitudes) * np.sin(turn / 2) ** 2
        return np.asarray(2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.minimum(1.0, half))))


def _labels(place: Place) -> Iterator[tuple[int, str]]:
    """(rank, name) of what a place is called: 0 the municipality, 1 the locality at its centre, 2 other localities."""
    if place.main:
        for name in place.names():
            yield 0, name
    for number, name in enumerate(place.localities):
        yield (1 if number == 0 else 2), name


def _index_names(places: Iterable[Place]) -> dict[str, tuple[Place, ...]]:
    """Places under each folded name, best first, one for each municipality."""
    ranked: dict[str, list[tuple[int, Place]]] = defaultdict(list)
    for place in places:
        for rank, name in _labels(place):
            for key in {fold(name), fold(name.translate(_UMLAUTS))}:
                ranked[key].append((rank, place))
    index = {}
    for key, found in ranked.items():
        found.sort(key=lambda pair: (pair[0], -pair[1].population, pair[1].postcode))
        best: dict[str, Place] = {}
        for _, place in found:
            best.setdefault(place.refnis, place)
        index[key] = tuple(best.values())
    return index


def _read(name: str) -> Iterator[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


@cache
def load_places() -> Places:
    """All places of data/places.csv, read once for each process."""
    return Places(tuple(_place(row) for row in _read("places.csv")))


def _place(row: dict[str, str]) -> Place:
    return Place(
        **{name: row[name] for name in COLUMNS[:6]},
        localities=tuple(row["localities"].split("|")) if row["localities"] else (),
        province=row["province"],
        region=row["region"],
        main=row["main"] == "1",
        population=int(row["population"]),
        latitude=float(row["latitude"]),
        longitude=float(row["longitude"]),
        coordinates=row["coordinates"],
    )


@cache
def load_provinces() -> dict[str, Province]:
    """The ten provinces and the Brussels-Capital Region by REFNIS code, as they stand in `Place.province`."""
    return {row["code"]: Province(**row) for row in _read("provinces.csv")}
