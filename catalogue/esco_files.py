"""Where the files of ESCO stand and which column holds what: the official download, and one combined folder.

The cells are read here; what they mean is told in `esco_rows`.
"""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from catalogue.checks import Gravity, Problem
from catalogue.competences import LANGUAGES
from catalogue.messages import Message, message
from catalogue.vocabulary import VocabularyUnreadable

OCCUPATION = "occupation"
SKILL = "skill"
DAMAGED = "\ufffd"


@dataclass(frozen=True, kw_only=True, slots=True)
class LabelColumns:
    """The columns that hold the labels of one language; an empty name stands for no such column."""

    language: str
    preferred: str
    alternatives: str = ""
    hidden: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class ConceptFile:
    """A file of occupations or of skills. `concept_type` names the column that tells a concept from a group."""

    path: Path
    kind: str
    uri: str
    labels: tuple[LabelColumns, ...]
    isco: str = ""
    code: str = ""
    concept_type: str = ""
    status: str = ""

    @property
    def required(self) -> tuple[str, ...]:
        """The columns without which the file can not be read."""
        return (self.uri, *(columns.preferred for columns in self.labels))


@dataclass(frozen=True, kw_only=True, slots=True)
class EscoFolder:
    """All files of one folder; `relations` is None where none was found."""

    concepts: tuple[ConceptFile, ...]
    relations: Path | None


@dataclass(slots=True)
class Findings:
    """Collects the problems while files are read."""

    found: list[Problem] = field(default_factory=list)

    def add(self, at: tuple[str, int, str], what: Message, mend: Message, gravity: Gravity = Gravity.ROW) -> None:
        """A problem at (file, row, column); row 1 is the first below the header, 0 the file as a whole."""
        file, row, column = at
        self.found.append(Problem(file=file, row=row, field=column, what=what, mend=mend, gravity=gravity))


def esco_folder(folder: Path) -> EscoFolder:
    """The files of the folder, its shape told by their names. Raises VocabularyUnreadable where there is none.

    The official download comes as one folder per language: these may stand in the folder as they are.
    """
    found = _combined(folder) or _official(folder)
    if {file.kind for file in found.concepts} != {OCCUPATION, SKILL}:
        what, mend = message("problem.esco.folder", folder=str(folder)), message("mend.esco.folder")
        raise VocabularyUnreadable(
            [Problem(file=str(folder), row=0, field="", what=what, mend=mend, gravity=Gravity.ROW)]
        )
    return found


def _combined(folder: Path) -> EscoFolder | None:
    occupations, skills = folder / "occupations_multilingual.csv", folder / "skills_multilingual.csv"
    if not (occupations.is_file() and skills.is_file()):
        return None
    labels = tuple(
        LabelColumns(language=language, preferred=f"label_{language}", alternatives=f"alt_{language}")
        for language in LANGUAGES
    )
    relations = folder / "occupation_skill_relations.csv"
    return EscoFolder(
        concepts=(
            ConceptFile(path=occupations, kind=OCCUPATION, uri="uri", labels=labels, isco="isco", code="code"),
            ConceptFile(path=skills, kind=SKILL, uri="uri", labels=labels),
        ),
        relations=relations if relations.is_file() else None,
    )


def _official(folder: Path) -> EscoFolder:
    concepts = tuple(_concept_files(folder))
    # The relations are the same in every language.
    relations = (_find(folder, f"occupationSkillRelations_{language}.csv") for language in LANGUAGES)
    return EscoFolder(concepts=concepts, relations=next((path for path in relations if path), None))


def _concept_files(folder: Path) -> Iterator[ConceptFile]:
    for kind, stem in ((OCCUPATION, "occupations"), (SKILL, "skills")):
        for language in LANGUAGES:
            path = _find(folder, f"{stem}_{language}.csv")
            if path:
                columns = LabelColumns(
                    language=language, preferred="preferredLabel", alternatives="altLabels", hidden="hiddenLabels"
                )
                yield ConceptFile(
                    path=path,
                    kind=kind,
                    uri="conceptUri",
                    labels=(columns,),
                    isco="iscoGroup",
                    code="code",
                    concept_type="conceptType",
                    status="status",
                )


def _find(folder: Path, name: str) -> Path | None:
    return next((path for path in (folder / name, *sorted(folder.glob(f"*/{name}"))) if path.is_file()), None)


def cells(
    path: Path, wanted: tuple[str, ...], required: tuple[str, ...], findings: Findings
) -> Iterator[tuple[int, tuple[str, ...]]]:
    """(row, the cells of the columns in `wanted`, stripped; "" where there is no such column) of each whole row.

    A file that lacks a required column gives no rows; a row of another length gives none. Both are reported.
    """
    # Errors are replaced so that one damaged label costs itself and not the file; see DAMAGED.
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as stream:
        reader = csv.reader(stream)
        header = {name.strip(): at for at, name in enumerate(next(reader, []))}
        lacking = [name for name in required if name not in header]
        if lacking:
            what = message("problem.esco.columns", columns=", ".join(lacking))
            findings.add((path.name, 0, lacking[0]), what, message("mend.esco.columns"))
            return
        places = [header.get(name) for name in wanted]
        for row, line in enumerate(_lines(reader), 1):
            if len(line) != len(header):
                what = message("problem.esco.row", count=len(line), columns=len(header))
                findings.add((path.name, row, ""), what, message("mend.esco.row"))
            else:
                yield row, tuple(["" if at is None else line[at].strip() for at in places])


def _lines(reader: Iterator[list[str]]) -> Iterator[list[str]]:
    """The rows of a CSV reader without the empty ones; one that it can not read is given as no cells."""
    while True:
        try:
            line = next(reader, None)
        except csv.Error:
            line = [""]
        if line is None:
            return
        if line:
            yield line


def by_column(names: tuple[str, ...], values: tuple[str, ...]) -> Mapping[str, str]:
    """The cells of a row under the names of their columns; "" under the empty name."""
    return {**dict(zip(names, values, strict=True)), "": ""}
