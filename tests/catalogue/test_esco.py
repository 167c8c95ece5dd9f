"""ESCO becomes a vocabulary, whatever rows are bad."""

import csv
import time
from collections.abc import Iterable
from pathlib import Path

import pytest
from esco_folders import (
    BAKER,
    BASE,
    KNEAD,
    OVEN,
    PASTRY,
    add,
    combined_folder,
    occupation,
    official_folder,
    relation,
    skill,
    write,
)

from catalogue.checks import Gravity, Problem
from catalogue.competences import Labels, Vocabulary
from catalogue.esco import load_esco, merge
from catalogue.settings import SettingsWrong, load_settings
from catalogue.vocabulary import VocabularyUnreadable, load_vocabulary

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "esco_combined"


@pytest.fixture
def official(tmp_path: Path) -> Path:
    return official_folder(tmp_path)


@pytest.fixture
def combined(tmp_path: Path) -> Path:
    return combined_folder(tmp_path)


def found(problems: Iterable[Problem]) -> list[tuple[str, str, int, str]]:
    return [(one.what.code.rpartition(".")[2], one.file, one.row, one.field) for one in problems]


def test_the_official_download_is_read_in_the_languages_that_are_there(official: Path) -> None:
    loaded, problems = load_esco(official)
    assert problems == ()
    baker, pastry = loaded.occupations
    assert baker.id == f"esco-occupation-{BAKER}"
    assert baker.uri == f"{BASE}/occupation/{BAKER}"
    assert baker.isco == "7512"
    assert tuple(baker.labels) == ("nl", "fr")
    assert tuple(pastry.labels) == ("nl",)
    assert {one.id for one in loaded.competences} == {f"esco-skill-{KNEAD}", f"esco-skill-{OVEN}"}


def test_pairs_of_forms_are_split_in_occupations_and_not_in_skills(official: Path) -> None:
    loaded = load_esco(official).vocabulary
    assert loaded.occupations[0].labels["nl"] == Labels(
        preferred="bakker",
        masculine="bakker",
        feminine="bakster",
        alternatives=("broodbakker", "molenbakker", "molenbakster"),
        everyday=("bakr",),
    )
    assert loaded.occupations[0].labels["fr"].feminine == "boulangère"
    assert "oven/fornuis bedienen" in loaded.by_id[f"esco-skill-{OVEN}"].labels["nl"].alternatives


def test_a_skill_that_is_essential_and_optional_counts_as_essential(official: Path) -> None:
    baker = load_esco(official).vocabulary.occupations[0]
    assert baker.essential == (f"esco-skill-{KNEAD}",)
    assert baker.optional == (f"esco-skill-{OVEN}",)


def test_broader_and_narrower_occupations_are_near_each_other(official: Path) -> None:
    baker, pastry = load_esco(official).vocabulary.occupations
    assert baker.near == (pastry.id,)
    assert pastry.near == (baker.id,)


def test_a_missing_language_falls_back_and_says_to_which(official: Path) -> None:
    knead = load_esco(official).vocabulary.by_id[f"esco-skill-{KNEAD}"]
    assert knead.spoken("nl") == ("fr", knead.labels["fr"])
    assert knead.spoken("fr") == ("fr", knead.labels["fr"])


def test_the_combined_folder_is_told_by_its_file_names(combined: Path) -> None:
    loaded, problems = load_esco(combined)
    assert problems == ()
    assert tuple(loaded.occupations[0].labels) == ("nl", "de", "en")
    assert loaded.occupations[0].labels["de"].feminine == "Bäckerin"
    assert loaded.occupations[0].essential == (f"esco-skill-{KNEAD}",)
    assert loaded.competences[1].labels["nl"].alternatives == ("oven gebruiken", "met een oven werken")


def test_what_was_not_validated_again_is_valid(official: Path) -> None:
    loaded = load_esco(official).vocabulary
    assert Vocabulary.model_validate(loaded.model_dump()) == loaded


def test_a_bad_row_is_a_problem_and_the_others_are_read(official: Path) -> None:
    dutch = official / "ESCO dataset - nl - csv"
    add(
        dutch / "occupations_nl.csv",
        occupation(BAKER, "nog een bakker"),
        ["Occupation", "bakker"],
        occupation("x/y", "adres dat geen adres is"),
        occupation("a-1", "soldaat", isco="110"),
        occupation("a-2", ""),
        ["ISCOGroup", f"{BASE}/isco/C7512", "7512", "bakkers", "", "", "released", "", ""],
    )
    add(dutch / "skills_nl.csv", skill("b-1", "weven", status="obsolete"), skill("b-2", "w" * 501, others="weven"))
    loaded, problems = load_esco(official)
    assert found(problems) == [
        ("twice", "occupations_nl.csv", 3, "conceptUri"),
        ("row", "occupations_nl.csv", 4, ""),
        ("uri", "occupations_nl.csv", 5, "conceptUri"),
        ("isco", "occupations_nl.csv", 6, "iscoGroup"),
        ("skipped", "occupations_nl.csv", 8, "conceptType"),
        ("skipped", "skills_nl.csv", 2, "status"),
        ("label", "skills_nl.csv", 3, "preferredLabel"),
        ("no_label", "occupations_nl.csv", 7, ""),
    ]
    assert [one.labels["nl"].preferred for one in loaded.occupations] == ["bakker", "patissier", "soldaat"]
    assert loaded.occupations[2].isco is None
    assert loaded.by_id["esco-skill-b-2"].labels["nl"].preferred == "weven"
    assert {one.gravity for one in problems} == set(Gravity)


