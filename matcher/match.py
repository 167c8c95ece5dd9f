"""The whole story: from a goal and a profile to ranked courses, what is missing, and what time and money each brings.

Below the web: pages and API show what stands here. Nothing of a profile is kept or logged.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from catalogue.messages import Message, message
from matcher.able import can
from matcher.candidates import MOST, candidates
from matcher.concepts import Concepts
from matcher.counterfactual import Counterfactual, best_change
from matcher.directions import Reading, read
from matcher.diversity import Moved, spread
from matcher.gap import Gap, Nearby, gap, nearby
from matcher.goal import Goal, Kind, aim
from matcher.incentives.evaluator import Rules
from matcher.profile import Held, Past, Profile
from matcher.scorers import Score
from matcher.scoring import Found, Scoring
from matcher.search import Finder
from matcher.shelf import Shelf

# How many courses are given, unless asked otherwise, and at most.
SHOWN, MOST_SHOWN = 20, 50
# How sure something is that was only read in somebody's own words.
FROM_WORDS = 0.6


@dataclass(frozen=True, kw_only=True, slots=True)
class Beside:
    """What stands beside courses for who catches up: recognition of what one can already, and the examination board."""

    name: str
    title: Message
    text: Message


@dataclass(frozen=True, kw_only=True, slots=True)
class Match:
    """The answer. `count` is how many courses were scored; `searched` names each list with the ids it was asked for.

    `scores` are those of all that were scored. `goal_changes_little`: the profile is empty, so goals differ little.
    """

    goal: Goal
    profile: Profile
    reading: Reading | None
    gap: Gap
    nearby: tuple[Nearby, ...]
    found: tuple[Found, ...]
    count: int
    scores: Mapping[str, Score]
    moved: tuple[Moved, ...]
    searched: Mapping[str, tuple[str, ...]]
    counterfactual: Counterfactual | None
    beside: tuple[Beside, ...]
    by_meaning: bool
    support_counts: bool
    goal_changes_little: bool


_BESIDE = (
    Beside(name="evc", title=message("beside.evc"), text=message("beside.evc.text")),
    Beside(name="exam_board", title=message("beside.exam_board"), text=message("beside.exam_board.text")),
)


@dataclass(frozen=True, kw_only=True)
class Matcher:
    """Matches over the index that the finder searches. Safe to use from several threads."""

    finder: Finder
    rules: Rules
    concepts: Concepts = field(init=False)
    shelf: Shelf = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "concepts", Concepts(self.finder.vocabulary))
        object.__setattr__(self, "shelf", Shelf(self.concepts, self.rules.library.facts))

    def match(
        self,
        kind: Kind,
        target: str,
        profile: Profile,
        language: str = "nl",
        *,
        limit: int = SHOWN,
        support_counts: bool = True,
    ) -> Match:
        """The answer for a goal and a profile. Raises IndexUnusable."""
        mind = self.finder.mind() if self.finder.by_meaning() else None
        goal = aim(kind, target, self.concepts, mind)
        reading = read(profile.words, self.concepts, mind) if profile.words.strip() else None
        known = with_reading(profile, reading)
        able = can(known, kind, self.concepts, mind)
        whole = gap(goal, able, self.concepts, mind)
        today = self.finder.today()
        asked = candidates(self.finder.engine, goal, whole, self.concepts, mind, today.toordinal(), MOST)
        work = Scoring(self.finder, self.rules, self.shelf, goal, known, whole, language, support_counts)
        scored = work.scored(asked.found, anything=not asked.searched)
        ranked = sorted(scored, key=lambda one: (-one.score.total, one.course.id))
        placed, moved = spread(ranked, lambda one: one.course.provider.id, lambda one: one.course.id)
        return Match(
            goal=goal,
            profile=profile,
            reading=reading,
            gap=whole,
            nearby=nearby(goal, able, whole, known, self.concepts),
            found=tuple(work.shown(one, moved) for one in placed[:limit]),
            count=len(scored),
            scores={one.course.id: one.score for one in ranked},
            moved=moved,
            searched=asked.searched,
            counterfactual=best_change(one.chosen.obstacles for one in scored),
            beside=_BESIDE if kind == Kind.CATCH_UP else (),
            by_meaning=asked.by_meaning,
            support_counts=support_counts,
            goal_changes_little=profile.is_empty,
        )


def with_reading(profile: Profile, reading: Reading | None) -> Profile:
    """The profile with what was read in its words, less sure than what was ticked and never against it."""
    if reading is None:
        return profile
    said = {one.id for one in profile.competences}
    held = [Held(id=one.id, confidence=FROM_WORDS, origin="words") for one in reading.competences if one.id not in said]
    known = {one.id for one in profile.occupations}
    past = [Past(id=one.id) for one in reading.occupations if one.id not in known]
    return profile.model_copy(
        # What comes last counts: what was ticked.
        update={"competences": (*held, *profile.competences), "occupations": (*profile.occupations, *past)}
    )
