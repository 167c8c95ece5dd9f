"""Loads the packs, the shared figures, the sources and the list of facts; all problems at once. Evaluates nothing."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from pydantic import TypeAdapter, ValidationError

from catalogue.messages import Message, message
from matcher.incentives.facts import FILE as FACTS
from matcher.incentives.facts import FactList
from matcher.incentives.lint import Names, PackProblem, check_figures, check_pack, check_together
from matcher.incentives.models import Pack, Parameter, SharedFigures, Source
from matcher.incentives.yamls import read_yaml

FOLDER = Path(__file__).parent / "packs"
SHARED, SOURCES = "figures.yaml", "sources.yaml"
CUMULATION, SURVIVORS = "cumulation.yaml", "survivors.yaml"
_NO_PACKS = (SHARED, SOURCES, CUMULATION, SURVIVORS)
_TAGS = ("leaf", "all", "any")


class PacksWrong(Exception):
    """The packs can not be used. `problems` says everything that is wrong, not only the first thing."""

    def __init__(self, problems: tuple[PackProblem, ...]) -> None:
        super().__init__("; ".join(f"{one.file} {one.place}: {one.what}" for one in problems))
        self.problems = problems


@dataclass(frozen=True, kw_only=True)
class Library:
    """All rules: packs by id in order of file name, every figure by name, when each figure was checked, sources."""

    packs: Mapping[str, Pack]
    figures: Mapping[str, Parameter]
    checked: Mapping[str, Any]
    sources: Mapping[str, Source]
    facts: FactList


def _place(error_place: tuple[int | str, ...], content: Any) -> str:
    """The way to a problem as in the file, with the nearest id; the names that the models add are left out."""
    text, node, nearest = "", content, ""
    for step in error_place:
        if isinstance(step, int) and isinstance(node, list) and step < len(node):
            text, node = f"{text}[{step}]", node[step]
        elif isinstance(node, dict) and (step in node or step not in _TAGS):
            text = f"{text}.{step}" if text else str(step)
            node = node.get(step)
        if isinstance(node, dict) and "id" in node:
            nearest = str(node["id"])
    return f"{text} ({nearest})" if nearest and nearest != content.get("id") else text


def _what(error: Any) -> tuple[Message, Message]:
    if error["type"] == "missing":
        return message("problem.pack.missing"), message("mend.pack.missing")
    if error["type"] == "extra_forbidden":
        return message("problem.pack.extra"), message("mend.pack.extra")
    reason = str(error["msg"]).removeprefix("Value error, ")
    return message("problem.pack.value", given=str(error["input"])[:60], reason=reason), message("mend.pack.value")


def _read(path: Path, kind: Any, found: list[PackProblem]) -> Any:
    """A file as a model; None, and the problems, where it is not one."""
    try:
        content = read_yaml(path)
        return TypeAdapter(kind).validate_python(content)
    except yaml.YAMLError as error:
        what = message("problem.pack.yaml", error=" ".join(str(error).split())[:300])
        found.append(PackProblem(file=path.name, place="", what=what, mend=message("mend.pack.yaml")))
    except ValidationError as error:
        for one in error.errors():
            what, mend = _what(one)
            place = _place(one["loc"], content if isinstance(content, dict) else {})
            found.append(PackProblem(file=path.name, place=place, what=what, mend=mend))
    return None


def read_library(folder: Path = FOLDER, facts: Path = FACTS) -> Library:
    """Reads a folder of packs. Raises PacksWrong with every problem that was found."""
    found: list[PackProblem] = []
    files = {path.name: _read(path, Pack, found) for path in _pack_files(folder)}
    shared = _read(folder / SHARED, SharedFigures, found)
    sources = _read(folder / SOURCES, dict[str, dict[str, Source]], found)
    fact_list = _read(facts, FactList, found)
    if found:
        raise PacksWrong(tuple(found))
    library = _library(files, shared, sources["sources"], fact_list)
    found.extend(problems(library, files, shared))
    if found:
        raise PacksWrong(tuple(found))
    return library


def _pack_files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("*.yaml") if path.name not in _NO_PACKS)


def _library(
    files: Mapping[str, Pack], shared: SharedFigures, sources: Mapping[str, Source], facts: FactList
) -> Library:
    figures, checked = dict(shared.parameters), dict.fromkeys(shared.parameters, shared.checked)
    for pack in files.values():
        figures |= pack.parameters
        checked |= dict.fromkeys(pack.parameters, pack.checked)
    packs = {pack.id: pack for pack in files.values()}
    return Library(packs=packs, figures=figures, checked=checked, sources=sources, facts=facts)


def problems(library: Library, files: Mapping[str, Pack], shared: SharedFigures) -> Iterator[PackProblem]:
    """What is wrong between packs that are each well formed."""
    names = Names(facts=library.facts, figures=library.figures, sources=library.sources)
    yield from check_figures(shared.parameters, SHARED, names)
    for file, pack in files.items():
        yield from check_pack(pack, file, names)
    owners = [*shared.parameters, *(name for pack in files.values() for name in pack.parameters)]
    for name in sorted({one for one in owners if owners.count(one) > 1}):
        what, mend = message("problem.pack.twice", name=name), message("mend.pack.twice")
        yield PackProblem(file="packs", place=name, what=what, mend=mend)
    yield from check_together(files, library.figures)


@cache
def library() -> Library:
    """The rules that ship. Raises PacksWrong."""
    return read_library()


def schema() -> str:
    """The format of a pack as JSON Schema."""
    return json.dumps(Pack.model_json_schema(by_alias=True), indent=2, ensure_ascii=False)
