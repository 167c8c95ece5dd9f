"""All Dutch that the interface says, by where it is read, and the reviewed terms in it; the house test judges it."""

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from babel.messages.extract import extract_from_file
from texts import ROOT, read

TEMPLATES, RULES = ROOT / "templates", ROOT / "matcher" / "incentives"
PACKS = RULES / "packs"
# The C loader reads the packs five times as fast.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
REVIEWED = yaml.safe_load((ROOT / "tests" / "house" / "plain_terms.yaml").read_text(encoding="utf-8"))
OPERATORS = ("index", "mend", "model", "problem", "rebuild", "setting")
# Values, addresses, what stands in backticks, commands, flags, and names of files and columns.
LITERAL = re.compile(
    r"%\(\w+\)[sd]|%%|https?://\S+|`[^`]*`|python -m \w+ \w+(?: --\w+)?|--\w+|\w+(?:[._]\w+)+|make setup|\besco-"
)
WORD = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)*")
SENTENCE = re.compile(r"(?<=[.?!])\s+")


@dataclass(frozen=True)
class Text:
    """A text as people read it: `scope` is what stands with it on the screen, `group` what is measured together."""

    group: str
    scope: str
    words: str

    @property
    def sentences(self) -> list[str]:
        return SENTENCE.split(LITERAL.sub("0", self.words))


@cache
def packs() -> Mapping[str, Any]:
    return {path.stem: yaml.load(path.read_text(encoding="utf-8"), LOADER) for path in sorted(PACKS.glob("*.yaml"))}


def dutch(node: Any, words: list[str]) -> list[str]:
    """The Dutch words in data with `{nl: ..., fr: ..., de: ..., en: ...}` anywhere, in the order of the file."""
    if isinstance(node, dict) and {"nl", "en"} <= set(node):
        words.append(node["nl"])
    elif isinstance(node, dict | list):
        for one in node.values() if isinstance(node, dict) else node:
            dutch(one, words)
    return words


def _from_translations() -> Iterator[Text]:
    for message in (one for one in read("nl") if one.id):
        code = message.id if isinstance(message.id, str) else ""
        space = re.fullmatch(r"([a-z_]+)\.([a-z_0-9]+)[a-z_.0-9]*", code)
        said = (message.string,) if isinstance(message.string, str) else message.string
        group = "pages" if not space else "operators" if space[1] in OPERATORS else "filters"
        for words in said:
            yield Text(group, f"{space[1]}.{space[2]}" if space else "pages", words)


def _from_data() -> Iterator[Text]:
    """Questions and schemes; each question and each pack is a screen of its own."""
    for name, fact in yaml.safe_load((RULES / "facts.yaml").read_text(encoding="utf-8"))["facts"].items():
        yield from (Text("support", name, words) for words in dutch(fact, []))
    studies = yaml.safe_load((ROOT / "catalogue" / "data" / "studies.yaml").read_text(encoding="utf-8"))
    yield from (Text("filters", "filter.study", words) for words in dutch(studies, []))
    for name, pack in packs().items():
        yield from (Text("support", name, words) for words in dutch(pack, []))


@cache
def texts() -> tuple[Text, ...]:
    """Everything in Dutch that the interface says."""
    return tuple(one for one in (*_from_translations(), *_from_data()) if one.words)


@cache
def groups() -> Mapping[str, tuple[Text, ...]]:
    names = sorted({one.group for one in texts()})
    return {name: tuple(one for one in texts() if one.group == name) for name in names} | {"all": texts()}


@cache
def terms() -> Mapping[str, re.Pattern[str]]:
    """How each term is met in a text: whole, with a plural, small or capital unless it is short for something."""
    found = {}
    for name, about in REVIEWED["terms"].items():
        forms = "|".join(re.escape(one) for one in (name, *about.get("forms", ())))
        plural = "" if name.isupper() else "(?:en|s|’s)?"
        ignore = 0 if any(one.isupper() for one in name) else re.IGNORECASE
        found[name] = re.compile(rf"(?<![\w-])(?:{forms}){plural}(?![\w])", ignore)
    return found


@cache
def places() -> frozenset[str]:
    names = [name.stem for name in (ROOT / "catalogue" / "data").glob("p*.csv")]
    found = set()
    for name in names:
        with (ROOT / "catalogue" / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            found |= {word for row in csv.DictReader(file) for word in WORD.findall(row["name_nl"])}
    return frozenset(found | {"Duitstalige"})


@cache
def without_terms(words: str) -> str:
    """A text without what is literal and without the terms."""
    rest = LITERAL.sub(" ", words)
    for term in terms().values():
        rest = term.sub(" ", rest)
    return rest


@cache
def screens() -> Mapping[str, tuple[str, ...]]:
    """What is read together, in order: each page with its parts, each filter, each question, each scheme."""
    said = {one.id if isinstance(one.id, str) else one.id[0]: one.string for one in read("nl") if one.id}
    found = {}
    for page in sorted((TEMPLATES / "pages").glob("*.html")):
        names = dict.fromkeys(_messages(page))
        words = (said[name] for name in names if said.get(name))
        found[f"page {page.stem}"] = tuple(one if isinstance(one, str) else " ".join(one) for one in words)
    for one in texts():
        if one.group != "pages" and one.group != "operators":
            found[one.scope] = (*found.get(one.scope, ()), one.words)
    return found


def _messages(template: Path) -> Iterator[str]:
    """The texts of a template in order, then those of the parts that it takes."""
    for _, said, _, _ in extract_from_file("jinja2.ext:babel_extract", str(template)):
        yield said if isinstance(said, str) else said[0]
    for part in re.findall(r'"(parts/\w+\.html)"', template.read_text(encoding="utf-8")):
        yield from _messages(TEMPLATES / part)
