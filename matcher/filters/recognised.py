"""Recognised for support in time or money: by the register, or only according to the provider."""

from collections.abc import Sequence

from catalogue.messages import message
from indexer.documents import CLAIM
from matcher.filters.base import Choice, Facts, Filter, Group, has


def _choices(facts: Facts) -> Sequence[Choice]:
    register = [
        Choice(value=one.code, label=message("filter.recognised.register"), names=one.names) for one in facts.schemes
    ]
    claims = [
        Choice(value=CLAIM + one.code, label=message("filter.recognised.claim"), names=one.names)
        for one in facts.schemes
    ]
    return [*register, *claims]


RECOGNISED = Filter(
    name="recognised",
    label=message("filter.recognised"),
    in_run=True,
    single=False,
    choices=_choices,
    clause=has("recognised"),
    group=Group.MONEY,
    sparse=True,
)
