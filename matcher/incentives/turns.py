"""The days on which a library of packs changes: of a figure, a version, an existence, of what holds only for a time.

Between two of them all days are alike.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from matcher.incentives.conditions import All, Any_, Leaf
from matcher.incentives.logic import Period
from matcher.incentives.models import Pack, Version
from matcher.incentives.packs import Library


def turns(library: Library) -> list[date]:
    """Every first day of something new, in order."""
    return sorted(set(_turns(library)))


def _turns(library: Library) -> Iterator[date]:
    for figure in library.figures.values():
        yield from figure.values
    for pack in library.packs.values():
        for period in (pack.exists, *_periods(pack)):
            if period.since:
                yield period.since
            if period.until:
                yield period.until + timedelta(days=1)


def _periods(pack: Pack) -> Iterator[Period]:
    holders: tuple[Pack | Version, ...] = (pack, *pack.versions)
    for holder in holders:
        yield from (step.only for step in holder.steps)
        yield from (warning.only for warning in holder.warnings)
    for version in pack.versions:
        yield version.period
        yield from (one.only for one in version.gives)
        yield from _onlys(version.when)


def _onlys(node: All | Any_ | Leaf | None) -> Iterator[Period]:
    if node is not None:
        yield node.only
    if isinstance(node, All | Any_):
        for leg in node.all if isinstance(node, All) else node.any:
            yield from _onlys(leg)
