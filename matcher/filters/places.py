"""Free places, or at least a waiting list, on a run with which one can still start."""

from catalogue.messages import message
from indexer.engine.port import AllOf, Between, Clause, Has
from matcher.filters.base import Facts, Filter, Group, plain

LABELS = {
    "free": message("filter.places.free"),
    "waiting_list": message("filter.places.waiting_list"),
}


def _clause(value: str, facts: Facts) -> Clause:
    return AllOf((Has("places", (value,)), Between("enter_by", low=facts.today.toordinal())))


PLACES = Filter(
    name="places",
    label=message("filter.places"),
    in_run=True,
    single=False,
    choices=plain(LABELS),
    clause=_clause,
    group=Group.FORM,
)
