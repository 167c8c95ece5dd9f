"""The feeds that we can read. One module for each shape, registered here in the order that people see.

A source streams rows: a record or none, and what was wrong (`base`). It knows no search and no vocabulary.
"""

from types import MappingProxyType

from catalogue.sources import csv_pair, jobat, vdab
from catalogue.sources.base import Source
from catalogue.sources.bundled import BUNDLED

SOURCES: tuple[Source, ...] = (csv_pair.SOURCE, vdab.SOURCE, jobat.SOURCE, BUNDLED)
BY_NAME = MappingProxyType({source.name: source for source in SOURCES})


def by_name(name: str) -> Source | None:
    """The source of this name, or None."""
    return BY_NAME.get(name)
