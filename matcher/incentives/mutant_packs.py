"""Mutants of a pack: its dates, conditions and formulas, as changes at a place in it. Figures stand in `mutants`."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from matcher.incentives.conditions import All, Any_, Leaf, Threshold
from matcher.incentives.facts import FactList
from matcher.incentives.logic import Period
from matcher.incentives.models import Gives, Pack, Version
from matcher.incentives.mutant_formulas import formula_mutants

Path = tuple[str | int, ...]
Patch = tuple[Path, Any]
DAY = timedelta(days=1)
# Less than any case differs from a threshold.
LITTLE = Decimal("0.0001")


def existence(pack: Pack) -> Iterator[tuple[str, tuple[Patch, ...]]]:
    for field in ("since", "until"):
        day = getattr(pack.exists, field)
        for moved in _moved(day):
            yield f"exists.{field} {day} -> {moved}", ((("exists", field), moved),)


def _moved(day: date | None, *, not_before: bool = False, not_after: bool = False) -> Iterator[date]:
    if day is not None and not not_before:
        yield day - DAY
    if day is not None and not not_after:
        yield day + DAY


def versions(pack: Pack, facts: FactList) -> Iterator[tuple[str, tuple[Patch, ...]]]:
    for number, version in enumerate(pack.versions):
        yield from _borders(pack, number)
        place: Path = ("versions", number)
        name = f"version {version.since}"
        if version.when is not None:
            for what, patches in _node(version.when, (*place, "when"), (version.period,), facts):
                yield f"{name} {what}", patches
        for order, one in enumerate(version.gives):
            for what, patches in _gives(one, (*place, "gives", order), version):
                yield f"{name} gives {one.kind} {what}", patches


def _borders(pack: Pack, number: int) -> Iterator[tuple[str, tuple[Patch, ...]]]:
    """The first day of a version; where it follows on another, the last day of that one moves along. A border between
    days that are not worked out is none."""
    version, before = pack.versions[number], pack.versions[number - 1] if number else None
    follows = before is not None and before.until is not None and before.until + DAY == version.since
    if version.when or (follows and before and before.when):
        for moved in _moved(version.since, not_before=version.since == pack.exists.since):
            patches: list[Patch] = [(("versions", number, "since"), moved)]
            if follows:
                patches.append((("versions", number - 1, "until"), moved - DAY))
            yield f"version {version.since} from -> {moved}", tuple(patches)
    after = pack.versions[number + 1] if number + 1 < len(pack.versions) else None
    if version.when and version.until and (after is None or after.since != version.until + DAY):
        for moved in _moved(version.until, not_after=version.until == pack.exists.until):
            yield f"version {version.since} to -> {moved}", ((("versions", number, "until"), moved),)


def _node(
    node: All | Any_ | Leaf, path: Path, around: Sequence[Period], facts: FactList
) -> Iterator[tuple[str, tuple[Patch, ...]]]:
    """Of a condition or a group; `around` are the periods of the version and of the groups that it stands in."""
    name = node.id if isinstance(node, Leaf) else _group_name(node)
    inside = [] if isinstance(node, Leaf) else [leg.only for leg in _legs(node)]
    for what, patch in _only(node, path, around, inside):
        yield f"{name} {what}", (patch,)
    if isinstance(node, Leaf):
        for what, value in _leaf(node, facts):
            yield f"{name} {what}", ((path, value),)
        return
    legs = _legs(node)
    if len(legs) > 1:
        other = Any_(any=legs, only=node.only) if isinstance(node, All) else All(all=legs, only=node.only)
        yield f"{name} -> {'any' if isinstance(node, All) else 'all'}", ((path, other),)
    field = "all" if isinstance(node, All) else "any"
    for number, leg in enumerate(legs):
        yield from _node(leg, (*path, field, number), (*around, node.only), facts)


def _legs(node: All | Any_) -> tuple[All | Any_ | Leaf, ...]:
    return node.all if isinstance(node, All) else node.any


def _group_name(node: All | Any_) -> str:
    """A group by the first condition in it, so that the name stays when others are added."""
    legs = node.all if isinstance(node, All) else node.any
    first: All | Any_ | Leaf = legs[0]
    while not isinstance(first, Leaf):
        first = (first.all if isinstance(first, All) else first.any)[0]
    return f"{'all' if isinstance(node, All) else 'any'} of {first.id} and {len(legs) - 1} more"


def _only(
    node: Any, path: Path, around: Sequence[Period], inside: Sequence[Period] = ()
) -> Iterator[tuple[str, Patch]]:
    """The period of something moved by a day. To make it longer changes nothing where what it stands in, or all that
    stands in it, has the same end."""
    since, until = node.only.since, node.only.until
    not_before = any(one.since == since for one in around) or _all(one.since == since for one in inside)
    for moved in _moved(since, not_before=not_before):
        yield f"only from {since} -> {moved}", ((*path, "only", "since"), moved)
    not_after = any(one.until == until for one in around) or _all(one.until == until for one in inside)
    for moved in _moved(until, not_after=not_after):
        yield f"only to {until} -> {moved}", ((*path, "only", "until"), moved)


def _all(several: Iterable[bool]) -> bool:
    """Whether all hold, and there is at least one."""
    found = list(several)
    return bool(found) and all(found)


def _leaf(leaf: Leaf, facts: FactList) -> Iterator[tuple[str, Leaf]]:
    for op in ("gte", "lte"):
        threshold: Threshold | None = getattr(leaf, op)
        if threshold is not None and threshold.const is not None:
            little = LITTLE if op == "gte" else -LITTLE
            for value in (threshold.const - 1, threshold.const + 1, threshold.const + little):
                strict = value in (threshold.const + LITTLE, threshold.const - LITTLE)
                name = f"{op} -> {op[0]}t" if strict else f"{op} {threshold.const} -> {value}"
                yield name, leaf.model_copy(update={op: Threshold(const=value)})
    if isinstance(leaf.eq, bool):
        yield "eq -> not", leaf.model_copy(update={"eq": not leaf.eq})
        return
    held = leaf.among if leaf.among is not None else (leaf.eq,) if leaf.eq else ()
    if leaf.fact and held:
        others = tuple(value for value in facts.facts[leaf.fact].values if value not in held)
        yield "in -> not", leaf.model_copy(update={"eq": None, "among": others})
    for gone in held if len(held) > 1 else ():
        yield f"without {gone}", leaf.model_copy(update={"among": tuple(one for one in held if one != gone)})
    for gone in leaf.unsure:
        yield f"sure of {gone}", leaf.model_copy(update={"unsure": tuple(one for one in leaf.unsure if one != gone)})


def _gives(one: Gives, path: Path, version: Version) -> Iterator[tuple[str, tuple[Patch, ...]]]:
    for what, patch in _only(one, path, (version.period,)):
        yield what, (patch,)
    for field in ("formula", "condition"):
        for what, text in formula_mutants(getattr(one, field) or "None"):
            yield f"{field} {what}", (((*path, field), text),)


def leaves_at(node: All | Any_ | Leaf, path: Path) -> Iterator[tuple[Path, Leaf]]:
    """Every condition with its place."""
    if isinstance(node, Leaf):
        yield path, node
        return
    field, legs = ("all", node.all) if isinstance(node, All) else ("any", node.any)
    for number, leg in enumerate(legs):
        yield from leaves_at(leg, (*path, field, number))
