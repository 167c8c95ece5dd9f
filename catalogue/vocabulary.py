"""Reads the vocabulary: a folder of YAML files that people review, one per field of work, into one `Vocabulary`.

The form of the files is told in `data/vocabulary/README.md`. The records are in `competences`; linking text to
concepts is the indexer's.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from catalogue.checks import Gravity, Problem
from catalogue.competences import LANGUAGES, Competence, Occupation, Vocabulary, label_key
from catalogue.messages import Message, message

SHIPPED = Path(__file__).parent / "data" / "vocabulary"

_KINDS: Mapping[str, type[Competence | Occupation]] = {"competences": Competence, "occupations": Occupation}
_ESCO = {
    "competences": re.compile(r"http://data\.europa\.eu/esco/skill/[A-Za-z0-9-]+"),
    "occupations": re.compile(r"http://data\.europa\.eu/esco/occupation/[a-f0-9-]{36}"),
}
# The short names in the files, and the fields of the records that they fill.
_FIELDS = {"esco": "uri", "vks": "level"}
_FORMS = {"label": "preferred", "f": "feminine", "m": "masculine", "alt": "alternatives", "everyday": "everyday"}
_IN_FILE = {field: short for short, field in (_FIELDS | _FORMS).items()}
_SHOWN = 80
_LISTS = ("essential", "optional", "near")


class VocabularyUnreadable(Exception):
    """The folder holds no whole vocabulary. Each of `problems` says file, line (as `row`), id, what and how to mend."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(f"{p.file}:{p.row} {p.field} {p.what} {p.mend}" for p in self.problems))


@dataclass(frozen=True, kw_only=True, slots=True)
class _Entry:
    """One record as it stands in a file; `line` is where its id stands."""

    file: str
    line: int
    kind: str
    id: str
    value: Any

    def problem(self, at: str, what: Message, mend: Message) -> Problem:
        """A finding at a field of this record, or at the whole of it where `at` is empty."""
        return _problem(self.file, self.line, f"{self.id}.{at}".rstrip("."), what, mend)


def load_vocabulary(folder: Path | None = None) -> Vocabulary:
    """The vocabulary of all `*.yaml` in the folder; without a folder the shipped one, read once per process.

    Raises VocabularyUnreadable with all problems that were found, not only the first.
    """
    return _shipped() if folder is None else _read(folder)


@cache
def _shipped() -> Vocabulary:
    return _read(SHIPPED)


def _read(folder: Path) -> Vocabulary:
    files = sorted(folder.glob("*.yaml"))
    if not files:
        raise VocabularyUnreadable([_empty(str(folder))])
    entries, problems = _entries(files)
    records: list[tuple[_Entry, Competence | Occupation]] = []
    for entry in entries:
        record, wrong = _record(entry)
        problems += wrong
        if record is not None:
            records.append((entry, record))
    problems += [*_twice(entries), *_unknown(entries), *_shared(records)]
    if problems:
        raise VocabularyUnreadable(problems)
    return Vocabulary(
        occupations=tuple(record for _, record in records if isinstance(record, Occupation)),
        competences=tuple(record for _, record in records if isinstance(record, Competence)),
    )


def _problem(file: str, line: int, field: str, what: Message, mend: Message) -> Problem:
    return Problem(file=file, row=line, field=field, what=what, mend=mend, gravity=Gravity.ROW)


def _empty(folder: str) -> Problem:
    return _problem(folder, 0, "", message("problem.vocabulary.empty"), message("mend.vocabulary.empty"))


def _entries(files: Iterable[Path]) -> tuple[list[_Entry], list[Problem]]:
    entries: list[_Entry] = []
    problems: list[Problem] = []
    for file in files:
        try:
            entries += _file(file)
        except VocabularyUnreadable as unreadable:
            problems += unreadable.problems
    return entries, problems


def _file(file: Path) -> list[_Entry]:
    """The records of one file. Raises VocabularyUnreadable where it is no YAML or has another shape."""
    try:
        loader = yaml.SafeLoader(file.read_text(encoding="utf-8"))
        root = loader.get_single_node()
        if root is None:
            return []
        problems = list(_double_keys(file.name, root))
        if problems:
            raise VocabularyUnreadable(problems)
        return list(_sections(file.name, root, loader.construct_document(root)))
    except (UnicodeDecodeError, yaml.YAMLError) as error:
        raise VocabularyUnreadable([_unreadable(file.name, error)]) from error


def _unreadable(file: str, error: UnicodeDecodeError | yaml.YAMLError) -> Problem:
    mark = getattr(error, "problem_mark", None)
    line = mark.line + 1 if mark else 0
    what = message("problem.vocabulary.yaml", line=line, error=str(getattr(error, "problem", error))[:_SHOWN])
    return _problem(file, line, "", what, message("mend.vocabulary.yaml", line=line))


def _double_keys(file: str, node: yaml.Node) -> Iterator[Problem]:
    """A key that stands twice: YAML would keep the last and drop the first without a word."""
    if isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _double_keys(file, item)
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            name = str(key.value)
            if name in seen:
                what = message("problem.vocabulary.key_twice", key=name)
                mend = message("mend.vocabulary.key_twice", key=name)
                yield _problem(file, key.start_mark.line + 1, name, what, mend)
            seen.add(name)
            yield from _double_keys(file, value)


