"""A folder of vocabulary files becomes a Vocabulary, or is refused with file, line, id and mend."""

from pathlib import Path

import pytest

from catalogue.checks import Problem
from catalogue.competences import Competence
from catalogue.vocabulary import VocabularyUnreadable, load_vocabulary

URI = "http://data.europa.eu/esco/occupation/00030d09-2b3a-4efd-87cc-c4ea39d27c34"
SHARED_FILE = """\
competences:
  make-toys:
    nl: [speelgoed maken]
    fr: [fabriquer des jouets, jouets]
    de: [Spielzeug herstellen]
    en: [make toys]
"""
WORK_FILE = f"""\
occupations:
  toymaker:
    esco: {URI}
    isco: "7317"
    nl: {{label: speelgoedmaker, f: speelgoedmaakster, everyday: [poppen]}}
    fr: {{label: fabricant de jouets}}
    de: {{label: Spielzeugmacher}}
    en: {{label: toymaker}}
    essential: [make-toys]
"""
SECOND_TOYMAKER = WORK_FILE.replace("toymaker:", "dollmaker:").replace("occupations:\n", "")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "shared.yaml").write_text(SHARED_FILE, encoding="utf-8")
    (tmp_path / "work.yaml").write_text(WORK_FILE, encoding="utf-8")
    return tmp_path


def problems(folder: Path) -> tuple[Problem, ...]:
    with pytest.raises(VocabularyUnreadable) as caught:
        load_vocabulary(folder)
    return caught.value.problems


def test_both_forms_of_labels_become_the_record(folder: Path) -> None:
    vocabulary = load_vocabulary(folder)
    (toymaker,), (toys,) = vocabulary.occupations, vocabulary.competences
    assert isinstance(toys, Competence)
    assert toys.labels["fr"].every() == ("fabriquer des jouets", "jouets")
    assert toymaker.labels["nl"].masculine == "speelgoedmaker"
    assert toymaker.labels["nl"].feminine == "speelgoedmaakster"
    assert toymaker.labels["de"].masculine is None
    assert (toymaker.uri, toymaker.isco, toymaker.essential) == (URI, "7317", ("make-toys",))


def test_an_empty_file_and_a_file_with_comments_only_are_no_problem(folder: Path) -> None:
    (folder / "empty.yaml").write_text("# nothing yet\n", encoding="utf-8")
    assert len(load_vocabulary(folder).occupations) == 1


def test_a_folder_without_files_is_refused(tmp_path: Path) -> None:
    (problem,) = problems(tmp_path)
    assert problem.what.code == "problem.vocabulary.empty"
    assert problem.file == str(tmp_path)


