"""The form of delivery: in class, partly online, online, at work."""

from catalogue.messages import message
from matcher.filters.base import Filter, has, plain

LABELS = {
    "on_site": message("filter.how.on_site"),
    "blended": message("filter.how.blended"),
    "online": message("filter.how.online"),
    "workplace": message("filter.how.workplace"),
}


HOW = Filter(
    name="how", label=message("filter.how"), in_run=True, single=False, choices=plain(LABELS), clause=has("delivery")
)
