"""What kind of provider a name tells of. Names lie sometimes: the kind carries its inference."""

import re

from catalogue.course import ProviderKind
from catalogue.sources.text import folded

# First match wins. Words as whole words, in folded text.
_KINDS: tuple[tuple[ProviderKind, str], ...] = (
    (ProviderKind.BASIC_EDUCATION, r"basiseducatie|open school|ligo|cbe\b.*"),
    (ProviderKind.ADULT_EDUCATION, r"p?cvo|centrum voor volwassenenonderwijs|volwassenenonderwijs"),
    (ProviderKind.ENTREPRENEUR_TRAINING, r"syntra"),
    (ProviderKind.PUBLIC_CENTRE, r"vdab|actiris|bruxelles formation|le forem|forem"),
    (ProviderKind.UNIVERSITY_COLLEGE, r"hogeschool|haute ecole|university college|university of applied sciences"),
    (ProviderKind.UNIVERSITY, r"ugent|kuleuven|ku leuven|universiteit|universite|vub|uantwerpen|uhasselt|university"),
    (ProviderKind.SECTOR_FUND, r"sectorfonds|cevora|alimento|volta|educam|constructiv|woodwize|cobot|iftech"),
    (ProviderKind.TALENT_HOUSE, r"talentenhuis|talentenwerf"),
    (ProviderKind.NON_PROFIT, r"v\.?z\.?w\.?|asbl|stichting"),
    (ProviderKind.PRIVATE, r"n\.?v\.?|b\.?v\.?(?:b\.?a\.?)?|cvba|s\.?a\.?|academy|training services|training|gmbh"),
)
_PATTERNS = tuple((kind, re.compile(rf"(?<!\w)(?:{pattern})(?!\w)")) for kind, pattern in _KINDS)


def kind_of(name: str, website: str = "") -> ProviderKind:
    """The kind that the name, or else the address of the site, tells; UNKNOWN where it tells nothing."""
    for text in (folded(name), folded(website).replace("-", " ").replace(".", " ")):
        for kind, pattern in _PATTERNS:
            if pattern.search(text):
                return kind
    return ProviderKind.UNKNOWN
