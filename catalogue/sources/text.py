"""Text of feeds made plain: HTML, CDATA, entities, bullets, odd spaces. Decides nothing about its meaning."""

import html
import re
import unicodedata
from html.parser import HTMLParser

import nh3

# Beyond this nothing of a text is read at all; what a record keeps is far less (`rows.LONGEST_TEXT`).
MOST_READ = 200_000
# With more tags than this the careful reader would need seconds; a plain one takes over.
_MOST_TAGS = 4_000
_BLOCKS = {
    "p",
    "div",
    "ul",
    "ol",
    "table",
    "tr",
    "section",
    "article",
    "blockquote",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
}
_ALLOWED = _BLOCKS | {"br", "li", "a", "td", "th"}
_CDATA = re.compile(r"<!\[CDATA\[|\]\]>")
_TAG = re.compile(r"<[^<>]{0,2000}>")
_HIDDEN = re.compile(r"<(script|style)\b.*?(?:</\1\s*>|\Z)", re.DOTALL | re.IGNORECASE)
_MARKUP = re.compile(r"<[a-zA-Z/!]|&[a-zA-Z#]")
# C1 control characters are what is left of cp1252 read as Latin-1: 0x95 is its bullet, 0x85 its three dots.
_C1 = {code: bytes([code]).decode("cp1252", "ignore") for code in range(0x80, 0xA0)}
_GONE = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 127, 0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF])
_LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl"}
_CHARACTERS: dict[int, str | None] = {**_C1, **_GONE, **_LIGATURES, 0x2028: "\n", 0x2029: "\n"}
_SURROGATES = re.compile("[\ud800-\udfff]")
# Bullets as people type them, Wingdings in the private use area included.
_BULLET = re.compile(r"(?m)^[ \t]*(?:(?:[*•●■◦▪‣·○\uf000-\uf0ff]+[ \t]*)+|[-–—](?=[^\W\d]|[ \t]))[ \t]*(?=\S)")
_ACCENTS = re.compile(r"[\u0300-\u036f]")
_SPACES = re.compile(r"[^\S\n]+")
_BLANK_LINES = re.compile(r"\n{3,}")


def plain(text: str) -> str:
    """Plain text with its line breaks; a list item is a line that opens with `- `."""
    text = _CDATA.sub("", text[:MOST_READ])
    if _MARKUP.search(text):
        text = _without_markup(text)
    text = _SURROGATES.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n").translate(_CHARACTERS))
    text = _BULLET.sub("- ", unicodedata.normalize("NFC", text))
    lines = (_SPACES.sub(" ", line).strip() for line in text.split("\n"))
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip()


def one_line(text: str) -> str:
    """Plain text without line breaks: for names, titles, labels."""
    return " ".join(plain(text).split()).removeprefix("- ").strip()


def folded(text: str) -> str:
    """Lower case without accents, to compare words of a feed with words of ours."""
    return " ".join(_ACCENTS.sub("", unicodedata.normalize("NFKD", text.lower())).split())


def _without_markup(text: str) -> str:
    if text.count("<") > _MOST_TAGS:
        return html.unescape(_TAG.sub(" ", _HIDDEN.sub(" ", text)))
    clean = nh3.clean(text, tags=_ALLOWED, attributes={"a": {"href"}}, link_rel=None)
    reader = _Reader(keeps_lines=not any(f"<{tag}>" in clean for tag in ("p", "br", "li", "div")))
    reader.feed(clean)
    reader.close()
    return reader.text()


class _Reader(HTMLParser):
    """Turns well-formed HTML into lines. Line breaks of the source count only where no tag makes lines."""

    def __init__(self, *, keeps_lines: bool) -> None:
        super().__init__(convert_charrefs=True)
        self._keeps_lines = keeps_lines
        self._parts: list[str] = []
        self._href = ""
        self._link_from = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self._href = (dict(attrs).get("href") or "").strip()
            self._link_from = len(self._parts)
        elif tag == "li":
            self._parts.append("\n- ")
        elif tag in {"td", "th"}:
            self._parts.append(" ")
        elif (tag in _BLOCKS and tag not in {"ul", "ol"}) or tag == "br":
            self._parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self._name_address()
        elif tag == "p":
            self._parts.append("\n\n")
        elif tag in _BLOCKS:
            self._parts.append("\n")

    def handle_data(self, data: str) -> None:
        self._parts.append(data if self._keeps_lines else data.replace("\n", " "))

    def _name_address(self) -> None:
        """`here` alone says nothing on paper: the address follows, unless the words are the address."""
        words = "".join(self._parts[self._link_from :]).strip().rstrip("/")
        bare = self._href.split("://")[-1].rstrip("/")
        if self._href.startswith("http") and bare and not words.endswith(bare):
            self._parts.append(f" ({self._href})")

    def text(self) -> str:
        """What was read so far; no empty items, and no empty lines between items."""
        text = re.sub(r"\n- (?=\s*\n)", "\n", "".join(self._parts))
        return re.sub(r"(?m)(^- .*)\n\s*\n(?=- )", r"\1\n", text)
