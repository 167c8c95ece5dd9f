"""Occupations and competences with their labels in four languages, and what a person types for them.

The shipped vocabulary lives in `data/vocabulary/`, one YAML file per field of work. The links from a course
to a concept are `Link` in `course`.
"""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Self

from pydantic import Field, model_validator

from catalogue.course import Identifier, Name, Record

LANGUAGES = ("nl", "fr", "de", "en")
# Dutch first, then English, in which ESCO has a label for nearly every concept.
FALLBACK = ("nl", "en", "fr", "de")


def label_key(words: str) -> str:
    """A label as it is compared: capitals and the width of spaces do not count, accents do."""
    return " ".join(words.split()).casefold()


class Labels(Record):
    """What a concept is called in one language: the preferred label, and all others that people use.

    `feminine` and `masculine` are forms of the preferred label; `everyday` is what people type.
    """

    preferred: Name
    feminine: Name | None = None
    masculine: Name | None = None
    alternatives: tuple[Name, ...] = ()
    everyday: tuple[Name, ...] = ()

    def every(self) -> tuple[str, ...]:
        """All labels, the preferred one first, each once."""
        forms = [self.preferred, self.feminine, self.masculine, *self.alternatives, *self.everyday]
        return tuple(dict.fromkeys(form for form in forms if form))


class Concept(Record):
    """What occupation and competence share. `uri` is the ESCO URI where one exists.

    Our own vocabulary has labels in all four languages (`vocabulary` sees to it); ESCO lacks some, never all.
    """

    id: Identifier
    uri: str | None = None
    labels: Mapping[str, Labels]

    @model_validator(mode="after")
    def _speaks_a_language_that_we_know(self) -> Self:
        unknown = [language for language in self.labels if language not in LANGUAGES]
        if unknown or not self.labels:
            raise ValueError(f"labels are needed in one or more of {', '.join(LANGUAGES)}, not in {unknown}")
        return self

    def spoken(self, language: str) -> tuple[str, Labels]:
        """(language, labels) in this language, or where it has none, in the first of nl, en, fr, de that it has.

        The language is given with them, so that a page can say (`lang`) in which one the words stand.
        """
        found = next(one for one in (language, *FALLBACK) if one in self.labels)
        return found, self.labels[found]

    def every_label(self) -> Iterator[tuple[str, str]]:
        """(language, label) for all labels in all languages."""
        for language, labels in self.labels.items():
            for label in labels.every():
                yield language, label


class Competence(Concept):
    """Something a person can do or know."""


class Occupation(Concept):
    """A kind of work. Competences are given by id; `level` is 1 to 8 (VKS), `isco` the ISCO-08 code."""

    isco: str | None = None
    level: int | None = Field(default=None, ge=1, le=8)
    essential: tuple[Identifier, ...]
    optional: tuple[Identifier, ...] = ()
    tasks: tuple[Name, ...] = ()
    near: tuple[Identifier, ...] = ()


class Vocabulary(Record):
    """All concepts that are loaded. Every id that an occupation names exists."""

    occupations: tuple[Occupation, ...]
    competences: tuple[Competence, ...]

    @model_validator(mode="after")
    def _names_only_what_exists(self) -> Self:
        competences = {competence.id for competence in self.competences}
        occupations = {occupation.id for occupation in self.occupations}
        if len(competences) < len(self.competences) or len(occupations) < len(self.occupations):
            raise ValueError("an id stands twice in the vocabulary")
        for occupation in self.occupations:
            unknown = {*occupation.essential, *occupation.optional} - competences | set(occupation.near) - occupations
            if unknown:
                raise ValueError(f"{occupation.id} names what does not exist: {', '.join(sorted(unknown))}")
        return self

    @cached_property
    def by_id(self) -> Mapping[str, Concept]:
        """Every concept under its id."""
        return {concept.id: concept for concept in (*self.occupations, *self.competences)}

    @cached_property
    def _occupations_by_label(self) -> Mapping[str, tuple[Occupation, ...]]:
        found: dict[str, dict[str, Occupation]] = {}
        for occupation in self.occupations:
            for _, label in occupation.every_label():
                found.setdefault(label_key(label), {})[occupation.id] = occupation
        return {key: tuple(occupations.values()) for key, occupations in found.items()}

    def occupations_called(self, words: str) -> tuple[Occupation, ...]:
        """The occupations that have exactly these words as a label, in any language; see `label_key`."""
        return self._occupations_by_label.get(label_key(words), ())
