"""Within so many kilometres of the place asked for: the postcodes whose centre lies that near."""

from collections.abc import Sequence

from catalogue.messages import message
from indexer.engine.port import Clause, Has
from matcher.filters.base import Choice, Facts, Filter

KILOMETRES = (5, 10, 15, 25, 50, 100)
DEFAULT = "15"


def _choices(facts: Facts) -> Sequence[Choice]:
    if facts.place is None:
        return ()
    return [Choice(value=str(km), label=message("filter.radius.km", km=km)) for km in KILOMETRES]


def _clause(value: str, facts: Facts) -> Clause:
    if facts.place is None:
        raise ValueError("a radius needs a place")
    return Has("postcode", tuple(sorted(facts.places.within(facts.place, float(value)))))


RADIUS = Filter(
    name="radius",
    label=message("filter.radius"),
    in_run=True,
    single=True,
    choices=_choices,
    clause=_clause,
    always=tuple(str(km) for km in KILOMETRES),
)
