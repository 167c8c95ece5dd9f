"""The long texts of the VDAB catalogue, sorted into what they tell: for whom, what is asked, what you can do after.

The rules were made by reading rows (docs/sources.md says which); they know headings and a few fixed sentences.
"""

import re
from collections.abc import Iterator

from catalogue.course import Link, Origin
from catalogue.sources.text import folded

# Headings, folded, and where their section belongs. A heading that is not here stays in the text it stands in.
_HEADINGS = {
    "entry_requirements": (
        "instapvoorwaarden|instapsvoorwaarden|instapvoorwarden|toelatingsvoorwaarden|voorkennis|vereiste voorkennis|"
        "voorwaarden|voorwaarde voor deelname|bijkomende voorwaarden|andere belangrijke voorwaarden|assessment|"
        "om deel te nemen aan deze opleiding|om aan deze opleiding deel te nemen|je kan deze opleiding volgen indien|"
        "slagen in een selectieprocedure|om deze vooropleiding te starten"
    ),
    "for_whom": "doelgroep|profiel|voor wie|we zoeken kandidaten die",
    "summary": (
        "doelstelling|doelstellingen|algemene doelstelling|cursusbeschrijving|waarom deze opleiding|"
        "wat mag je verwachten na de opleiding"
    ),
    "practical": (
        "methodiek|duur|duurtijd|duurtijd opleiding|maximum duurtijd van het hele traject|aanpak|type training|taal|"
        "leermethodes|organisatie|organisator|bijkomende informatie|tip|opgelet|opleidingsinstantie"
    ),
    "where_next": "toekomstmogelijkheden",
    "content": "inhoud|programma|studieprogramma|theorie|praktijk",
    "assessment": "attest|attestering|getuigschrift|evaluatie",
}
# A length or a way of working says nothing without its heading.
_KEEP_HEADING = frozenset({"practical", "assessment"})
_FIELD_OF = {name: field for field, names in _HEADINGS.items() for name in names.split("|")}
_HEADING = re.compile(r"(?:- |\d{1,2}\.\s*)?(?P<name>[^\W\d_][^:\n]{2,45}?)\s*\??\s*:\s*(?P<rest>.*)")
# Sentences that stand without a heading in hundreds of rows.
_SENTENCES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("entry_requirements", re.compile(r"^om deze (?:web)?cursus|grondige (?:basis|voor)?kennis")),
    (
        "practical",
        re.compile(
            r"webcoaching|webmodule|webcursus|(?:met|zonder) (?:online )?coaching|leertijd van deze|kieswijzer|"
            r"wordt aangeboden|"
            r"^deze (?:module|cursus) omvat theorie|kwam tot stand|samenwerkingsproject|"
            r"leermomenten|toegankelijk via het internet|toegang tot de leeromgeving"
        ),
    ),
    (
        "entry_requirements",
        re.compile(
            r"toelatings(?:test|proef)|medisch|psychologisch onderzoek|screen|selectie(?:proef|procedure)|"
            r"om (?:aan )?deze opleiding te (?:kunnen )?volgen|voorkennis|voorwaarden|instapniveau|"
            r"^je (?:moet|dient)|^om .{0,80}(?:moet|dien) je|minimumleeftijd|rijbewijs [a-z] (?:hebben|bezitten)|"
            r"in het bezit zijn|"
            r"je hebt (?:een |al )?(?:basiskennis|kennis|diploma)|je bent (?:gemotiveerd|bereid)"
        ),
    ),
    (
        "for_whom",
        re.compile(r"staat open voor|richt zich tot|bedoeld voor|is voor iedereen|doelgroep|toegankelijk voor"),
    ),
)
_LEAD = re.compile(
    r"^(?:(?:na|bij|door) (?:het )?(?:volgen|doornemen|beëindigen|afronden) van (?:deze|de) [^\W\d]+ ?[:,]? ?|"
    r"deelname aan een [^:]{0,60}?met (?:als leerdoel|het doel)\s?:? ?)?"
    r"(?:(?:ken|kan|weet|kunt|bent|ben|kent|heb|hebt|leer) (?:je|u)(?: in staat)?"
    r"(?: (?:meer|de volgende))?(?: over)? ?:? ?)?",
    re.IGNORECASE,
)
_PROOF = re.compile(
    r"deelnamebewijs|certificaat|getuigschrift|diploma|\battest|brevet|rijbewijs|kredietpunten|code ?95"
)
_OUTCOME = re.compile(r"^na .{0,60}|\b(?:je|u) (?:kan|kent?|weet|leert?)\b|\b(?:kan|ken|weet) (?:je|u)\b")
_REMARK = re.compile(
    r"(?:zie|voordat|voorkennis|voor meer|meer info|indien|opgelet|let op|deze (?:web)?(?:cursus|module))\b",
    re.IGNORECASE,
)
_LONGEST_STATEMENT = 280


