"""All filters, in the order that people see. A new one is a module here, a row in the tuple, and its test."""

from matcher.filters.access import ACCESSIBLE, CHILD_CARE
from matcher.filters.base import GROUP_LABELS, Choice, Facts, Filter, Group
from matcher.filters.bottleneck import BOTTLENECK
from matcher.filters.certificate import CERTIFICATE
from matcher.filters.coaching import COACHING
from matcher.filters.entry import ENTRY
from matcher.filters.entry_level import ENTRY_LEVEL
from matcher.filters.hours import BEGINS, FINISHES
from matcher.filters.how import HOW
from matcher.filters.language import LANGUAGE, LANGUAGE_LEVEL
from matcher.filters.length import LENGTH
from matcher.filters.often import OFTEN
from matcher.filters.online import ONLINE
from matcher.filters.places import PLACES
from matcher.filters.price import PRICE
from matcher.filters.provider import PROVIDER
from matcher.filters.radius import RADIUS
from matcher.filters.recognised import RECOGNISED
from matcher.filters.start import START
from matcher.filters.study import STUDY
from matcher.filters.weekday import WEEKDAY
from matcher.filters.when import WHEN
from matcher.filters.workplace import HOST_PLACES, HOST_SECTOR, MENTOR, WORKPLACE_DAYS

# Filters of one group stand together; the groups follow each other as the page shows them.
FILTERS = (
    *(RADIUS, START, WHEN, HOW, LENGTH, PRICE),
    *(WEEKDAY, BEGINS, FINISHES),
    *(STUDY, BOTTLENECK, CERTIFICATE, ENTRY_LEVEL),
    RECOGNISED,
    *(ONLINE, COACHING, ENTRY, PLACES, OFTEN),
    *(LANGUAGE, LANGUAGE_LEVEL, PROVIDER),
    *(WORKPLACE_DAYS, HOST_SECTOR, HOST_PLACES, MENTOR),
    *(ACCESSIBLE, CHILD_CARE),
)
BY_NAME = {one.name: one for one in FILTERS}

__all__ = ["BY_NAME", "FILTERS", "GROUP_LABELS", "Choice", "Facts", "Filter", "Group"]
