"""What somebody probably still misses for a target, what they probably can already, and what a course closes of it.

Always probable: links are guessed and a past says little of today. Everybody can say "kan ik al", and see the effect.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from catalogue.competences import Competence, Occupation
from catalogue.course import Course
from matcher.able import NO, Can, Have, How
from matcher.concepts import Concepts
from matcher.goal import Goal
from matcher.profile import Profile
from matcher.understand import Mind
from matcher.weights import Numbers, numbers

Vectors = NDArray[np.float32]
# So many occupations that need less are shown.
NEARBY = 5


@dataclass(frozen=True, kw_only=True, slots=True)
class Need:
    """One competence that the target needs. `weight` is essential or optional times `specificity`: 0 for what every
    occupation needs, 1 for what only this one does."""

    competence: Competence
    essential: bool
    specificity: float
    weight: float
    have: Have

    @property
    def lacking(self) -> float:
        """What is left of its weight."""
        return self.weight * (1 - self.have.sure)


@dataclass(frozen=True, kw_only=True, slots=True)
class Closes:
    """What a course teaches of the gap. `share` is its part of all that lacks, None where it can not be said: nothing
    lacks, or it is not known what the course teaches."""

    competences: tuple[Competence, ...]
    share: float | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Nearby:
    """An occupation near the target for which less lacks: `lacking` over that of the target."""

    occupation: Occupation
    ratio: float
    missing: tuple[Competence, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Gap:
    """The needs of a target, the weightiest first; none where the target is not known."""

    needs: tuple[Need, ...]
    can: float

    @property
    def have(self) -> tuple[Need, ...]:
        """What is probably there."""
        return tuple(one for one in self.needs if one.have.sure >= self.can)

    @property
    def missing(self) -> tuple[Need, ...]:
        """Essential, and probably not there."""
        return tuple(one for one in self.needs if one.essential and one.have.sure < self.can)

    @property
    def extra(self) -> tuple[Need, ...]:
        """Optional, and probably not there."""
        return tuple(one for one in self.needs if not one.essential and one.have.sure < self.can)

    @property
    def lacking(self) -> float:
        """The weight of all that lacks together."""
        return sum(one.lacking for one in self.needs)

    def closes(self, taught: Mapping[str, float]) -> Closes:
        """What of the gap is closed by what is taught (id -> confidence)."""
        if not taught or not self.lacking:
            return Closes(competences=(), share=None)
        closed = [(one, taught[one.competence.id]) for one in self.needs if one.competence.id in taught]
        share = sum(one.lacking * confidence for one, confidence in closed) / self.lacking
        learned = tuple(one.competence for one, _ in closed if one.have.sure < self.can)
        return Closes(competences=learned, share=share)


def taught(course: Course, concepts: Concepts) -> Mapping[str, float]:
    """What a course teaches, as far as it is linked to the vocabulary: id -> confidence. A competence that shares its
    label with another teaches that too."""
    found: dict[str, float] = {}
    for link in course.competences:
        concept = concepts.of_link(link)
        if isinstance(concept, Competence):
            found[concept.id] = max(found.get(concept.id, 0.0), link.confidence)
            for other in concepts.sharing.get(concept.id, ()):
                found[other] = max(found.get(other, 0.0), link.confidence * numbers().shared_label)
    return found


def gap(goal: Goal, able: Can, concepts: Concepts, mind: Mind | None) -> Gap:
    """What lacks for the target of a goal."""
    if goal.competence is not None:
        return _gap({goal.competence.id: True}, able, concepts, mind)
    return Gap(needs=(), can=numbers().can) if goal.occupation is None else of(goal.occupation, able, concepts, mind)


def of(occupation: Occupation, able: Can, concepts: Concepts, mind: Mind | None) -> Gap:
    """What lacks for an occupation."""
    wanted = dict.fromkeys(occupation.optional, False) | dict.fromkeys(occupation.essential, True)
    return _gap(wanted, able, concepts, mind)


def _gap(wanted: Mapping[str, bool], able: Can, concepts: Concepts, mind: Mind | None) -> Gap:
    given = numbers()
    near = _near(wanted, able, concepts, mind)
    needs = [_need(name, essential, able, near, concepts, given) for name, essential in wanted.items()]
    needs.sort(key=lambda one: (-one.weight, one.competence.id))
    return Gap(needs=tuple(needs), can=given.can)


def _need(name: str, essential: bool, able: Can, near: Mapping[str, Have], concepts: Concepts, given: Numbers) -> Need:
    competence = concepts.vocabulary.by_id[name]
    assert isinstance(competence, Competence)
    specificity = concepts.specificity(name)
    weight = (given.need.essential if essential else given.need.optional) * specificity
    # What somebody says of just this competence stands, a no too.
    said = able.sure.get(name)
    have = (
        said
        if said is not None and said.how == How.SAID
        else _best(said, _shared(name, able, concepts), near.get(name))
    )
    return Need(competence=competence, essential=essential, specificity=specificity, weight=weight, have=have)


def _best(*several: Have | None) -> Have:
    return max((one for one in several if one is not None), key=lambda one: one.sure, default=NO)


def _shared(name: str, able: Can, concepts: Concepts) -> Have:
    """By a competence that is called the same."""
    others = [(able.sure[other].sure, other) for other in concepts.sharing.get(name, ()) if other in able.sure]
    best = max(others, default=None)
    return NO if best is None else Have(sure=best[0] * numbers().shared_label, how=How.SHARED, through=best[1])


def _near(wanted: Iterable[str], able: Can, concepts: Concepts, mind: Mind | None) -> Mapping[str, Have]:
    """By what is near in meaning: never more sure than half of what it is to be just this."""
    names = [name for name in wanted if name not in able.sure]
    if mind is None or able.vectors is None or not names:
        return {}
    known = concepts.vectors(names, mind)
    likeness = concepts.centred(np.stack([known[name] for name in names]), mind) @ able.vectors.T
    found = {}
    for row, name in enumerate(names):
        at = int(np.argmax(likeness[row]))
        worth = numbers().near.worth(float(likeness[row, at])) * able.sure[able.ids[at]].sure
        if worth:
            found[name] = Have(sure=worth, how=How.NEAR, through=able.ids[at])
    return found


def nearby(goal: Goal, able: Can, whole: Gap, profile: Profile, concepts: Concepts) -> tuple[Nearby, ...]:
    """Occupations near the target, or near one's past, for which less lacks; the nearest by far first.

    By what is said and by the past alone: near matches are left out on both sides, so that the two can be compared.
    """
    target = goal.occupation
    if target is None or not whole.lacking:
        return ()
    past = [one for one in (concepts.find(each.id) for each in profile.occupations) if isinstance(one, Occupation)]
    pool = dict.fromkeys(name for one in (target, *past) for name in one.near)
    pool |= dict.fromkeys(further for name in target.near for further in _occupation(name, concepts).near)
    skip = {target.id, *(one.id for one in past)}
    full = of(target, able, concepts, None).lacking
    rows = []
    for name in pool:
        if name not in skip:
            occupation = _occupation(name, concepts)
            lacks = of(occupation, able, concepts, None)
            if lacks.have and lacks.lacking < full:
                missing = tuple(one.competence for one in lacks.missing)
                rows.append(Nearby(occupation=occupation, ratio=lacks.lacking / full, missing=missing))
    rows.sort(key=lambda one: (one.ratio, one.occupation.id))
    return tuple(rows[:NEARBY])


def _occupation(name: str, concepts: Concepts) -> Occupation:
    occupation = concepts.vocabulary.by_id[name]
    assert isinstance(occupation, Occupation)
    return occupation


def weighted(whole: Gap, concepts: Concepts, mind: Mind) -> Vectors | None:
    """The mean vector of what lacks, each by how much it lacks; None where nothing does."""
    lacking = [one for one in whole.needs if one.lacking > 0]
    if not lacking:
        return None
    known = concepts.vectors([one.competence.id for one in lacking], mind)
    summed = sum(one.lacking * known[one.competence.id] for one in lacking)
    return np.asarray(summed / max(math.sqrt(float(np.dot(summed, summed))), 1e-9), dtype=np.float32)
