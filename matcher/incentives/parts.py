"""One instrument for one person: the verdict and what goes with it. `evaluator` puts all instruments together."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from matcher.incentives.amounts import Amount, Giving, amounts, with_last_known
from matcher.incentives.asking import Question, questions, questions_of
from matcher.incentives.clocks import Dates
from matcher.incentives.facts import Facts, Value
from matcher.incentives.keeping import kept
from matcher.incentives.logic import NO, UNVERIFIED, Answer
from matcher.incentives.nodes import Scope
from matcher.incentives.prepared import Bound, BoundText, Prepared, Why, survey
from matcher.incentives.trace import Trace, trace_of


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


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """One instrument for one person, course and day. What is costly is computed when it is looked at, and kept.

    `asks` are the open facts that can still change the verdict, the one that decides most first; where the verdict is
    unverified, those that can change the last known verdict. `why` says whether rules were evaluated at all. `answers`
    are the answers of the conditions of `prepared`, in its order.
    """

    instrument: str
    verdict: Answer
    asks: tuple[str, ...]
    why: Why
    answers: tuple[Answer, ...] = field(repr=False)
    part: "Part" = field(repr=False, compare=False)
    course: tuple[Value | None, ...] = field(repr=False, compare=False)
    dates: Dates = field(repr=False, compare=False)

    @property
    def prepared(self) -> Prepared:
        """The pack on these dates: its words, figures, steps and sources."""
        return self.part.prepared

    @kept
    def facts(self) -> Facts:
        """The person's facts and those of the course that this instrument looks at."""
        known = {name: one for name, one in zip(self.part.names, self.course, strict=True) if one is not None}
        return {**self.part.facts, **known} if known else self.part.facts

    @kept
    def last_known(self) -> LastKnown | None:
        """The second evaluation; None where no figure is missing, or none was ever known."""
        return self.part.last_known(self.course, self.facts, self.dates)

    @kept
    def amounts(self) -> Mapping[str, Amount]:
        """What it gives, by kind; empty for a no."""
        given = self.part.amounts(self.verdict, self.facts)
        last = self.last_known
        return with_last_known(given, last.amounts, last.year) if last else given

    @kept
    def failing(self) -> tuple[Failing, ...]:
        """Every failing condition of a no; empty otherwise."""
        return self.part.failing(self.answers, self.facts, self.dates)

    @property
    def trace(self) -> Trace:
        """Every condition with its answer, the value, the figure and its source."""
        return trace_of(self.prepared, self.answers, self.facts, self.dates)

    @property
    def steps(self) -> tuple[BoundText, ...]:
        """Who does what by when, on these dates."""
        return self.prepared.steps

    @property
    def warnings(self) -> tuple[BoundText, ...]:
        """What is not worked out and should be checked too; those that surely do not concern these facts left out."""
        scope = Scope(self.facts, {})
        return tuple(
            one for one in self.prepared.warnings if one.condition is None or one.condition.run(scope) is not False
        )


@dataclass(frozen=True, slots=True)
class Outcome:
    """What follows from the answers of the conditions alone, without any number."""

    verdict: Answer
    failing: tuple[int, ...]
    asks: tuple[str, ...]


