"""What kind of proof a name tells of: `Attest van deelname`, `Getuigschrift postgraduaat`, `deelnamebewijs`."""

import re

from catalogue.course import CertificateKind
from catalogue.sources.text import folded

# First match wins, in folded text.
_KINDS: tuple[tuple[CertificateKind, str], ...] = (
    (CertificateKind.PROOF_OF_ATTENDANCE, r"deelnam|deelnemingsattest|attendance|participation|teilnahme"),
    (
        CertificateKind.PARTIAL_CERTIFICATE,
        r"deelcertificaat|deelgetuigschrift|creditbewijs|micro-?credential|microdegree",
    ),
    (CertificateKind.CERTIFICATE, r"postgraduaat|officieel getuigschrift|certific|zertifikat"),
    (CertificateKind.DIPLOMA, r"diploma|bachelor|master(?!class)|graduaat"),
    (CertificateKind.ATTESTATION, r"attest|getuigschrift|bewijs"),
)
_PATTERNS = tuple((kind, re.compile(pattern)) for kind, pattern in _KINDS)
_LEVELS = ((5, r"\bhbo ?5\b|\bgraduaat\b"), (6, r"\bbachelor"), (7, r"\bmaster(?!class)"))


def kind_of(name: str) -> CertificateKind:
    """The kind, or UNKNOWN where the words tell none."""
    text = folded(name)
    return next((kind for kind, pattern in _PATTERNS if pattern.search(text)), CertificateKind.UNKNOWN)


def level_of(name: str) -> int | None:
    """The level (VKS, EQF) that a diploma of this name has; None for anything that is no such diploma."""
    text = folded(name)
    if "postgraduaat" in text or "gegradueerd" in text:
        return None
    return next((level for level, pattern in _LEVELS if re.search(pattern, text)), None)
