"""The texts of a Jobat feed sorted by their headings, its lists of words, its addresses and web addresses."""

import re
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from catalogue.sources.text import folded

# Headings in `description_extrainfo`, folded, and the field of their section.
_HEADINGS = {
    "toelatingsvoorwaarden": "entry_requirements",
    "doelgroep & toelatingsvoorwaarden": "entry_requirements",
    "admission": "entry_requirements",
    "doelgroep": "for_whom",
    "voor wie": "for_whom",
    "target group": "for_whom",
    "certificaat": "assessment",
    "certificate": "assessment",
    "na de opleiding": "where_next",
    "na je studie": "where_next",
    "after graduation": "where_next",
    "subsidies": "claims_text",
    "contact & info": "contact",
}
_OTHERS = ("extra info", "opmerking", "note")
_NAMES = "|".join(re.escape(name) for name in sorted((*_HEADINGS, *_OTHERS), key=len, reverse=True))
_HEADING = re.compile(rf"(?im)^(?:- )?({_NAMES})\s*(?:[:?])\s*")
_WITH_TOWN = re.compile(r"(?P<street>.+?),\s*(?P<postcode>\d{4})\s+(?P<town>[^\d,]+)")
_TRACKING = re.compile(r"utm_.*|gclid|fbclid|mc_[ce]id", re.IGNORECASE)


def sections(text: str) -> dict[str, str]:
    """The extra information by field; what stands under no known heading is practical."""
    found = list(_HEADING.finditer(text))
    parts = [("practical", text[: found[0].start() if found else len(text)])]
    for i, heading in enumerate(found):
        end = found[i + 1].start() if i + 1 < len(found) else len(text)
        parts.append((_HEADINGS.get(folded(heading[1]), "practical"), text[heading.end() : end]))
    by_field: dict[str, str] = {}
    for field, part in parts:
        if part.strip():
            by_field[field] = f"{by_field.get(field, '')}\n\n{part.strip()}".strip()
    return by_field


def words(text: str) -> tuple[str, ...]:
    """The items of a list in one cell, each once; commas within brackets separate nothing."""
    items = (" ".join(item.split()).strip(" .-") for item in re.split(r"[,;\n]\s*(?![^()]*\))", text))
    return tuple({folded(item): item[:200] for item in items if item}.values())


def address(text: str) -> tuple[str, str, str]:
    """(street, postcode, municipality) of `Brusselstraat 45, 2018 Antwerpen`; the last two empty where not told."""
    found = _WITH_TOWN.fullmatch(text)
    return (found["street"], found["postcode"], found["town"].strip()) if found else (text, "", "")


def web_address(text: str) -> str:
    """The address without what follows the visitor; empty where it is no web address."""
    try:
        parts = urlsplit(text)
        query = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKING.fullmatch(pair[0])]
    except ValueError:
        return ""
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        return ""
    return urlunsplit(parts._replace(query=urlencode(query)))
