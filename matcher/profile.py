"""Who somebody is, as far as they tell it: what they can and did, their week, place and money. No search here.

Nothing is required and nothing personal is asked: no name, sex, origin or age has a field. It is kept nowhere; saving
makes a file for its owner. The format is `schema()`; docs/match.md tells it in words.
"""

import json
from collections.abc import Iterable, Mapping
from decimal import Decimal
from difflib import get_close_matches
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import Field, JsonValue, StringConstraints, ValidationError, field_validator

from catalogue.checks import Wrong
from catalogue.course import Confidence, Record
from catalogue.messages import Message, message
from catalogue.week import Cell, Week, WeekPart
from matcher.incentives.facts import FactWrong, Value
from matcher.incentives.packs import library

VERSION = 1
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
LEVELS = ("A1", "A2", "B1", "B2", "C1", "C2")
# In bytes: a file of this size holds any honest profile several times.
LARGEST = 60 * 1024
_SHOWN = 60
CellName = Literal[
    "mon-morning", "mon-afternoon", "mon-evening", "tue-morning", "tue-afternoon", "tue-evening",
    "wed-morning", "wed-afternoon", "wed-evening", "thu-morning", "thu-afternoon", "thu-evening",
    "fri-morning", "fri-afternoon", "fri-evening", "sat-morning", "sat-afternoon", "sat-evening",
    "sun-morning", "sun-afternoon", "sun-evening",
]  # fmt: skip
ConceptId = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]


class Held(Record):
    """Something that somebody can do: a concept of the vocabulary (id or ESCO URI), how sure it is, where it is from.

    `confidence` 0 says: this I can not do, whatever my past says.
    """

    id: ConceptId
    confidence: Confidence = 1.0
    origin: Literal["ticked", "occupation", "words", "cv", "course"] = "ticked"


class Past(Record):
    """An occupation that somebody has or had: a concept of the vocabulary (id or ESCO URI), and for how many years."""

    id: ConceptId
    years: Annotated[float, Field(ge=0, le=70)] | None = None


class Spoken(Record):
    """A language and its level of the European framework; None where only the language was said."""

    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]
    level: Literal["A1", "A2", "B1", "B2", "C1", "C2"] | None = None


class WeekCells(Record):
    """Cells of the week, as `tue-evening`: free to learn, and at work. Both empty: nothing was said."""

    free: Annotated[tuple[CellName, ...], Field(max_length=21)] = ()
    work: Annotated[tuple[CellName, ...], Field(max_length=21)] = ()

    def week(self) -> Week:
        """As the catalogue compares it with runs."""
        return Week(frozenset(map(cell_of, self.free)), frozenset(map(cell_of, self.work)))


class Profile(Record):
    """A profile. `level` is the highest diploma on the scale of qualifications (VKS, EQF) 1 to 8, 0 for none.

    `place` is a Belgian postcode or municipality, `radius_km` how far one would go. `budget` is in euro for a course.
    `facts` are answers to questions about incentives, by the names of the list of facts.
    """

    version: Literal[1] = 1
    competences: Annotated[tuple[Held, ...], Field(max_length=300)] = ()
    occupations: Annotated[tuple[Past, ...], Field(max_length=40)] = ()
    level: Annotated[int, Field(ge=0, le=8)] | None = None
    languages: Annotated[tuple[Spoken, ...], Field(max_length=30)] = ()
    week: WeekCells = WeekCells()
    place: Annotated[str, StringConstraints(strip_whitespace=True, max_length=100)] = ""
    radius_km: Annotated[int, Field(ge=1, le=400)] | None = None
    budget: Annotated[Decimal, Field(ge=0, le=1_000_000)] | None = None
    facts: Mapping[str, JsonValue] = Field(default_factory=dict)
    words: Annotated[str, StringConstraints(max_length=20_000)] = ""

    @field_validator("facts")
    @classmethod
    def _are_facts(cls, given: Mapping[str, JsonValue]) -> Mapping[str, JsonValue]:
        """Of person, job, employer and past: those of a course come from the course."""
        every = library().facts
        for name, value in given.items():
            if name.startswith("course.") or name not in every.facts:
                near = get_close_matches(name, [one for one in every.facts if not one.startswith("course.")], 3)
                raise ValueError(f"fact|{name}|{', '.join(near)}")
            if value is not None:
                try:
                    every.value(name, value)
                except FactWrong as error:
                    raise ValueError(f"value|{name}|{', '.join(every.facts[name].values)}") from error
        return given

    @property
    def situation(self) -> dict[str, Value]:
        """The facts as the rules on incentives compare them."""
        return library().facts.situation(self.facts)

    @cached_property
    def spoken_level(self) -> Mapping[str, int | None]:
        """Language -> level 1 (A1) to 6 (C2), None where it was not said."""
        return {one.language: LEVELS.index(one.level) + 1 if one.level else None for one in self.languages}

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all was told."""
        return self == Profile()


class ProfileWrong(Exception):
    """A file or question that is no profile. `problems` names every field that is wrong."""

    def __init__(self, problems: Iterable[Wrong]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(f"{one.name}: {one.what}" for one in self.problems))


def cell_of(name: str) -> Cell:
    """`tue-evening` as a cell."""
    day, _, part = name.partition("-")
    return DAYS.index(day) + 1, WeekPart(part)


def cell_name(cell: Cell) -> str:
    """A cell as it is written in a profile."""
    return f"{DAYS[cell[0] - 1]}-{cell[1]}"


def schema() -> dict[str, Any]:
    """The format as JSON Schema (2020-12)."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **Profile.model_json_schema()}


