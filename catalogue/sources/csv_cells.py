"""The compound cells of our own CSV: `di 18:30-21:30 | do 18:30-21:30`, `vov:yes:2025-09-01::`, `tuition 120,50`.

Items are separated by a vertical bar. Each reader takes the text of one item and gives a value, or None where it
does not follow its form.
"""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from catalogue.course import (
    Claim,
    Duration,
    Link,
    PriceKind,
    PriceLine,
    Recognition,
    Session,
    Slot,
    SourceId,
    Subject,
)
from catalogue.sources import amounts, dates, hours

ItemReader = Callable[[str], Any]
_YES = frozenset("yes ja oui y j 1 true waar x".split())
_NO = frozenset("no nee neen nein non n 0 false onwaar".split())
_ID = re.compile(r"(?P<label>[^#]*?)\s*#(?P<id>[a-z0-9][a-z0-9._-]{0,119})")
_CODED = re.compile(r"(?P<label>.*?)\s*\[(?P<scheme>[^:\[\]]+):(?P<code>[^\[\]]+)\]")
_VAT = {"incl": True, "excl": False}
_IDENTIFIER = re.compile(r"[a-z0-9][a-z0-9._-]{0,119}")


def items(text: str) -> list[str]:
    """The parts between vertical bars."""
    return [part.strip() for part in text.split("|") if part.strip()]


def yes_or_no(text: str) -> bool | None:
    """ja, yes, oui, 1 or nee, no, non, 0."""
    word = text.strip().lower()
    return True if word in _YES else False if word in _NO else None


def link(text: str) -> Link | None:
    """`Lasser`, `#lasser` (a vocabulary id), `Lasser #lasser` or `Lasser [competent:H290201]`."""
    if found := _ID.fullmatch(text):
        return Link(label=found["label"] or found["id"], target=found["id"])
    if found := _CODED.fullmatch(text):
        return Link(label=found["label"] or found["code"], scheme=found["scheme"].strip(), code=found["code"].strip())
    return Link(label=text[:500])


def subject(text: str) -> Subject | None:
    """`Lassen`, or `Lassen [isced:0715]`."""
    found = _CODED.fullmatch(text)
    if not found:
        return Subject(label=text[:500])
    return Subject(label=found["label"] or found["code"], scheme=found["scheme"].strip(), code=found["code"].strip())


def source_id(text: str) -> SourceId | None:
    """`odb:12345`."""
    scheme, colon, value = text.partition(":")
    return SourceId(scheme=scheme.strip(), value=value.strip()) if colon and scheme.strip() and value.strip() else None


def recognition(text: str) -> Recognition | None:
    """`scheme:yes:from:until:limit`; the last three may be empty or left out."""
    scheme, decision, start, end, limit = [*(part.strip() for part in text.split(":", 4)), "", "", "", ""][:5]
    recognised = yes_or_no(decision)
    days = [dates.day(part) if part else None for part in (start, end)]
    if (
        recognised is None
        or not _IDENTIFIER.fullmatch(scheme)
        or any(part and day is None for part, day in zip((start, end), days, strict=True))
    ):
        return None
    return Recognition(scheme=scheme, recognised=recognised, valid_from=days[0], valid_until=days[1], level_limit=limit)


def claim(text: str) -> Claim | None:
    """`vov`, `vov: what the provider says of it`, `kmo-portefeuille:no`."""
    scheme, _, words = (part.strip() for part in text.partition(":"))
    if not _IDENTIFIER.fullmatch(scheme):
        return None
    decision = yes_or_no(words)
    return Claim(scheme=scheme, claimed=decision is not False, text="" if decision is not None else words)


def price(text: str) -> PriceLine | None:
    """`120,50`, `tuition 120,50`, `material 30 excl`, `exam 15 for jobseekers`: kind, amount, VAT, for whom."""
    text, _, whom = (part.strip() for part in text.partition(" for "))
    words = text.split()
    kind = next((PriceKind(word.lower()) for word in words[:1] if word.lower() in set(PriceKind)), None)
    rest = words[1:] if kind else words
    vat = _VAT.get(rest[-1].lower().rstrip(".")) if rest else None
    amount = amounts.price(" ".join(rest[:-1] if vat is not None else rest))
    if amount is None or not 0 <= amount <= 1_000_000:
        return None
    return PriceLine(kind=kind or PriceKind.TUITION, amount=amount, vat_included=vat, for_whom=whom)


def duration(text: str) -> Duration | None:
    """`3 dagen`, `6 months`."""
    found = amounts.length(text)
    return Duration(length=found[0], unit=found[1]) if found and 0 < found[0] <= 10_000 else None


def slots(text: str) -> tuple[Slot, ...] | None:
    """`di 18:30-21:30`, `ma-vr 9-17`."""
    return hours.slots(text) or None


def session(text: str) -> Session | None:
    """`2026-02-03 18:30-21:30 Kick-off`: the day, then the hours and the subject where they are known."""
    first, _, rest = text.partition(" ")
    day: date | None = dates.day(first)
    if day is None:
        return None
    span, _, subject_ = rest.strip().partition(" ")
    moment = hours.slots(span)
    if not moment:
        return Session(day=day, subject=rest.strip())
    return Session(day=day, start=moment[0].start, end=moment[0].end, subject=subject_.strip())


def keyword(text: str) -> str | None:
    """One keyword."""
    return text[:500]


def identifier(text: str) -> str | None:
    """The id of a course."""
    return text if _IDENTIFIER.fullmatch(text) else None
