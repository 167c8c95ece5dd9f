"""What a provider says of the schemes: `Vlaams opleidingsverlof (VOV), KMO-portefeuille`. Never a recognition.

Scheme names stand here because they are data of the feeds: words to look for, and the id of the scheme.
"""

import re

from catalogue.course import Claim
from catalogue.sources.text import folded

_SCHEMES: tuple[tuple[str, str], ...] = (
    ("vov", r"vlaams opleidingsverlof|\bvov\b"),
    ("opleidingscheques", r"opleidingscheques?"),
    ("kmo-portefeuille", r"kmo[- ]?portefeuille"),
    ("opleidingskrediet", r"opleidingskrediet"),
)


def claims(text: str) -> tuple[Claim, ...]:
    """One claim for each scheme that is named, with the part of the text that names it."""
    parts = [part.strip() for part in re.split(r"[,;|\n]", text) if part.strip()]
    return tuple(
        Claim(scheme=scheme, text=part)
        for scheme, pattern in _SCHEMES
        if (part := next((part for part in parts if re.search(pattern, folded(part))), ""))
    )
