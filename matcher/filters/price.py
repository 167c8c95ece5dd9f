"""Price, in bands: the most that anybody pays for it all. Free, and free for job seekers, are choices of their own."""

from catalogue.messages import message
from indexer.engine.port import Clause, Has
from matcher.filters.bands import Band, labels, within
from matcher.filters.base import Facts, Filter, plain

EURO = 100
JOB_SEEKERS = "job_seekers"
BANDS = {
    "free": Band(message("filter.price.free"), 0, 0),
    "100": Band(message("filter.price.low"), 1, 100 * EURO),
    "250": Band(message("filter.price.middle"), 100 * EURO + 1, 250 * EURO),
    "500": Band(message("filter.price.high"), 250 * EURO + 1, 500 * EURO),
    "1000": Band(message("filter.price.higher"), 500 * EURO + 1, 1000 * EURO),
    "more": Band(message("filter.price.more"), 1000 * EURO + 1, None),
}
_in_band = within("price", BANDS)


def _clause(value: str, facts: Facts) -> Clause:
    return Has("free_for", (JOB_SEEKERS,)) if value == JOB_SEEKERS else _in_band(value, facts)


PRICE = Filter(
    name="price",
    label=message("filter.price"),
    help=message("filter.price.help"),
    in_run=True,
    single=False,
    choices=plain({JOB_SEEKERS: message("filter.price.job_seekers")} | labels(BANDS)),
    clause=_clause,
)
