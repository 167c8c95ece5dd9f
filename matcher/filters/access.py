"""What the place offers: access for who uses a wheelchair, and child care. Two filters, because some need both."""

from catalogue.messages import message
from indexer.engine.port import Has
from matcher.filters.base import Group, yes_or_nothing

ACCESSIBLE = yes_or_nothing("accessible", message("filter.accessible"), Has("offers", ("accessible",)), Group.ACCESS)
CHILD_CARE = yes_or_nothing("child_care", message("filter.child_care"), Has("offers", ("child_care",)), Group.ACCESS)
