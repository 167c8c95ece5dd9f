"""What somebody wants: one of three kinds, and a target that is linked to the vocabulary with its confidence."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from catalogue.competences import Competence, Concept, Occupation
from matcher.concepts import MOST, Chip, Concepts
from matcher.fusion import goal_share
from matcher.understand import Asked, Meant, Mind, question_text, understand

# From this confidence on a link is taken and said; below it is only proposed. By the calibration of the labels
# (docs/relevance.md): 81 of 100 such links are right.
TAKEN = 0.6
# A target longer than this is cut.
LONGEST = 300


class Kind(StrEnum):
    """Why somebody learns: to get the diploma missed before, to change direction, to stay up to date."""

    CATCH_UP = "inhalen"
    REORIENT = "herorienteren"
    KEEP_UP = "bijblijven"


@dataclass(frozen=True, kw_only=True, slots=True)
class Goal:
    """A goal understood. `concept` is the target where it is known with confidence; else the chips say what it may be.

    `asked` and `meant` are the target as a question, by words and, where there is a model, by meaning.
    """

    kind: Kind
    target: str
    concept: Concept | None
    confidence: float
    alternatives: tuple[Chip, ...]
    asked: Asked
    meant: Meant | None

    @property
    def occupation(self) -> Occupation | None:
        """The target, if it is a kind of work."""
        return self.concept if isinstance(self.concept, Occupation) else None

    @property
    def competence(self) -> Competence | None:
        """The target, if it is something one can do."""
        return self.concept if isinstance(self.concept, Competence) else None


def aim(kind: Kind, target: str, concepts: Concepts, mind: Mind | None, language: str = "nl") -> Goal:
    """The goal in these words, or with this id or ESCO URI as target. Without `mind` by letters alone."""
    text = " ".join(target.split())[:LONGEST]
    known = concepts.find(text)
    if known is not None:
        return _goal(kind, text, known, 1.0, (), mind, language)
    bare = question_text(text)
    called = (concepts.called(text) or concepts.called(bare)) if bare else ()
    if called:
        others = tuple(Chip(one, 1 / len(called)) for one in called[1:])
        return _goal(kind, text, called[0], 1 / len(called) if len(called) > 1 else 1.0, others, mind, language)
    asked, meant = _understood(text, mind)
    chips = _chips(bare, concepts, meant)
    sure = chips[0] if chips and chips[0].share >= TAKEN else None
    rest = tuple(one for one in chips if one is not sure)
    if sure:
        return _goal(kind, text, sure.concept, sure.share, rest, mind, language)
    return Goal(kind=kind, target=text, concept=None, confidence=0.0, alternatives=rest, asked=asked, meant=meant)


def _understood(text: str, mind: Mind | None) -> tuple[Asked, Meant | None]:
    if mind is None:
        return understand(text), None
    asked = mind.asked(text)
    return asked, mind.meant(asked) if asked.wanted else None


def _goal(
    kind: Kind,
    text: str,
    concept: Concept,
    confidence: float,
    others: tuple[Chip, ...],
    mind: Mind | None,
    language: str,
) -> Goal:
    """The target is searched by the concept, never by the form that was typed: so she and he get the same courses."""
    asked, meant = _understood(concept.spoken("nl")[1].preferred, mind)
    return Goal(
        kind=kind,
        target=text,
        concept=concept,
        confidence=confidence,
        alternatives=others,
        asked=asked,
        meant=meant,
    )


def _chips(text: str, concepts: Concepts, meant: Meant | None) -> tuple[Chip, ...]:
    """By letters over everything, by meaning over occupations; the surer of both counts."""
    if not text:
        return ()
    found: dict[str, Chip] = {}
    by_letters = concepts.alike(text)
    by_meaning: Mapping[str, Chip] = {}
    if meant is not None:
        surely = goal_share(meant)
        by_meaning = {one.occupation.id: Chip(one.occupation, surely * one.share) for one in meant.linked}
    for chip in (*by_letters, *by_meaning.values()):
        best = found.get(chip.concept.id)
        if best is None or chip.share > best.share:
            found[chip.concept.id] = chip
    ranked = sorted(found.values(), key=lambda one: (-one.share, one.concept.id))
    return tuple(ranked[:MOST])
