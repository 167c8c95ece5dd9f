"""What a verdict is made of: failing conditions, the second evaluation, what follows from the answers alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from matcher.incentives.amounts import Amount
from matcher.incentives.clocks import Dates
from matcher.incentives.facts import Facts
from matcher.incentives.logic import Answer
from matcher.incentives.prepared import Bound, Prepared


@dataclass(frozen=True, kw_only=True, slots=True)
class Failing:
    """A condition that fails. `yours` and `needed` are both values; for existence `yours` is the day, `needed` the
    first or last day. `bound` has the words, the figure and its source; None for existence."""

    id: str
    fact: str | None
    yours: Any
    needed: Any
    bound: Bound | None


@dataclass(frozen=True, kw_only=True, slots=True)
class LastKnown:
    """The second evaluation, with the last known figure where that of the date was not found; never a fact of today.
    `year` is that of the oldest figure that was put in place."""

    verdict: Answer
    amounts: Mapping[str, Amount]
    failing: tuple[Failing, ...]
    asks: tuple[str, ...]
    year: str | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What follows from the answers of the conditions alone, without any number."""

    verdict: Answer
    failing: tuple[int, ...]
    asks: tuple[str, ...]


def failed(bound: Bound, facts: Facts) -> Failing:
    """A condition that is no for these facts."""
    fact = bound.leaf.fact
    yours = facts.get(fact) if fact else bound.figure.value if bound.figure else None
    return Failing(id=bound.leaf.id, fact=fact, yours=yours, needed=bound.needed, bound=bound)


def existence(prepared: Prepared, dates: Dates) -> Failing:
    """That the instrument does not exist yet, or any more, on these dates."""
    exists = prepared.pack.exists
    needed = exists.since if prepared.why == "not_yet" else exists.until
    day = dates.on(prepared.pack.clock)
    return Failing(id=f"{prepared.pack.id}.exists", fact=None, yours=day, needed=needed, bound=None)
