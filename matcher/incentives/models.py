"""What a pack may hold: pydantic models of its YAML. Whether names exist and versions fit is checked in `lint`.

The format is explained with an example in docs/incentives.md; `schema()` in `packs` gives it as JSON Schema.
"""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StrictBool, StringConstraints, model_validator

from matcher.incentives.clocks import Clock
from matcher.incentives.conditions import Dotted, Leaf, Node, Number, leaves
from matcher.incentives.facts import Line, Strict, Words
from matcher.incentives.logic import ALWAYS, Period

Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
Party = Literal["learner", "employer", "government"]
Confidence = Literal["A", "B", "C", "U"]
State = Literal["value", "abolished", "announced", "not_found"]


class Source(Strict):
    """Where something was read."""

    url: Line
    kind: Line
    dated: date | Line


class Entry(Strict):
    """A figure from a date on. Only `value` is a fact: what comes from memory (U) is never one."""

    state: State = "value"
    value: StrictBool | Number | dict[str, Number] | list[list[Number | None]] | None = None
    src: tuple[Line, ...] = ()
    conf: Confidence
    note: str = ""
    checked: date | None = None
    recheck: date | None = None

    @model_validator(mode="after")
    def _is_honest(self) -> "Entry":
        if (self.state == "value") != (self.value is not None) and self.state != "announced":
            raise ValueError("a value, and nothing else but an announced one, has a `value`")
        if self.state == "value" and self.conf == "U":
            raise ValueError("what is only remembered (U) is never a value: write `state: not_found`")
        if self.state == "value" and not self.src:
            raise ValueError("a value names its source")
        return self


class Parameter(Strict):
    """A dated figure: each entry holds from its date until the next one."""

    label: Words
    unit: Line
    clock: Clock
    period: Literal["school_year", "year"] = "year"
    values: dict[date, Entry] = Field(min_length=1)
    note: str = ""

    @model_validator(mode="after")
    def _in_order(self) -> "Parameter":
        if list(self.values) != sorted(self.values):
            raise ValueError("the dates are not in order")
        return self


class Gives(Strict):
    """One benefit. `to` receives it, `by` bears it; `condition` and `formula` are in the language of `formulas`.

    `assuming` names facts with the value of the plain case: used only for the amount that is shown as "in the plain
    case" while they are unknown, never for the amount itself.
    """

    kind: Code
    label: Words
    unit: Line
    formula: Line
    condition: Line | None = Field(default=None, alias="if")
    to: Party
    by: Party | None = None
    only: Period = ALWAYS
    assuming: dict[Dotted, StrictBool | Number | str] = Field(default_factory=dict)
    src: tuple[Line, ...] = ()
    note: str = ""


class Step(Strict):
    """Who does what by when. The deadline may hold %(needed)s: the number of `figure` on that date."""

    who: Literal["person", "employer", "provider"]
    what: Words
    deadline: Words
    figure: Dotted | None = None
    only: Period = ALWAYS
    src: tuple[Line, ...] = ()


class Warning_(Strict):  # noqa: N801 -- the word of the format, without hiding Warning
    """A condition that is not worked out: "check this too".

    Shown where the formula `if` is not false; the text may hold %(needed)s: the number of `figure` on that date.
    """

    text: Words
    condition: Line | None = Field(default=None, alias="if")
    figure: Dotted | None = None
    only: Period = ALWAYS
    src: tuple[Line, ...] = ()


class Version(Strict):
    """The rules of a period. Without `when` it is only described: the answer is then unverified."""

    since: date | None = Field(alias="from")
    until: date | None = Field(alias="to")
    conf: Confidence = "B"
    note: str = ""
    when: Node | None = None
    gives: tuple[Gives, ...] = ()
    steps: tuple[Step, ...] = ()
    warnings: tuple[Warning_, ...] = ()

    @property
    def period(self) -> Period:
        """Its days, both ends included."""
        return Period.model_validate({"from": self.since, "to": self.until})


class Pack(Strict):
    """One instrument. `clock` picks its version and whether it exists; a card has no worked-out version."""

    id: Code
    kind: Literal["computed", "card"]
    example: bool = False
    names: Words
    about: Words
    pillar: Literal["time", "money", "guidance", "workplace", "register"]
    beneficiary: Literal["person", "employer"]
    second_beneficiary: Literal["person", "employer"] | None = None
    authority: Words
    legal: tuple[Line, ...] = ()
    url: Line | None = None
    clock: Clock
    exists: Period
    checked: date
    parameters: dict[Dotted, Parameter] = Field(default_factory=dict)
    versions: tuple[Version, ...] = ()
    steps: tuple[Step, ...] = ()
    warnings: tuple[Warning_, ...] = ()

    def version_on(self, day: date) -> Version | None:
        """The version of a day, if one is described."""
        return next((one for one in self.versions if one.period.holds(day)), None)

    def leaves(self) -> Iterator[Leaf]:
        """Every leaf of every version."""
        for version in self.versions:
            if version.when is not None:
                yield from leaves(version.when)


class SharedFigures(Strict):
    """Figures that several packs rest on."""

    checked: date
    parameters: dict[Dotted, Parameter]
