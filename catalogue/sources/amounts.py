"""Numbers as feeds write them: decimal commas, thousands, euro signs, lengths in mixed units. Nothing is guessed."""

import re
from decimal import Decimal, InvalidOperation

from catalogue.course import DurationUnit
from catalogue.sources.text import folded

_CURRENCY = re.compile(r"(?i)€|\beuro?s?\b")
_NUMBER = re.compile(r"[+-]?\d[\d.,]*")
_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}(?:\.\d{3})+")
_LONGEST = 30
_UNITS = {
    DurationUnit.HOURS: "hour hours uur uren u h heure heures stunde stunden lesuur lesuren",
    DurationUnit.DAYS: "day days dag dagen jour jours tag tage d",
    DurationUnit.WEEKS: "week weeks weken semaine semaines woche wochen w",
    DurationUnit.MONTHS: "month months maand maanden mois monat monate",
    DurationUnit.YEARS: "year years jaar jaren an ans annee annees jahr jahre",
}
_UNIT_OF = {word: unit for unit, words in _UNITS.items() for word in words.split()}
_LENGTH = re.compile(r"([\d.,]+)\s*([^\W\d_]+)\.?")
FREE = frozenset({"gratis", "kosteloos", "free", "gratuit", "kostenlos"})


def number(value: object, *, thousands: bool = False) -> Decimal | None:
    """The number that the value is, or None. With `thousands`, 1.250 is twelve hundred and fifty, as in a price."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | Decimal):
        return _decimal(str(value)) if isinstance(value, Decimal) or value.bit_length() < 128 else None
    text = re.sub(r"\s", "", str(value)[:200])
    if len(text) > _LONGEST or not _NUMBER.fullmatch(text):
        return None
    return _decimal(_with_point(text, thousands=thousands))


def _with_point(text: str, *, thousands: bool) -> str:
    """1.234,50 and 1,234.50 and 1234,5 with a decimal point: the sign that stands last is the decimal one."""
    if "," in text and "." in text:
        decimal = "," if text.rfind(",") > text.rfind(".") else "."
        return text.replace("." if decimal == "," else ",", "").replace(",", ".")
    if thousands and _THOUSANDS.fullmatch(text):
        return text.replace(".", "")
    return text.replace(",", ".")


def _decimal(text: str) -> Decimal | None:
    """A finite number of ordinary size: 1E+999999999 is legal and would fill the memory when written out."""
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    return value if value.is_finite() and abs(value.adjusted()) <= _LONGEST else None


def price(value: object) -> Decimal | None:
    """An amount in euro: `€ 1.250,00`, `135 euro`, `gratis`. None where there are other words beside it."""
    if not isinstance(value, str):
        return number(value)
    if folded(value[:50]) in FREE:
        return Decimal(0)
    bare = _CURRENCY.sub("", value[:100]).strip().removesuffix(",-").removesuffix(",--").strip()
    return number(bare, thousands=True)


def unit(word: str) -> DurationUnit | None:
    """The unit that the word names in Dutch, French, German or English."""
    return _UNIT_OF.get(folded(word[:40]).rstrip("."))


def length(text: str) -> tuple[Decimal, DurationUnit] | None:
    """`3 dagen`, `2,5 uur`, `6 months`: the number and the unit, where the text is nothing else."""
    found = _LENGTH.fullmatch(text.strip()[:60])
    if not found:
        return None
    amount, kind = number(found[1]), unit(found[2])
    return (amount, kind) if amount is not None and kind else None
