"""All filters, in the order that people see. A new one is a module here, a row in the tuple, and its test."""

from matcher.filters.base import Choice, Facts, Filter
from matcher.filters.how import HOW
from matcher.filters.radius import RADIUS
from matcher.filters.recognised import RECOGNISED
from matcher.filters.start import START
from matcher.filters.when import WHEN

FILTERS = (RADIUS, START, WHEN, HOW, RECOGNISED)
BY_NAME = {one.name: one for one in FILTERS}

__all__ = ["BY_NAME", "FILTERS", "Choice", "Facts", "Filter"]
