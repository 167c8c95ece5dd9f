"""What the models can not see: names that do not exist, versions that overlap, words without their numbers.

Every finding says the file, the place in it, what is wrong and how to mend it; `python -m matcher.incentives check`.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import prod

from catalogue.messages import Message, message
from matcher.incentives.conditions import Leaf, leaves
from matcher.incentives.facts import Fact, FactList, FactWrong, Kind
from matcher.incentives.formulas import FormulaWrong, parse
from matcher.incentives.models import Gives, Pack, Parameter, Source, Step, Version, Warning_

_HOLE = re.compile(r"%\((\w+)\)s")
# The search for the best question is exact and grows with the combinations of answers: 2**17 take some milliseconds.
_MOST_COMBINATIONS = 2**17
_KNOWN_HOLES = {"yours", "needed"}
_GIVEN_AMOUNT = re.compile(r"\bgives\.([a-z0-9_]+)\b")


@dataclass(frozen=True, kw_only=True, slots=True)
class PackProblem:
    """One finding. `place` is the way to it in the file, with the id of the condition where there is one."""

    file: str
    place: str
    what: Message
    mend: Message


@dataclass(frozen=True, kw_only=True, slots=True)
class Names:
    """What a pack may refer to."""

    facts: FactList
    figures: Mapping[str, Parameter]
    sources: Mapping[str, Source]


Finding = tuple[str, Message, Message]


def check_pack(pack: Pack, file: str, names: Names) -> Iterator[PackProblem]:
    """Everything about one pack on its own."""
    for place, what, mend in (*_whole(pack, file), *_figures(pack.parameters, names), *_versions(pack, names)):
        yield PackProblem(file=file, place=place, what=what, mend=mend)


def check_figures(parameters: Mapping[str, Parameter], file: str, names: Names) -> Iterator[PackProblem]:
    """The sources of shared figures."""
    for place, what, mend in _figures(parameters, names):
        yield PackProblem(file=file, place=place, what=what, mend=mend)


def check_together(files: Mapping[str, Pack], figures: Mapping[str, Parameter]) -> Iterator[PackProblem]:
    """What can only be seen over all packs: an id that two of them use, a figure that none uses."""
    owner: dict[str, str] = {}
    used: set[str] = set()
    for file, pack in files.items():
        for leaf in pack.leaves():
            if owner.setdefault(leaf.id, file) != file:
                what, mend = message("problem.pack.twice", name=leaf.id), message("mend.pack.twice")
                yield PackProblem(file=file, place=leaf.id, what=what, mend=mend)
            used.update({leaf.figure} if leaf.figure else ())
        used.update(name for text in _formulas(pack) for name in figures if _mentions(text, name))
        used.update(one.figure for one in _said(pack) if one.figure)
    for name in sorted(set(figures) - used):
        what, mend = message("problem.pack.unused", name=name), message("mend.pack.unused")
        yield PackProblem(file="packs", place=name, what=what, mend=mend)


def _mentions(text: str, name: str) -> bool:
    return re.search(rf"\b{re.escape(name)}\b", text) is not None


def _said(pack: Pack) -> tuple[Step | Warning_, ...]:
    """Every step and warning, of the pack and of its versions."""
    said: list[Step | Warning_] = [*pack.steps, *pack.warnings]
    for version in pack.versions:
        said += [*version.steps, *version.warnings]
    return tuple(said)


def _formulas(pack: Pack) -> Iterator[str]:
    for version in pack.versions:
        for one in version.gives:
            yield one.formula
            yield one.condition or ""
    for said in _said(pack):
        yield getattr(said, "condition", None) or ""


def whole_formula(one: Gives, others: tuple[Gives, ...]) -> str:
    """The formula with each `gives.KIND` replaced by the formula of that kind. Raises FormulaWrong."""
    text = one.formula
    for kind in set(_GIVEN_AMOUNT.findall(text)):
        found = [other for other in others if other.kind == kind and other is not one]
        if len(found) != 1 or _GIVEN_AMOUNT.search(found[0].formula):
            raise FormulaWrong(f"gives.{kind}")
        text = re.sub(rf"\bgives\.{kind}\b", f"({found[0].formula})".replace("\\", r"\\"), text)
    return " ".join(text.split())


def _whole(pack: Pack, file: str) -> Iterator[Finding]:
    if file != f"{pack.id}.yaml":
        yield "id", message("problem.pack.file", name=pack.id), message("mend.pack.file", name=pack.id)
    if pack.kind == "computed" and not any(version.when for version in pack.versions):
        yield "kind", message("problem.pack.kind", name=pack.kind), message("mend.pack.kind")
    for first, second in pairwise(pack.versions):
        if first.until is None or second.since is None or second.since <= first.until:
            yield "versions", message("problem.pack.overlap", day=str(second.since)), message("mend.pack.overlap")
    for number, version in enumerate(pack.versions):
        outside = [day for day in (version.since, version.until) if day and not pack.exists.holds(day)]
        for day in outside:
            yield f"versions[{number}]", message("problem.pack.outside", day=str(day)), message("mend.pack.outside")


def _sources(src: tuple[str, ...], place: str, names: Names) -> Iterator[Finding]:
    for one in src:
        if one not in names.sources:
            yield place, message("problem.pack.source", name=one), message("mend.pack.source", name=one)


def _figures(parameters: Mapping[str, Parameter], names: Names) -> Iterator[Finding]:
    for name, parameter in parameters.items():
        for day, entry in parameter.values.items():
            yield from _sources(entry.src, f"{name}.{day}", names)


def _versions(pack: Pack, names: Names) -> Iterator[Finding]:
    for number, version in enumerate(pack.versions):
        if version.when is not None:
            ids = [leaf.id for leaf in leaves(version.when)]
            for leaf in leaves(version.when):
                yield from _leaf(leaf, f"versions[{number}] {leaf.id}", names)
            for twice in sorted({one for one in ids if ids.count(one) > 1}):
                yield f"versions[{number}]", message("problem.pack.twice", name=twice), message("mend.pack.twice")
        if _space(version, names) > _MOST_COMBINATIONS:
            yield f"versions[{number}]", message("problem.pack.space", name=number), message("mend.pack.space")
        for one in version.gives:
            yield from _gives(one, version, f"versions[{number}].gives {one.kind}", names)
    for item in _said(pack):
        yield from _step(item, names)


def _space(version: Version, names: Names) -> int:
    """At most so many combinations of answers have to be looked at to find the best question."""
    by_fact: dict[str, int] = {}
    for leaf in leaves(version.when) if version.when else ():
        if leaf.fact:
            by_fact[leaf.fact] = by_fact.get(leaf.fact, 0) + 1 + bool(leaf.unsure)
    return prod(
        _classes(names.facts.facts[name], tests) for name, tests in by_fact.items() if name in names.facts.facts
    )


def _classes(fact: Fact, tests: int) -> int:
    most = {Kind.BOOL: 2, Kind.ENUM: len(fact.values), Kind.NUMBER: 2 * tests + 1}[fact.kind]
    return min(most, 1 << tests)


def _step(item: Step | Warning_, names: Names) -> Iterator[Finding]:
    yield from _sources(item.src, "steps, warnings", names)
    if item.figure and item.figure not in names.figures:
        what = message("problem.pack.figure", name=item.figure)
        yield "steps, warnings", what, message("mend.pack.figure", name=item.figure)
    if isinstance(item, Warning_) and item.condition:
        yield from _formula(item.condition, "warnings", names)


def _formula(text: str, place: str, names: Names) -> Iterator[Finding]:
    try:
        parse(text, names.facts.facts, names.figures)
    except FormulaWrong as wrong:
        yield place, message("problem.pack.formula", part=str(wrong)), message("mend.pack.formula")


def _gives(one: Gives, version: Version, place: str, names: Names) -> Iterator[Finding]:
    yield from _sources(one.src, place, names)
    if one.condition:
        yield from _formula(one.condition, place, names)
    try:
        yield from _formula(whole_formula(one, version.gives), place, names)
    except FormulaWrong as wrong:
        yield place, message("problem.pack.formula", part=str(wrong)), message("mend.pack.formula")
    for name, value in one.assuming.items():
        try:
            names.facts.value(name, value)
        except FactWrong:
            yield place, message("problem.pack.enum", name=name, value=str(value)), message("mend.pack.enum", name=name)


def _leaf(leaf: Leaf, place: str, names: Names) -> Iterator[Finding]:
    yield from _sources(leaf.src, place, names)
    if leaf.figure and leaf.figure not in names.figures:
        yield place, message("problem.pack.figure", name=leaf.figure), message("mend.pack.figure", name=leaf.figure)
    if leaf.fact:
        fact = names.facts.facts.get(leaf.fact)
        if fact is None:
            yield place, message("problem.pack.fact", name=leaf.fact), message("mend.pack.fact", name=leaf.fact)
        else:
            yield from _comparison(leaf, fact, place)
    yield from _words(leaf, place)


def _comparison(leaf: Leaf, fact: Fact, place: str) -> Iterator[Finding]:
    """A number is compared by a threshold, a yes or no by `eq`, a choice by values that it has."""
    fits = {
        Kind.NUMBER: leaf.threshold is not None,
        Kind.BOOL: isinstance(leaf.eq, bool),
        Kind.ENUM: isinstance(leaf.eq, str) or leaf.among is not None,
    }[fact.kind]
    if not fits:
        kind = fact.kind.value
        yield place, message("problem.pack.compare", name=fact.name, kind=kind), message("mend.pack.compare", kind=kind)
        return
    values = (*(leaf.among or ()), *leaf.unsure, *((leaf.eq,) if isinstance(leaf.eq, str) else ()))
    for value in values:
        if fact.kind != Kind.ENUM or value not in fact.values:
            what = message("problem.pack.enum", name=fact.name, value=value)
            yield place, what, message("mend.pack.enum", name=fact.name)


def _words(leaf: Leaf, place: str) -> Iterator[Finding]:
    """The reason names both numbers of a threshold; the same values stand in all four languages."""
    needed = _KNOWN_HOLES if leaf.threshold else set()
    for name, words in (("label", leaf.label), ("no", leaf.no), ("next", leaf.next)):
        each = {language: set(_HOLE.findall(text)) for language, text in words.each().items()}
        wrong = [language for language, holes in each.items() if holes - _KNOWN_HOLES or holes != each["nl"]]
        if name == "no":
            wrong += [language for language, holes in each.items() if needed - holes]
        if wrong:
            what = message("problem.pack.words", name=name, language=", ".join(sorted(set(wrong))))
            yield place, what, message("mend.pack.words")
