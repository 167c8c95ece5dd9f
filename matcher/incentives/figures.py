"""A dated figure on one day: its value, or why there is none, and the last one that was known."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from matcher.incentives.logic import day_before, school_year
from matcher.incentives.models import Entry, Parameter, State


@dataclass(frozen=True, kw_only=True, slots=True)
class Figure:
    """`value` is None unless it is known on that day. `last` was the last known one, to the end of `last_until`."""

    name: str
    parameter: Parameter
    state: State
    entry: Entry | None
    since: date | None
    value: Any = None
    last: Any = None
    last_entry: Entry | None = None
    last_since: date | None = None
    last_until: date | None = None

    @property
    def year(self) -> str | None:
        """The last year, or school year, for which it was known: `2025-2026` or `2021`."""
        if self.last_until is None:
            return None
        return school_year(self.last_until) if self.parameter.period == "school_year" else str(self.last_until.year)

    def as_last_known(self) -> "Figure":
        """The same figure with the last known value in its place."""
        if self.value is not None or self.last is None:
            return self
        return Figure(
            name=self.name,
            parameter=self.parameter,
            state="value",
            entry=self.last_entry,
            since=self.last_since,
            value=self.last,
        )


def figure_on(name: str, parameter: Parameter, day: date) -> Figure:
    """The figure of a day. What is abolished has no last known value: it is not missing but gone."""
    passed = [(since, entry) for since, entry in parameter.values.items() if since <= day]
    if not passed:
        return Figure(name=name, parameter=parameter, state="not_found", entry=None, since=None)
    since, entry = passed[-1]
    if entry.state == "value":
        value = entry.value
        return Figure(name=name, parameter=parameter, state="value", entry=entry, since=since, value=value)
    known = [place for place, (_, one) in enumerate(passed) if one.state == "value"]
    if entry.state == "abolished" or not known:
        return Figure(name=name, parameter=parameter, state=entry.state, entry=entry, since=since)
    last_since, last_entry = passed[known[-1]]
    return Figure(
        name=name,
        parameter=parameter,
        state=entry.state,
        entry=entry,
        since=since,
        last=last_entry.value,
        last_entry=last_entry,
        last_since=last_since,
        last_until=day_before(passed[known[-1] + 1][0]),
    )
