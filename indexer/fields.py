"""The one field table. Each engine derives its schema from it, and its fingerprint is part of the stamp."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from indexer import analysis


class Kind(StrEnum):
    """What a field holds and so what may be asked of it."""

    TOKENS = "tokens"  # ranked by BM25; every document has at least one token
    VECTOR = "vector"  # ranked by dot product; `size` numbers
    KEYWORD = "keyword"  # a set of exact values
    NUMBER = "number"  # one whole number or none; days count from 0001-01-01
    POINT = "point"  # (latitude, longitude) or none


class Level(StrEnum):
    """Whether a value belongs to the course or to one of its runs."""

    COURSE = "course"
    RUN = "run"


@dataclass(frozen=True, slots=True)
class Field:
    """One field of the index and, in a line, what it is for. `size` only for vectors."""

    name: str
    kind: Kind
    level: Level
    about: str
    size: int = 0


# In every document's token fields: tantivy's idf counts documents that lack a field, Lucene's does not.
SENTINEL = "∎"
# A day later than any: "one can always still start".
ALWAYS = 3_652_059
# Every table has this number: the last day on which one can still start.
UNTIL = "until"
# The vector of a course, in an index that was built with a model.
MEANING = "meaning"


@dataclass(frozen=True)
class FieldTable:
    """The shape of an index. The product has one, `TABLE`; tests of the engines make others."""

    fields: tuple[Field, ...]

    def of(self, kind: Kind, level: Level | None = None) -> Iterator[Field]:
        """The fields of one kind, of one level or of both."""
        return (field for field in self.fields if field.kind == kind and level in (None, field.level))

    def sized(self, size: int) -> "FieldTable":
        """The table of an index whose model gives vectors of this size; itself where there is no model (0)."""
        if not size:
            return self
        about = "title, body and competences as one vector"
        return FieldTable((*self.fields, Field(MEANING, Kind.VECTOR, Level.COURSE, about, size)))

    @cached_property
    def by_name(self) -> dict[str, Field]:
        """Every field under its name."""
        return {field.name: field for field in self.fields}

    @cached_property
    def fingerprint(self) -> str:
        """Changes with the shape of the index or with the analysis of its text."""
        shape = ";".join(f"{field.name}:{field.kind}:{field.level}:{field.size}" for field in self.fields)
        return hashlib.sha256(f"{shape}|{analysis.fingerprint()}".encode()).hexdigest()[:12]


TABLE = FieldTable(
    (
        Field("words", Kind.TOKENS, Level.COURSE, "stems and compound parts of title (twice), text, labels"),
        Field("grams", Kind.TOKENS, Level.COURSE, "word-bounded 4-grams of the same"),
        Field(UNTIL, Kind.NUMBER, Level.COURSE, "last day on which one can still start"),
        Field("part_of", Kind.KEYWORD, Level.COURSE, "ids of the longer courses of which it is a part"),
        Field("starts", Kind.NUMBER, Level.RUN, "day on which the run starts"),
        Field("point", Kind.POINT, Level.RUN, "centre of the postcode, for sorting by distance"),
        Field("postcode", Kind.KEYWORD, Level.RUN, "where it takes place: exact within Belgium"),
        Field("daypart", Kind.KEYWORD, Level.RUN, "day, evening, weekend, own: all that it takes as one, day+evening"),
        Field("delivery", Kind.KEYWORD, Level.RUN, "on_site, blended, online, workplace"),
        Field("recognised", Kind.KEYWORD, Level.RUN, "schemes of the register valid at its start; claim-x for claims"),
        Field("weekdays", Kind.KEYWORD, Level.RUN, "1 (Monday) to 7: all that it takes as one, 2+4"),
        Field("begins", Kind.NUMBER, Level.RUN, "minute of the day at which its earliest meeting begins"),
        Field("finishes", Kind.NUMBER, Level.RUN, "minute of the day at which its latest meeting is over"),
        Field("enter_by", Kind.NUMBER, Level.RUN, "last day on which one can start with this run"),
        Field("entry", Kind.KEYWORD, Level.RUN, "fixed, permanent"),
        Field("places", Kind.KEYWORD, Level.RUN, "free, waiting_list"),
        Field("online_share", Kind.NUMBER, Level.RUN, "per cent of the learning time that is online"),
        Field("coaching", Kind.KEYWORD, Level.RUN, "offered; day, two_days: an answer within that time"),
        Field("price", Kind.NUMBER, Level.RUN, "the most that anybody pays, in cents"),
        Field("free_for", Kind.KEYWORD, Level.RUN, "job_seekers"),
        Field("language", Kind.KEYWORD, Level.RUN, "language of teaching"),
        Field("language_level", Kind.NUMBER, Level.RUN, "level of it that is needed, 1 (A1) to 6 (C2)"),
        Field("offers", Kind.KEYWORD, Level.RUN, "accessible, child_care, mentor"),
        Field("workplace_days", Kind.NUMBER, Level.RUN, "days a week at a workplace, in tenths"),
        Field("host_sector", Kind.KEYWORD, Level.RUN, "fields of study of the firms that are named"),
        Field("host_places", Kind.NUMBER, Level.RUN, "places at firms"),
        Field("minutes", Kind.NUMBER, Level.COURSE, "length: with a teacher, else all"),
        Field("provider", Kind.KEYWORD, Level.COURSE, "kind of provider"),
        Field("entry_level", Kind.NUMBER, Level.COURSE, "level that is asked at the start, 0 to 8"),
        Field("certificate", Kind.KEYWORD, Level.COURSE, "kind of certificate"),
        Field("occupation", Kind.KEYWORD, Level.COURSE, "occupations it leads to: id, ESCO URI, isco-1234"),
        Field("study", Kind.KEYWORD, Level.COURSE, "fields of study"),
        Field("often", Kind.NUMBER, Level.COURSE, "runs that start within a year after the build"),
    )
)
