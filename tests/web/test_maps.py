"""The map of dots: every municipality within its frame, north above south, east right of west."""

from catalogue.places import load_places
from matcher.web import maps


def _at(postcode: str) -> tuple[int, int]:
    place = load_places().by_postcode(postcode)
    assert place is not None
    return maps.point(place)


def test_every_dot_lies_within_the_frame() -> None:
    pairs = [tuple(map(int, dot.removesuffix("h0").split())) for dot in maps.dots().split("M") if dot]
    assert len(pairs) > 250
    assert all(0 < x < maps.WIDTH and 0 < y < maps.frame().height for x, y in pairs)


def test_towns_lie_as_on_any_map() -> None:
    ghent, antwerp, ostend, hasselt, halle = map(_at, ("9000", "2000", "8400", "3500", "1500"))
    assert ostend[0] < ghent[0] < antwerp[0] < hasselt[0]
    assert antwerp[1] < ghent[1] < halle[1]
