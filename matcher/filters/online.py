"""Share online: how much of the learning time is online, live or at your own pace."""

from catalogue.messages import message
from matcher.filters.bands import Band, labels, within
from matcher.filters.base import Filter, Group, plain

BANDS = {
    "0": Band(message("filter.online.none"), 0, 0),
    "49": Band(message("filter.online.less"), 1, 49),
    "99": Band(message("filter.online.most"), 50, 99),
    "100": Band(message("filter.online.all"), 100, 100),
}

ONLINE = Filter(
    name="online",
    label=message("filter.online"),
    in_run=True,
    single=False,
    choices=plain(labels(BANDS)),
    clause=within("online_share", BANDS),
    group=Group.FORM,
)
