"""A map without tiles: the centres of the Flemish and Brussels municipalities as dots, in the units of one SVG."""

from dataclasses import dataclass
from functools import cache
from math import cos, radians

from catalogue.course import Run
from catalogue.places import BRUSSELS, FLANDERS, Place, load_places

WIDTH = 444
_EDGE = 8
# At this latitude a degree of longitude is so much shorter than one of latitude.
_MIDDLE = cos(radians(51))


@dataclass(frozen=True, slots=True)
class Frame:
    """From degrees to the units of the drawing: left and top in degrees, units a degree, height of the drawing."""

    left: float
    top: float
    scale: float
    height: int


def _shown() -> list[Place]:
    return [place for place in load_places().every if place.main and place.region in (FLANDERS, BRUSSELS)]


@cache
def frame() -> Frame:
    """The frame in which all shown municipalities fit."""
    across = [place.longitude * _MIDDLE for place in _shown()]
    down = [-place.latitude for place in _shown()]
    scale = (WIDTH - 2 * _EDGE) / (max(across) - min(across))
    return Frame(min(across), min(down), scale, round((max(down) - min(down)) * scale) + 2 * _EDGE)


def point(place: Place) -> tuple[int, int]:
    """(x, y) of a place in the drawing; outside it for a place in Wallonia."""
    drawn = frame()
    x = (place.longitude * _MIDDLE - drawn.left) * drawn.scale + _EDGE
    return round(x), round((-place.latitude - drawn.top) * drawn.scale + _EDGE)


@cache
def dots() -> str:
    """The path of all dots: drawn with round ends, each is a point of no length."""
    return "".join(f"M{x} {y}h0" for x, y in sorted({point(place) for place in _shown()}))


def venues(runs: list[Run]) -> list[Place]:
    """The places of these runs that the drawing can show, each once."""
    places = load_places()
    codes = dict.fromkeys(run.venue.postcode for run in runs if run.venue and run.venue.country == "BE")
    found = [place for place in map(places.by_postcode, codes) if place and place.region in (FLANDERS, BRUSSELS)]
    return list({point(place): place for place in found}.values())
