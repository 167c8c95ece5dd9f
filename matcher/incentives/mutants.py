"""Makes the mutants of the packs: each threshold, date, operator and number shifted once. Runs nothing; see `mutation`.

Left out is what can not change an answer: texts, steps, warnings and figures that only they name; a first day moved to
before the rule could be asked; the border between two equal values.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from pydantic import BaseModel

from matcher.incentives.clocks import Clock
from matcher.incentives.conditions import Threshold
from matcher.incentives.lint import whole_formula
from matcher.incentives.models import Gives, Pack, Parameter, Step, Version, Warning_
from matcher.incentives.mutant_packs import DAY, LITTLE, Patch, Path, existence, leaves_at, versions
from matcher.incentives.packs import Library

_STRICT = "mutant.strict"
# A first and a last day.
Span = tuple[date, date]


@dataclass(frozen=True, kw_only=True, slots=True)
class Mutant:
    """One change. `packs` are those whose answers it may change, `name` says what it is, in words that stay."""

    name: str
    packs: tuple[str, ...]
    pack: tuple[Patch, ...] = ()
    figure: str | None = None
    parameter: Parameter | None = None

    def library(self, rules: Library) -> Library:
        """The rules with this one change, and only the packs that it concerns."""
        own = only(rules, self.packs)
        packs, figures = dict(own.packs), dict(own.figures)
        for path, value in self.pack:
            packs = {name: patched(one, path, value) for name, one in packs.items()}
        if self.figure and self.parameter:
            figures[self.figure] = self.parameter
        return replace(own, packs=packs, figures=figures)


def only(rules: Library, names: tuple[str, ...]) -> Library:
    """The rules with only these packs, and the figures that they name."""
    packs = {name: rules.packs[name] for name in names}
    used = frozenset(name for pack in packs.values() for name in (*_decisive(pack, rules), *_told(pack)))
    return replace(rules, packs=packs, figures={name: one for name, one in rules.figures.items() if name in used})


def _told(pack: Pack) -> Iterator[str]:
    """The figures that steps and warnings name, in words or in the formula of when they are shown."""
    several: tuple[Pack | Version, ...] = (pack, *pack.versions)
    for version in several:
        items: tuple[Step | Warning_, ...] = (*version.steps, *version.warnings)
        for item in items:
            yield from (item.figure,) if item.figure else ()
            yield from words_of(getattr(item, "condition", None) or "")


def words_of(text: str) -> frozenset[str]:
    """The names in a formula."""
    return frozenset("".join(sign if sign.isalnum() or sign in "._" else " " for sign in text).split())


def patched(node: Any, path: Path, value: Any) -> Any:
    """A copy of a model, tuple or mapping with another value at the end of a path. Nothing is validated."""
    if not path:
        return value
    step, rest = path[0], path[1:]
    if isinstance(node, BaseModel):
        name = str(step)
        return node.model_copy(update={name: patched(getattr(node, name), rest, value)})
    if isinstance(node, dict):
        return {**node, step: patched(node[step], rest, value)}
    place = int(step)
    return type(node)([*node[:place], patched(node[place], rest, value), *node[place + 1 :]])


def mutants(rules: Library) -> Iterator[Mutant]:
    """Every mutant of the packs and of the figures that decide something, in the order of the files. Each has a name of
    its own: where the same change can be made twice, the second is numbered."""
    met: dict[str, int] = {}
    for one in _mutants(rules):
        times = met[one.name] = met.get(one.name, 0) + 1
        yield one if times == 1 else replace(one, name=f"{one.name} ({times})")


def _mutants(rules: Library) -> Iterator[Mutant]:
    for pack in rules.packs.values():
        for name, patches in (*existence(pack), *versions(pack, rules.facts)):
            yield Mutant(name=f"{pack.id}: {name}", packs=(pack.id,), pack=patches)
        yield from _strict(pack, rules)
    for name, parameter in rules.figures.items():
        users = tuple(pack.id for pack in rules.packs.values() if name in _decisive(pack, rules))
        if users:
            asked = [span for one in users for span in _asked(rules.packs[one], name, parameter)]
            for what, changed in _figure(parameter, asked):
                yield Mutant(name=f"{name}{what}", packs=users, figure=name, parameter=changed)


def _asked(pack: Pack, name: str, parameter: Parameter) -> Iterator[Span]:
    """The stretches of days on which a pack looks at a figure. A month of leave or of a break is none before the first
    of them, but may be after the last; a date of another clock may be any."""
    spans = list(_spans(pack, name))
    if parameter.clock == pack.clock:
        yield from spans
    elif parameter.clock in (Clock.BREAK_MONTH, Clock.LEAVE_MONTH):
        yield min(since for since, _ in spans), date.max
    else:
        yield date.min, date.max


def _spans(pack: Pack, name: str) -> Iterator[Span]:
    for version in pack.versions:
        gives = [one.only for one in version.gives if name in words_of(whole_text(one, version.gives))]
        held = list(leaves_at(version.when, ())) if version.when else []
        for only_ in (*gives, *(leaf.only for _, leaf in held if leaf.figure == name)):
            periods = (pack.exists, version.period, only_)
            yield max(one.since or date.min for one in periods), min(one.until or date.max for one in periods)


def whole_text(one: Gives, others: tuple[Gives, ...]) -> str:
    """The formula and the condition of a benefit, those of the benefits in it included."""
    return f"{whole_formula(one, others)} {one.condition or ''}"


def _decisive(pack: Pack, rules: Library) -> frozenset[str]:
    """The figures that decide an answer or an amount."""
    texts = " ".join(whole_text(one, version.gives) for version in pack.versions for one in version.gives)
    return (words_of(texts) & rules.figures.keys()) | {leaf.figure for leaf in pack.leaves() if leaf.figure}


def _strict(pack: Pack, rules: Library) -> Iterator[Mutant]:
    """A threshold by a figure, made strict: the same figure, a little further."""
    for number, version in enumerate(pack.versions):
        for path, leaf in leaves_at(version.when, ("versions", number, "when")) if version.when else ():
            name = leaf.threshold.param if leaf.threshold else None
            if name:
                op: Literal["gte", "lte"] = "gte" if leaf.gte else "lte"
                shifted = _shifted(rules.figures[name], LITTLE if leaf.gte else -LITTLE)
                patch = ((*path, op), Threshold(param=_STRICT))
                what = f"{pack.id}: version {version.since} {leaf.id} {op} -> {op[0]}t"
                yield Mutant(name=what, packs=(pack.id,), pack=(patch,), figure=_STRICT, parameter=shifted)


def _shifted(parameter: Parameter, by: Decimal) -> Parameter:
    values = {
        day: one.model_copy(update={"value": one.value + by}) if isinstance(one.value, Decimal) else one
        for day, one in parameter.values.items()
    }
    return parameter.model_copy(update={"values": values})


def _figure(parameter: Parameter, asked: Sequence[Span]) -> Iterator[tuple[str, Parameter]]:
    """Each date moved by a day and each number by a step, where that touches a day on which it is asked for."""
    entries = list(parameter.values.items())
    for number, (day, entry) in enumerate(entries):
        before = entries[number - 1][1] if number else None
        if before is None or (before.state, before.value) != (entry.state, entry.value):
            for moved in (day - DAY, day + DAY):
                if _touches(asked, min(day, moved), max(day, moved) - DAY):
                    days = [moved if one == day else one for one, _ in entries]
                    values = dict(zip(days, (one for _, one in entries), strict=True))
                    yield f"[{day}] from -> {moved}", parameter.model_copy(update={"values": values})
        last = entries[number + 1][0] - DAY if number + 1 < len(entries) else date.max
        for what, value in _values(entry.value) if _touches(asked, day, last) else ():
            changed = {**parameter.values, day: entry.model_copy(update={"value": value})}
            yield f"[{day}] {what}", parameter.model_copy(update={"values": changed})


def _touches(asked: Sequence[Span], first: date, last: date) -> bool:
    return any(since <= last and first <= until for since, until in asked)


def _values(value: Any) -> Iterator[tuple[str, Any]]:
    """Every value one step away: the other answer, or one number of it shifted."""
    if isinstance(value, bool):
        yield f"{value} -> {not value}", not value
    elif isinstance(value, Decimal | int):
        step = 1 if value == int(value) else Decimal("0.01")
        for shifted in (value - step, value + step):
            yield f"{value} -> {shifted}", shifted
    elif isinstance(value, dict):
        for key, one in value.items():
            for what, shifted in _values(one):
                yield f"{key} {what}", {**value, key: shifted}
    elif isinstance(value, list):
        for place, one in enumerate(value):
            for what, shifted in _values(one):
                yield f"row {place} {what}", [*value[:place], shifted, *value[place + 1 :]]
