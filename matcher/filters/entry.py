"""Entry: everybody starts together, or you start when you like."""

from catalogue.messages import message
from matcher.filters.base import Filter, Group, has, plain

LABELS = {
    "permanent": message("filter.entry.permanent"),
    "fixed": message("filter.entry.fixed"),
}


ENTRY = Filter(
    name="entry",
    label=message("filter.entry"),
    in_run=True,
    single=False,
    choices=plain(LABELS),
    clause=has("entry"),
    group=Group.FORM,
)
