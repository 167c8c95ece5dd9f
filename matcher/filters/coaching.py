"""Coaching between the lessons: somebody answers questions, and how soon."""

from catalogue.messages import message
from indexer.engine.port import Clause, Has
from matcher.filters.base import Facts, Filter, Group, plain

LABELS = {
    "offered": message("filter.coaching.offered"),
    "two_days": message("filter.coaching.two_days"),
    "day": message("filter.coaching.day"),
}


def _clause(value: str, facts: Facts) -> Clause:
    return Has("coaching", (value,))


COACHING = Filter(
    name="coaching",
    label=message("filter.coaching"),
    in_run=True,
    single=True,
    choices=plain(LABELS),
    clause=_clause,
    group=Group.FORM,
)
