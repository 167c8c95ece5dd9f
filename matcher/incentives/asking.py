"""Which open fact decides most for the least trouble. Exact: every combination of answers is looked at at once.

The combinations stand side by side as the bits of two long numbers, one for yes and one for no, so that "all" and
"any" are single operations on all of them. The power of a question is the share of combinations of the other answers
in which it changes the verdict (the Banzhaf index); its rank is power over cost. Weights no likelihoods: none is known.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import prod

from matcher.incentives.logic import ASK, NO, YES, Answer
from matcher.incentives.prepared import Prepared, Tree, survey


@dataclass(frozen=True, slots=True)
class Question:
    """An open fact that can still change the verdict. `power` is 1 where it decides whatever the other answers are."""

    fact: str
    power: float
    score: float


@dataclass(slots=True)
class _Open:
    fact: str
    radix: int
    stride: int


def questions(prepared: Prepared, answers: Sequence[Answer]) -> tuple[Question, ...]:
    """The facts worth asking, best first; none where the verdict can not change any more."""
    if prepared.tree is None:
        return ()
    _, _, live = survey(prepared.tree, answers)
    return questions_of(prepared, answers, live)


def questions_of(prepared: Prepared, answers: Sequence[Answer], live: Sequence[int]) -> tuple[Question, ...]:
    """The same, where the open conditions that may matter are known already."""
    facts = {prepared.bounds[number].leaf.fact for number in live}
    names = sorted((one for one in facts if one is not None), key=prepared.facts.order.__getitem__)
    if prepared.tree is None or not names:
        return ()
    opened, size = _layout(prepared, names)
    masks = _leaf_masks(prepared, answers, opened, size)
    yes, no = _spread(prepared.tree, masks)
    found = [_question(prepared, one, yes, no, size) for one in opened]
    # Sorting is stable: in a tie the order of the list of facts stands, so that no order of a pack shows.
    return tuple(sorted((one for one in found if one.power > 0), key=lambda one: -one.score))


def _layout(prepared: Prepared, names: Sequence[str]) -> tuple[list[_Open], int]:
    """Where each fact stands in the numbering of all combinations, and how many there are."""
    radixes = [len(prepared.classes[name][1]) for name in names]
    opened = [_Open(name, radixes[place], prod(radixes[:place])) for place, name in enumerate(names)]
    return opened, prod(radixes)


@lru_cache(maxsize=4096)
def _class_mask(size: int, stride: int, radix: int, number: int) -> int:
    """The combinations in which a fact has its answer of this number."""
    block = ((1 << stride) - 1) << (number * stride)
    return block * (((1 << size) - 1) // ((1 << (stride * radix)) - 1))


def _leaf_masks(
    prepared: Prepared, answers: Sequence[Answer], opened: Sequence[_Open], size: int
) -> list[tuple[int, int]]:
    """Per condition: in which combinations it is yes, and in which no."""
    full = (1 << size) - 1
    masks = [(full if one == YES else 0, full if one == NO else 0) for one in answers]
    for one in opened:
        numbers, rows = prepared.classes[one.fact]
        for column, number in enumerate(numbers):
            if answers[number] != ASK:
                continue
            yes = no = 0
            for place, row in enumerate(rows):
                if row[column] == YES:
                    yes |= _class_mask(size, one.stride, one.radix, place)
                elif row[column] == NO:
                    no |= _class_mask(size, one.stride, one.radix, place)
            masks[number] = (yes, no)
    return masks


def _spread(tree: Tree, masks: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """The combinations in which a tree is yes, and in which no; the others are unverified."""
    if isinstance(tree, int):
        return masks[tree]
    yes, no = _spread(tree.legs[0], masks)
    for leg in tree.legs[1:]:
        own_yes, own_no = _spread(leg, masks)
        yes, no = (yes & own_yes, no | own_no) if tree.every else (yes | own_yes, no & own_no)
    return yes, no


def _question(prepared: Prepared, one: _Open, yes: int, no: int, size: int) -> Question:
    first, changes = _class_mask(size, one.stride, one.radix, 0), 0
    for number in range(1, one.radix):
        shift = number * one.stride
        changes |= ((yes >> shift) ^ yes) | ((no >> shift) ^ no)
    power = (changes & first).bit_count() / (size // one.radix)
    return Question(one.fact, power, power / prepared.facts.facts[one.fact].cost)