def save(profile: Profile) -> str:
    """A profile as the text of a JSON file; `load` gives it back as it was."""
    return json.dumps(
        {"version": VERSION, **profile.model_dump(mode="json", exclude_defaults=True)}, ensure_ascii=False, indent=2
    )


def load(text: str | bytes) -> Profile:
    """A profile from what `save` wrote. Raises ProfileWrong."""
    if len(text) > LARGEST:
        raise ProfileWrong([wrong("", "size", most=LARGEST)])
    try:
        given = json.loads(text)
    except (ValueError, RecursionError):
        raise ProfileWrong([wrong("", "json")]) from None
    return read_profile(given, "profile")


def read_profile(given: object, name: str) -> Profile:
    """A profile from parsed JSON; `name` is what it is called in problems. Raises ProfileWrong."""
    try:
        return Profile.model_validate(given)
    except ValidationError as error:
        raise ProfileWrong(problems_of(error, name)) from error


def problems_of(error: ValidationError, name: str = "") -> tuple[Wrong, ...]:
    """Every problem with the way to its field, in the order of the fields; `name` is what the whole is called."""
    return tuple(_problem(one, name) for one in error.errors(include_url=False))


def _problem(one: Any, name: str) -> Wrong:
    where = ".".join([*([name] if name else []), *map(str, one["loc"])])
    reason = str(one["msg"]).removeprefix("Value error, ")
    if reason.startswith(("fact|", "value|")):
        kind, fact, choices = reason.split("|")
        return wrong(f"{where}.{_short(fact)}", kind, choices=choices or "—")
    if one["type"] == "extra_forbidden":
        return wrong(where, "extra")
    if one["type"] == "missing":
        return wrong(where, "missing")
    return wrong(where, "wrong", given=_short(one["input"]), reason=reason)


def _short(given: object) -> str:
    """As text that can be sent back: short, and without halves of letters."""
    text = given if isinstance(given, str) else json.dumps(given, default=str)
    return text[:_SHOWN].encode("utf-8", "replace").decode("utf-8")


def wrong(name: str, kind: str, **values: str | int) -> Wrong:
    """A problem of one of the kinds that there are, with its words."""
    texts: Mapping[str, tuple[Message, Message]] = {
        "json": (message("problem.profile.json"), message("mend.profile.json")),
        "size": (message("problem.profile.size", **values), message("mend.profile.size")),
        "fact": (message("problem.profile.fact"), message("mend.profile.fact", **values)),
        "value": (message("problem.profile.value"), message("mend.profile.value", **values)),
        "extra": (message("problem.profile.extra"), message("mend.profile.extra")),
        "missing": (message("problem.profile.missing"), message("mend.profile.missing")),
        "wrong": (message("problem.profile.wrong", **values), message("mend.profile.wrong")),
    }
    what, mend = texts[kind]
    return Wrong(name=name, what=what, mend=mend)
