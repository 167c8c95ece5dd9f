"""How often it runs: starts in the year after the day on which the index was built."""

from catalogue.messages import message
from matcher.filters.bands import Band, labels, within
from matcher.filters.base import Filter, Group, plain

BANDS = {
    "1": Band(message("filter.often.once"), 1, 1),
    "3": Band(message("filter.often.some"), 2, 3),
    "more": Band(message("filter.often.many"), 4, None),
}

OFTEN = Filter(
    name="often",
    label=message("filter.often"),
    in_run=False,
    single=False,
    choices=plain(labels(BANDS)),
    clause=within("often", BANDS),
    group=Group.FORM,
)
