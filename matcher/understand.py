"""What a question asks for, from its text alone: content words, each with all forms in which a course may hold it.

Language, kind of question and links to concepts come with the competence embeddings.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from indexer import analysis

_EMPTY_WORDS = Path(__file__).parent / "data" / "emptywords.yaml"
# Longer questions are cut: what counts stands in front, and an engine's cost grows with every word.
MOST_WORDS = 24


@dataclass(frozen=True, slots=True)
class Wanted:
    """One content word. `stems` holds it in one token, in any language; `compounds` are its parts, all of one row."""

    text: str
    stems: tuple[str, ...]
    compounds: tuple[tuple[str, ...], ...]

    @property
    def tokens(self) -> tuple[str, ...]:
        """Every token by which a course may hold it, whole or in part."""
        return tuple(dict.fromkeys((*self.stems, *(part for row in self.compounds for part in row))))


@dataclass(frozen=True, slots=True)
class Asked:
    """A question understood. Without `wanted` it asks for everything."""

    text: str
    wanted: tuple[Wanted, ...]

    @property
    def tokens(self) -> tuple[str, ...]:
        """The word tokens to rank by."""
        return tuple(dict.fromkeys(token for one in self.wanted for token in one.tokens))

    @property
    def grams(self) -> tuple[str, ...]:
        """The 4-grams to rank by."""
        return tuple(dict.fromkeys(analysis.grams([one.text for one in self.wanted])))


@cache
def empty_words() -> tuple[frozenset[str], frozenset[str]]:
    """(function words, words that wrap a goal), of all languages together, folded."""
    lists = yaml.safe_load(_EMPTY_WORDS.read_text(encoding="utf-8"))
    function = frozenset(analysis.fold(word) for one in lists.values() for word in one["function"].split())
    asking = frozenset(analysis.fold(word) for one in lists.values() for word in one["asking"].split())
    return function, asking


def _content(words: list[str]) -> list[str]:
    """Without empty words; but where nothing is left, what people wrap a goal in is the goal ("opleiding")."""
    function, asking = empty_words()
    full = [word for word in words if analysis.fold(word) not in function]
    return [word for word in full if analysis.fold(word) not in asking] or full or words


def _wanted(word: str) -> Wanted:
    stems = tuple(dict.fromkeys(analysis.stem(word, language) for language in analysis.LANGUAGES))
    rows = [
        tuple(analysis.stem(part, language) for part in analysis.parts(word, language))
        for language in analysis.LANGUAGES
    ]
    return Wanted(word, stems, tuple(dict.fromkeys(row for row in rows if row)))


def understand(text: str) -> Asked:
    """The content words of a question, each once, in its order."""
    words = list(dict.fromkeys(analysis.split(text)))[:MOST_WORDS]
    return Asked(text, tuple(_wanted(word) for word in _content(words)))
