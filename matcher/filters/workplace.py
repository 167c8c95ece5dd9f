"""Workplace learning: days a week, the sector of the firms, their places, and a mentor."""

from catalogue.messages import message
from indexer.engine.port import Between, Clause, Has
from indexer.traits import TENTHS
from matcher.filters.bands import Band, labels, within
from matcher.filters.base import Facts, Filter, Group, has, plain, studies, yes_or_nothing

DAYS = {
    "1": Band(message("filter.workplace_days.one"), 1, TENTHS),
    "2": Band(message("filter.workplace_days.two"), TENTHS + 1, 2 * TENTHS),
    "3": Band(message("filter.workplace_days.three"), 2 * TENTHS + 1, 3 * TENTHS),
    "4": Band(message("filter.workplace_days.more"), 3 * TENTHS + 1, None),
}
PLACES = {
    "1": message("filter.host_places.one"),
    "5": message("filter.host_places.five"),
    "10": message("filter.host_places.ten"),
}
SECTOR = message("filter.host_sector")


def _at_least(value: str, facts: Facts) -> Clause:
    return Between("host_places", low=int(value))


WORKPLACE_DAYS = Filter(
    name="workplace_days",
    label=message("filter.workplace_days"),
    in_run=True,
    single=False,
    choices=plain(labels(DAYS)),
    clause=within("workplace_days", DAYS),
    group=Group.WORKPLACE,
)
HOST_SECTOR = Filter(
    name="host_sector",
    label=SECTOR,
    in_run=True,
    single=False,
    choices=studies(SECTOR),
    clause=has("host_sector"),
    group=Group.WORKPLACE,
    sparse=True,
)
HOST_PLACES = Filter(
    name="host_places",
    label=message("filter.host_places"),
    in_run=True,
    single=True,
    choices=plain(PLACES),
    clause=_at_least,
    group=Group.WORKPLACE,
)
MENTOR = yes_or_nothing("mentor", message("filter.mentor"), Has("offers", ("mentor",)), Group.WORKPLACE)
