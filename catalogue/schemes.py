"""Schemes of support by name only: which pillar, what they are called. What they give is computed by the incentives.

The names stand in data/schemes.csv; no scheme name stands in code.
"""

import csv
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import ValidationError

from catalogue.competences import LANGUAGES
from catalogue.course import Identifier, Name, Record

FILE = Path(__file__).parent / "data" / "schemes.csv"


class Scheme(Record):
    """One scheme. `names` is what the law calls it, `plain` says it in plain words; both by language."""

    code: Identifier
    pillar: Literal["time", "money"]
    names: dict[str, Name]
    plain: dict[str, Name]
    authority: Name
    url: Name
    source: Name
    checked: date


class SchemesUnreadable(Exception):
    """A line of the file is not a scheme: says file, line and what is wrong."""


def read_schemes(file: Path) -> tuple[Scheme, ...]:
    """The schemes of a file, in its order. Raises SchemesUnreadable."""
    with file.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    schemes = []
    for number, row in enumerate(rows, start=2):
        try:
            schemes.append(
                Scheme(
                    code=row["code"],
                    pillar=row["pillar"],
                    names={language: row[f"name_{language}"] for language in LANGUAGES},
                    plain={language: row[f"plain_{language}"] for language in LANGUAGES},
                    authority=row["authority"],
                    url=row["url"],
                    source=row["source"],
                    checked=row["checked"],
                )
            )
        except (KeyError, ValidationError) as error:
            raise SchemesUnreadable(f"{file.name}, line {number}: {error}") from error
    if len({scheme.code for scheme in schemes}) < len(schemes):
        raise SchemesUnreadable(f"{file.name}: a code stands twice")
    return tuple(schemes)


@cache
def load_schemes() -> tuple[Scheme, ...]:
    """The schemes that ship."""
    return read_schemes(FILE)
