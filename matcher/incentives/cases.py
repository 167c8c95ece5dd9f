"""Cases that a lawyer can read, run against the packs. What is compared, and how, stands in docs/incentives.md.

A case is written from the rules, never from what the evaluator answers. Stacking cases are run by `stacking_cases`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from matcher.incentives.amounts import Amount
from matcher.incentives.clocks import GIVEN, Clock, Dates
from matcher.incentives.evaluator import Rules
from matcher.incentives.facts import FactList, FactWrong, Kind, Value
from matcher.incentives.parts import Verdict
from matcher.incentives.trace import Trace
from matcher.incentives.yamls import read_yaml

# Amounts are compared to the cent: a case writes 42.67 where the rule gives 42.666...
_CENT = Decimal("0.005")
_REMARKS = ("src", "source", "sources", "note", "cites")
Word = Literal["yes", "no", "ask", "unverified"]


class Case(BaseModel):
    """One case. What is left out of `facts` is unknown; a clock that is left out of `dates` stands at `as_of`."""

    model_config = ConfigDict(frozen=True, extra="allow")

    id: str
    why: str
    as_of: date
    dates: dict[str, date] = {}
    facts: dict[str, Any] = {}
    expect: dict[str, Word] = Field(min_length=1)
    failing: dict[str, list[str] | str] = {}
    asks: dict[str, list[str] | str] = {}
    amounts: dict[str, dict[str, Decimal | Literal["ask", "unverified", "none"] | None]] = {}
    last_known: dict[str, Word] = {}


class StackingCase(BaseModel):
    """Whether instruments may be combined."""

    model_config = ConfigDict(frozen=True, extra="allow")

    id: str
    as_of: date
    instruments: list[str] = Field(min_length=1)
    lawful: Literal["yes", "no", "unverified"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Broken:
    """An expectation that was not met. `leaves` are the conditions that broke it: id, answer, both numbers."""

    file: str
    case: str
    instrument: str
    what: Literal[
        "file", "format", "fact", "instrument", "verdict", "last_known", "failing", "asks", "amount", "lawful"
    ]
    expected: str
    found: str
    leaves: tuple[Trace, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class CaseFile:
    """What a file holds; `ignored` are fields that no case has, and that may be typing errors."""

    name: str
    cases: tuple[Case, ...] = ()
    stacking: tuple[StackingCase, ...] = ()
    broken: tuple[Broken, ...] = ()
    ignored: tuple[str, ...] = ()


def read_cases(path: Path) -> Iterator[CaseFile]:
    """The files of a folder and of the folders in it, or one file. Raises OSError."""
    files = sorted((*path.rglob("*.yaml"), *path.rglob("*.yml"))) if path.is_dir() else [path]
    for file in files:
        yield _read_file(file, str(file.relative_to(path)) if path.is_dir() else file.name)


def _read_file(file: Path, name: str) -> CaseFile:
    try:
        content = read_yaml(file)
    except yaml.YAMLError as error:
        return CaseFile(name=name, broken=(_unreadable(name, "", str(error)),))
    if not isinstance(content, dict):
        return CaseFile(name=name, broken=(_unreadable(name, "", "no list `cases`, `described` or `stacking`"),))
    broken: list[Broken] = []
    given = [*(content.get("cases") or ()), *(content.get("described") or ())]
    cases = tuple(_read_several(name, Case, given, broken))
    stacking = tuple(_read_several(name, StackingCase, content.get("stacking") or (), broken))
    ignored = [f"{one.id}: {field}" for one in (*cases, *stacking) for field in one.model_extra or {}]
    ignored += [field for field in content if field not in ("cases", "described", "stacking")]
    said = tuple(field for field in ignored if field.split(": ")[-1] not in (*_REMARKS, "why"))
    return CaseFile(name=name, cases=cases, stacking=stacking, broken=tuple(broken), ignored=said)


def _unreadable(file: str, case: str, found: str) -> Broken:
    return Broken(file=file, case=case, instrument="", what="format", expected="a case", found=" ".join(found.split()))


def _read_several(file: str, kind: type[Any], given: Sequence[Any], broken: list[Broken]) -> Iterator[Any]:
    for number, one in enumerate(given, start=1):
        try:
            yield kind.model_validate(one)
        except ValidationError as error:
            first = error.errors()[0]
            case = str(one.get("id", number)) if isinstance(one, dict) else str(number)
            broken.append(_unreadable(file, case, f"{'.'.join(map(str, first['loc']))}: {first['msg']}"))


def run_case(case: Case, file: str, rules: Rules) -> Iterator[Broken]:
    """Every expectation of a case that the rules do not meet."""
    try:
        dates, facts = dates_of(case.as_of, case.dates), facts_of(case.facts, rules.library.facts)
    except FactWrong as wrong:
        name, value = wrong.args
        yield Broken(file=file, case=case.id, instrument="", what="fact", expected=str(name), found=str(value))
        return
    verdicts = rules.evaluate(dates, facts)
    named = {*case.expect, *case.failing, *case.asks, *case.amounts, *case.last_known}
    for instrument in sorted(named):
        if instrument not in verdicts:
            yield Broken(
                file=file, case=case.id, instrument=instrument, what="instrument", expected=instrument, found="no pack"
            )
        else:
            yield from compare(case, file, instrument, verdicts[instrument])


def dates_of(as_of: date, given: Mapping[str, date]) -> Dates:
    """The dates of a case or a request. Raises FactWrong for a clock that does not exist."""
    for name, value in given.items():
        if name not in [clock.value for clock in GIVEN]:
            raise FactWrong(f"dates.{name}", value)
    return Dates(as_of, {Clock(name): day for name, day in given.items()})


def facts_of(given: Mapping[str, Any], every: FactList) -> dict[str, Value]:
    """The facts of a case; yes and no are taken for true and false. Raises FactWrong."""
    words = {"yes": True, "no": False}
    plain = {}
    for name, value in given.items():
        fact = every.facts.get(name)
        is_word = fact is not None and fact.kind == Kind.BOOL and isinstance(value, str)
        plain[name] = words.get(value, value) if is_word else value
    return every.situation(plain)


def compare(case: Case, file: str, instrument: str, verdict: Verdict) -> Iterator[Broken]:
    """Every expectation of a case on one instrument that its verdict does not meet."""

    def broken(what: Any, expected: object, found: object, leaves: Sequence[Trace] = ()) -> Broken:
        return Broken(
            file=file,
            case=case.id,
            instrument=instrument,
            what=what,
            expected=str(expected),
            found=str(found),
            leaves=tuple(leaves),
        )

    expected = case.expect.get(instrument)
    if expected is not None and expected != verdict.verdict.word:
        yield broken("verdict", expected, verdict.verdict.word, _culprits(case, instrument, verdict, expected))
    last = case.last_known.get(instrument)
    if last is not None:
        word = (verdict.last_known.verdict if verdict.last_known else verdict.verdict).word
        if last != word:
            yield broken("last_known", last, word)
    if instrument in case.failing:
        wanted, found = _several(case.failing[instrument]), {one.id for one in verdict.failing}
        if wanted != found:
            own = {one.id: one for one in verdict.trace.conditions()}
            yield broken("failing", sorted(wanted), sorted(found), [own[id_] for id_ in wanted ^ found if id_ in own])
    if instrument in case.asks and not _asks_as(case.asks[instrument], verdict.asks):
        yield broken("asks", case.asks[instrument], ", ".join(verdict.asks) or "nothing")
    for kind, amount in case.amounts.get(instrument, {}).items():
        given = verdict.amounts.get(kind)
        if not amount_as(amount, given, verdict):
            yield broken("amount", f"{kind} {'no figure' if amount is None else amount}", _amount_text(given))


def _several(given: list[str] | str) -> set[str]:
    return {given} if isinstance(given, str) else set(given)


def _asks_as(expected: list[str] | str, asks: tuple[str, ...]) -> bool:
    """A name: the question that decides, the first one. A list: these questions and no other."""
    if isinstance(expected, str):
        return bool(asks) and asks[0] == expected
    return set(expected) == set(asks)


def amount_as(expected: Decimal | str | None, amount: Amount | None, verdict: Verdict) -> bool:
    """Whether an amount is as a case says: a number, no confirmed figure (null), or a state in words.

    A number is also met by the amount of the plain case, where only facts of the plain case are left out.
    """
    if expected is None:
        return amount is None or amount.state != "value"
    if isinstance(expected, str):
        return amount is not None and amount.state == expected
    if amount is None:
        return expected == 0 and verdict.verdict.word == "no"
    found = amount.plain if amount.state == "ask" else amount.value
    return found is not None and abs(found - expected) < _CENT


def _amount_text(amount: Amount | None) -> str:
    if amount is None:
        return "no such amount"
    if amount.state == "value":
        return str(amount.value)
    lacking = ", ".join((*amount.open, *amount.missing))
    return f"{amount.state} ({lacking})" if lacking else amount.state


def _culprits(case: Case, instrument: str, verdict: Verdict, expected: str) -> list[Trace]:
    """The conditions that stand in the way of the expected verdict."""
    conditions = list(verdict.trace.conditions())
    if expected == "no":
        named = _several(case.failing.get(instrument, []))
        return [one for one in conditions if one.id in named and one.answer.word != "no"]
    if verdict.verdict.word == "no":
        failing = {one.id for one in verdict.failing}
        return [one for one in conditions if one.id in failing]
    return [one for one in conditions if one.answer == verdict.verdict]
