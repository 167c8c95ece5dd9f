"""Part of the day: by day, in the evening, at the weekend, at your own hours. The run takes no other part."""

from collections.abc import Sequence
from itertools import combinations

from catalogue.messages import message
from catalogue.week import DayPart
from indexer.engine.port import Clause, Has
from indexer.traits import together
from matcher.filters.base import Facts, Filter, plain

LABELS = {
    DayPart.DAY: message("filter.when.day"),
    DayPart.EVENING: message("filter.when.evening"),
    DayPart.WEEKEND: message("filter.when.weekend"),
    DayPart.OWN: message("filter.when.own"),
}


def _clause(value: str, facts: Facts) -> Clause:
    return Has("daypart", (value,))


def _together(values: Sequence[str], facts: Facts) -> Clause:
    """The index holds what a run takes as one token, so the run may take any part of what is chosen."""
    chosen = [part for part in DayPart if part in values]
    some = [parts for size in range(1, len(chosen) + 1) for parts in combinations(chosen, size)]
    return Has("daypart", tuple(token for parts in some for token in together(parts)))


WHEN = Filter(
    name="when",
    label=message("filter.when"),
    help=message("filter.when.help"),
    in_run=True,
    single=False,
    choices=plain({str(part): label for part, label in LABELS.items()}),
    clause=_clause,
    together=_together,
)
