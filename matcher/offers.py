"""All filters with their choices, and the clause by which each is counted; kept while the facts stay the same."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date

from catalogue.places import Place
from indexer.engine.port import Count
from matcher.filters import FILTERS, Choice, Facts, Filter

# Places that people ask for, more or less.
MOST_KEPT = 200


@dataclass(frozen=True, kw_only=True, slots=True)
class Offer:
    """One filter that can be used now. `counts` are those of `choices`, in the same order."""

    filter: Filter
    choices: tuple[Choice, ...]
    counts: tuple[Count, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class CountedChoice:
    """A choice of a filter, how many courses it brings, and whether it is chosen."""

    choice: Choice
    count: int
    chosen: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Facet:
    """A filter with its choices counted."""

    filter: Filter
    choices: tuple[CountedChoice, ...]


class Offers:
    """Makes them once for the same facts: a place has the same radii with every question."""

    def __init__(self) -> None:
        # The facts are kept beside: what is known by its address in memory must not go away.
        self._kept: dict[Hashable, tuple[Facts, tuple[Offer, ...]]] = {}

    def of(self, facts: Facts) -> tuple[Offer, ...]:
        """Every filter that has choices."""
        key = tuple(_known_by(getattr(facts, one.name)) for one in fields(facts))
        found = self._kept.get(key)
        if found is None:
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            found = self._kept[key] = (facts, tuple(_offers(facts)))
        return found[1]


def _known_by(value: object) -> Hashable:
    """Days and places are compared; lists of a thousand rows are the same where they are the same object."""
    return value if value is None or isinstance(value, date | Place) else id(value)


def _offers(facts: Facts) -> list[Offer]:
    made = []
    for one in FILTERS:
        choices = tuple(one.choices(facts))
        counts = tuple(
            Count(name=one.name, choice=choice.value, clause=one.clause(choice.value, facts), in_run=one.in_run)
            for choice in choices
        )
        if choices:
            made.append(Offer(filter=one, choices=choices, counts=counts))
    return made


def facets(
    chosen: Mapping[str, tuple[str, ...]], offers: Sequence[Offer], counts: Mapping[tuple[str, str], int]
) -> tuple[Facet, ...]:
    """The offers with the counts of an answer. `chosen`: filter name -> its values."""
    made = []
    for offer in offers:
        name = offer.filter.name
        mine = chosen.get(name, ())
        choices = tuple(
            CountedChoice(choice=choice, count=counts[name, choice.value], chosen=choice.value in mine)
            for choice in offer.choices
        )
        made.append(Facet(filter=offer.filter, choices=choices))
    return tuple(made)
