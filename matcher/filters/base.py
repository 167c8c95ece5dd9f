"""What a filter is: its name in the address, its words, its choices, and the clause of each choice."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from catalogue.messages import Message
from catalogue.places import Place, Places
from catalogue.schemes import Scheme
from indexer.engine.port import AnyOf, Clause, Narrowing


@dataclass(frozen=True, kw_only=True, slots=True)
class Facts:
    """What filters may look at: the day, the places, the schemes, and the place that was asked for."""

    today: date
    places: Places
    schemes: tuple[Scheme, ...]
    place: Place | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Choice:
    """One choice: its value in the address, and its words (`names` where they are data in four languages)."""

    value: str
    label: Message
    names: Mapping[str, str] | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Filter:
    """One filter. `name` is its parameter in the address; `single` allows one choice at a time.

    `choices(facts)` are all choices in the order that people see; none where it can not be used yet.
    """

    name: str
    label: Message
    in_run: bool
    single: bool
    choices: Callable[[Facts], Sequence[Choice]]
    clause: Callable[[str, Facts], Clause]

    def narrowing(self, values: Sequence[str], facts: Facts) -> Narrowing:
        """The filter as set: any of the chosen values."""
        clause = AnyOf(tuple(self.clause(value, facts) for value in values))
        return Narrowing(name=self.name, clause=clause, in_run=self.in_run)
