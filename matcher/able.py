"""What somebody can probably do: by what they say, and by their past. What lacks for a target stands in `gap`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from catalogue.competences import Competence, Occupation
from matcher.concepts import Concepts, Vectors
from matcher.goal import Kind
from matcher.profile import Profile
from matcher.understand import Mind
from matcher.weights import numbers


class How(StrEnum):
    """Why somebody probably can it: they said so, their past needs it, or they can something like it."""

    SAID = "said"
    PAST = "past"
    SHARED = "shared_label"
    NEAR = "near"
    NOTHING = "nothing"


@dataclass(frozen=True, kw_only=True, slots=True)
class Have:
    """How surely something is there, 0 to 1, and by what: `through` is the id of the occupation or competence."""

    sure: float
    how: How
    through: str = ""


NO = Have(sure=0.0, how=How.NOTHING)


@dataclass(frozen=True, kw_only=True, slots=True)
class Can:
    """What somebody can: by id with how sure, and the vectors of those for near matches (a row each of `ids`)."""

    sure: Mapping[str, Have]
    ids: tuple[str, ...]
    vectors: Vectors | None


def can(profile: Profile, kind: Kind, concepts: Concepts, mind: Mind | None) -> Can:
    """What somebody probably can, by what they say and by their past. What they say can also be a no (0)."""
    given = numbers()
    sure: dict[str, Have] = {}
    for past in profile.occupations:
        occupation = concepts.find(past.id)
        if isinstance(occupation, Occupation):
            for names, share in (
                (occupation.essential, given.past[kind].essential),
                (occupation.optional, given.past[kind].optional),
            ):
                for name in names:
                    if share > sure.get(name, NO).sure:
                        sure[name] = Have(sure=share, how=How.PAST, through=occupation.id)
    for held in profile.competences:
        competence = concepts.find(held.id)
        if isinstance(competence, Competence):
            sure[competence.id] = Have(sure=held.confidence, how=How.SAID, through=competence.id)
    ids = tuple(sorted(name for name, have in sure.items() if have.sure >= given.can))
    return Can(sure=sure, ids=ids, vectors=_stacked(ids, concepts, mind))


def _stacked(ids: Sequence[str], concepts: Concepts, mind: Mind | None) -> Vectors | None:
    if mind is None or not ids:
        return None
    known = concepts.vectors(ids, mind)
    return concepts.centred(np.stack([known[name] for name in ids]), mind)
