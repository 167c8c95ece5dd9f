"""What a filter is: its name in the address, its words, its choices, and the clause of each choice."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from itertools import combinations

from catalogue.bottlenecks import Bottlenecks, load_bottlenecks
from catalogue.messages import Message, message
from catalogue.places import Place, Places
from catalogue.schemes import Scheme
from catalogue.studies import load_studies
from indexer.engine.port import AnyOf, Clause, Has, Narrowing
from indexer.traits import together

# The one value of a filter that is set or not.
YES = "yes"


@dataclass(frozen=True, kw_only=True, slots=True)
class Facts:
    """What filters may look at: the day, the places, the schemes, the lists, and the place that was asked for."""

    today: date
    places: Places
    schemes: tuple[Scheme, ...]
    place: Place | None = None
    bottlenecks: Bottlenecks = field(default_factory=load_bottlenecks)


class Group(StrEnum):
    """Filters that a page shows together. Those of MAIN always stand open, the others can be folded."""

    MAIN = "main"
    WEEK = "week"
    CONTENT = "content"
    MONEY = "money"
    FORM = "form"
    PROVIDER = "provider"
    WORKPLACE = "workplace"
    ACCESS = "access"


GROUP_LABELS: Mapping[Group, Message] = {
    Group.WEEK: message("filter.group.week"),
    Group.CONTENT: message("filter.group.content"),
    Group.MONEY: message("filter.group.money"),
    Group.FORM: message("filter.group.form"),
    Group.PROVIDER: message("filter.group.provider"),
    Group.WORKPLACE: message("filter.group.workplace"),
    Group.ACCESS: message("filter.group.access"),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Choice:
    """One choice: its value in the address, and its words (`names` where they are data in four languages)."""

    value: str
    label: Message
    names: Mapping[str, str] | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Filter:
    """One filter. `name` is its parameter in the address; `single` allows one choice at a time.

    `choices(facts)` are all choices in the order that people see; none where it can not be used yet. `clause` is that
    of one choice. Several choices mean any of them, unless `together` says what they mean together. `help` says in a
    line what is meant. `yes_only`: it is set or not, and its label says all. A page leaves out choices of a `sparse`
    filter that bring nothing. `always` are the values where `choices` depend on more than the code.
    """

    name: str
    label: Message
    in_run: bool
    single: bool
    choices: Callable[[Facts], Sequence[Choice]]
    clause: Callable[[str, Facts], Clause]
    group: Group = Group.MAIN
    together: Callable[[Sequence[str], Facts], Clause] | None = None
    help: Message | None = None
    sparse: bool = False
    always: tuple[str, ...] = ()
    yes_only: bool = False

    def narrowing(self, values: Sequence[str], facts: Facts) -> Narrowing:
        """The filter as set: any of the chosen values, or what they mean together."""
        if self.together is not None and len(values) > 1:
            clause = self.together(values, facts)
        else:
            clause = AnyOf(tuple(self.clause(value, facts) for value in values))
        return Narrowing(name=self.name, clause=clause, in_run=self.in_run)


def plain(labels: Mapping[str, Message]) -> Callable[[Facts], Sequence[Choice]]:
    """Choices that are always the same: value -> label."""
    choices = tuple(Choice(value=value, label=label) for value, label in labels.items())

    def all_of_them(facts: Facts) -> Sequence[Choice]:
        return choices

    return all_of_them


def has(field: str) -> Callable[[str, Facts], Clause]:
    """The clause of a choice that stands in the field as it is."""

    def clause(value: str, facts: Facts) -> Clause:
        return Has(field, (value,))

    return clause


def wholly(field: str, order: Sequence[str]) -> Callable[[Sequence[str], Facts], Clause]:
    """The clause of several choices where the index holds all that a run takes as one token: the run may take any part
    of what is chosen. `order` is that of the parts within a token."""

    def clause(values: Sequence[str], facts: Facts) -> Clause:
        chosen = [value for value in order if value in values]
        some = [parts for size in range(1, len(chosen) + 1) for parts in combinations(chosen, size)]
        return Has(field, tuple(token for parts in some for token in together(parts)))

    return clause


def studies(label: Message) -> Callable[[Facts], Sequence[Choice]]:
    """The fields of study as choices."""

    def choices(facts: Facts) -> Sequence[Choice]:
        return [Choice(value=one.id, label=label, names=one.names) for one in load_studies()]

    return choices


def yes_or_nothing(
    name: str,
    label: Message,
    clause: Clause,
    group: Group,
    *,
    in_run: bool = True,
    help: Message | None = None,  # noqa: A002
) -> Filter:
    """A filter that is set or not, with one clause."""

    def the_clause(value: str, facts: Facts) -> Clause:
        return clause

    choices = plain({YES: label})
    return Filter(
        name=name,
        label=label,
        help=help,
        in_run=in_run,
        single=False,
        choices=choices,
        clause=the_clause,
        group=group,
        yes_only=True,
    )
