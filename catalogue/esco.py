"""ESCO, the European list of occupations and skills, as a `Vocabulary`.

The files are not part of the project: docs/esco.md tells where to get them. Rows are read in `esco_rows`; joining
with our vocabulary and hiding labels, which need no files, are in `esco_merge` and given on from here.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from catalogue.checks import Gravity, Problem
from catalogue.competences import Competence, Occupation, Vocabulary
from catalogue.esco_files import OCCUPATION, SKILL, Findings, esco_folder
from catalogue.esco_merge import merge, without_labels
from catalogue.esco_rows import Draft, concepts, relations
from catalogue.messages import message
from catalogue.vocabulary import load_vocabulary

__all__ = ["EscoLoaded", "load_esco", "merge", "vocabulary_in_use", "without_labels"]


class EscoLoaded(NamedTuple):
    """The concepts whose rows were good, and what was wrong with the others."""

    vocabulary: Vocabulary
    problems: tuple[Problem, ...]


def load_esco(folder: Path) -> EscoLoaded:
    """ESCO from its official CSV download (v1.1 or v1.2; nl, fr, de, en as far as they are there), or combined files.

    Ids are `esco-occupation-<uuid>` and `esco-skill-<uuid>`. A concept has only the languages that ESCO has for it.
    `near` holds the next broader and narrower occupations, by the ESCO code. Raises VocabularyUnreadable where the
    folder does not hold files of both occupations and skills.
    """
    files, findings = esco_folder(folder), Findings()
    drafts = concepts(files.concepts, findings)
    linked: dict[str, dict[str, bool]] = {}
    if files.relations:
        linked = relations(files.relations, drafts, findings)
    else:
        what = message("problem.esco.no_relations", folder=str(folder))
        findings.add((str(folder), 0, ""), what, message("mend.esco.no_relations"), Gravity.NOTE)
    near = _near(draft for draft in drafts.values() if draft.kind == OCCUPATION)
    vocabulary = Vocabulary(
        occupations=tuple(
            _occupation(draft, linked.get(draft.uri, {}), near.get(draft.id, ()))
            for draft in drafts.values()
            if draft.kind == OCCUPATION
        ),
        competences=tuple(
            Competence.model_construct(id=draft.id, uri=draft.uri, labels=draft.labels)
            for draft in drafts.values()
            if draft.kind == SKILL
        ),
    )
    return EscoLoaded(vocabulary, tuple(findings.found))


@cache
def vocabulary_in_use(folder: Path | None) -> Vocabulary:
    """Our vocabulary, joined with ESCO where an operator has it. Raises VocabularyUnreadable."""
    shipped = load_vocabulary()
    return shipped if folder is None else merge(shipped, load_esco(folder).vocabulary)


def _near(occupations: Iterable[Draft]) -> Mapping[str, tuple[str, ...]]:
    """Id -> ids of the broader and the narrower occupations one step away: 2654.1 is broader than 2654.1.7."""
    by_code = {draft.code: draft.id for draft in occupations if draft.code}
    found: dict[str, list[str]] = {}
    for code, id_ in by_code.items():
        broader = by_code.get(code.rpartition(".")[0])
        if broader:
            found.setdefault(id_, []).append(broader)
            found.setdefault(broader, []).append(id_)
    return {id_: tuple(ids) for id_, ids in found.items()}


def _occupation(draft: Draft, linked: Mapping[str, bool], near: tuple[str, ...]) -> Occupation:
    # Not validated again: `esco_rows` checked each value, and `Vocabulary` checks that every id exists.
    return Occupation.model_construct(
        id=draft.id,
        uri=draft.uri,
        labels=draft.labels,
        isco=draft.isco,
        essential=tuple(id_ for id_, essential in linked.items() if essential),
        optional=tuple(id_ for id_, essential in linked.items() if not essential),
        near=near,
    )
