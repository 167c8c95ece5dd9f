"""Length in hours, in bands: hours with a teacher, else all hours."""

from catalogue.messages import message
from matcher.filters.bands import Band, labels, within
from matcher.filters.base import Filter, plain

HOUR = 60
BANDS = {
    "8": Band(message("filter.length.day"), None, 8 * HOUR),
    "40": Band(message("filter.length.week"), 8 * HOUR + 1, 40 * HOUR),
    "120": Band(message("filter.length.short"), 40 * HOUR + 1, 120 * HOUR),
    "400": Band(message("filter.length.long"), 120 * HOUR + 1, 400 * HOUR),
    "more": Band(message("filter.length.more"), 400 * HOUR + 1, None),
}

LENGTH = Filter(
    name="length",
    label=message("filter.length"),
    in_run=False,
    single=False,
    choices=plain(labels(BANDS)),
    clause=within("minutes", BANDS),
)
