"""Typing errors: a word that nobody knows is read as the known word that is nearest, and that is said.

Known are the words of the vocabulary in four languages, of the lexicons, the names of places, and every word that
stands in a course. Compounds are mended part by part: "lasoplieding" is "las" and "opleiding".
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import islice

from rapidfuzz import process
from rapidfuzz.distance import OSA

from catalogue.competences import Vocabulary
from catalogue.places import Places
from indexer import analysis
from matcher.understand import empty_words

# Shorter words are too like others to be sure.
SHORTEST = 5
# From so many letters on two slips may have been made.
LONG = 8
# So many strange words of a question are looked up and so long ones: each costs some milliseconds, and who types more
# of them asks in a language that we do not know.
MOST_STRANGE = 6
LONGEST = 40
# So many ways to cut a compound are tried.
_MOST_CUTS = 6
_SHORTEST_PART = 3


@dataclass(frozen=True, slots=True)
class Mended:
    """A word as typed, and as it was read."""

    typed: str
    read: str


def _words(texts: Iterable[str]) -> dict[str, None]:
    """Every word of the texts, folded, in order."""
    return dict.fromkeys(analysis.fold(word) for text in texts for word in analysis.split(text))


def _slips(word: str) -> int:
    return 2 if len(word) >= LONG else 1


class Mender:
    """Reads unknown words as known ones. `in_courses` says whether any course holds a word. Safe for threads."""

    def __init__(self, vocabulary: Vocabulary, places: Places, in_courses: Callable[[str], bool]) -> None:
        self._vocabulary, self._places, self._in_courses = vocabulary, places, in_courses
        self._nearest = lru_cache(maxsize=10_000)(self._look)

    @cached_property
    def _labels(self) -> dict[str, None]:
        concepts = (*self._vocabulary.occupations, *self._vocabulary.competences)
        return _words(label for one in concepts for _, label in one.every_label())

    @cached_property
    def _lexicon(self) -> dict[str, None]:
        return {analysis.fold(word): None for language in ("nl", "de") for word in sorted(analysis.lexicon(language))}

    @cached_property
    def _towns(self) -> dict[str, None]:
        return _words(name for place in self._places.every for name in (*place.names(), *place.localities))

    @cached_property
    def _candidates(self) -> tuple[tuple[str, ...], ...]:
        """What a word may be read as: first the words of the vocabulary and of asking, then the lexicon."""
        likely = self._labels | dict.fromkeys(sorted(empty_words()[1]))
        return tuple(tuple(word for word in words if len(word) >= SHORTEST - 1) for words in (likely, self._lexicon))

    def _known(self, word: str) -> bool:
        function, asking = empty_words()
        if word in function or word in asking or any(word in one for one in (self._labels, self._lexicon, self._towns)):
            return True
        return any(analysis.parts(word, language) for language in ("nl", "de"))

    def _strange(self, word: str) -> bool:
        """Whether a word, folded, may be a slip: nothing that we know, and neither a code nor too short or long."""
        return SHORTEST <= len(word) <= LONGEST and word.isalpha() and not self._known(word)

    def _look(self, word: str) -> str | None:
        for words in self._candidates:
            found = _closest(word, words, _slips(word))
            if found:
                return found
        return self._compound(word)

    def _compound(self, word: str) -> str | None:
        """One part known, the other known but for a slip; the longest known part first."""
        cuts = range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1)
        tried = 0
        for cut in sorted(cuts, key=lambda at: -max(at, len(word) - at)):
            head, tail = word[:cut], word[cut:]
            for known, strange in ((head, tail), (tail, head)):
                if len(strange) < SHORTEST or not (known in self._lexicon or known in self._labels):
                    continue
                tried += 1
                found = _closest(strange, self._candidates[1], 1)
                if found:
                    return head + found if known is head else found + tail
                if tried == _MOST_CUTS:
                    return None
        return None

    def mend(self, text: str) -> tuple[str, tuple[Mended, ...]]:
        """The text with unknown words read as known ones, and which they were."""
        mended = []
        strange = (word for word in dict.fromkeys(analysis.split(text)) if self._strange(analysis.fold(word)))
        for word in islice(strange, MOST_STRANGE):
            read = self._nearest(analysis.fold(word)) if word in text.casefold() else None
            # Asked last and never kept: the next index may hold other words.
            if read and not self._in_courses(word):
                mended.append(Mended(word, read))
                text = _replaced(text, mended[-1])
        return text, tuple(mended)


def _replaced(text: str, mended: Mended) -> str:
    """Without regard to capitals; the rest of the text stays as it is."""
    at = text.casefold().find(mended.typed)
    return text if at < 0 else text[:at] + mended.read + text[at + len(mended.typed) :]


def _closest(word: str, words: tuple[str, ...], slips: int) -> str | None:
    """The nearest word, with the same first letter first; None where two are as near and begin alike."""
    found = process.extract(word, words, scorer=OSA.distance, score_cutoff=slips, limit=8)
    ranked = sorted(found, key=lambda one: (one[1], one[0][0] != word[0], abs(len(one[0]) - len(word))))
    return ranked[0][0] if ranked else None
