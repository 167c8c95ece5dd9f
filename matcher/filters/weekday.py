"""Weekday: the run takes no other day than the chosen ones."""

from catalogue.messages import message
from matcher.filters.base import Filter, Group, has, plain, wholly

LABELS = {
    "1": message("filter.weekday.monday"),
    "2": message("filter.weekday.tuesday"),
    "3": message("filter.weekday.wednesday"),
    "4": message("filter.weekday.thursday"),
    "5": message("filter.weekday.friday"),
    "6": message("filter.weekday.saturday"),
    "7": message("filter.weekday.sunday"),
}


WEEKDAY = Filter(
    name="weekday",
    label=message("filter.weekday"),
    help=message("filter.weekday.help"),
    in_run=True,
    single=False,
    choices=plain(LABELS),
    clause=has("weekdays"),
    together=wholly("weekdays", tuple(LABELS)),
    group=Group.WEEK,
)
