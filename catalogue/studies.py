"""Fields of study: eighteen words that people know, and which of them a course or a sector belongs to.

The list and what belongs where stand in `data/studies.yaml`; no name of a field stands in code.
"""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import Field, StringConstraints, ValidationError

from catalogue.competences import LANGUAGES
from catalogue.course import Identifier, Name, Record, Subject

FILE = Path(__file__).parent / "data" / "studies.yaml"
Digits = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,4}$")]


class Study(Record):
    """One field of study: names by language, beginnings of ISCO-08 and ISCED-F codes, and how its words begin."""

    id: Identifier
    names: dict[str, Name]
    isco: tuple[Digits, ...] = ()
    isced: tuple[Digits, ...] = ()
    words: Annotated[tuple[Name, ...], Field(min_length=1)]

    def named_in(self, text: str) -> bool:
        """Whether one of its words begins a word of the text; a word with a dot must be the whole of it."""
        return _pattern(self.words).search(text.casefold()) is not None


@cache
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    starts = (re.escape(word[:-1]) + r"\b" if word.endswith(".") else re.escape(word) for word in words)
    return re.compile(r"\b(?:" + "|".join(starts) + ")")


class StudiesUnreadable(Exception):
    """The file is not a list of fields of study: says what is wrong."""


def read_studies(file: Path) -> tuple[Study, ...]:
    """The fields of a file, in its order. Raises StudiesUnreadable."""
    try:
        entries = yaml.safe_load(file.read_text(encoding="utf-8"))
        studies = tuple(Study.model_validate({"id": id_, **values}) for id_, values in entries.items())
    except (yaml.YAMLError, AttributeError, TypeError, ValidationError) as error:
        raise StudiesUnreadable(f"{file.name}: {error}") from error
    if silent := [one.id for one in studies if set(one.names) != set(LANGUAGES)]:
        raise StudiesUnreadable(f"{file.name}: names are needed in {', '.join(LANGUAGES)} for {', '.join(silent)}")
    return studies


@cache
def load_studies() -> tuple[Study, ...]:
    """The fields that ship."""
    return read_studies(FILE)


def by_isco(code: str, studies: Iterable[Study]) -> str | None:
    """The field of an ISCO-08 code: that with the longest beginning; None where none fits."""
    return _longest(code, {one.id: one.isco for one in studies})


def _longest(code: str, beginnings: Mapping[str, tuple[str, ...]]) -> str | None:
    fitting = [(len(start), id_) for id_, starts in beginnings.items() for start in starts if code.startswith(start)]
    return max(fitting, key=lambda one: one[0])[1] if fitting else None


def by_words(text: str, studies: Iterable[Study]) -> tuple[str, ...]:
    """The fields that the words of a subject or a sector name; none where none does."""
    return tuple(one.id for one in studies if one.named_in(text))


def studies_of(iscos: Iterable[str], subjects: Iterable[Subject], studies: tuple[Study, ...]) -> tuple[str, ...]:
    """The fields of a course, in the order of the list: by its occupations (ISCO-08 codes) and by its subjects."""
    found = {by_isco(code, studies) for code in iscos}
    for subject in subjects:
        if (subject.scheme or "").startswith("isced") and subject.code:
            found.add(_longest(subject.code, {one.id: one.isced for one in studies}))
        found.update(by_words(subject.label, studies))
    return tuple(one.id for one in studies if one.id in found)
