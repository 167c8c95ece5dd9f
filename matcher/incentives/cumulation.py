"""Which instruments may be had together: rules on pairs, dated, with their sources. Chooses nothing; see `stacking`.

The rules stand in packs/cumulation.yaml. A pair without a rule is not known to be allowed, and that is said.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Literal

import yaml
from pydantic import ValidationError, model_validator

from catalogue.messages import Message, message
from matcher.incentives.facts import Line, Strict, Words
from matcher.incentives.lint import PackProblem
from matcher.incentives.logic import ALWAYS, Period
from matcher.incentives.models import Code, Confidence
from matcher.incentives.packs import CUMULATION, FOLDER, PacksWrong
from matcher.incentives.yamls import read_yaml

Lawful = Literal["yes", "no", "unverified"]
Pair = tuple[str, str]


class Effect(StrEnum):
    """What the law says of two instruments. `counts_not`: side by side, the one does not count for the other;
    `required`: the first is only given on top of the second; `shared_pot`: what one takes, the other has no more."""

    ALLOWED = "allowed"
    FORBIDDEN = "forbidden"
    COUNTS_NOT = "counts_not"
    REQUIRED = "required"
    SHARED_POT = "shared_pot"
    UNKNOWN = "unknown"


class PairRule(Strict):
    """What was read on two instruments. `text` is for people; the order of `a` and `b` matters for `required` only."""

    a: Code
    b: Code
    effect: Effect
    only: Period = ALWAYS
    text: Words | None = None
    note: str = ""
    src: tuple[Line, ...] = ()
    conf: Confidence

    @model_validator(mode="after")
    def _is_honest(self) -> "PairRule":
        if self.a == self.b:
            raise ValueError("a pair has two instruments")
        if (self.effect == Effect.UNKNOWN) != (self.conf == "U"):
            raise ValueError("what is only remembered (U) is unknown, and nothing else is")
        if self.effect != Effect.UNKNOWN and not self.src:
            raise ValueError("a rule names its source")
        return self

    @property
    def pair(self) -> Pair:
        """Both names, in the order of the alphabet."""
        return (self.a, self.b) if self.a < self.b else (self.b, self.a)


class CumulationFile(Strict):
    """What packs/cumulation.yaml holds."""

    checked: date
    cumulation: tuple[PairRule, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Judgement:
    """Whether a set may be had together: no if a pair is excluded, unverified if none is and nothing was read on some.

    `excluding` are the rules that say no, `unknown` the pairs of which nothing is known, `rules` all rules that apply.
    """

    lawful: Lawful
    excluding: tuple[PairRule, ...]
    unknown: tuple[Pair, ...]
    rules: tuple[PairRule, ...]


class Cumulation:
    """The rules on pairs, ready to be asked."""

    def __init__(self, rules: Iterable[PairRule]) -> None:
        self._by_pair: dict[Pair, list[PairRule]] = {}
        for rule in sorted(rules, key=lambda one: (one.pair, one.only.since or date.min)):
            self._by_pair.setdefault(rule.pair, []).append(rule)

    @property
    def names(self) -> frozenset[str]:
        """Every instrument that some rule is about."""
        return frozenset(name for pair in self._by_pair for name in pair)

    def rule(self, one: str, other: str, day: date) -> PairRule | None:
        """The rule of a day on two instruments, if any was read."""
        pair = (one, other) if one < other else (other, one)
        return next((rule for rule in self._by_pair.get(pair, ()) if rule.only.holds(day)), None)

    def needs(self, instruments: Iterable[str], day: date) -> tuple[PairRule, ...]:
        """The rules by which one of the instruments asks for another that is not among them."""
        own = frozenset(instruments)
        rules = (rule for several in self._by_pair.values() for rule in several)
        required = (rule for rule in rules if rule.effect == Effect.REQUIRED and rule.only.holds(day))
        return tuple(rule for rule in required if rule.a in own and rule.b not in own)

    def judge(self, instruments: Iterable[str], day: date) -> Judgement:
        """Whether instruments may be had together; neither order nor repetition matters."""
        pairs = list(combinations(sorted(set(instruments)), 2))
        found = [(pair, self.rule(*pair, day)) for pair in pairs]
        rules = tuple(rule for _, rule in found if rule)
        excluding = tuple(rule for rule in rules if rule.effect == Effect.FORBIDDEN)
        unknown = tuple(pair for pair, rule in found if rule is None or rule.effect == Effect.UNKNOWN)
        lawful: Lawful = "no" if excluding else "unverified" if unknown else "yes"
        return Judgement(lawful=lawful, excluding=excluding, unknown=unknown, rules=rules)


def read_cumulation(folder: Path = FOLDER) -> Cumulation:
    """The rules of a folder of packs; none where it has no such file. Raises PacksWrong with every problem."""
    path = folder / CUMULATION
    if not path.exists():
        return Cumulation(())
    try:
        return Cumulation(CumulationFile.model_validate(read_yaml(path)).cumulation)
    except yaml.YAMLError as error:
        what = message("problem.pack.yaml", error=" ".join(str(error).split())[:300])
        raise PacksWrong((_problem("", what, message("mend.pack.yaml")),)) from error
    except ValidationError as error:
        raise PacksWrong(tuple(_wrong(one["loc"], one["input"], one["msg"]) for one in error.errors())) from error


def _wrong(place: tuple[int | str, ...], given: object, reason: str) -> PackProblem:
    what = message("problem.pack.value", given=str(given)[:60], reason=reason.removeprefix("Value error, "))
    return _problem(".".join(map(str, place)), what, message("mend.pack.value"))


def _problem(place: str, what: Message, mend: Message) -> PackProblem:
    return PackProblem(file=CUMULATION, place=place, what=what, mend=mend)


@cache
def cumulation() -> Cumulation:
    """The rules that ship. Raises PacksWrong."""
    return read_cumulation()
