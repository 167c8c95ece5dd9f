"""The trace of a verdict: the whole tree with, at each condition, answer, value, figure and source. Data, no words."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from matcher.incentives.clocks import Dates
from matcher.incentives.facts import Facts
from matcher.incentives.logic import Answer
from matcher.incentives.prepared import Bound, Prepared, Tree, combine


@dataclass(frozen=True, kw_only=True, slots=True)
class Trace:
    """A node. `op` is all, any, eq, in, gte, lte or exists; a condition has an `id`, a group has `legs`.

    `figure` names the dated figure, known since `since`, looked up for `on`; `conf` and `src` say how sure and whence.
    """

    op: str
    answer: Answer
    id: str | None = None
    fact: str | None = None
    yours: Any = None
    needed: Any = None
    figure: str | None = None
    since: date | None = None
    on: date | None = None
    conf: str | None = None
    src: tuple[str, ...] = ()
    note: str = ""
    legs: tuple["Trace", ...] = ()

    def conditions(self) -> Iterator["Trace"]:
        """Every condition below, in the order of the pack."""
        if self.id is not None:
            yield self
        for leg in self.legs:
            yield from leg.conditions()


def trace_of(prepared: Prepared, answers: tuple[Answer, ...], facts: Facts, dates: Dates) -> Trace:
    """The trace of one instrument: existence first, then its rules if there are any."""
    day = dates.on(prepared.pack.clock)
    exists = Trace(
        op="exists",
        id=f"{prepared.pack.id}.exists",
        answer=prepared.settled if prepared.tree is None else Answer.YES,
        yours=day,
        needed=(prepared.pack.exists.since, prepared.pack.exists.until),
        on=day,
        note=prepared.why,
    )
    if prepared.tree is None:
        return exists
    rules = _node(prepared, prepared.tree, answers, facts, dates)
    return Trace(op="all", answer=rules.answer, legs=(exists, rules))


def _node(prepared: Prepared, tree: Tree, answers: tuple[Answer, ...], facts: Facts, dates: Dates) -> Trace:
    if isinstance(tree, int):
        return _condition(prepared.bounds[tree], answers[tree], facts, dates)
    legs = tuple(_node(prepared, leg, answers, facts, dates) for leg in tree.legs)
    return Trace(op="all" if tree.every else "any", answer=combine(tree, answers), legs=legs)


def _condition(bound: Bound, answer: Answer, facts: Facts, dates: Dates) -> Trace:
    leaf, figure = bound.leaf, bound.figure
    entry = figure.entry if figure else None
    op = "gte" if leaf.gte else "lte" if leaf.lte else "in" if leaf.among is not None else "eq"
    return Trace(
        op=op,
        id=leaf.id,
        answer=answer,
        fact=leaf.fact,
        yours=facts.get(leaf.fact) if leaf.fact else figure.value if figure else None,
        needed=bound.needed,
        figure=leaf.figure,
        since=figure.since if figure else None,
        on=dates.on(figure.parameter.clock) if figure else None,
        conf=entry.conf if entry else None,
        src=tuple(dict.fromkeys((*leaf.src, *(entry.src if entry else ())))),
        note=leaf.note or (entry.note if entry else ""),
    )
