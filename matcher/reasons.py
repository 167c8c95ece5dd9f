"""Why a course is here, in one line: which words of the question it holds, and where."""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from functools import lru_cache

from catalogue.competences import Concept, Occupation, Vocabulary
from catalogue.course import Course, Link
from catalogue.messages import Message, message
from indexer import analysis
from indexer.documents import SAID, concept_of, stemmed_as
from matcher.understand import Asked, Wanted


@dataclass(frozen=True, slots=True)
class Meanings:
    """Whether a question was understood by meaning, and the occupations that it probably names."""

    by_meaning: bool = False
    occupations: tuple[Occupation, ...] = ()


def _tokens(text: str, language: str) -> frozenset[str]:
    return frozenset(analysis.words(text, stemmed_as(language)))


# Labels are short, few, and come again with every question; titles are none of these.
_label_tokens = lru_cache(maxsize=20_000)(_tokens)


def _holds(word: Wanted, tokens: Set[str]) -> bool:
    return any(stem in tokens for stem in word.stems) or any(
        all(part in tokens for part in row) for row in word.compounds
    )


def _all_in_label(asked: Asked, concept: Concept | None, link: Link, language: str) -> bool:
    """Whether the labels of a concept, or the link's own label, hold every word. `language` is that of the link."""
    labels = list(concept.every_label()) if concept else [(language, link.label)]
    tokens = frozenset[str]().union(*(_label_tokens(label, spoken) for spoken, label in labels))
    return all(_holds(word, tokens) for word in asked.wanted)


def _said(words: list[Wanted]) -> str:
    return ", ".join(word.text for word in words)


def why(
    asked: Asked, held: Sequence[bool], course: Course, vocabulary: Vocabulary, language: str, meant: Meanings
) -> Message | None:
    """The strongest reason, or None where everything was asked for. `language` is that of the reader.

    `held` says of each word wanted whether the course holds it anywhere; `meant` is what a model made of the question.
    """
    if not asked.wanted:
        return None
    in_title = _tokens(course.title, course.text_language)
    title = [word for word in asked.wanted if _holds(word, in_title)]
    if len(title) == len(asked.wanted):
        return message("why.title", words=_said(title))
    named = {one.id for one in meant.occupations}
    for link in course.occupations:
        concept = concept_of(link, vocabulary)
        if (concept and concept.id in named) or _all_in_label(asked, concept, link, course.text_language):
            name = concept.labels[language].preferred if concept and language in concept.labels else link.label
            if link.origin in SAID:
                return message("why.occupation", occupation=name)
            return message("why.occupation_fits", occupation=name)
    words = [word for word, holds in zip(asked.wanted, held, strict=True) if holds]
    if len(words) == len(asked.wanted):
        return message("why.text", words=_said(words))
    if words:
        return message("why.part", words=_said(words))
    return message("why.meaning") if meant.by_meaning else message("why.letters")
