"""The courses that a match looks at: from the target, from occupations near it, and from what is missing.

One question to the engine with a list per origin, so that each course says by which it was found.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from catalogue.competences import Occupation
from indexer.engine.port import Engine, Hit, Question, RankedList, VectorList
from indexer.fields import MEANING
from matcher import fusion
from matcher.concepts import Concepts
from matcher.fusion import Plan
from matcher.gap import Gap, weighted
from matcher.goal import Goal
from matcher.understand import Asked, Mind, understand

# So many courses are scored.
MOST = 200
TARGET, NEAR, MISSING = "target", "near", "missing"
# What each origin weighs in finding; the score comes after. A start, not a finding.
SHARE: Mapping[str, float] = {TARGET: 0.5, NEAR: 0.15, MISSING: 0.35}
# Of so many near occupations, and so many missing competences, the words are searched.
NEAR_OCCUPATIONS, MISSING_WORDS = 3, 8
# From this part of a list's weight on a course is said to be found by it.
FOUND = 0.25


@dataclass(frozen=True, kw_only=True, slots=True)
class Candidate:
    """A course by its id; `about`: how much it is about the target, 0 to 1; `lists`: by which it was found."""

    id: str
    about: float
    lists: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Candidates:
    """Those found, and the lists that were asked, in their order. `searched`: what each was asked for, as ids."""

    found: tuple[Candidate, ...]
    searched: Mapping[str, tuple[str, ...]]
    by_meaning: bool


def candidates(
    engine: Engine, goal: Goal, whole: Gap, concepts: Concepts, mind: Mind | None, today: int, limit: int = MOST
) -> Candidates:
    """At most `limit` courses. Raises IndexUnusable."""
    lists = _lists(goal, whole, concepts, mind)
    named = [name for name, several in lists.items() for _ in several]
    asked = Question(
        today=today,
        lists=tuple(one for several in lists.values() for one in several),
        model=mind.embedder.fingerprint if mind else "",
        limit=limit,
        top=fusion.TOP,
        depth=fusion.DEPTH,
        nearest=0,
        # Without anything to go by: what starts next.
        sort="relevance" if named else "start",
    )
    answer = engine.ask(asked)
    weights = {name: sum(one.weight for one in several) for name, several in lists.items()}
    return Candidates(
        found=tuple(_candidate(hit, named, weights) for hit in answer.hits),
        searched={name: _searched(name, goal, whole, concepts) for name, several in lists.items() if several},
        by_meaning=mind is not None,
    )


def _candidate(hit: Hit, named: Sequence[str], weights: Mapping[str, float]) -> Candidate:
    parts: dict[str, float] = {}
    # A course that no list ranks has no parts.
    for name, part in zip(named, hit.parts or [0.0] * len(named), strict=True):
        parts[name] = parts.get(name, 0.0) + part
    shares = {name: part / weights[name] for name, part in parts.items() if weights[name]}
    lists = tuple(name for name in SHARE if shares.get(name, 0.0) >= FOUND)
    return Candidate(id=hit.id, about=min(1.0, shares.get(TARGET, 0.0)), lists=lists)


def _lists(goal: Goal, whole: Gap, concepts: Concepts, mind: Mind | None) -> Mapping[str, tuple[RankedList, ...]]:
    found: dict[str, tuple[RankedList, ...]] = {}
    if goal.asked.wanted:
        found[TARGET] = _weighed(fusion.plan(goal.asked, goal.meant), SHARE[TARGET])
    near = _near(goal, concepts)
    if near:
        words = understand(" ".join(one.spoken("nl")[1].preferred for one in near))
        found[NEAR] = _weighed(fusion.plan(words), SHARE[NEAR])
    if whole.lacking:
        found[MISSING] = _missing(whole, concepts, mind)
    return found


def _weighed(plan: Plan, share: float) -> tuple[RankedList, ...]:
    """The lists of a plan, together as heavy as their share."""
    total = sum(one.weight for one in plan.lists)
    return tuple(replace(one, weight=one.weight / total * share) for one in plan.lists)


def _near(goal: Goal, concepts: Concepts) -> tuple[Occupation, ...]:
    if goal.occupation is None:
        return ()
    several = [concepts.vocabulary.by_id[name] for name in goal.occupation.near[:NEAR_OCCUPATIONS]]
    return tuple(one for one in several if isinstance(one, Occupation))


def _lacking(whole: Gap) -> list[str]:
    """Names of what lacks most."""
    ranked = sorted(whole.needs, key=lambda one: (-one.lacking, one.competence.id))
    return [one.competence.spoken("nl")[1].preferred for one in ranked[:MISSING_WORDS] if one.lacking]


def _missing(whole: Gap, concepts: Concepts, mind: Mind | None) -> tuple[RankedList, ...]:
    """By the weighted vector of what lacks; by its words where there is no model."""
    vector = weighted(whole, concepts, mind) if mind else None
    if vector is not None:
        return (VectorList(field=MEANING, vector=tuple(vector.tolist()), weight=SHARE[MISSING]),)
    words: Asked = understand(" ".join(_lacking(whole)))
    return _weighed(fusion.plan(words), SHARE[MISSING])


def _searched(name: str, goal: Goal, whole: Gap, concepts: Concepts) -> tuple[str, ...]:
    """The ids of what a list was asked for; none for a target in words."""
    if name == TARGET:
        return () if goal.concept is None else (goal.concept.id,)
    if name == NEAR:
        return tuple(one.id for one in _near(goal, concepts))
    return tuple(one.competence.id for one in whole.needs if one.lacking and one.have.sure < whole.can)
