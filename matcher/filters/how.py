"""The form of delivery: in class, partly online, online, at work."""

from catalogue.messages import message
from indexer.engine.port import Clause, Has
from matcher.filters.base import Facts, Filter, plain

LABELS = {
    "on_site": message("filter.how.on_site"),
    "blended": message("filter.how.blended"),
    "online": message("filter.how.online"),
    "workplace": message("filter.how.workplace"),
}


def _clause(value: str, facts: Facts) -> Clause:
    return Has("delivery", (value,))


HOW = Filter(name="how", label=message("filter.how"), in_run=True, single=False, choices=plain(LABELS), clause=_clause)