class Part:
    """One instrument for one person: what does not depend on the course is answered here, once."""

    def __init__(self, prepared: Prepared, facts: dict[str, Value]) -> None:
        self.prepared, self.facts = prepared, facts
        self.names = prepared.course_names
        self.fixed = [test(facts.get(fact) if fact else None) for fact, test in prepared.fixed]
        self.by_course: dict[tuple[date | None, tuple[Value | None, ...]], Verdict] = {}
        self.by_answers: dict[tuple[Answer, ...], Outcome] = {}

    @kept
    def last(self) -> "Part | None":
        """The same with the last known figures."""
        return Part(self.prepared.last_known, self.facts) if self.prepared.last_known else None

    @kept
    def givings(self) -> list[Giving]:
        """What it gives, for this person."""
        return [Giving(one, self.facts, self.prepared.facts) for one in self.prepared.benefits]

    def verdict(self, course: Facts, dates: Dates, start: date | None = None) -> Verdict:
        """The verdict for a course that starts on `start`, None for the situation's own date; the same object for
        courses that are equal in what this instrument looks at."""
        values = tuple([course.get(name, self.facts.get(name)) for name in self.names])
        key = (start if self.prepared.follows_course else None, values)
        found = self.by_course.get(key)
        if found is None:
            found = self.by_course[key] = self._verdict(values, dates)
        return found

    def _verdict(self, values: tuple[Value | None, ...], dates: Dates) -> Verdict:
        answers = self.answers(values)
        outcome = self.outcome(answers)
        # Questions are asked by the last known figures where those of the date are not known.
        last = self.last if outcome.verdict == UNVERIFIED else None
        return Verdict(
            instrument=self.prepared.pack.id,
            verdict=outcome.verdict,
            asks=last.outcome(last.answers(values)).asks if last else outcome.asks,
            why=self.prepared.why,
            answers=answers,
            part=self,
            course=values,
            dates=dates,
        )

    def answers(self, values: tuple[Value | None, ...]) -> tuple[Answer, ...]:
        """The answers of all conditions; `values` are the facts of `names`."""
        answers = self.fixed.copy()
        for number, place, test in self.prepared.moving:
            answers[number] = test(values[place])
        return tuple(answers)

    def outcome(self, answers: tuple[Answer, ...]) -> Outcome:
        """What the answers lead to."""
        found = self.by_answers.get(answers)
        if found is None:
            found = self.by_answers[answers] = self._think(answers)
        return found

    def _think(self, answers: tuple[Answer, ...]) -> Outcome:
        tree = self.prepared.tree
        if tree is None:
            return Outcome(self.prepared.settled, (), ())
        verdict, failing, live = survey(tree, answers)
        # A yes or a no has nothing live: learning a fact never turns one into the other.
        asks = questions_of(self.prepared, answers, live) if live else ()
        return Outcome(verdict, tuple(failing), tuple([one.fact for one in asks]))

    def questions(self, answers: tuple[Answer, ...]) -> tuple[Question, ...]:
        """The questions that can still change the verdict, with their power."""
        return questions(self.prepared, answers)

    def last_known(self, values: tuple[Value | None, ...], facts: Facts, dates: Dates) -> LastKnown | None:
        """The second evaluation. Both look at the same facts, in the same order: only the figures differ."""
        if self.last is None:
            return None
        answers = self.last.answers(values)
        outcome = self.last.outcome(answers)
        return LastKnown(
            verdict=outcome.verdict,
            amounts=self.last.amounts(outcome.verdict, facts),
            failing=self.last.failing(answers, facts, dates),
            asks=outcome.asks,
            year=self.prepared.year,
        )

    def amounts(self, verdict: Answer, facts: Facts) -> dict[str, Amount]:
        """What is given; nothing where the answer is no."""
        return {} if verdict == NO else amounts(self.givings, facts)

    def failing(self, answers: tuple[Answer, ...], facts: Facts, dates: Dates) -> tuple[Failing, ...]:
        """The failing conditions of a no."""
        if self.prepared.why in ("not_yet", "ended"):
            return (_existence(self.prepared, dates),)
        bounds = [self.prepared.bounds[number] for number in self.outcome(answers).failing]
        return tuple(_failed(bound, facts) for bound in bounds)


def _failed(bound: Bound, facts: Facts) -> Failing:
    fact = bound.leaf.fact
    yours = facts.get(fact) if fact else bound.figure.value if bound.figure else None
    return Failing(id=bound.leaf.id, fact=fact, yours=yours, needed=bound.needed, bound=bound)


def _existence(prepared: Prepared, dates: Dates) -> Failing:
    exists = prepared.pack.exists
    needed = exists.since if prepared.why == "not_yet" else exists.until
    day = dates.on(prepared.pack.clock)
    return Failing(id=f"{prepared.pack.id}.exists", fact=None, yours=day, needed=needed, bound=None)
