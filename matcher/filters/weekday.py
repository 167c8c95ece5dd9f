"""Weekday: the run takes no other day than the chosen ones."""

from collections.abc import Sequence
from itertools import combinations

from catalogue.messages import message
from indexer.engine.port import Clause, Has
from indexer.traits import together
from matcher.filters.base import Facts, Filter, Group, plain

LABELS = {
    "1": message("filter.weekday.monday"),
    "2": message("filter.weekday.tuesday"),
    "3": message("filter.weekday.wednesday"),
    "4": message("filter.weekday.thursday"),
    "5": message("filter.weekday.friday"),
    "6": message("filter.weekday.saturday"),
    "7": message("filter.weekday.sunday"),
}


def _clause(value: str, facts: Facts) -> Clause:
    return Has("weekdays", (value,))


def _together(values: Sequence[str], facts: Facts) -> Clause:
    """The index holds the days of a run as one token, so the run may take any part of what is chosen (at most 127)."""
    chosen = sorted(values)
    some = [days for size in range(1, len(chosen) + 1) for days in combinations(chosen, size)]
    return Has("weekdays", tuple(token for days in some for token in together(days)))


WEEKDAY = Filter(
    name="weekday",
    label=message("filter.weekday"),
    help=message("filter.weekday.help"),
    in_run=True,
    single=False,
    choices=plain(LABELS),
    clause=_clause,
    together=_together,
    group=Group.WEEK,
)
