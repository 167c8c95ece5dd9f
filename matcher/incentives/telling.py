"""Fills the sentences of a pack: both numbers with their unit, choices in words. Writes no sentence of its own."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from matcher.incentives.amounts import Amount
from matcher.incentives.facts import Kind, Words
from matcher.incentives.logic import NO, Answer
from matcher.incentives.packs import Library
from matcher.incentives.prepared import Bound, BoundText

_HOLE = re.compile(r"%\((\w+)\)s")
_DECIMAL_COMMA = ("nl", "fr", "de")


def _filled(text: str, holes: Mapping[str, str]) -> str:
    """The text with its holes filled; any other per cent sign is just that."""
    return _HOLE.sub(lambda found: holes[found[1]], text)


@dataclass(frozen=True, slots=True)
class Teller:
    """Says conditions and amounts in one language."""

    library: Library
    language: str

    def text(self, words: Words) -> str:
        """The words of the language."""
        return words.each()[self.language]

    def sentence(self, words: Words, bound: Bound, yours: Any) -> str:
        """One text of a condition with its numbers filled in; an unknown number is an ellipsis."""
        return _filled(self.text(words), self.holes(bound, yours))

    def holes(self, bound: Bound, yours: Any) -> Mapping[str, str]:
        """`yours` and `needed` in words, for every text of the condition."""
        return {"yours": self.value(bound.leaf.fact, yours), "needed": self.value(bound.leaf.fact, bound.needed)}

    def sentences(self, bound: Bound, yours: Any, answer: Answer) -> str:
        """For a no why and what would help, else the condition itself."""
        leaf = bound.leaf
        said = (leaf.no, leaf.next) if answer == NO else (leaf.label,)
        return " ".join(self.sentence(words, bound, yours) for words in said)

    def value(self, fact_name: str | None, value: Any) -> str:
        """A value of a fact in words: `28 uur per week`, `zelfstandige`."""
        fact = self.library.facts.facts.get(fact_name) if fact_name else None
        if value is None:
            return "…"
        if isinstance(value, tuple):
            return ", ".join(self.value(fact_name, one) for one in value)
        if fact is not None and fact.kind == Kind.ENUM and value in fact.values:
            return self.text(fact.values[value])
        if isinstance(value, Decimal):
            unit = getattr(self.library.facts.units[fact.unit], self.language) if fact and fact.unit else ""
            return f"{self.number(value)} {unit}".strip()
        return str(value)

    def said(self, words: Words, text: BoundText) -> str:
        """A step's or warning's text, with the number of its figure and its unit filled in."""
        figure = text.figure
        needed = self.measured(figure.value, figure.parameter.unit) if figure else "…"
        return _filled(self.text(words), {"needed": needed})

    def measured(self, value: Any, unit: str) -> str:
        """A figure with its unit in words: `3 maanden`, `14,91 euro`."""
        if not isinstance(value, Decimal):
            return "…"
        units = self.library.facts.units
        name = unit.lower().replace("/", "_")
        known = units.get(name) or units.get(name.split("_")[0])
        return f"{self.number(value)} {getattr(known, self.language) if known else unit}".strip()

    def number(self, value: Decimal) -> str:
        """A number without needless zeros, with the decimal sign of the language; money keeps what it has."""
        text = f"{value:f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
        return text.replace(".", ",") if self.language in _DECIMAL_COMMA else text

    def amount(self, amount: Amount) -> str:
        """An amount for a terminal: its kind, its value or what is lacking, how it was computed."""
        lacking = ", ".join((*amount.open, *amount.missing))
        value = f"{amount.state}: {lacking}" if amount.value is None else f"{self.number(amount.value)} {amount.unit}"
        beside = plain = ""
        if amount.last_known is not None:
            beside = f"; last known {self.number(amount.last_known)} ({amount.year})"
        if amount.plain is not None:
            plain = f"; in the plain case {self.number(amount.plain)} {amount.unit}"
        used = ", ".join(f"{name} {value}" for name, value in amount.used.items())
        return f"{amount.kind}: {value}{beside}{plain}  [{used}]"
