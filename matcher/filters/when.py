"""Part of the day: by day, in the evening, at the weekend, at your own hours. The run takes no other part."""

from catalogue.messages import message
from catalogue.week import DayPart
from matcher.filters.base import Filter, has, plain, wholly

LABELS = {
    DayPart.DAY: message("filter.when.day"),
    DayPart.EVENING: message("filter.when.evening"),
    DayPart.WEEKEND: message("filter.when.weekend"),
    DayPart.OWN: message("filter.when.own"),
}


WHEN = Filter(
    name="when",
    label=message("filter.when"),
    help=message("filter.when.help"),
    in_run=True,
    single=False,
    choices=plain({str(part): label for part, label in LABELS.items()}),
    clause=has("daypart"),
    together=wholly("daypart", tuple(map(str, DayPart))),
)
