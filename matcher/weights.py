"""The numbers of data/weights.yaml: what each bar weighs per kind of goal, and the few numbers inside the bars."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Self

import yaml
from pydantic import Field, model_validator

from catalogue.course import CertificateKind, Record
from matcher.goal import Kind

FILE = Path(__file__).parent / "data" / "weights.yaml"
BARS = ("doel", "gat", "niveau", "haalbaarheid", "steun", "vraag")
# These two never weigh more than this together, so that support does not outrank what fits; people can switch them off.
SWITCHED = ("steun", "vraag")
CAP = 20
Part = Annotated[float, Field(ge=0, le=1)]


class Need(Record):
    """By how much an essential and an optional competence count."""

    essential: Part
    optional: Part


class Near(Record):
    """Between which likenesses a near competence counts, from the least to the most."""

    begin: float = Field(alias="from")
    end: float = Field(alias="to")
    least: Part
    most: Part

    def worth(self, likeness: float) -> float:
        """How much of a competence one this near brings; 0 below the first likeness."""
        if likeness < self.begin:
            return 0.0
        share = min(1.0, (likeness - self.begin) / (self.end - self.begin))
        return self.least + share * (self.most - self.least)


class Aim(Record):
    """What leading to the target, to one near it, and being about it is worth."""

    declared: Part
    near: Part
    about: Part


class Step(Record):
    """What the entry and the step upwards weigh; together 1."""

    entry: Part
    step: Part


class Level(Record):
    """Entry and step per kind of goal, and what certificates are worth as a step."""

    inhalen: Step
    herorienteren: Step
    bijblijven: Step
    certificate: Mapping[CertificateKind, Part]

    def of(self, kind: Kind) -> Step:
        """That of one kind of goal."""
        step: Step = getattr(self, kind.value)
        return step


class Leave(Record):
    """Best: hardly any leave; least: `hours` of it or more."""

    best: Part
    least: Part
    hours: int

    def worth(self, hours: float) -> float:
        """What a run is worth that asks so many hours of leave."""
        return self.best - min(1.0, hours / self.hours) * (self.best - self.least)


class Start(Record):
    """Months until which a start is soon, and from which it is late."""

    soon: int
    late: int
    least: Part

    def worth(self, months: float) -> float:
        """What a start after so many months is worth."""
        share = min(1.0, max(0.0, (months - self.soon) / (self.late - self.soon)))
        return 1.0 - share * (1.0 - self.least)


class Feasible(Record):
    """The parts of feasibility that are neither yes nor no."""

    clashes: Part
    leave: Leave
    start: Start


class Support(Record):
    """What an open right is worth."""

    open: Part


class Numbers(Record):
    """All of it. The weights of each kind are 100 together, those of SWITCHED at most CAP."""

    date: date
    weights: Mapping[Kind, Mapping[str, Annotated[int, Field(ge=0, le=100)]]]
    need: Need
    past: Mapping[Kind, Need]
    shared_label: Part
    near: Near
    can: Part
    aim: Aim
    level: Level
    feasible: Feasible
    support: Support

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        for kind in Kind:
            weights = self.weights.get(kind, {})
            if tuple(weights) != BARS or sum(weights.values()) != 100:
                raise ValueError(f"the weights of {kind} are those of {', '.join(BARS)}, together 100")
            if sum(weights[name] for name in SWITCHED) > CAP:
                raise ValueError(f"{' and '.join(SWITCHED)} are at most {CAP} together, for {kind} too")
        if set(self.past) != set(Kind) or set(self.level.certificate) != set(CertificateKind) - {
            CertificateKind.UNKNOWN
        }:
            raise ValueError("every kind of goal and every known certificate has its number")
        return self


def read_numbers(file: Path) -> Numbers:
    """The numbers of a file. Raises pydantic's ValidationError where they do not add up."""
    return Numbers.model_validate(yaml.safe_load(file.read_text(encoding="utf-8")))


@cache
def numbers() -> Numbers:
    """The numbers that ship."""
    return read_numbers(FILE)
