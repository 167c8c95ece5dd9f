"""Recognised for support in time or money: by the register, or only according to the provider."""

from collections.abc import Sequence

from catalogue.messages import message
from indexer.documents import CLAIM
from indexer.engine.port import Clause, Has
from matcher.filters.base import Choice, Facts, Filter, Group


def _choices(facts: Facts) -> Sequence[Choice]:
    register = [
        Choice(value=one.code, label=message("filter.recognised.register"), names=one.names) for one in facts.schemes
    ]
    claims = [
        Choice(value=CLAIM + one.code, label=message("filter.recognised.claim"), names=one.names)
        for one in facts.schemes
    ]
    return [*register, *claims]


def _clause(value: str, facts: Facts) -> Clause:
    return Has("recognised", (value,))


RECOGNISED = Filter(
    name="recognised",
    label=message("filter.recognised"),
    in_run=True,
    single=False,
    choices=_choices,
    clause=_clause,
    group=Group.MONEY,
    sparse=True,
)
