"""What is set on a results page, and what other choices would bring: pure helpers for the templates.

No words: those are in the templates. What a course or a run looks like stands in `looks`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from catalogue.messages import Message
from matcher.criteria import Criteria
from matcher.filters import GROUP_LABELS, Choice, Group
from matcher.search import CountedChoice, Facet, Results

# From so many courses on there is enough to choose from, and the page proposes no other filters.
PLENTY = 10
MOST_SWAPS = 2
MOST_DROPS = 4
# So many are counted to find those: each is a question of its own.
MOST_TRIED = 8


@dataclass(frozen=True, kw_only=True, slots=True)
class Chip:
    """A choice that is set, and the question without it. The place stands in one chip with its radius."""

    name: str
    choice: Choice
    criteria: Criteria


@dataclass(frozen=True, kw_only=True, slots=True)
class Swap:
    """Another choice of a filter that is set, and how many courses it brings instead."""

    chosen: tuple[Choice, ...]
    other: CountedChoice
    criteria: Criteria


@dataclass(frozen=True, kw_only=True, slots=True)
class Drop:
    """Something that is set and could go: a choice, the place, or (both empty) all of it, and what that brings."""

    choice: Choice | None
    place: str
    criteria: Criteria
    count: int


def chips(results: Results) -> tuple[Chip, ...]:
    """What is set, in the order of the filters; without the radius, which goes with the place."""
    return tuple(
        Chip(name=name, choice=one.choice, criteria=results.criteria.without(name, one.choice.value))
        for facet in results.facets
        if (name := facet.filter.name) != "radius"
        for one in facet.choices
        if one.chosen
    )


def radius(results: Results) -> Choice | None:
    """The radius that is set."""
    chosen = (one.choice for facet in results.facets if facet.filter.name == "radius" for one in _chosen(facet))
    return next(chosen, None)


def _chosen(facet: Facet) -> list[CountedChoice]:
    return [one for one in facet.choices if one.chosen]


def swaps(results: Results) -> tuple[Swap, ...]:
    """Other choices that bring more, with what they bring; none where there is plenty.

    The count beside a choice is the answer with it alone, so each number is what the link gives.
    """
    if results.count >= PLENTY:
        return ()
    found = []
    for facet in results.facets:
        chosen = _chosen(facet)
        better = [one for one in facet.choices if not one.chosen and one.count > results.count]
        # The nearest larger radius, the nearest later start: the least change that helps.
        order = better[:1] if facet.filter.single else sorted(better, key=lambda one: -one.count)[:MOST_SWAPS]
        found += [_swap(results.criteria, facet.filter.name, chosen, one) for one in order if chosen]
    return tuple(found)


def _swap(criteria: Criteria, name: str, chosen: Sequence[CountedChoice], other: CountedChoice) -> Swap:
    changed = replace(criteria, chosen={**criteria.chosen, name: (other.choice.value,)}, page=1)
    return Swap(chosen=tuple(one.choice for one in chosen), other=other, criteria=changed)


def drops(results: Results, count: Callable[[Criteria], int]) -> tuple[Drop, ...]:
    """What to leave out where little or nothing is found, with the number it brings; never what brings no more.

    Where no single one helps, all of it at once.
    """
    criteria = results.criteria
    if results.count >= PLENTY:
        return ()
    # Several choices of one filter mean any of them: without one of those there is never more.
    every = chips(results)
    alone = [one for one in every if len(criteria.chosen[one.name]) == 1]
    single: list[tuple[Choice | None, str, Criteria]] = [(one.choice, "", one.criteria) for one in alone]
    if criteria.place:
        single.insert(0, (None, criteria.place, criteria.without_place()))
    tried = single[:MOST_TRIED]
    found = [Drop(choice=choice, place=place, criteria=one, count=count(one)) for choice, place, one in tried]
    found = [one for one in found if one.count > results.count]
    if found or results.count:
        return tuple(sorted(found, key=lambda one: -one.count)[:MOST_DROPS])
    bare = Criteria(q=criteria.q)
    total = count(bare) if len(every) + bool(criteria.place) > 1 else 0
    return (Drop(choice=None, place="", criteria=bare, count=total),) if total else ()


def filled(facet: Facet) -> tuple[CountedChoice, ...]:
    """The choices that are shown: long lists leave out what brings nothing, short fixed ones stay whole."""
    return tuple(one for one in facet.choices if one.count or one.chosen or not facet.filter.sparse)


@dataclass(frozen=True, kw_only=True, slots=True)
class Fold:
    """Filters that are shown folded, as one: those with choices of their own, those that are set or not, how many are
    chosen among them all."""

    label: Message
    facets: tuple[Facet, ...]
    yes_only: tuple[Facet, ...]
    chosen: int


def open_facets(facets: Sequence[Facet]) -> tuple[Facet, ...]:
    """The filters that always stand open."""
    return tuple(one for one in facets if one.filter.group == Group.MAIN)


def folds(facets: Sequence[Facet]) -> tuple[Fold, ...]:
    """The other filters by group, in their order; without those of which every choice brings nothing."""
    made = []
    for group, label in GROUP_LABELS.items():
        here = [one for one in facets if one.filter.group == group and _brings_something(one)]
        chosen = sum(len(_chosen(one)) for one in here)
        own = tuple(one for one in here if not one.filter.yes_only)
        flags = tuple(one for one in here if one.filter.yes_only)
        if here:
            made.append(Fold(label=label, facets=own, yes_only=flags, chosen=chosen))
    return tuple(made)


def _brings_something(facet: Facet) -> bool:
    return any(one.count or one.chosen for one in facet.choices)


def sorted_by(criteria: Criteria, sort: str) -> Criteria:
    """The same question in another order, from the first page on."""
    return replace(criteria, sort=sort, page=1)


def chosen_count(criteria: Criteria) -> int:
    """How many choices are set; the radius goes with the place and does not count."""
    return sum(len(values) for name, values in criteria.chosen.items() if name != "radius")


HELPERS = (chips, radius, swaps, drops, filled, open_facets, folds, sorted_by, chosen_count)
