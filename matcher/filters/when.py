"""Part of the day: by day, in the evening, at the weekend."""

from collections.abc import Sequence

from catalogue.messages import message
from catalogue.week import DayPart
from indexer.engine.port import Clause, Has
from matcher.filters.base import Choice, Facts, Filter

LABELS = {
    DayPart.DAY: message("filter.when.day"),
    DayPart.EVENING: message("filter.when.evening"),
    DayPart.WEEKEND: message("filter.when.weekend"),
}


def _choices(facts: Facts) -> Sequence[Choice]:
    return [Choice(value=str(part), label=label) for part, label in LABELS.items()]


def _clause(value: str, facts: Facts) -> Clause:
    return Has("daypart", (value,))


WHEN = Filter(name="when", label=message("filter.when"), in_run=True, single=False, choices=_choices, clause=_clause)
