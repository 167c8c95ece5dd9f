"""Scores the candidates of one match, and dresses those that are shown with reasons and the bars of time and money."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from catalogue.competences import Competence
from catalogue.course import Course
from catalogue.messages import Message
from catalogue.week import WeekFit
from matcher.candidates import Candidate
from matcher.diversity import Moved
from matcher.gap import Closes, Gap
from matcher.goal import Goal
from matcher.incentives.bars import Bars, bars
from matcher.incentives.clocks import Dates
from matcher.incentives.cumulation import cumulation
from matcher.incentives.evaluator import Rules, Situation
from matcher.incentives.parts import Verdict
from matcher.incentives.shares import shares
from matcher.profile import Profile
from matcher.runs import Chosen, Runs
from matcher.scorers import Score, ceilings, score
from matcher.scorers.base import Standing
from matcher.search import Finder
from matcher.shelf import Known, Shelf
from matcher.weights import numbers

REASONS = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """One course of a match. `closes` is what it teaches of what is missing, `lists` by which it was found.

    `verdicts` are those of all incentives for the run shown, `bars` the two bars made of them.
    """

    course: Course
    chosen: Chosen
    score: Score
    reasons: tuple[Message, ...]
    closes: tuple[Competence, ...]
    lists: tuple[str, ...]
    moved: Moved | None
    verdicts: Mapping[str, Verdict]
    bars: Bars

    @property
    def week(self) -> WeekFit | None:
        """How the run stands to the week; None without a run."""
        return self.chosen.week


@dataclass(frozen=True, kw_only=True, slots=True)
class Scored:
    course: Course
    candidate: Candidate
    chosen: Chosen
    score: Score
    closes: tuple[Competence, ...]
    verdicts: Mapping[str, Verdict]


class Scoring:
    """One match: what is the same for all its courses, found once."""

    def __init__(
        self,
        finder: Finder,
        rules: Rules,
        shelf: Shelf,
        goal: Goal,
        profile: Profile,
        whole: Gap,
        language: str,
        support_counts: bool,
    ) -> None:
        self.finder, self.shelf, self.every = finder, shelf, rules.library.facts
        self.goal, self.profile, self.whole, self.language = goal, profile, whole, language
        self.facts, self.seen = profile.situation, finder.facts()
        self.today = self.seen.today
        self.situation: Situation = rules.specialise(Dates(self.today), self.facts)
        self.runs = Runs(finder, profile)
        self.ceilings = ceilings(numbers(), goal.kind, support_counts)
        self.near = frozenset(goal.occupation.near) if goal.occupation else frozenset[str]()

    def scored(self, found: Sequence[Candidate], *, anything: bool) -> list[Scored]:
        """Those that some list surely found, or that close something; what only suits the week is no answer. With
        `anything` all of them: nothing was asked for."""
        stored = self.finder.engine.stored([one.id for one in found])
        known = [(one, self.shelf.course(stored[one.id], self.seen)) for one in found if one.id in stored]
        closes = [self.whole.closes(course.teaches) for _, course in known]
        return [
            self._scored(candidate, course, closed)
            for (candidate, course), closed in zip(known, closes, strict=True)
            if anything or candidate.lists or closed.competences
        ]

    def _scored(self, candidate: Candidate, known: Known, closes: Closes) -> Scored:
        chosen = self.runs.best(known)
        edition = chosen.edition
        verdicts = self.situation.verdicts(edition.facts, chosen.start)
        standing = Standing(
            goal=self.goal,
            profile=self.profile,
            numbers=numbers(),
            today=self.today,
            language=self.language,
            course=known.course,
            leads_to=known.leads_to,
            declared=known.declared,
            near=self.near,
            about=candidate.about,
            closes=closes,
            taught=known.teaches,
            run=edition.run,
            week=chosen.week,
            distance_km=chosen.distance_km,
            online=edition.online,
            price=edition.price,
            teaches_in=edition.language,
            language_level=edition.language_level,
            verdicts=verdicts,
            bottlenecks=known.bottlenecks,
        )
        return Scored(
            course=known.course,
            candidate=candidate,
            chosen=chosen,
            score=score(standing, self.ceilings),
            closes=closes.competences,
            verdicts=verdicts,
        )

    def shown(self, one: Scored, moved: Sequence[Moved]) -> Found:
        """With what only a course that is shown needs: its reasons and its two bars."""
        facts = {**self.facts, **one.chosen.edition.facts}
        found = shares(
            one.verdicts, facts, cumulation(), one.chosen.start or self.today, one.chosen.edition.other_costs
        )
        return Found(
            course=one.course,
            chosen=one.chosen,
            score=one.score,
            reasons=tuple(_reasons(one.score))[:REASONS],
            closes=one.closes,
            lists=one.candidate.lists,
            moved=next((each for each in moved if each.id == one.course.id), None),
            verdicts=one.verdicts,
            bars=bars(one.verdicts, found, self.every),
        )


def _reasons(found: Score) -> Iterator[Message]:
    """Why it stands here: what the fullest bars say, the most points first."""
    for bar in sorted(found.bars, key=lambda one: -one.points):
        if bar.known:
            yield from bar.why[:1]
