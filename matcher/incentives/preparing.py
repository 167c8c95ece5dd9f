"""Prepares packs for dates: picks the version, binds every condition to its figure, parses every formula."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any

from matcher.incentives.clocks import Dates
from matcher.incentives.conditions import All, Any_, Leaf
from matcher.incentives.figures import Figure, figure_on
from matcher.incentives.formulas import Formula, parse
from matcher.incentives.lint import whole_formula
from matcher.incentives.logic import ASK, NO, UNVERIFIED, YES
from matcher.incentives.models import Gives, Pack, Step, Version, Warning_
from matcher.incentives.packs import Library
from matcher.incentives.prepared import Benefit, Bound, BoundText, Group, Prepared, Test, Tree
from matcher.incentives.turns import turns


class Preparer:
    """Prepares the packs of a library. Between two days on which something changes all days are alike, so that the
    result is kept per stretch of days and not per day."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self._turns = turns(library)
        self._kept: dict[tuple[str, tuple[int, ...]], Prepared] = {}
        self._formulas: dict[str, Formula] = {}

    def stretch(self, dates: Dates) -> tuple[int, ...]:
        """Equal for dates on which all packs are alike."""
        return tuple([bisect_right(self._turns, day) for day in dates.key])

    def on(self, dates: Dates) -> tuple[Prepared, ...]:
        """Every pack on these dates, in the order of the library."""
        stretch = self.stretch(dates)
        return tuple([self._of(pack, dates, stretch) for pack in self.library.packs.values()])

    def one(self, instrument: str, dates: Dates) -> Prepared:
        """One pack on these dates. Raises KeyError where none is called so."""
        return self._of(self.library.packs[instrument], dates, self.stretch(dates))

    def _of(self, pack: Pack, dates: Dates, stretch: tuple[int, ...]) -> Prepared:
        found = self._kept.get((pack.id, stretch))
        if found is None:
            if len(self._kept) >= _KEPT:
                self._kept.pop(next(iter(self._kept)))
            found = self._kept[pack.id, stretch] = self._prepare(pack, dates)
        return found

    def _prepare(self, pack: Pack, dates: Dates) -> Prepared:
        day, facts = dates.on(pack.clock), self.library.facts
        version = pack.version_on(day)
        if pack.exists.is_before(day):
            return Prepared(pack=pack, facts=facts, why="not_yet")
        if pack.exists.is_after(day):
            return Prepared(pack=pack, facts=facts, why="ended")
        figures = _Figures(self.library, dates)
        if version is None:
            said = self._said(pack, None, day, figures)
            return Prepared(pack=pack, facts=facts, why="not_worked_out", steps=said[0], warnings=said[1])
        last = self._rules(pack, version, day, figures, last=True) if figures.replaced_by(self, version, day) else None
        return self._rules(pack, version, day, figures, last=False, last_known=last)

    def _rules(
        self,
        pack: Pack,
        version: Version,
        day: date,
        figures: "_Figures",
        *,
        last: bool,
        last_known: Prepared | None = None,
    ) -> Prepared:
        bounds: list[Bound] = []
        tree = _grow(version.when, day, lambda leaf: _bind(leaf, figures.get(leaf.figure, last), bounds))
        benefits = tuple(self._benefit(one, version, figures, last) for one in version.gives if one.only.holds(day))
        said = self._said(pack, version, day, figures)
        return Prepared(
            pack=pack,
            facts=self.library.facts,
            why="rules" if version.when else "not_worked_out",
            version=version,
            bounds=tuple(bounds),
            tree=(Group(True, ()) if tree is None else tree) if version.when else None,
            benefits=benefits,
            last_known=last_known,
            year=figures.year,
            steps=said[0],
            warnings=said[1],
        )

    def _said(
        self, pack: Pack, version: Version | None, day: date, figures: "_Figures"
    ) -> tuple[tuple[BoundText, ...], tuple[BoundText, ...]]:
        steps = (*(version.steps if version else ()), *pack.steps)
        warnings = (*(version.warnings if version else ()), *pack.warnings)
        return self._texts(steps, day, figures), self._texts(warnings, day, figures)

    def _texts(self, items: Iterable[Step | Warning_], day: date, figures: "_Figures") -> tuple[BoundText, ...]:
        return tuple(
            BoundText(
                item=one,
                figure=figures.get(one.figure, last=False),
                condition=self.formula(one.condition) if isinstance(one, Warning_) and one.condition else None,
            )
            for one in items
            if one.only.holds(day)
        )

    def _benefit(self, one: Gives, version: Version, figures: "_Figures", last: bool) -> Benefit:
        formula = self.formula(whole_formula(one, version.gives))
        condition = self.formula(one.condition) if one.condition else None
        names = formula.names | (condition.names if condition else frozenset())
        known = {name: figures.get(name, last) for name in sorted(names & self.library.figures.keys())}
        found = {name: figure for name, figure in known.items() if figure is not None}
        values = {name: figure.value for name, figure in found.items()}
        facts = self.library.facts
        return Benefit(
            gives=one,
            formula=formula,
            condition=condition,
            figures=values,
            known=found,
            confidences={name: figure.entry.conf for name, figure in found.items() if figure.entry},
            assuming={name: facts.value(name, value) for name, value in one.assuming.items()},
        )

    def formula(self, text: str) -> Formula:
        """The parsed formula of a text, kept."""
        if text not in self._formulas:
            self._formulas[text] = parse(text, self.library.facts.facts, self.library.figures)
        return self._formulas[text]


