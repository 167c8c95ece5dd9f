"""What a row of ESCO means: a concept in one or more languages, or a relation between an occupation and a skill.

Bad rows become problems and never stop the others. The files and their columns are in `esco_files`.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from catalogue.checks import Gravity
from catalogue.competences import Labels
from catalogue.esco_files import DAMAGED, OCCUPATION, ConceptFile, Findings, LabelColumns, by_column, cells
from catalogue.esco_forms import forms
from catalogue.messages import message

_URI = re.compile(r"https?://data\.europa\.eu/esco/(occupation|skill)/([A-Za-z0-9][A-Za-z0-9.-]{0,79})")
_ISCO = re.compile(r"C?(\d{4})")
# Official lists put one label on a line; the combined folder also divides by a bar.
_BETWEEN = re.compile(r"\n| \| ")
_CONCEPT_TYPES = ("Occupation", "KnowledgeSkillCompetence")
_RELEASED = "released"
_LONGEST_LABEL = 500
_SHOWN = 80


@dataclass(slots=True)
class Draft:
    """A concept while its rows come in, one per language; `file` and `row` are where it stood first."""

    id: str
    uri: str
    kind: str
    file: str
    row: int
    isco: str | None = None
    code: str = ""
    labels: dict[str, Labels] = field(default_factory=dict)


def concepts(files: Iterable[ConceptFile], findings: Findings) -> dict[str, Draft]:
    """All concepts of the files under their URI, each with at least one label."""
    drafts: dict[str, Draft] = {}
    for file in files:
        _read(file, drafts, findings)
    nameless = [draft for draft in drafts.values() if not draft.labels]
    for draft in nameless:
        what = message("problem.esco.no_label", id=draft.id)
        findings.add((draft.file, draft.row, ""), what, message("mend.esco.no_label"))
        del drafts[draft.uri]
    return drafts


def _read(file: ConceptFile, drafts: dict[str, Draft], findings: Findings) -> None:
    names = tuple(dict.fromkeys(name for name in _columns(file) if name))
    seen: set[str] = set()
    for row, values in cells(file.path, names, file.required, findings):
        cell = by_column(names, values)
        draft = _draft(file, row, cell, findings)
        if draft is None:
            continue
        if draft.uri in seen:
            what = message("problem.esco.twice", value=draft.uri)
            findings.add((file.path.name, row, file.uri), what, message("mend.esco.twice"))
            continue
        seen.add(draft.uri)
        draft = drafts.setdefault(draft.uri, draft)
        for columns in file.labels:
            labels = _labels(file, row, columns, cell, findings)
            if labels:
                draft.labels[columns.language] = labels


def _columns(file: ConceptFile) -> Iterator[str]:
    yield from (file.uri, file.isco, file.code, file.concept_type, file.status)
    for columns in file.labels:
        yield from (columns.preferred, columns.alternatives, columns.hidden)


def _draft(file: ConceptFile, row: int, cell: Mapping[str, str], findings: Findings) -> Draft | None:
    """The concept without its labels; None for what is no concept or is no longer in use."""
    for column, allowed in ((file.concept_type, _CONCEPT_TYPES), (file.status, (_RELEASED,))):
        if cell[column] and cell[column] not in allowed:
            what = message("problem.esco.skipped", value=cell[column][:_SHOWN])
            findings.add((file.path.name, row, column), what, message("mend.esco.skipped"), Gravity.NOTE)
            return None
    uri = cell[file.uri]
    parts = _URI.fullmatch(uri)
    if not parts or parts[1] != file.kind:
        what = message("problem.esco.uri", value=uri[:_SHOWN])
        findings.add((file.path.name, row, file.uri), what, message("mend.esco.uri"))
        return None
    return Draft(
        id=f"esco-{file.kind}-{parts[2].lower()}",
        uri=uri,
        kind=file.kind,
        file=file.path.name,
        row=row,
        isco=_isco(file, row, cell[file.isco], findings),
        code=cell[file.code],
    )


def _isco(file: ConceptFile, row: int, value: str, findings: Findings) -> str | None:
    parts = _ISCO.fullmatch(value)
    if value and not parts:
        what = message("problem.esco.isco", value=value[:_SHOWN])
        findings.add((file.path.name, row, file.isco), what, message("mend.esco.isco"), Gravity.FIELD)
    return parts[1] if parts else None


def _labels(
    file: ConceptFile, row: int, columns: LabelColumns, cell: Mapping[str, str], findings: Findings
) -> Labels | None:
    """The labels of one language, or None where it has none. Without a preferred label the first other one serves."""
    preferred = _usable(file, row, columns.preferred, cell, findings)
    others = _usable(file, row, columns.alternatives, cell, findings)
    names = [*preferred, *others]
    if not names:
        return None
    language = columns.language
    pair = forms(names[0], language) if file.kind == OCCUPATION else None
    if file.kind == OCCUPATION:
        names = [form for name in names for form in _each_form(name, language)]
    first, *rest = _once(names)
    return Labels.model_construct(  # every text was checked by `_usable`; validating 70,000 records again costs time
        preferred=first,
        masculine=pair.masculine if pair else None,
        feminine=pair.feminine if pair else None,
        alternatives=tuple(name for name in rest if not (pair and name == pair.feminine)),
        everyday=_once(_usable(file, row, columns.hidden, cell, findings)),
    )


def _each_form(name: str, language: str) -> tuple[str, ...]:
    """The two forms, masculine first; or the label itself, once where ESCO wrote it twice ("x/x")."""
    pair = forms(name, language)
    if pair:
        return pair.masculine, pair.feminine
    half = name[: len(name) // 2]
    return (half,) if name == f"{half}/{half}" else (name,)


def _once(names: list[str]) -> tuple[str, ...]:
    """Each label once, whatever its capitals; the first way of writing stays."""
    found: dict[str, str] = {}
    for name in names:
        found.setdefault(name.casefold(), name)
    return tuple(found.values())


def _usable(file: ConceptFile, row: int, column: str, cell: Mapping[str, str], findings: Findings) -> list[str]:
    """The labels in a cell with single spaces; one that is damaged or too long is reported and left out."""
    if not cell[column]:
        return []
    names = [name for text in _BETWEEN.split(cell[column]) if (name := " ".join(text.split()))]
    usable = [name for name in names if len(name) <= _LONGEST_LABEL and DAMAGED not in name]
    for name in names if len(usable) < len(names) else ():
        if name not in usable:
            what = message("problem.esco.label", value=name[:_SHOWN])
            findings.add((file.path.name, row, column), what, message("mend.esco.label"), Gravity.FIELD)
    return usable


def relations(path: Path, drafts: Mapping[str, Draft], findings: Findings) -> dict[str, dict[str, bool]]:
    """URI of occupation -> id of skill -> whether it is essential. Where a pair is both, essential counts."""
    names = ("occupationUri", "relationType", "skillUri")
    found: dict[str, dict[str, bool]] = {}
    for row, (occupation, relation, skill) in cells(path, names, names, findings):
        if relation not in ("essential", "optional"):
            what = message("problem.esco.relation", value=relation[:_SHOWN])
            findings.add((path.name, row, "relationType"), what, message("mend.esco.relation"))
            continue
        named = drafts.get(skill)
        if occupation not in drafts or named is None:
            column, value = ("skillUri", skill) if named is None else ("occupationUri", occupation)
            what = message("problem.esco.unknown", value=value)
            findings.add((path.name, row, column), what, message("mend.esco.unknown"))
            continue
        linked = found.setdefault(occupation, {})
        linked[named.id] = linked.get(named.id, False) or relation == "essential"
    return found
