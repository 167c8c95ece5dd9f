"""Choices that are stretches of a number: from the one to the other, both included. Shared by several filters."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from catalogue.messages import Message
from indexer.engine.port import Between, Clause
from matcher.filters.base import Facts


@dataclass(frozen=True, slots=True)
class Band:
    """From `low` to `high` in the unit of the field, both included; None is open."""

    label: Message
    low: int | None
    high: int | None


Bands = Mapping[str, Band]


def labels(bands: Bands) -> dict[str, Message]:
    """value -> its words."""
    return {value: band.label for value, band in bands.items()}


def within(field: str, bands: Bands) -> Callable[[str, Facts], Clause]:
    """The clause of a choice: the number lies in its band."""

    def clause(value: str, facts: Facts) -> Clause:
        return Between(field, bands[value].low, bands[value].high)

    return clause
