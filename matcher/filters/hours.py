"""Hours: no meeting of the run begins before, or lasts after, so many o'clock."""

from catalogue.messages import Message, message
from indexer.engine.port import Between, Clause
from matcher.filters.base import Facts, Filter, Group, plain

HOUR = 60
NOT_BEFORE = ("9", "12", "13", "17", "18", "19")
DONE_BY = ("12", "15", "16", "17", "21", "22")


def _not_before(value: str) -> Message:
    return message("filter.not_before.hour", hour=value)


def _done_by(value: str) -> Message:
    return message("filter.done_by.hour", hour=value)


def _from(value: str, facts: Facts) -> Clause:
    return Between("begins", low=int(value) * HOUR)


def _until(value: str, facts: Facts) -> Clause:
    return Between("finishes", high=int(value) * HOUR)


BEGINS = Filter(
    name="not_before",
    label=message("filter.not_before"),
    in_run=True,
    single=True,
    choices=plain({value: _not_before(value) for value in NOT_BEFORE}),
    clause=_from,
    group=Group.WEEK,
)
FINISHES = Filter(
    name="done_by",
    label=message("filter.done_by"),
    in_run=True,
    single=True,
    choices=plain({value: _done_by(value) for value in DONE_BY}),
    clause=_until,
    group=Group.WEEK,
)
