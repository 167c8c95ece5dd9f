"""Lesson hours as people write them, to slots: `Dinsdag- en donderdagavond (18:00-21:30)`.

Read are weekdays in Dutch, French, German and English, and ranges of two times. A part of the day without times
gives no slot: the words stay in `hours_text`.
"""

import re
from datetime import time

from catalogue.course import Slot
from catalogue.sources.dates import clock

_NAMES = (
    "maandag|ma|lundi|montag|mo|monday",
    "dinsdag|di|mardi|dienstag|tuesday",
    "woensdag|wo|mercredi|mittwoch|wednesday",
    "donderdag|do|jeudi|donnerstag|thursday",
    "vrijdag|vr|vendredi|freitag|friday",
    "zaterdag|za|samedi|samstag|saturday",
    "zondag|zo|dimanche|sonntag|sunday",
)
_WEEKDAY = {name: number for number, names in enumerate(_NAMES, start=1) for name in names.split("|")}
_DAY = (
    rf"(?P<day>{'|'.join(sorted(_WEEKDAY, key=len, reverse=True))})"
    r"(?:en|s|(?:voor|na)?middagen|(?:voor|na)?middag|avonden|avond|morgen|ochtend)?(?![^\W_])"
)
_TIME = r"\d{1,2}(?:\s?[.:uh]\s?\d{2})?(?!\d)"
_MARK = r"\s*(?:uur|uhr|u|h)?\.?"
# "ot" is a typing error of a real feed; the last form is "start om 8.30 u. en eindigt ten laatste om 18 u."
_TO = r"\s*(?:-|–|—|tot|ot|t/m|bis|à|to|until|en eindigt)\s*(?:en met\s+)?(?:ten laatste\s+)?(?:om\s+)?"
_RANGE = rf"(?<![\d.,:])(?P<start>{_TIME}){_MARK}{_TO}(?P<end>{_TIME})(?P<mark>\s*(?:uur|uhr|u|h)\b)?"
_DATED = r"(?P<dated>\d{1,2}\s+(?:jan|feb|maart|apr|mei|jun|jul|aug|sep|okt|nov|dec)[a-z]*)"
_TOKENS = re.compile(rf"(?<![^\W_]){_DAY}|{_DATED}|{_RANGE}", re.IGNORECASE)
_BETWEEN = re.compile(rf"(tussen\s+{_TIME}{_MARK})\s+en\s+(?=\d)", re.IGNORECASE)
# "1-2u les" is an amount, not a time of day: no lesson starts before six.
_EARLIEST = time(6)
_LONGEST_TEXT = 2_000
_THROUGH = {"-", "–", "tot", "t/m", "tot en met", "t.e.m.", "tem", "bis", "à", "to"}


def slots(text: str, weekday: int | None = None) -> tuple[Slot, ...]:
    """The moments that the text names, each once. `weekday` is used where it names no day itself.

    A range after a weekday with a date ("maandag 9 februari van 18.30 tot 19.30") is one meeting, not a slot.
    """
    found: list[Slot] = []
    days: list[int] = []
    used = dated = False
    end = 0
    text = _BETWEEN.sub(r"\1 tot ", text[:_LONGEST_TEXT])
    for token in _TOKENS.finditer(text):
        if token["day"]:
            days, used, dated = ([] if used else days), False, False
            number = _WEEKDAY[token["day"].lower()]
            through = days and text[end : token.start()].strip().lower() in _THROUGH
            days.extend(range(days[-1] + 1, number) if through else ())
            days.append(number)
            end = token.end()
        elif token["dated"]:
            dated = True
        elif not dated:
            used = True
            found.extend(_slots(token["start"], token["end"], list(days) or [weekday]))
    return tuple(dict.fromkeys(found))


def _slots(start: str, end: str, days: list[int] | list[int | None]) -> list[Slot]:
    begins, ends = clock(start), clock(end)
    if begins is None or ends is None or begins < _EARLIEST or ends <= begins:
        return []
    return [Slot(weekday=day, start=begins, end=ends) for day in days]
