"""Days and moments as feeds write them. A day without a year, or 02/03 of an unknown order, is no day here."""

import re
from datetime import UTC, date, datetime, time

_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?", re.DOTALL)
# Day first: the order of every feed of this region.
_DAY_FIRST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?: .*)?", re.DOTALL)
_CLOCK = re.compile(r"(\d{1,2})(?:\s*[.:hu]\s*(\d{2}))?\s*(?:u(?:ur)?\.?|h)?(?::\d{2})?")


def day(text: str) -> date | None:
    """2025-12-3, 18/09/2025, 2025-12-03T10:00: the day, or None."""
    text = text.strip()[:40]
    if found := _ISO.fullmatch(text):
        year, month, number = found.groups()
    elif found := _DAY_FIRST.fullmatch(text):
        number, month, year = found.groups()
    else:
        return None
    try:
        return date(int(year), int(month), int(number))
    except ValueError:
        return None


def moment(text: str) -> datetime | None:
    """An ISO date and time; without a zone it is taken as UTC, so that all moments can be compared."""
    try:
        value = datetime.fromisoformat(text.strip()[:40])
    except ValueError:
        return None
    return value if value.tzinfo else value.replace(tzinfo=UTC)


def clock(text: str) -> time | None:
    """9, 9.30, 18:00, 18u30, 9h: the time of day, or None."""
    found = _CLOCK.fullmatch(text.strip()[:20])
    if not found or int(found[1]) > 23 or int(found[2] or 0) > 59:
        return None
    return time(int(found[1]), int(found[2] or 0))
