"""The packs that ship are whole, in four languages and plain; a mistake in one is found, with its place."""

import json
import re
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from matcher.incentives.conditions import Leaf
from matcher.incentives.evaluator import Rules
from matcher.incentives.facts import Words
from matcher.incentives.models import Pack
from matcher.incentives.packs import FOLDER, PacksWrong, library, read_library, schema

HOLE = re.compile(r"%\((\w+)\)s")
LONGEST = {"nl": 15, "fr": 19, "de": 17, "en": 17}


def every_text() -> Iterator[tuple[str, Words]]:
    rules = library()
    for name, fact in rules.facts.facts.items():
        yield name, fact.question
        yield from ((f"{name} {value}", words) for value, words in fact.values.items())
    for name, figure in rules.figures.items():
        yield name, figure.label
    for pack in rules.packs.values():
        yield from of_pack(pack)


def of_pack(pack: Pack) -> Iterator[tuple[str, Words]]:
    yield from ((pack.id, words) for words in (pack.names, pack.about, pack.authority))
    for leaf in pack.leaves():
        yield from ((leaf.id, words) for words in (leaf.label, leaf.no, leaf.next))
    for holder in (pack, *pack.versions):
        yield from ((f"{pack.id} {step.who}", words) for step in holder.steps for words in (step.what, step.deadline))
        yield from ((f"{pack.id} warning", warning.text) for warning in holder.warnings)
    for version in pack.versions:
        yield from ((f"{pack.id} {one.kind}", one.label) for one in version.gives)


def test_the_packs_that_ship_have_no_problems() -> None:
    packs = library().packs
    computed = {"vov", "opleidingscheque", "vok", "tijdskrediet_opleiding", "loopbaancheque", "kmo_portefeuille"}
    assert computed <= packs.keys()


@pytest.mark.parametrize("language", ["nl", "fr", "de", "en"])
def test_no_sentence_is_longer_than_people_read_easily(language: str) -> None:
    long = [
        (where, sentence)
        for where, words in every_text()
        for sentence in re.split(r"(?<=[.?!])\s+", words.each()[language])
        if len(sentence.split()) > LONGEST[language]
    ]
    assert long == []


def test_dutch_speaks_to_you_in_the_familiar_form() -> None:
    formal = [(where, words.nl) for where, words in every_text() if re.search(r"\b[Uu](w|zelf)?\b", words.nl)]
    assert formal == []


def test_every_condition_has_a_reason_and_a_next_step_of_its_own() -> None:
    def same(leaf: Leaf) -> bool:
        return any(leaf.no.each()[name] in (leaf.label.each()[name], leaf.next.each()[name]) for name in leaf.no.each())

    assert [leaf.id for pack in library().packs.values() for leaf in pack.leaves() if same(leaf)] == []


def test_four_languages_say_the_same_numbers() -> None:
    wrong = [
        where
        for where, words in every_text()
        if len({tuple(sorted(set(HOLE.findall(text)))) for text in words.each().values()}) > 1
    ]
    assert wrong == []


def test_every_day_of_an_instrument_has_at_most_one_version_and_borders_leave_no_day_out() -> None:
    for pack in library().packs.values():
        for before, after in zip(pack.versions, pack.versions[1:], strict=False):
            assert before.until is not None
            assert after.since == before.until + timedelta(days=1), pack.id


def test_the_format_is_exported_as_json_schema() -> None:
    exported = json.loads(schema())
    assert {"id", "versions", "exists", "parameters"} <= exported["properties"].keys()
    assert {"fact", "gte", "in", "only", "label", "no", "next"} <= exported["$defs"]["Leaf"]["properties"].keys()


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FOLDER, tmp_path / "packs"))


def problems_of(folder: Path) -> list[tuple[str, str, str]]:
    with pytest.raises(PacksWrong) as wrong:
        read_library(folder)
    return [(one.file, one.place, one.what.code) for one in wrong.value.problems]


MISTAKES = {
    "a word that no field has": ("fact: job.tenure_months", "fakt: job.tenure_months", "extra"),
    "a comparison that is missing": ("          gte: {const: 24}\n", "", "value"),
    "a fact that does not exist": ("fact: job.tenure_months", "fact: job.tenure_years", "fact"),
    "a figure that does not exist": ("gte: {param: tk.min_ects_year}", "gte: {param: tk.min_ects}", "figure"),
    "a source that does not exist": ("src: [S72]", "src: [S999]", "source"),
    "a yes-or-no fact compared with a number": ("fact: job.tenure_months", "fact: job.private_cao", "compare"),
    "a number without its place in a sentence": ('Er zijn %(needed)s nodig.", fr', 'Dat is te kort.", fr', "words"),
    "a formula with an unknown name": ("tk.max_months - history", "tk.most_months - history", "formula"),
    "a value that a fact can not have": ("months_used: 0}", "months_used: veel}", "enum"),
    "a figure from memory": ("{value: 36, src: [S70, S71], conf: B}", "{value: 36, src: [S70], conf: U}", "value"),
    "an id that stands twice": ("id: tk.ects", "id: tk.hours", "twice"),
    "a key that stands twice": ("pillar: time\n", "pillar: time\npillar: money\n", "yaml"),
    "a figure that nothing uses": ("        figure: tk.min_hours_year_basic\n", "", "unused"),
    "a file that bears another name": ("id: tijdskrediet_opleiding", "id: tijdskrediet", "file"),
    "a version outside its existence": ("exists: {from: null,", "exists: {from: 2016-01-01,", "outside"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_found_with_its_file(copy: Path, mistake: str) -> None:
    right, wrong, code = MISTAKES[mistake]
    file = copy / "tijdskrediet_opleiding.yaml"
    text = file.read_text(encoding="utf-8")
    changed = text.replace(right, wrong)
    assert changed != text
    file.write_text(changed, encoding="utf-8")
    found = problems_of(copy)
    assert f"problem.pack.{code}" in [what for _, _, what in found], found
    assert all(name in (file.name, "packs") for name, _, _ in found)


def test_a_problem_names_the_condition_that_it_is_in(copy: Path) -> None:
    file = copy / "tijdskrediet_opleiding.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("gte: {const: 24}", "gte: {konst: 24}"), encoding="utf-8")
    assert ("tijdskrediet_opleiding.yaml", "versions[0].when.all[1].gte.konst (tk.tenure)", "problem.pack.extra") in [
        *problems_of(copy)
    ]


def test_all_problems_of_all_files_are_said_at_once(copy: Path) -> None:
    for name in ("vov", "vok"):
        file = copy / f"{name}.yaml"
        file.write_text(file.read_text(encoding="utf-8").replace("checked: 2026-11-24\n", ""), encoding="utf-8")
    assert {name for name, _, _ in problems_of(copy)} == {"vov.yaml", "vok.yaml"}


def test_two_versions_of_one_day_are_refused(copy: Path) -> None:
    file = copy / "loopbaancheque.yaml"
    text = file.read_text(encoding="utf-8").replace("to: 2025-09-30", "to: 2025-10-01")
    file.write_text(text, encoding="utf-8")
    assert [what for _, _, what in problems_of(copy)] == ["problem.pack.overlap"]


def test_every_figure_of_the_packs_is_known_on_some_day(shipped: Rules) -> None:
    never = [
        name
        for name, figure in shipped.library.figures.items()
        if not any(entry.state == "value" for entry in figure.values.values())
    ]
    # The invented sector funds show where figures go; they have none.
    assert all(name.startswith("sector_fund_example_") for name in never)
