"""Coaching between the lessons: somebody answers questions, and how soon."""

from catalogue.messages import message
from matcher.filters.base import Filter, Group, has, plain

LABELS = {
    "offered": message("filter.coaching.offered"),
    "two_days": message("filter.coaching.two_days"),
    "day": message("filter.coaching.day"),
}


COACHING = Filter(
    name="coaching",
    label=message("filter.coaching"),
    in_run=True,
    single=True,
    choices=plain(LABELS),
    clause=has("coaching"),
    group=Group.FORM,
)