def _sections(file: str, root: yaml.Node, data: Any) -> Iterator[_Entry]:
    """The entries of a file with `competences:` and `occupations:`, each a mapping from id to record."""
    known = isinstance(data, dict) and all(kind in _KINDS and isinstance(part, dict) for kind, part in data.items())
    if not known:
        what, mend = message("problem.vocabulary.shape"), message("mend.vocabulary.shape")
        raise VocabularyUnreadable([_problem(file, 1, "", what, mend)])
    for kind_node, part in root.value:
        for id_node, _ in part.value:
            line, kind, id_ = id_node.start_mark.line + 1, kind_node.value, id_node.value
            yield _Entry(file=file, line=line, kind=kind, id=id_, value=data[kind].get(id_))


def _record(entry: _Entry) -> tuple[Competence | Occupation | None, list[Problem]]:
    """The validated record, or None and what is wrong with it."""
    problems = list(_form(entry))
    if problems:
        return None, problems
    fields = {_FIELDS.get(name, name): value for name, value in entry.value.items() if name not in LANGUAGES}
    labels = {language: _labels(entry.value[language]) for language in LANGUAGES}
    try:
        return _KINDS[entry.kind].model_validate({**fields, "id": entry.id, "labels": labels}), []
    except ValidationError as error:
        return None, [_finding(entry, **detail) for detail in error.errors(include_url=False)]


def _form(entry: _Entry) -> Iterator[Problem]:
    """What can be said before the record is built: no fields, a language that lacks, an address that is none."""
    known = {"id": entry.id}
    if not isinstance(entry.value, dict):
        what = message("problem.vocabulary.not_a_record", **known)
        yield entry.problem("", what, message("mend.vocabulary.not_a_record", **known))
        return
    for language in LANGUAGES:
        if language not in entry.value:
            what = message("problem.vocabulary.language", **known, language=language)
            yield entry.problem(language, what, message("mend.vocabulary.language", **known, language=language))
    uri = entry.value.get("esco")
    if uri is not None and not _ESCO[entry.kind].fullmatch(str(uri)):
        what = message("problem.vocabulary.esco", value=str(uri))
        yield entry.problem("esco", what, message("mend.vocabulary.esco", **known))


def _labels(value: Any) -> Any:
    """Labels in the two forms of the files: a list whose first is the preferred one, or a mapping of forms.

    Where a feminine form is given and no masculine one, the label itself is masculine.
    """
    if isinstance(value, list) and value:
        return {"preferred": value[0], "alternatives": value[1:]}
    if not isinstance(value, dict):
        return value
    forms = {_FORMS.get(str(name), str(name)): form for name, form in value.items()}
    if "feminine" in forms and "preferred" in forms:
        forms.setdefault("masculine", forms["preferred"])
    return forms


def _finding(entry: _Entry, *, type: str, loc: tuple[str | int, ...], input: Any, **_: Any) -> Problem:  # noqa: A002
    """What pydantic found, in the words of the file. `type`, `loc` and `input` are pydantic's own names."""
    field = ".".join(_IN_FILE.get(str(part), str(part)) for part in loc if part != "labels")
    known = {"id": entry.id, "field": field}
    if type == "missing":
        what = message("problem.vocabulary.missing", **known)
        return entry.problem(field, what, message("mend.vocabulary.missing", **known))
    if type == "extra_forbidden":
        what = message("problem.vocabulary.unknown_field", **known)
        return entry.problem(field, what, message("mend.vocabulary.unknown_field", **known))
    what = message("problem.vocabulary.wrong", **known, value=str(input)[:_SHOWN])
    return entry.problem(field, what, message("mend.vocabulary.wrong", **known))


def _twice(entries: Iterable[_Entry]) -> Iterator[Problem]:
    """An id that two records have, in one file or in two."""
    first: dict[str, _Entry] = {}
    for entry in entries:
        before = first.setdefault(entry.id, entry)
        if before is not entry:
            known = {"id": entry.id, "other": f"{before.file}:{before.line}"}
            what = message("problem.vocabulary.id_twice", **known)
            yield entry.problem("", what, message("mend.vocabulary.id_twice", **known))


def _unknown(entries: list[_Entry]) -> Iterator[Problem]:
    """An id that an occupation names and no file holds."""
    ids = {kind: {entry.id for entry in entries if entry.kind == kind} for kind in _KINDS}
    for entry in entries:
        for field in _LISTS if isinstance(entry.value, dict) else ():
            kind = "occupations" if field == "near" else "competences"
            named = entry.value.get(field)
            for id_ in named if isinstance(named, list) else ():
                if str(id_) not in ids[kind]:
                    known = {"id": entry.id, "field": field, "name": str(id_)}
                    what = message("problem.vocabulary.id_unknown", **known)
                    yield entry.problem(field, what, message("mend.vocabulary.id_unknown", **known))


def _shared(records: Iterable[tuple[_Entry, Competence | Occupation]]) -> Iterator[Problem]:
    """A label or an ESCO URI that two concepts of one kind have: nobody could tell which is meant."""
    holders: dict[tuple[str, str], dict[str, _Entry]] = defaultdict(dict)
    for entry, record in records:
        if record.uri is not None:
            holders[entry.kind, record.uri][entry.id] = entry
        for _, label in record.every_label():
            holders[entry.kind, label_key(label)][entry.id] = entry
    for (_, label), entries in holders.items():
        first, *others = entries.values()
        for entry in others:
            known = {"id": entry.id, "label": label, "other": first.id}
            what = message("problem.vocabulary.label_twice", **known)
            yield entry.problem("", what, message("mend.vocabulary.label_twice", **known))
