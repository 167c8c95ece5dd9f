"""The catalogue that ships: invented courses of invented providers, written as YAML in `data/bundled`.

Runs and decisions of the register are patterns relative to the day of the build (weeks after its Monday, school
years around it); here they become dates. Same day, same records. The words stand in the YAML, nothing is made up here.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import count
from pathlib import Path

import yaml
from pydantic import ValidationError

from catalogue.checks import Gravity, Problem
from catalogue.course import Course, Run, Venue
from catalogue.messages import Message, message
from catalogue.sources.base import Row, Source, SourceUnreadable
from catalogue.sources.bundled_patterns import Patterns, ProviderEntry

FOLDER = Path(__file__).parents[1] / "data" / "bundled"
LICENCE = "CC BY 4.0"
PROVIDERS = "providers*.yaml"
# field, what is wrong, how to mend it
Finding = tuple[str, Message, Message]


@dataclass(frozen=True, slots=True)
class _NotFound(Exception):
    """A course names a provider or a venue that no providers*.yaml has."""

    field: str
    value: str


def read(path: Path, today: date) -> Iterator[Row]:
    """The courses of the folder as they stand on `today`. The empty path means the folder that ships.

    Raises SourceUnreadable where the folder has no readable providers*.yaml.
    """
    folder = FOLDER if path == Path() else path
    return _rows(folder, _providers(folder), today)


def _providers(folder: Path) -> dict[str, ProviderEntry]:
    file, found = folder / PROVIDERS, []
    try:
        for file in sorted(folder.glob(PROVIDERS)) or [folder / "providers.yaml"]:
            found += [ProviderEntry.model_validate(entry) for entry in _entries(file)]
    except (OSError, UnicodeDecodeError, yaml.YAMLError, TypeError, ValidationError) as error:
        what = message("problem.bundled.providers", file=str(file), error=str(error))
        raise SourceUnreadable(what, message("mend.bundled.providers")) from error
    return {provider.id: provider for provider in found}


def _entries(file: Path) -> list[object]:
    """The list that the file holds; TypeError where it holds anything else."""
    entries = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    if not isinstance(entries, list):
        raise TypeError(f"a list is needed, not {type(entries).__name__}")
    return entries


def _rows(folder: Path, providers: Mapping[str, ProviderEntry], today: date) -> Iterator[Row]:
    seen: set[str] = set()
    for file in sorted(folder.glob("*.yaml")):
        if file.match(PROVIDERS):
            continue
        try:
            entries = _entries(file)
        except (OSError, UnicodeDecodeError, yaml.YAMLError, TypeError) as error:
            what = message("problem.bundled.not_a_list", error=str(error))
            yield _refused(file.name, 1, ("", what, message("mend.bundled.not_a_list")))
            continue
        for number, entry in enumerate(entries, start=1):
            row = _row(file.name, number, entry, providers, today)
            if row.course and row.course.id in seen:
                what = message("problem.bundled.twice", value=row.course.id)
                row = _refused(file.name, number, ("id", what, message("mend.bundled.twice")), row.cells)
            elif row.course:
                seen.add(row.course.id)
            yield row


def _row(file: str, number: int, entry: object, providers: Mapping[str, ProviderEntry], today: date) -> Row:
    if not isinstance(entry, dict):
        return _refused(file, number, ("", *_not_as_expected(entry)))
    cells = tuple(_cells(entry))
    try:
        course = _course(entry, providers, today)
    except _NotFound as error:
        what = message("problem.bundled.not_found", field=error.field, value=error.value)
        return _refused(file, number, (error.field, what, message("mend.bundled.not_found")), cells)
    except ValidationError as error:
        problems = tuple(_mistakes(file, number, error))
        return Row(number=number, course=None, problems=problems, cells=cells)
    return Row(number=number, course=course, cells=cells, typed=frozenset(path for path, _ in cells))


def _refused(file: str, row: int, finding: Finding, cells: tuple[tuple[str, str], ...] = ()) -> Row:
    return Row(number=row, course=None, problems=(_problem(file, row, finding),), cells=cells)


def _course(entry: dict[str, object], providers: Mapping[str, ProviderEntry], today: date) -> Course:
    values = dict(entry)
    each = values.pop("each_run", {})
    shaped = {name: values.pop(name) for name in Patterns.model_fields if name in values}
    if isinstance(each, dict) and isinstance(runs := shaped.get("runs"), list):
        shaped["runs"] = [{**each, **run} if isinstance(run, dict) else run for run in runs]
    patterns = Patterns.model_validate(shaped)
    if patterns.provider not in providers:
        raise _NotFound("provider", patterns.provider)
    maker = providers[patterns.provider]
    language = values.get("text_language", "nl")
    defaults = {"teaching_language": language, "url": f"{maker.url}/{patterns.id.removeprefix('lk-')}"}
    fixed = {
        "id": patterns.id,
        "source": "bundled",
        "licence": LICENCE,
        "provider": maker.provider(today),
        "recognitions": tuple(one.dated(today) for one in patterns.recognitions),
        "runs": tuple(_runs(patterns, maker.venues, today)),
    }
    links = {name: getattr(patterns, name) for name in ("occupations", "competences", "claims")}
    return Course.model_validate(defaults | values | links | fixed)


def _runs(patterns: Patterns, venues: Mapping[str, Venue], today: date) -> Iterator[Run]:
    """The runs of a course, numbered over all its patterns, so that an id survives the next build."""
    ids = (f"{patterns.id}-{number}" for number in count(1))
    for pattern in patterns.runs:
        if pattern.venue and pattern.venue not in venues:
            raise _NotFound("runs.venue", pattern.venue)
        yield from pattern.runs(today, venues[pattern.venue] if pattern.venue else None, ids)


def _mistakes(file: str, number: int, error: ValidationError) -> Iterator[Problem]:
    details = error.errors(include_url=False)
    for detail in details:
        # Where every item of a list is bad, the list is "too short" as well: the items say more.
        if detail["type"] == "too_short" and any(_below(one["loc"], detail["loc"]) for one in details):
            continue
        field = ".".join(str(part) for part in detail["loc"])
        yield _problem(file, number, (field, *_words(detail["type"], detail["input"])))


def _below(inner: tuple[int | str, ...], outer: tuple[int | str, ...]) -> bool:
    return len(inner) > len(outer) and inner[: len(outer)] == outer


def _words(kind: str, value: object) -> tuple[Message, Message]:
    """What pydantic's kind of mistake is called here, and how to mend it."""
    if kind == "missing":
        return message("problem.bundled.missing"), message("mend.bundled.missing")
    if kind == "extra_forbidden":
        return message("problem.bundled.unknown_field"), message("mend.bundled.unknown_field")
    return _not_as_expected(value)


def _not_as_expected(value: object) -> tuple[Message, Message]:
    return message("problem.bundled.value", value=repr(value)[:80]), message("mend.bundled.value")


def _problem(file: str, row: int, finding: Finding) -> Problem:
    field, what, mend = finding
    return Problem(file=file, row=row, field=field, what=what, mend=mend, gravity=Gravity.ROW)


def _cells(value: object, path: str = "") -> Iterator[tuple[str, str]]:
    """(path, text) of everything in the entry that is not empty."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _cells(inner, f"{path}.{name}" if path else str(name))
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from _cells(inner, f"{path}.{place}")
    elif value not in (None, ""):
        yield path, str(value)


BUNDLED = Source(
    name="bundled",
    about="the catalogue that ships: invented courses of invented providers in Flanders and Brussels",
    licence=LICENCE,
    read=read,
)
