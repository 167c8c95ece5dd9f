"""Which texts the code and the templates use, and what the translation files have of them.

`make texts` runs this: it adds to the four .po files what they lack, without words, so that a person fills them in.
It removes nothing: the house test names what nothing uses any more.
"""

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parents[2]
ROOMS = ("catalogue", "indexer", "matcher")
TRANSLATIONS = ROOT / "templates" / "translations"
LANGUAGES = ("nl", "fr", "de", "en")

PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")
_CODE = re.compile(r"[a-z_]+(\.[a-z0-9_]+)+")
# What looks like a code and is the name of a file.
_FILES = (".csv", ".html", ".json", ".npy", ".onnx", ".po", ".py", ".safetensors", ".txt", ".yaml")
_MAKERS = ("message", "Message")
_SAYERS = ("_", "gettext", "ngettext", "lazy_gettext")


@dataclass
class Used:
    """Texts by where they stand: `calls` are (file:line, code, names of its values or None where they vary)."""

    calls: list[tuple[str, str, frozenset[str] | None]] = field(default_factory=list)
    patterns: set[str] = field(default_factory=set)
    strings: set[str] = field(default_factory=set)
    sentences: set[str] = field(default_factory=set)

    @property
    def _spaces(self) -> set[str]:
        """What codes begin with, up to their first dot."""
        return {code.split(".")[0] for _, code, _ in self.calls if _CODE.fullmatch(code)}

    @property
    def needed(self) -> set[str]:
        """What each translation file must have: codes of calls, codes in tables, sentences of templates."""
        spaces = self._spaces
        tables = {
            text
            for text in self.strings
            if _CODE.fullmatch(text) and text.split(".")[0] in spaces and not text.endswith(_FILES)
        }
        return {code for _, code, _ in self.calls} | tables | self.sentences

    @property
    def made(self) -> set[str]:
        """Codes that are put together, as regular expressions."""
        spaces = self._spaces
        return {one for one in self.patterns if one.split("\\.")[0] in spaces}

    def uses(self, text: str) -> bool:
        """Whether something can say this text."""
        return text in self.strings or text in self.sentences or any(re.fullmatch(one, text) for one in self.made)


def sources() -> Iterator[Path]:
    """The Python files of the rooms, without the scripts beside the data."""
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            if "data" not in path.relative_to(ROOT).parts:
                yield path


def _pattern(text: ast.JoinedStr) -> str:
    """An f-string as a regular expression: any value is a part of a code."""
    return "".join(
        re.escape(str(part.value)) if isinstance(part, ast.Constant) else r"[a-z0-9_.-]+" for part in text.values
    )


def _read_call(used: Used, where: str, call: ast.Call) -> None:
    name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
    if not call.args or name not in (*_MAKERS, *_SAYERS):
        return
    for first in (
        (call.args[0],) if not isinstance(call.args[0], ast.IfExp) else (call.args[0].body, call.args[0].orelse)
    ):
        if isinstance(first, ast.JoinedStr):
            used.patterns.add(_pattern(first))
        elif isinstance(first, ast.Constant) and isinstance(first.value, str):
            varies = name == "Message" or any(word.arg is None for word in call.keywords)
            given = None if varies else frozenset(word.arg or "" for word in call.keywords)
            used.calls.append((where, first.value, given))


@cache
def used() -> Used:
    """Reads all code and all templates, once."""
    found = Used()
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                _read_call(found, f"{path.relative_to(ROOT)}:{node.lineno}", node)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.strings.add(node.value)
            elif isinstance(node, ast.JoinedStr) and _CODE.match(_pattern(node).replace("\\", "")):
                found.patterns.add(_pattern(node))
    templates = extract_from_dir(str(ROOT / "templates"), [("**.html", "jinja2.ext:babel_extract")])
    for _, _, said, _, _ in templates:
        # (singular, plural, ...) is one text: the translation files know it by its singular.
        found.sentences.add(said if isinstance(said, str) else said[0])
    return found


def po_file(language: str) -> Path:
    """The committed translation file of a language."""
    return TRANSLATIONS / language / "LC_MESSAGES" / "messages.po"


def read(language: str) -> Catalog:
    """The texts of a language."""
    with po_file(language).open("rb") as file:
        return read_po(file, locale=language)


def main() -> int:
    """Adds what is lacking and says how much; 1 where words are to be written."""
    lacking = 0
    for language in LANGUAGES:
        catalog = read(language)
        new = sorted(text for text in used().needed if text not in catalog)
        for text in new:
            catalog.add(text)
        if new:
            with po_file(language).open("wb") as file:
                write_po(file, catalog, sort_output=True, width=120, omit_header=False)
        empty = [message.id for message in catalog if message.id and not message.string]
        lacking += len(empty)
        print(f"{language}: {len(new)} added, {len(empty)} without words in {po_file(language).relative_to(ROOT)}")
    return 1 if lacking else 0


if __name__ == "__main__":
    sys.exit(main())
