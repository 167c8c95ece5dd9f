"""The same case on several dates: what each gives, what changed from one to the next, and which leaf or figure did it.

The run is moved to each date: every clock keeps its distance, in years, to the day of the question. The course itself
is taken as it is now.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from catalogue.course import Run
from matcher.incentives.amounts import Amount
from matcher.incentives.clocks import Clock, Dates
from matcher.incentives.evaluator import Rules
from matcher.incentives.facts import Facts
from matcher.incentives.logic import Answer
from matcher.incentives.parts import Verdict
from matcher.incentives.stacking import best_value
from matcher.incentives.trace import Trace

Found = Mapping[str, Verdict]


@dataclass(frozen=True, kw_only=True, slots=True)
class Moment:
    """One date with its verdicts. `moved` are the clocks that were moved, with the date each had and the one it has."""

    day: date
    dates: Dates
    moved: Mapping[Clock, tuple[date, date]]
    verdicts: Found


@dataclass(frozen=True, kw_only=True, slots=True)
class LeafChange:
    """A condition that answers otherwise, or that is only there on one of the dates (then None). `figure` is its dated
    figure; `src` are the sources of the later one, else of the earlier."""

    id: str
    before: Answer | None
    after: Answer | None
    needed_before: Any
    needed_after: Any
    figure: str | None
    src: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class AmountChange:
    """An amount that differs; None where there is none. `figures` are those in it that differ: before and after."""

    kind: str
    unit: str
    before: Decimal | None
    after: Decimal | None
    state_before: str | None
    state_after: str | None
    figures: Mapping[str, tuple[Any, Any]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Difference:
    """One instrument from one date to the next. `why` says, per date, whether rules were evaluated at all."""

    instrument: str
    before: Answer
    after: Answer
    why: tuple[str, str]
    leaves: tuple[LeafChange, ...]
    amounts: tuple[AmountChange, ...]

    @property
    def is_change(self) -> bool:
        """Whether somebody would notice: another verdict or another amount."""
        return self.before != self.after or bool(self.amounts)


def moved(day: date, since: date, until: date) -> date:
    """A date moved by the years between two others; 29 February becomes the 28th where there is none."""
    year = day.year + until.year - since.year
    last = 28 if (day.month, day.day) == (2, 29) and not _is_leap(year) else day.day
    return day.replace(year=year, day=last)


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def moved_run(run: Run, since: date, until: date) -> Run:
    """The run as it would be planned in another year: all its dates moved, all else the same."""
    names = ("start", "end", "enrol_from", "enrol_until")
    dates = {name: moved(day, since, until) for name in names if (day := getattr(run, name)) is not None}
    sessions = tuple(one.model_copy(update={"day": moved(one.day, since, until)}) for one in run.sessions)
    return run.model_copy(update={**dates, "sessions": sessions})


def replay(rules: Rules, facts: Facts, now: Dates, days: Sequence[date]) -> tuple[Moment, ...]:
    """The case of `now` on each day, in the order given. Clocks without a date of their own stand at the day."""
    return tuple(_moment(rules, facts, now, day) for day in days)


def _moment(rules: Rules, facts: Facts, now: Dates, day: date) -> Moment:
    places = {clock: (given, moved(given, now.as_of, day)) for clock, given in now.given.items()}
    dates = Dates(day, {clock: there for clock, (_, there) in places.items()})
    shifted = {clock: pair for clock, pair in places.items() if pair[0] != pair[1]}
    return Moment(day=day, dates=dates, moved=shifted, verdicts=rules.evaluate(dates, facts))


def differences(before: Moment, after: Moment) -> tuple[Difference, ...]:
    """What changed from one date to the next, per instrument; only what somebody would notice."""
    several = (_difference(before.verdicts[name], after.verdicts[name]) for name in before.verdicts)
    return tuple(one for one in several if one.is_change)


def _difference(before: Verdict, after: Verdict) -> Difference:
    return Difference(
        instrument=before.instrument,
        before=before.verdict,
        after=after.verdict,
        why=(before.why, after.why),
        leaves=tuple(_leaves(before, after)),
        amounts=tuple(_amounts(before, after)),
    )


def _leaves(before: Verdict, after: Verdict) -> Iterator[LeafChange]:
    old, new = _conditions(before), _conditions(after)
    for name in dict.fromkeys((*old, *new)):
        one, other = old.get(name), new.get(name)
        if (one and (one.answer, one.needed)) == (other and (other.answer, other.needed)):
            continue
        shown = other or one
        yield LeafChange(
            id=name,
            before=one.answer if one else None,
            after=other.answer if other else None,
            needed_before=one.needed if one else None,
            needed_after=other.needed if other else None,
            figure=shown.figure if shown else None,
            src=shown.src if shown else (),
        )


def _conditions(verdict: Verdict) -> dict[str, Trace]:
    return {one.id: one for one in verdict.trace.conditions() if one.id}


def _amounts(before: Verdict, after: Verdict) -> Iterator[AmountChange]:
    for kind in dict.fromkeys((*before.amounts, *after.amounts)):
        one, other = before.amounts.get(kind), after.amounts.get(kind)
        if (one and (one.state, best_value(one))) == (other and (other.state, best_value(other))):
            continue
        unit = one.unit if one else other.unit if other else ""
        yield AmountChange(
            kind=kind,
            unit=unit,
            before=one.value if one else None,
            after=other.value if other else None,
            state_before=one.state if one else None,
            state_after=other.state if other else None,
            figures=_figures(one, other, after) if one and other else {},
        )


def _figures(one: Amount, other: Amount, verdict: Verdict) -> Mapping[str, tuple[Any, Any]]:
    """The dated figures of an amount that differ; None where a figure is not known."""
    facts = verdict.prepared.facts.facts
    names = dict.fromkeys((*one.used, *one.missing, *other.used, *other.missing))
    pairs = {name: (one.used.get(name), other.used.get(name)) for name in names if name not in facts}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
