"""Entry: everybody starts together, or you start when you like."""

from catalogue.messages import message
from indexer.engine.port import Clause, Has
from matcher.filters.base import Facts, Filter, Group, plain

LABELS = {
    "permanent": message("filter.entry.permanent"),
    "fixed": message("filter.entry.fixed"),
}


def _clause(value: str, facts: Facts) -> Clause:
    return Has("entry", (value,))


ENTRY = Filter(
    name="entry",
    label=message("filter.entry"),
    in_run=True,
    single=False,
    choices=plain(LABELS),
    clause=_clause,
    group=Group.FORM,
)