@pytest.mark.parametrize(
    ("code", "old", "new", "line", "field"),
    [
        ("yaml", "[make-toys]", "[make-toys", 10, ""),
        ("key_twice", "    isco:", "    nl: {label: x}\n    isco:", 6, "nl"),
        ("key_twice", "toymaker}\n", "toymaker}\n    fr: {label: x}\n", 9, "fr"),
        ("key_twice", "{label: toymaker}", "{label: toymaker, label: x}", 8, "label"),
        ("key_twice", "[make-toys]", "[{a: 1, a: 2}]", 9, "a"),
        ("shape", "occupations:", "beroepen:", 1, ""),
        ("shape", WORK_FILE, "- toymaker\n", 1, ""),
        ("shape", WORK_FILE, "occupations: [toymaker]\n", 1, ""),
        ("not_a_record", WORK_FILE, "occupations:\n  toymaker: x\n", 2, "toymaker"),
        ("not_a_record", WORK_FILE, "occupations:\n  toymaker:\n", 2, "toymaker"),
        ("language", "    de: {label: Spielzeugmacher}\n", "", 2, "toymaker.de"),
        ("esco", "/occupation/", "/skill/", 2, "toymaker.esco"),
        ("esco", URI, "12", 2, "toymaker.esco"),
        ("missing", "    essential: [make-toys]\n", "", 2, "toymaker.essential"),
        ("missing", "label: Spielzeugmacher", "alt: [Spielzeugmacher]", 2, "toymaker.de.label"),
        ("unknown_field", "isco:", "icso:", 2, "toymaker.icso"),
        ("unknown_field", "{label: Spielzeugmacher}", "{label: Spielzeugmacher, w: x}", 2, "toymaker.de.w"),
        ("wrong", '"7317"', "7317", 2, "toymaker.isco"),
        ("wrong", "    isco:", "    vks: 9\n    isco:", 2, "toymaker.vks"),
        ("wrong", "{label: Spielzeugmacher}", "Spielzeugmacher", 2, "toymaker.de"),
        ("wrong", "{label: Spielzeugmacher}", "[]", 2, "toymaker.de"),
        ("wrong", "  toymaker:", "  Toy Maker:", 2, "Toy Maker.id"),
        ("id_unknown", "[make-toys]", "[make-toys, make-dolls]", 2, "toymaker.essential"),
        ("id_unknown", "[make-toys]", "[make-toys]\n    near: [make-toys]", 2, "toymaker.near"),
        ("label_twice", WORK_FILE, WORK_FILE + SECOND_TOYMAKER, 10, "dollmaker"),
    ],
)
def test_what_is_wrong_is_told_with_file_line_and_id(
    folder: Path, code: str, old: str, new: str, line: int, field: str
) -> None:
    assert old in WORK_FILE
    (folder / "work.yaml").write_text(WORK_FILE.replace(old, new, 1), encoding="utf-8")
    found = problems(folder)
    assert {problem.what.code for problem in found} == {f"problem.vocabulary.{code}"}
    assert {problem.mend.code for problem in found} == {f"mend.vocabulary.{code}"}
    assert (found[0].file, found[0].row, found[0].field) == ("work.yaml", line, field)


def test_an_id_in_two_files_is_refused_with_both_places(folder: Path) -> None:
    (folder / "more.yaml").write_text(SHARED_FILE.replace("toys", "dolls").replace("make-dolls", "make-toys"), "utf-8")
    codes = [(p.file, p.what.code, p.what.params.get("other")) for p in problems(folder)]
    assert ("shared.yaml", "problem.vocabulary.id_twice", "more.yaml:2") in codes


def test_the_same_label_may_stand_for_an_occupation_and_a_competence(folder: Path) -> None:
    (folder / "shared.yaml").write_text(SHARED_FILE.replace("[make toys]", "[make toys, toymaker]"), "utf-8")
    assert load_vocabulary(folder).occupations_called("toymaker")


def test_a_shared_label_is_named_once_for_each_later_holder_with_the_first(folder: Path) -> None:
    (folder / "work.yaml").write_text(WORK_FILE + SECOND_TOYMAKER, encoding="utf-8")
    found = {(p.what.params["label"], p.what.params["other"]) for p in problems(folder)}
    assert ("poppen", "toymaker") in found
    assert (URI, "toymaker") in found


def test_text_that_is_not_utf8_is_refused(folder: Path) -> None:
    (folder / "work.yaml").write_bytes("occupations: é".encode("latin-1"))
    (problem,) = problems(folder)
    assert (problem.file, problem.what.code) == ("work.yaml", "problem.vocabulary.yaml")


def test_a_character_that_yaml_forbids_is_refused(folder: Path) -> None:
    (folder / "work.yaml").write_text("occupations: \x00", encoding="utf-8")
    (problem,) = problems(folder)
    assert (problem.file, problem.what.code) == ("work.yaml", "problem.vocabulary.yaml")


def test_all_problems_of_all_files_are_told_at_once(folder: Path) -> None:
    (folder / "work.yaml").write_text(WORK_FILE.replace("isco:", "icso:"), encoding="utf-8")
    (folder / "broken.yaml").write_text("[", encoding="utf-8")
    assert {problem.file for problem in problems(folder)} == {"work.yaml", "broken.yaml"}
