"""Text to tokens, once, for documents and questions and for every engine.

Two kinds: words (lower case, Snowball stem per language, folded, with compound parts for Dutch and German) and
word-bounded 4-grams. What a question asks for is decided in the matcher; nothing here knows a field or an engine.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from pathlib import Path

import Stemmer

VERSION = "1"
DATA = Path(__file__).parent / "data"

_STEMMERS = {"nl": "dutch", "fr": "french", "de": "german", "en": "english"}
LANGUAGES = tuple(_STEMMERS)
_LINKS = {"nl": ("", "s", "en", "e", "n"), "de": ("", "s", "es", "n", "en", "er", "e")}
_SHORTEST_COMPOUND = 8
_SHORTEST_PART = 3  # the lexicon holds only a few words of three letters, by hand
_LONGEST_WORD = 60
# Names that lose their meaning without their signs, and words that the stemmer would confuse with another.
_KEPT_WHOLE = {"c++": "cplusplus", "c#": "csharp", "f#": "fsharp", ".net": "dotnet"}
_UNSTEMMED = frozenset({"weekend", "weekends", "weekeinde"})
_WORD = re.compile(r"(?<!\w)(?:c\+\+|[cf]#|\.net\b)|[^\W_]+", re.IGNORECASE)


def normal(text: str) -> str:
    """NFKC, lower case, without NUL and lone surrogates: what every other step starts from."""
    clean = text.replace("\0", " ").encode("utf-8", "ignore").decode("utf-8")
    return unicodedata.normalize("NFKC", clean).casefold().replace("ß", "ss")


def fold(word: str) -> str:
    """Without accents: "réunion" and "reunion" are one word."""
    return "".join(sign for sign in unicodedata.normalize("NFKD", word) if not unicodedata.combining(sign))


def split(text: str) -> list[str]:
    """The words of a text as they stand, lower case, signs gone; "C++" stays whole."""
    return [_KEPT_WHOLE.get(word, word)[:_LONGEST_WORD] for word in _WORD.findall(normal(text))]


@cache
def _stemmer(language: str) -> "Stemmer.Stemmer":
    return Stemmer.Stemmer(_STEMMERS[language])


@lru_cache(maxsize=200_000)
def stem(word: str, language: str) -> str:
    """The folded stem. Folded after stemming: the stemmers know their accents."""
    if word in _UNSTEMMED:
        return "weekend"
    return fold(_stemmer(language).stemWord(word))


@cache
def lexicon(language: str) -> frozenset[str]:
    """The words that may be part of a compound; empty where the language has no lexicon."""
    path = DATA / f"lexicon.{language}.txt"
    return frozenset(path.read_text(encoding="utf-8").split()) if path.exists() else frozenset()


def _cut(word: str, language: str, known: frozenset[str]) -> tuple[str, ...]:
    """The longest first part that leaves a rest that can be cut too; () when the word can not be cut."""
    for end in range(len(word) - _SHORTEST_PART, _SHORTEST_PART - 1, -1):
        head, rest = word[:end], word[end:]
        if head not in known:
            continue
        for link in _LINKS[language]:
            if link and not rest.startswith(link):
                continue
            tail = rest[len(link) :]
            if tail in known:
                return (head, tail)
            further = _cut(tail, language, known) if len(tail) >= 2 * _SHORTEST_PART else ()
            if further:
                return (head, *further)
    return ()


@lru_cache(maxsize=200_000)
def parts(word: str, language: str) -> tuple[str, ...]:
    """The parts of a compound as they stand ("kinderopvang" -> "kinder", "opvang"); () when it is none."""
    if language not in _LINKS or len(word) < _SHORTEST_COMPOUND:
        return ()
    return _cut(word, language, lexicon(language))


def word_tokens(word: str, language: str) -> tuple[str, ...]:
    """The stem of a word and the stems of its compound parts, the whole first."""
    return (stem(word, language), *(stem(part, language) for part in parts(word, language)))


def words(text: str, language: str) -> list[str]:
    """All word tokens of a document's text, in order."""
    return [token for word in split(text) for token in word_tokens(word, language)]


def _grams(word: str) -> Iterator[str]:
    bounded = f"_{fold(word)}_"
    if len(bounded) < 4:
        yield bounded
    for start in range(len(bounded) - 3):
        yield bounded[start : start + 4]


def grams(text: str | Iterable[str]) -> list[str]:
    """Word-bounded 4-grams: "lasser" -> "_las", "lass", "asse", "sser", "ser_". Language plays no part."""
    found = split(text) if isinstance(text, str) else text
    return [gram for word in found for gram in _grams(word)]


@cache
def fingerprint() -> str:
    """Changes when the same text could give other tokens: part of the index stamp."""
    digest = hashlib.sha256(f"{VERSION} {Stemmer.version()}".encode())
    for language in sorted(_LINKS):
        digest.update((DATA / f"lexicon.{language}.txt").read_bytes())
    return digest.hexdigest()[:12]
