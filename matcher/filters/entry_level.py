"""Entry level: the course asks for no higher one than this (levels of the Flemish and European frameworks)."""

from catalogue.messages import message
from indexer.engine.port import Between, Clause
from matcher.filters.base import Facts, Filter, Group, plain

LABELS = {
    "1": message("filter.entry_level.none"),
    "2": message("filter.entry_level.lower_secondary"),
    "3": message("filter.entry_level.upper_secondary"),
    "4": message("filter.entry_level.diploma"),
    "5": message("filter.entry_level.associate"),
    "6": message("filter.entry_level.bachelor"),
    "7": message("filter.entry_level.master"),
}


def _clause(value: str, facts: Facts) -> Clause:
    return Between("entry_level", high=int(value))


ENTRY_LEVEL = Filter(
    name="entry_level",
    label=message("filter.entry_level"),
    help=message("filter.entry_level.help"),
    in_run=False,
    single=True,
    choices=plain(LABELS),
    clause=_clause,
    group=Group.CONTENT,
)
