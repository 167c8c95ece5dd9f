"""Masculine and feminine forms that ESCO writes as one label: "boekhouder/boekhoudster".

Only two words that are each other's form are split; "chauffeur/verhuizer" names two things and stays whole.
"""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

# How the feminine of a word ends, per language, where both forms begin alike.
_FEMININE = {
    "nl": ("ster", "in", "es", "ess", "e", "a", "vrouw"),
    "fr": ("e", "es"),
    "de": ("in", "frau", "e", "ess"),
    "en": ("ess", "woman", "euse", "ine"),
}
# Ends, or whole words, that no rule gives; without accents, as `_plain` makes them.
_IRREGULAR = (
    ("man", "vrouw"),
    ("heer", "vrouw"),
    ("monnik", "non"),
    ("homme", "femme"),
    ("steward", "hotesse"),
    ("moine", "moniale"),
    ("mann", "frau"),
    ("pfleger", "schwester"),
    ("monch", "nonne"),
    ("man", "woman"),
    ("man", "maid"),
    ("boy", "girl"),
    ("monk", "nun"),
    ("master", "mistress"),
)
_SHARED = 3


@dataclass(frozen=True, slots=True)
class Forms:
    """The two forms of one label."""

    masculine: str
    feminine: str


def forms(label: str, language: str) -> Forms | None:
    """The forms that a label of this language (nl, fr, de, en) holds, whichever stands first; None where it is no pair.

    What follows a pair belongs to both: "leraar/lerares dans" is "leraar dans" and "lerares dans".
    """
    if "/" not in label:
        return None
    for at, sign in enumerate(label):
        if sign == "/":
            left, right = label[:at].split(), label[at + 1 :].split()
            if language == "de" and left and right and right[0] == "in":
                right[0] = f"{left[-1]}in"  # "Schichtleiter/in"
            found = _forms(left, right, language) if left and right else None
            if found:
                return found
    return None


def _forms(left: list[str], right: list[str], language: str) -> Forms | None:
    """Tries, in this order: word by word; one word that is doubled; two phrases that begin with a pair."""
    unequal = [(one, other) for one, other in zip(left, right, strict=False) if one != other]
    orders = {_order(one, other, language) for one, other in unequal}
    if len(left) == len(right) and len(orders) == 1 and 0 not in orders:
        return _ordered(orders.pop(), left, right)
    doubled = _order(left[-1], right[0], language)
    if doubled:
        return _ordered(doubled, [*left, *right[1:]], [*left[:-1], *right])
    begun = _order(left[0], right[0], language)
    return _ordered(begun, left, right) if begun and len(left) > 1 and len(right) > 1 else None


def _ordered(order: int, one: list[str], other: list[str]) -> Forms:
    masculine, feminine = (one, other) if order > 0 else (other, one)
    return Forms(" ".join(masculine), " ".join(feminine))


def _order(one: str, other: str, language: str) -> int:
    """1 where `other` is the feminine of `one`, -1 where it is the reverse, 0 where they are no pair."""
    if _is_feminine_of(other, one, language):
        return 1
    return -1 if _is_feminine_of(one, other, language) else 0


def _is_feminine_of(feminine: str, masculine: str, language: str) -> bool:
    her, his = _plain(feminine), _plain(masculine)
    if her == his:
        return False
    if her.endswith(_FEMININE[language]) and his[:_SHARED] == her[:_SHARED] and len(his) >= _SHARED:
        return True
    return any(
        his.endswith(man) and her.endswith(woman) and his.removesuffix(man) == her.removesuffix(woman)
        for man, woman in _IRREGULAR
    )


@lru_cache(maxsize=4096)
def _plain(word: str) -> str:
    """Without capitals and accents: "Ärztin" begins as "Arzt"."""
    return "".join(sign for sign in unicodedata.normalize("NFD", word.casefold()) if not unicodedata.combining(sign))
