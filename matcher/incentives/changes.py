"""The smallest change that turns a no: single facts first, then two, and so on; numbers go to the threshold.

Only facts that can be changed in the world are tried (`change` in the list of facts). Where the figures of the date are
not known, the last known ones decide, and the change says so.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations, product
from typing import TypeVar

from matcher.incentives.evaluator import Situation
from matcher.incentives.facts import Facts, Value
from matcher.incentives.logic import ASK, NO, UNVERIFIED, YES, Answer
from matcher.incentives.parts import Verdict
from matcher.incentives.prepared import Prepared, combine

Key = TypeVar("Key")

# More things at once are no advice any more.
_MOST = 4


@dataclass(frozen=True, kw_only=True, slots=True)
class NewValue:
    """One fact that would be different. `now` is None only for facts that were not known."""

    fact: str
    now: Value | None
    then: Value


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """What would have to be different, and the answer that gives: yes, or ask where another fact is still open.

    `year` is set where only the last known figures, those of that year, say so.
    """

    values: tuple[NewValue, ...]
    verdict: Answer
    year: str | None

    @property
    def facts(self) -> tuple[str, ...]:
        """The names of the facts that change."""
        return tuple(one.fact for one in self.values)


@dataclass(frozen=True, slots=True)
class _Option:
    """Another value of a fact, and the answers that its conditions would then have."""

    value: NewValue
    answers: tuple[tuple[int, Answer], ...]
    last: tuple[tuple[int, Answer], ...]
    effort: int


def changes(verdict: Verdict) -> tuple[Change, ...]:
    """The changes of the smallest number of facts that help, the easiest first; empty where none of up to four does,
    or where the answer is not a no (by the last known figures either)."""
    last = verdict.part.last
    last_answers = last.answers(verdict.course) if last else None
    is_last_no = last is not None and last_answers is not None and last.outcome(last_answers).verdict == NO
    if verdict.prepared.tree is None or not (verdict.verdict == NO or is_last_no):
        return ()
    options = _options(verdict, last.prepared if last else None)
    for size in range(1, _MOST + 1):
        found = list(_tried(verdict, last.prepared if last else None, last_answers, options, size))
        if found:
            found.sort(key=lambda one: one[0])
            return tuple(change for _, change in found)
    return ()


def smallest_change(verdict: Verdict) -> Change | None:
    """The first of `changes`."""
    return next(iter(changes(verdict)), None)


def _options(verdict: Verdict, last: Prepared | None) -> dict[str, list[_Option]]:
    """Per changeable fact its other values, one for every way in which the conditions can tell them apart.

    Only facts of failing conditions: a better answer to another condition never turns a no.
    """
    prepared, found = verdict.prepared, {}
    beside = verdict.last_known.failing if verdict.last_known else ()
    names = {one.fact for one in (*verdict.failing, *beside) if one.fact}
    for name in sorted(names, key=prepared.facts.order.__getitem__):
        effort = prepared.facts.facts[name].change
        if effort is not None and name in verdict.facts:
            found[name] = list(_other_values(verdict, last, name, effort))
    return found


def _other_values(verdict: Verdict, last: Prepared | None, name: str, effort: int) -> Iterator[_Option]:
    prepared, now = verdict.prepared, verdict.facts[name]
    numbers = prepared.classes[name][0]
    seen = {_both(prepared, last, numbers, now)}
    samples = {*prepared.samples(name), *(last.samples(name) if last else ())}
    for value in sorted(samples, key=lambda one: _distance(prepared, name, now, one)):
        pair = _both(prepared, last, numbers, value)
        if pair not in seen:
            seen.add(pair)
            new = NewValue(fact=name, now=now, then=value)
            own, other = (tuple(zip(numbers, answers, strict=True)) for answers in pair)
            yield _Option(new, own, other, effort)


def _both(
    prepared: Prepared, last: Prepared | None, numbers: Sequence[int], value: Value
) -> tuple[tuple[Answer, ...], tuple[Answer, ...]]:
    own = tuple(prepared.bounds[number].test(value) for number in numbers)
    return own, tuple(last.bounds[number].test(value) for number in numbers) if last else own


def _distance(prepared: Prepared, name: str, now: Value, value: Value) -> tuple[Decimal, int]:
    """The nearest number first; else the order of the list of values."""
    if isinstance(now, Decimal) and isinstance(value, Decimal):
        return (abs(value - now), 0)
    values = list(prepared.facts.facts[name].values)
    return (Decimal(0), values.index(value) if isinstance(value, str) else int(bool(value)))


def _tried(
    verdict: Verdict,
    last: Prepared | None,
    last_answers: tuple[Answer, ...] | None,
    options: dict[str, list[_Option]],
    size: int,
) -> Iterator[tuple[tuple[int, ...], Change]]:
    """Every change of this many facts that helps, with its rank: best answer, least effort, confirmed first."""
    for names in combinations(options, size):
        for several in product(*(options[name] for name in names)):
            own = _answer(verdict.prepared, verdict.answers, [one.answers for one in several])
            year = None
            if own == UNVERIFIED and last is not None and last_answers is not None:
                own = _answer(last, last_answers, [one.last for one in several])
                year = verdict.prepared.year
            if own in (YES, ASK):
                effort = sum(one.effort for one in several)
                places = tuple(verdict.prepared.facts.order[name] for name in names)
                values = tuple(one.value for one in several)
                yield (own, effort, year is not None, *places), Change(values=values, verdict=own, year=year)


def _answer(prepared: Prepared, answers: Sequence[Answer], new: Sequence[tuple[tuple[int, Answer], ...]]) -> Answer:
    changed = list(answers)
    for own in new:
        for number, answer in own:
            changed[number] = answer
    return combine(prepared.tree, changed) if prepared.tree is not None else prepared.settled


def helping_courses(situation: Situation, instrument: str, offers: Iterable[tuple[Key, Facts]]) -> list[Key]:
    """The offers, other runs or other courses, for which the instrument is a yes; in their order. Where there is no
    confirmed yes, those with a yes by the last known figures."""
    confirmed, last = [], []
    for key, facts in offers:
        verdict = situation.verdict(instrument, facts)
        if verdict.verdict == YES:
            confirmed.append(key)
        elif verdict.verdict == UNVERIFIED and verdict.last_known and verdict.last_known.verdict == YES:
            last.append(key)
    return confirmed or last
