"""The list of facts that rules may ask for: type, values, cost of the question, its words. Holds no answers.

The list itself is facts.yaml. A situation is a plain mapping from a name to a value; what is absent is unknown.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=600)]
Ease = Annotated[int, Field(ge=1, le=5)]
Value = bool | Decimal | str
Facts = Mapping[str, Value]

FILE = Path(__file__).parent / "facts.yaml"


class Strict(BaseModel):
    """A frozen value without unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Words(Strict):
    """The same text in the four languages."""

    nl: Line
    fr: Line
    de: Line
    en: Line

    def each(self) -> dict[str, str]:
        """By language."""
        return {"nl": self.nl, "fr": self.fr, "de": self.de, "en": self.en}


class Unit(Strict):
    """What stands after a number; empty for a bare count."""

    nl: str
    fr: str
    de: str
    en: str


class Kind(StrEnum):
    """The type of a fact."""

    BOOL = "bool"
    NUMBER = "number"
    ENUM = "enum"


class Fact(Strict):
    """One fact. `cost` is how hard the question is, `change` how hard the world (absent: it can not be changed)."""

    name: str
    kind: Kind = Field(alias="type")
    unit: str | None = None
    cost: Ease
    change: Ease | None = None
    question: Words
    values: dict[str, Words] = {}
    source: dict[str, Any] | None = Field(default=None, alias="from")
    words: dict[str, tuple[str, ...]] = {}
    note: str = ""

    @property
    def origin(self) -> Literal["person", "job", "employer", "course", "history"]:
        """Whom it is about: the part of the name before the dot."""
        return self.name.split(".")[0]  # type: ignore[return-value] # checked below

    @model_validator(mode="after")
    def _is_whole(self) -> "Fact":
        if self.name.split(".")[0] not in ("person", "job", "employer", "course", "history"):
            raise ValueError("a fact is of a person, job, employer, course or history")
        if (self.kind == Kind.ENUM) != bool(self.values):
            raise ValueError("an enum, and nothing else, lists its values")
        if (self.kind == Kind.NUMBER) != (self.unit is not None):
            raise ValueError("a number, and nothing else, has a unit")
        return self


class FactWrong(ValueError):
    """A value does not fit its fact, or no fact is called so. `args` are the name and the value."""


class FactList(Strict):
    """All facts by name, in the order of the file, and the units with their words."""

    facts: dict[str, Fact]
    units: dict[str, Unit]

    @model_validator(mode="before")
    @classmethod
    def _name_each(cls, given: dict[str, Any]) -> dict[str, Any]:
        facts = {name: {"name": name, **one} for name, one in given.get("facts", {}).items()}
        return {**given, "facts": facts}

    @model_validator(mode="after")
    def _units_exist(self) -> "FactList":
        missing = {fact.unit for fact in self.facts.values() if fact.unit} - set(self.units)
        if missing:
            raise ValueError(f"no such unit: {', '.join(sorted(missing))}")
        return self

    @cached_property
    def order(self) -> dict[str, int]:
        """The place of each fact in the file: the last word in a tie."""
        return {name: place for place, name in enumerate(self.facts)}

    def value(self, name: str, given: object) -> Value:
        """A value as rules compare it: exact Decimal for numbers. Raises FactWrong."""
        fact = self.facts.get(name)
        if fact is None:
            raise FactWrong(name, given)
        if fact.kind == Kind.BOOL and isinstance(given, bool):
            return given
        if fact.kind == Kind.ENUM and isinstance(given, str) and given in fact.values:
            return given
        if fact.kind == Kind.NUMBER and not isinstance(given, bool) and isinstance(given, int | float | Decimal | str):
            return self._number(name, given)
        raise FactWrong(name, given)

    def _number(self, name: str, given: int | float | Decimal | str) -> Decimal:
        try:
            number = Decimal(str(given))
        except InvalidOperation:
            raise FactWrong(name, given) from None
        if not number.is_finite() or number < 0:
            raise FactWrong(name, given)
        return number

    def situation(self, given: Mapping[str, object]) -> dict[str, Value]:
        """The known facts of a mapping; None counts as unknown. Raises FactWrong for the first that does not fit."""
        return {name: self.value(name, value) for name, value in given.items() if value is not None}

    def by_ease(self, names: Iterable[str]) -> list[str]:
        """Cheapest question first, then in the order of the file."""
        return sorted(names, key=lambda name: (self.facts[name].cost, self.order[name]))
