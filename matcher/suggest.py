"""What somebody may be typing: occupations, skills, courses and places that go on from the first letters.

Labels and places are searched in sorted lists of their words; courses are asked of the engine by pieces of 4 letters.
Nothing is ranked by what others typed: nothing of that is kept.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from catalogue.competences import LANGUAGES, Concept, Vocabulary
from catalogue.places import Places
from indexer import analysis
from indexer.engine.port import Engine, Has, Question, TextList
from matcher.search import record

# From so many letters on there is something to propose.
SHORTEST = 2
# Two letters in another language than the reader's say nothing.
SHORTEST_FOREIGN = 3
# Pieces of 4 letters find titles; shorter beginnings would bring anything.
SHORTEST_TITLE = 4
MOST = 8
MOST_OCCUPATIONS = 4
MOST_COMPETENCES = 2
# So many words of the sorted list are looked at before the best are chosen.
_LOOKED_AT = 400


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`text` is what the field gets; `kind` is occupation, competence, course or place; a course has its `id`."""

    kind: str
    text: str
    id: str = ""


@dataclass(frozen=True, slots=True)
class _Entry:
    """A label as it is found: folded from one of its words on; `rank` orders what begins alike."""

    key: str
    rank: tuple[int, int, int]
    concept: int
    language: str
    label: str


def fold(text: str) -> str:
    """Without capitals, accents and double spaces, as typed text is compared."""
    return " ".join(analysis.fold(analysis.normal(text)).split())


def _entries(concepts: Sequence[Concept], occupations: int) -> Iterator[_Entry]:
    """Each label from each of its words on; an occupation before a skill, a preferred label before another."""
    for number, concept in enumerate(concepts):
        for language, labels in concept.labels.items():
            for place, label in enumerate(labels.every()):
                words = fold(label).split()
                for begin in range(len(words)):
                    rank = (int(begin > 0), int(number >= occupations), min(place, 9))
                    yield _Entry(" ".join(words[begin:]), rank, number, language, label)


class Suggester:
    """Proposals from a vocabulary and the places. Safe to use from several threads."""

    def __init__(self, vocabulary: Vocabulary, places: Places) -> None:
        self._concepts: tuple[Concept, ...] = (*vocabulary.occupations, *vocabulary.competences)
        self._occupations = len(vocabulary.occupations)
        self._places = places

    @cached_property
    def _labels(self) -> list[_Entry]:
        return sorted(_entries(self._concepts, self._occupations), key=lambda one: one.key)

    @cached_property
    def _label_keys(self) -> list[str]:
        return [one.key for one in self._labels]

    @cached_property
    def _towns(self) -> dict[str, list[tuple[str, int, str]]]:
        """Language -> sorted (folded name or postcode, minus inhabitants, what the field gets)."""
        found: dict[str, list[tuple[str, int, str]]] = {}
        for language in LANGUAGES:
            rows = set()
            for place in self._places.every:
                name = place.name(language)
                rows.add((place.postcode, -place.population, f"{place.postcode} {name}"))
                if place.main:
                    rows |= {(fold(each), -place.population, name) for each in (*place.names(), name)}
            found[language] = sorted(rows)
        return found

    def labels(self) -> Iterator[str]:
        """Every beginning that is known, folded, in alphabetical order."""
        return iter(self._label_keys)

    def _begins(self, typed: str) -> Iterator[_Entry]:
        start = bisect_left(self._label_keys, typed)
        for entry in islice(self._labels, start, start + _LOOKED_AT):
            if not entry.key.startswith(typed):
                return
            yield entry

    def concepts(self, text: str, language: str) -> tuple[Suggestion, ...]:
        """Occupations, then skills, that have a label going on from `text`, in the reader's language first."""
        typed = fold(text)
        if len(typed) < SHORTEST:
            return ()
        best: dict[int, tuple[tuple[bool, int, int, int, str], _Entry]] = {}
        for entry in self._begins(typed):
            if entry.language != language and len(typed) < SHORTEST_FOREIGN:
                continue
            order = (entry.language != language, *entry.rank, entry.label)
            if entry.concept not in best or order < best[entry.concept][0]:
                best[entry.concept] = (order, entry)
        found = [entry for _, entry in sorted(best.values(), key=lambda one: one[0])]
        occupations = self._shown(found, language, "occupation")
        competences = self._shown(found, language, "competence")
        return (*occupations[:MOST_OCCUPATIONS], *competences[:MOST_COMPETENCES])

    def _shown(self, found: Iterable[_Entry], language: str, kind: str) -> list[Suggestion]:
        """The label that was found where it is in the reader's language, else the reader's own word for it."""
        texts = []
        for entry in found:
            if (entry.concept < self._occupations) != (kind == "occupation"):
                continue
            own = self._concepts[entry.concept].spoken(language)[1].preferred
            texts.append(entry.label if entry.language == language else own)
        return [Suggestion(kind, text) for text in dict.fromkeys(texts)]

    def places(self, text: str, language: str) -> tuple[Suggestion, ...]:
        """Municipalities and postcodes that begin with `text`, the most inhabitants first."""
        typed = fold(text)
        if not typed:
            return ()
        rows = self._towns[language]
        start = bisect_left(rows, (typed,))
        found = []
        for key, inhabitants, shown in islice(rows, start, None):
            if not key.startswith(typed):
                break
            found.append((inhabitants, shown))
        texts = dict.fromkeys(shown for _, shown in sorted(found))
        return tuple(Suggestion("place", shown) for shown in list(texts)[:MOST])


def courses_called(engine: Engine, text: str, today: int, limit: int) -> tuple[Suggestion, ...]:
    """Courses that hold every piece of 4 letters of `text`. Raises IndexUnusable."""
    # The last word may go on: the piece that ends it does not count.
    pieces = tuple(dict.fromkeys(analysis.grams(text)[:-1]))
    if limit < 1 or len(text.strip()) < SHORTEST_TITLE or not pieces:
        return ()
    answer = engine.ask(
        Question(
            today=today,
            lists=(TextList(field="grams", tokens=pieces, weight=1.0),),
            held=Has("grams", pieces, at_least=len(pieces)),
            limit=limit * 2,
            nearest=0,
        )
    )
    typed = fold(text)
    found = [record(answer.stored[hit.id]) for hit in answer.hits]
    named = [one for one in found if all(word in fold(one.title) for word in typed.split())]
    return tuple(Suggestion("course", one.title, one.id) for one in named[:limit])
