"""Starts within so many months from today, or can be started at any moment and not only later."""

from collections.abc import Sequence

from catalogue.messages import message
from indexer.engine.port import AllOf, AnyOf, Between, Clause, Has, Not
from matcher.filters.base import Choice, Facts, Filter

# A month as people count it ahead; the last choice is a whole year.
DAYS = {"1": 31, "3": 92, "6": 183, "12": 365}
LABELS = {
    "1": message("filter.start.month"),
    "3": message("filter.start.quarter"),
    "6": message("filter.start.half_year"),
    "12": message("filter.start.year"),
}


def _choices(facts: Facts) -> Sequence[Choice]:
    return [Choice(value=months, label=LABELS[months]) for months in DAYS]


def _clause(value: str, facts: Facts) -> Clause:
    today = facts.today.toordinal()
    last = today + DAYS[value]
    open_now = AllOf(
        (Has("entry", ("permanent",)), Between("enter_by", low=today), Not(Between("starts", low=last + 1)))
    )
    return AnyOf((Between("starts", today, last), open_now))


START = Filter(name="start", label=message("filter.start"), in_run=True, single=True, choices=_choices, clause=_clause)