# Packs that are kept prepared, each for a stretch: a request for courses that start on many days uses a handful of
# stretches of some dozens of packs.
_KEPT = 8192


class _Figures:
    """The figures of one set of dates."""

    def __init__(self, library: Library, dates: Dates) -> None:
        self._library, self._dates = library, dates
        self._found: dict[str, Figure] = {}
        self.year: str | None = None

    def get(self, name: str | None, last: bool) -> Figure | None:
        if name is None:
            return None
        if name not in self._found:
            parameter = self._library.figures[name]
            self._found[name] = figure_on(name, parameter, self._dates.on(parameter.clock))
        return self._found[name].as_last_known() if last else self._found[name]

    def replaced_by(self, preparer: Preparer, version: Version, day: date) -> bool:
        """Whether a figure of this version has only a last known value; the oldest such year becomes `year`."""
        used = {leaf.figure for leaf in _held(version.when, day) if leaf.figure}
        for one in version.gives:
            if one.only.holds(day):
                used |= preparer.formula(whole_formula(one, version.gives)).names & self._library.figures.keys()
        several = [self.get(name, last=False) for name in used]
        replaced = [figure for figure in several if figure and figure.last is not None and figure.last_until]
        if replaced:
            self.year = min(replaced, key=lambda figure: figure.last_until or date.max).year
        return bool(replaced)


def _held(node: All | Any_ | Leaf | None, day: date) -> Iterator[Leaf]:
    """The leaves that take part on a day."""
    if node is None or not node.only.holds(day):
        return
    if isinstance(node, Leaf):
        yield node
        return
    for leg in node.all if isinstance(node, All) else node.any:
        yield from _held(leg, day)


def _grow(node: All | Any_ | Leaf | None, day: date, plant: Callable[[Leaf], int]) -> Tree | None:
    """The tree of a day. What `only` leaves out is gone, and so is a group of which nothing is left."""
    if node is None or not node.only.holds(day):
        return None
    if isinstance(node, Leaf):
        return plant(node)
    grown = (_grow(leg, day, plant) for leg in (node.all if isinstance(node, All) else node.any))
    legs = tuple(leg for leg in grown if leg is not None)
    return Group(isinstance(node, All), legs) if legs else None


def _bind(leaf: Leaf, figure: Figure | None, bounds: list[Bound]) -> int:
    needed, test = _needed(leaf, figure), _test_of(leaf, figure)
    bounds.append(Bound(leaf=leaf, figure=figure, needed=needed, test=test))
    return len(bounds) - 1


def _needed(leaf: Leaf, figure: Figure | None) -> Any:
    if leaf.threshold is not None:
        return figure.value if figure else leaf.threshold.const
    return leaf.among if leaf.among is not None else leaf.eq


def _test_of(leaf: Leaf, figure: Figure | None) -> Test:
    """Unverified without its figure, whatever the fact; then ask without its fact; then yes or no."""
    if leaf.param is not None and figure is not None:
        gone = NO if figure.state == "abolished" else UNVERIFIED
        known = gone if figure.value is None else YES if figure.value == leaf.eq else NO
        return lambda value: known
    if figure is not None and figure.value is None:
        return lambda value: UNVERIFIED
    return _compare(leaf, _needed(leaf, figure))


def _compare(leaf: Leaf, needed: Any) -> Test:
    if leaf.gte is not None:
        return lambda value: ASK if value is None else YES if value >= needed else NO
    if leaf.lte is not None:
        return lambda value: ASK if value is None else YES if value <= needed else NO
    among, unsure = frozenset((needed,) if leaf.among is None else needed), frozenset(leaf.unsure)
    return lambda value: ASK if value is None else YES if value in among else UNVERIFIED if value in unsure else NO
