"""One instrument for one person: the verdict and what goes with it. `evaluator` puts all instruments together."""

from collections.abc import Mapping
from dataclasses import dataclass

from matcher.incentives.amounts import Amount, Giving, amounts, with_last_known
from matcher.incentives.asking import Question, questions, questions_of
from matcher.incentives.clocks import Dates
from matcher.incentives.facts import Facts, Value
from matcher.incentives.keeping import kept
from matcher.incentives.logic import NO, UNVERIFIED, Answer
from matcher.incentives.nodes import Scope
from matcher.incentives.outcomes import Failing, LastKnown, Outcome, existence, failed
from matcher.incentives.prepared import BoundText, Prepared, Why, survey
from matcher.incentives.trace import Trace, trace_of


@dataclass(frozen=True, kw_only=True, eq=False)
class Core:
    """What a verdict says apart from the day it is asked for; shared by all courses that are equal in what the
    instrument looks at. What is costly is computed when it is looked at, and kept."""

    part: "Part"
    course: tuple[Value | None, ...]
    answers: tuple[Answer, ...]
    verdict: Answer
    asks: tuple[str, ...]

    @kept
    def facts(self) -> Facts:
        """The person's facts and those of the course that this instrument looks at."""
        known = {name: one for name, one in zip(self.part.names, self.course, strict=True) if one is not None}
        return {**self.part.facts, **known} if known else self.part.facts

    @kept
    def last_known(self) -> LastKnown | None:
        """The second evaluation."""
        return self.part.last_known(self.course, self.facts)

    @kept
    def amounts(self) -> Mapping[str, Amount]:
        """What is given."""
        given = self.part.amounts(self.verdict, self.facts)
        last = self.last_known
        return with_last_known(given, last.amounts, last.year) if last else given

    @kept
    def failing(self) -> tuple[Failing, ...]:
        """The failing conditions."""
        return self.part.failing(self.answers, self.facts)


@dataclass(frozen=True, slots=True, eq=False)
class Verdict:
    """One instrument for one person, course and dates."""

    core: Core
    dates: Dates

    @property
    def instrument(self) -> str:
        """The id of its pack."""
        return self.core.part.prepared.pack.id

    @property
    def verdict(self) -> Answer:
        """Yes, no, ask or unverified."""
        return self.core.verdict

    @property
    def why(self) -> Why:
        """Whether rules were evaluated, or why not."""
        return self.core.part.prepared.why

    @property
    def asks(self) -> tuple[str, ...]:
        """The open facts that can still change the verdict, the one that decides most first; where the verdict is
        unverified, those that can change the last known verdict."""
        return self.core.asks

    @property
    def last_known(self) -> LastKnown | None:
        """The second evaluation; None where no figure is missing, or none was ever known."""
        return self.core.last_known

    @property
    def amounts(self) -> Mapping[str, Amount]:
        """What it gives, by kind; empty for a no."""
        return self.core.amounts

    @property
    def failing(self) -> tuple[Failing, ...]:
        """Every failing condition of a no; empty otherwise."""
        return (existence(self.prepared, self.dates),) if self.why in ("not_yet", "ended") else self.core.failing

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

    @property
    def part(self) -> "Part":
        """The instrument, specialised to the person."""
        return self.core.part

    @property
    def prepared(self) -> Prepared:
        """The pack on these dates: its words, figures, steps and sources."""
        return self.core.part.prepared

    @property
    def answers(self) -> tuple[Answer, ...]:
        """The answers of the conditions of `prepared`, in its order."""
        return self.core.answers

    @property
    def course(self) -> tuple[Value | None, ...]:
        """The values of the facts about the course that it looks at."""
        return self.core.course

    @property
    def facts(self) -> Facts:
        """The person's facts and those of the course that this instrument looks at."""
        return self.core.facts


class Part:
    """One instrument for one person: what does not depend on the course is answered here, once."""

    def __init__(self, prepared: Prepared, facts: dict[str, Value]) -> None:
        self.prepared, self.facts = prepared, facts
        self.names = prepared.course_names
        self.fixed = [test(facts.get(fact) if fact else None) for fact, test in prepared.fixed]
        self.by_course: dict[tuple[Value | None, ...], Core] = {}
        self.by_answers: dict[tuple[Answer, ...], Outcome] = {}

    @kept
    def last(self) -> "Part | None":
        """The same with the last known figures."""
        return Part(self.prepared.last_known, self.facts) if self.prepared.last_known else None

    @kept
    def givings(self) -> list[Giving]:
        """What it gives, for this person."""
        return [Giving(one, self.facts, self.prepared.facts) for one in self.prepared.benefits]

    def verdict(self, course: Facts, dates: Dates) -> Verdict:
        """The verdict for a course, on dates for which this part was made."""
        values = tuple([course.get(name, self.facts.get(name)) for name in self.names])
        core = self.by_course.get(values)
        if core is None:
            core = self.by_course[values] = self._core(values)
        return Verdict(core, dates)

    def _core(self, values: tuple[Value | None, ...]) -> Core:
        answers = self.answers(values)
        outcome = self.outcome(answers)
        # Questions are asked by the last known figures where those of the date are not known.
        last = self.last if outcome.verdict == UNVERIFIED else None
        asks = last.outcome(last.answers(values)).asks if last else outcome.asks
        return Core(part=self, course=values, answers=answers, verdict=outcome.verdict, asks=asks)

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

    def last_known(self, values: tuple[Value | None, ...], facts: Facts) -> LastKnown | None:
        """The second evaluation. Both look at the same facts, in the same order: only the figures differ."""
        if self.last is None:
            return None
        answers = self.last.answers(values)
        outcome = self.last.outcome(answers)
        return LastKnown(
            verdict=outcome.verdict,
            amounts=self.last.amounts(outcome.verdict, facts),
            failing=self.last.failing(answers, facts),
            asks=outcome.asks,
            year=self.prepared.year,
        )

    def amounts(self, verdict: Answer, facts: Facts) -> dict[str, Amount]:
        """What is given; nothing where the answer is no."""
        return {} if verdict == NO else amounts(self.givings, facts)

    def failing(self, answers: tuple[Answer, ...], facts: Facts) -> tuple[Failing, ...]:
        """The failing conditions of a no."""
        bounds = [self.prepared.bounds[number] for number in self.outcome(answers).failing]
        return tuple(failed(bound, facts) for bound in bounds)


__all__ = ["Core", "Failing", "LastKnown", "Part", "Verdict"]
