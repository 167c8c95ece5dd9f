"""What somebody decided about the links of courses, in a CSV beside the feed. How links are made is in `enrich`."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast

from catalogue.checks import Gravity, Problem
from catalogue.competences import Occupation, Vocabulary
from catalogue.messages import message
from catalogue.sources import csv_rows, findings
from catalogue.sources.files import find
from catalogue.sources.findings import Finding

USUAL_FILE = "links.csv"
COLUMNS = ("course", "action", "kind", "concept")
NOTE = "note"
ACTIONS = ("accept", "remove", "add")
ACCEPTED = ("accept", "add")
KINDS = ("occupation", "competence")


@dataclass(frozen=True, kw_only=True, slots=True)
class Correction:
    """A decision on one link. `concept` is an id of the vocabulary."""

    action: Literal["accept", "remove", "add"]
    kind: Literal["occupation", "competence"]
    concept: str
    note: str = ""


def read_links(
    file: Path, vocabulary: Vocabulary | None = None
) -> tuple[Mapping[str, tuple[Correction, ...]], tuple[Problem, ...]]:
    """The corrections by course id, and what was wrong with the other rows. The first of two rows on a link counts.

    `file` is the CSV or the folder that holds `links.csv`. With a vocabulary its ids are checked too. Raises
    SourceUnreadable where there is no such file or a column is missing.
    """
    corrections: dict[str, dict[tuple[str, str], Correction]] = {}
    problems = []
    text = find(file, USUAL_FILE)
    for row in csv_rows.rows(text, COLUMNS):
        cells = _cells(row)
        wrong = next(_wrong(row, cells, vocabulary), None)
        key = (cells["kind"], cells["concept"])
        if wrong is None and key in corrections.get(cells["course"], {}):
            wrong = "concept", _twice(cells)
        if wrong is None:
            corrections.setdefault(cells["course"], {})[key] = _correction(cells)
        else:
            problems.append(_problem(text.path.name, row.number, *wrong))
    return {course: tuple(one.values()) for course, one in corrections.items()}, tuple(problems)


def _cells(row: csv_rows.CsvRow) -> Mapping[str, str]:
    cells = {name: row.cells.get(name, "").strip() for name in (*COLUMNS, NOTE)}
    return cells | {name: cells[name].lower() for name in ("action", "kind")}


def _problem(file: str, row: int, field: str, finding: Finding) -> Problem:
    what, mend = finding
    return Problem(file=file, row=row, field=field, what=what, mend=mend, gravity=Gravity.ROW)


def _correction(cells: Mapping[str, str]) -> Correction:
    return Correction(
        action=cast("Literal['accept', 'remove', 'add']", cells["action"]),
        kind=cast("Literal['occupation', 'competence']", cells["kind"]),
        concept=cells["concept"],
        note=cells[NOTE],
    )


def _twice(cells: Mapping[str, str]) -> Finding:
    course, concept = findings.shown(cells["course"]), findings.shown(cells["concept"])
    return message("problem.links.twice", course=course, concept=concept), message("mend.links.twice")


def _wrong(
    row: csv_rows.CsvRow, cells: Mapping[str, str], vocabulary: Vocabulary | None
) -> Iterator[tuple[str, Finding]]:
    """(column, finding) of what makes the row useless."""
    if row.cut:
        yield "", findings.cut_off(row.number - 1)
    for name in COLUMNS:
        if not cells[name]:
            yield name, findings.missing(name)
    for name, choices in (("action", ACTIONS), ("kind", KINDS)):
        if cells[name] not in choices:
            yield name, findings.not_a_choice(cells[name], ", ".join(choices))
    known = vocabulary.by_id.get(cells["concept"]) if vocabulary else None
    if vocabulary and (known is None or isinstance(known, Occupation) != (cells["kind"] == "occupation")):
        what = message("problem.links.unknown", concept=findings.shown(cells["concept"]), kind=cells["kind"])
        yield "concept", (what, message("mend.links.unknown"))