def sections(text: str, default: str) -> dict[str, str]:
    """The text by field: what stands under a known heading goes to its field, all else to `default`.

    Where `default` is `summary` (the goal of a course), sentences are told apart by their words: outside sections,
    and inside them after an empty line. Elsewhere a heading that we do not know ends the section.
    """
    parts: dict[str, list[str]] = {}
    current, loose = default, True
    for line in text.split("\n"):
        heading, rest = _heading(line)
        if heading:
            current, loose = heading, False
            rest = line if heading in _KEEP_HEADING and heading != default else rest
        elif not line:
            loose = True
        elif default != "summary" and line.endswith(":") and not line.startswith("- "):
            current = default
        target = _by_sentence(line, current) if default == "summary" and loose and line else current
        if rest or not line:
            parts.setdefault(target, []).append(rest)
    return {field: written for field, lines in parts.items() if (written := _joined(lines))}


def _heading(line: str) -> tuple[str, str]:
    """(field, rest of the line) where the line opens with a known heading or is one, else ("", line)."""
    found = _HEADING.fullmatch(line)
    name, rest = (found["name"], found["rest"]) if found else (line[:60], "")
    field = _FIELD_OF.get(folded(name).strip(" ?:"), "")
    return (field, rest) if field else ("", line)


def _by_sentence(line: str, default: str) -> str:
    text = folded(line)
    return next((field for field, pattern in _SENTENCES if pattern.search(text)), default)


def _joined(lines: list[str]) -> str:
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def is_proof(text: str) -> bool:
    """Whether the words under `attestering` name the paper that you get rather than what you can do."""
    low = folded(text)
    return len(text) <= 160 and bool(_PROOF.search(low)) and not _OUTCOME.search(low)


def outcomes(text: str) -> tuple[tuple[Link, ...], str]:
    """What you can do afterwards, one link for each item or sentence (list items are surer than prose); and the rest.

    The rest are remarks such as "zie ..." or what to do before the course.
    """
    found: dict[str, Link] = {}
    rest: list[str] = []
    for statement, confidence in _statements(text):
        label = _LEAD.sub("", statement.removeprefix("- ")).strip(" .;,:").strip()
        if len(label) > _LONGEST_STATEMENT or _REMARK.match(label):
            rest.append(statement)
        elif len(label) > 3:
            found.setdefault(folded(label), Link(label=label, origin=Origin.PARSED, confidence=confidence))
    return tuple(found.values()), "\n".join(rest)


def _statements(text: str) -> Iterator[tuple[str, float]]:
    for line in filter(None, text.split("\n")):
        if line.startswith("- "):
            yield line, 0.8
        elif line.count(",") >= 3 and len(line) / (line.count(",") + 1) < 120:
            yield from ((part, 0.7) for part in re.split(r"\s*,\s+(?![^(]*\))", line))
        else:
            yield from ((sentence, 0.6) for sentence in re.split(r"(?<=[.!?])\s+(?=[A-Z])", line))


def keywords(text: str) -> tuple[str, ...]:
    """The words of `trefwoord`, each once: split at ; or , or dashes, at spaces only where there is none of them."""
    separator = next((sign for sign in (r"[;,]", r"\s[-–]\s|-(?=\w+\s)") if re.search(sign, text)), r"\s+")
    words = (" ".join(word.split()).strip(" .-")[:200] for word in re.split(separator, text))
    return tuple({folded(word): word for word in words if word}.values())
