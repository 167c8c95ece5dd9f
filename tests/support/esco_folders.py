"""Small folders of both shapes of ESCO, made of our own words, for tests."""

import csv
from collections.abc import Iterable
from pathlib import Path

BASE = "http://data.europa.eu/esco"
BAKER, PASTRY, KNEAD, OVEN = (f"{part:08x}-0000-4000-8000-000000000000" for part in range(1, 5))
OCCUPATION_COLUMNS = "conceptType,conceptUri,iscoGroup,preferredLabel,altLabels,hiddenLabels,status,description,code"
SKILL_COLUMNS = "conceptType,conceptUri,skillType,reuseLevel,preferredLabel,altLabels,hiddenLabels,status,description"
RELATION_COLUMNS = "occupationUri,relationType,skillType,skillUri"


def write(file: Path, columns: str, rows: Iterable[Iterable[str]]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([columns.split(","), *rows])


def occupation(
    id_: str, label: str, *, others: str = "", hidden: str = "", isco: str = "7512", code: str = ""
) -> list[str]:
    return ["Occupation", f"{BASE}/occupation/{id_}", isco, label, others, hidden, "released", "", code]


def skill(id_: str, label: str, *, others: str = "", status: str = "released") -> list[str]:
    kinds = ["skill/competence", "cross-sector"]
    return ["KnowledgeSkillCompetence", f"{BASE}/skill/{id_}", *kinds, label, others, "", status, ""]


def relation(occupation_id: str, kind: str, skill_id: str) -> list[str]:
    return [f"{BASE}/occupation/{occupation_id}", kind, "skill/competence", f"{BASE}/skill/{skill_id}"]


def official_folder(folder: Path) -> Path:
    """The download in Dutch and French, each in its own folder; the kneading has no Dutch name."""
    dutch, french = folder / "ESCO dataset - nl - csv", folder / "ESCO dataset - fr - csv"
    bakers = [
        occupation(
            BAKER, "bakker/bakster", others="broodbakker\nmolenbakker/molenbakster", hidden="bakr", code="7512.1"
        ),
        occupation(PASTRY, "patissier", code="7512.1.1"),
    ]
    write(dutch / "occupations_nl.csv", OCCUPATION_COLUMNS, bakers)
    write(french / "occupations_fr.csv", OCCUPATION_COLUMNS, [occupation(BAKER, "boulanger/boulangère")])
    write(dutch / "skills_nl.csv", SKILL_COLUMNS, [skill(OVEN, "een oven bedienen", others="oven/fornuis bedienen")])
    write(french / "skills_fr.csv", SKILL_COLUMNS, [skill(KNEAD, "pétrir"), skill(OVEN, "utiliser un four")])
    links = [relation(BAKER, "essential", KNEAD), relation(BAKER, "optional", OVEN), relation(BAKER, "optional", KNEAD)]
    write(french / "occupationSkillRelations_fr.csv", RELATION_COLUMNS, links)
    return folder


def combined_folder(folder: Path) -> Path:
    """The same baker in one file for all languages."""
    columns = "uri,code,isco,label_nl,alt_nl,description_nl,label_en,label_fr,label_de"
    row = [
        f"{BASE}/occupation/{BAKER}",
        "7512.1",
        "7512",
        "bakker",
        "broodbakker",
        "Bakt.",
        "baker",
        "",
        "Bäcker/Bäckerin",
    ]
    write(folder / "occupations_multilingual.csv", columns, [row])
    columns = "uri,label_en,label_nl,nl_source,alt_nl,description_nl,label_de,label_fr"
    skills = [
        [f"{BASE}/skill/{KNEAD}", "knead", "", "", "", "", "kneten", ""],
        [f"{BASE}/skill/{OVEN}", "", "oven bedienen", "x", "oven gebruiken | met een oven werken", "", "", ""],
    ]
    write(folder / "skills_multilingual.csv", columns, skills)
    columns = "occupationUri,relationType,skillUri,skillLabelEn"
    links = [[f"{BASE}/occupation/{BAKER}", "essential", f"{BASE}/skill/{KNEAD}", "knead"]]
    write(folder / "occupation_skill_relations.csv", columns, links)
    return folder


def add(file: Path, *rows: list[str]) -> None:
    """Puts rows at the end of a file."""
    with file.open("a", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)