def test_a_bad_relation_is_a_problem_and_the_others_count(official: Path) -> None:
    file = official / "ESCO dataset - fr - csv" / "occupationSkillRelations_fr.csv"
    bad = [
        relation(BAKER, "desirable", OVEN),
        relation(BAKER, "essential", "none"),
        relation("none", "essential", OVEN),
    ]
    add(file, *bad, relation(PASTRY, "essential", OVEN))
    loaded, problems = load_esco(official)
    assert found(problems) == [
        ("relation", file.name, 4, "relationType"),
        ("unknown", file.name, 5, "skillUri"),
        ("unknown", file.name, 6, "occupationUri"),
    ]
    assert loaded.occupations[1].essential == (f"esco-skill-{OVEN}",)


def test_a_cell_without_an_end_costs_only_what_it_holds(official: Path) -> None:
    file = official / "ESCO dataset - nl - csv" / "skills_nl.csv"
    add(file, skill("b-1", "w" * 5_000), skill("b-2", "weven"))
    before = csv.field_size_limit(4_000)
    try:
        loaded, problems = load_esco(official)
    finally:
        csv.field_size_limit(before)
    assert ("row", "skills_nl.csv", 2, "") in found(problems)
    assert "esco-skill-b-2" in loaded.by_id


def test_a_damaged_label_is_left_out(official: Path) -> None:
    file = official / "ESCO dataset - nl - csv" / "skills_nl.csv"
    add(file, skill("b-1", "weven", others="twee\ndrieën"))
    file.write_bytes(file.read_bytes().replace("ë".encode(), b"\xeb"))
    loaded, problems = load_esco(official)
    assert found(problems) == [("label", "skills_nl.csv", 2, "altLabels")]
    assert loaded.by_id["esco-skill-b-1"].labels["nl"].every() == ("weven", "twee")


def test_without_relations_the_concepts_are_read_and_it_is_said(official: Path) -> None:
    (official / "ESCO dataset - fr - csv" / "occupationSkillRelations_fr.csv").unlink()
    loaded, problems = load_esco(official)
    assert found(problems) == [("no_relations", str(official), 0, "")]
    assert loaded.occupations[0].essential == ()


def test_a_file_with_other_columns_is_not_read_and_it_is_said(official: Path) -> None:
    file = official / "ESCO dataset - nl - csv" / "skills_nl.csv"
    write(file, "conceptUri,label", [[f"{BASE}/skill/{OVEN}", "oven"]])
    loaded, problems = load_esco(official)
    assert found(problems) == [("columns", "skills_nl.csv", 0, "preferredLabel")]
    assert tuple(loaded.by_id[f"esco-skill-{OVEN}"].labels) == ("fr",)


def test_a_folder_without_occupations_or_skills_is_refused(official: Path, tmp_path: Path) -> None:
    for language in ("nl", "fr"):
        (official / f"ESCO dataset - {language} - csv" / f"skills_{language}.csv").unlink()
    for folder in (official, tmp_path / "none"):
        with pytest.raises(VocabularyUnreadable) as raised:
            load_esco(folder)
        assert [one.what.code for one in raised.value.problems] == ["problem.esco.folder"]


def test_a_label_that_was_written_twice_stands_once(official: Path) -> None:
    add(official / "ESCO dataset - nl - csv" / "occupations_nl.csv", occupation("a-1", "kok aan huis/kok aan huis"))
    assert load_esco(official).vocabulary.occupations[2].labels["nl"].every() == ("kok aan huis",)


def test_the_folder_is_a_setting_that_must_exist_and_is_empty_by_default(tmp_path: Path) -> None:
    assert load_settings({}).esco is None
    assert load_settings({"LEERLOKET_ESCO": str(tmp_path)}).esco == tmp_path
    with pytest.raises(SettingsWrong, match="no such folder"):
        load_settings({"LEERLOKET_ESCO": str(tmp_path / "none")})


@pytest.mark.shared_data
def test_the_whole_of_esco_is_read() -> None:
    if not SHARED.is_dir():
        pytest.skip("the folder ../shared/data/esco_combined is not there")
    started = time.perf_counter()
    loaded, problems = load_esco(SHARED)
    seconds = time.perf_counter() - started
    print(f"read in {seconds:.2f} s")
    assert len(loaded.occupations) == 3_039
    assert len(loaded.competences) == 14_229
    # 129,004 rows: 57 have no URI of a skill, 17 say what another row says.
    assert sum(len(one.essential) + len(one.optional) for one in loaded.occupations) == 128_930
    assert {(one.what.code, one.file) for one in problems} == {
        ("problem.esco.unknown", "occupation_skill_relations.csv")
    }
    assert len(problems) == 57
    assert seconds < 30
    joined = merge(load_vocabulary(), loaded)
    assert len(joined.occupations) == 3_039
    assert joined.occupations[0].id == load_vocabulary().occupations[0].id
