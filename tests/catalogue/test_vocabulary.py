"""The shipped vocabulary keeps its own rules and knows the words that people type."""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.competences import LANGUAGES, Concept, Occupation, label_key
from catalogue.vocabulary import SHIPPED, load_vocabulary

ROOT = Path(__file__).resolve().parents[2]
ESCO = ROOT.parent / "shared" / "data" / "esco_combined"
BOTTLENECKS = SHIPPED.parent / "bottlenecks" / "flanders-2026.csv"
README = (SHIPPED / "README.md").read_text(encoding="utf-8")
SHARED_BY_FEW = 3
VOCABULARY = load_vocabulary()

FIRST_OCCUPATIONS = """
accountant payroll-clerk office-clerk secretary hr-officer sales-assistant sales-representative customer-advisor
welder cnc-operator maintenance-technician electrician plumber hvac-technician car-mechanic production-operator
bricklayer roofer joiner house-painter lorry-driver bus-driver forklift-driver warehouse-worker logistics-planner
nurse care-assistant childcare-worker social-worker primary-teacher secondary-teacher cook baker butcher waiter
hairdresser cleaner security-guard gardener florist software-developer system-administrator data-analyst
web-designer project-manager
""".split()

TYPED = {
    "cook": "kok, kokkin, chef, cuistot, Koch, koken, cuisinier, cook",
    "lorry-driver": "vrachtwagenchauffeur, trucker, camionchauffeur, camion, routier, LKW-Fahrer, truck driver",
    "forklift-driver": "heftruckchauffeur, heftruck, clark, chariot élévateur, cariste, Staplerfahrer, forklift",
    "accountant": "boekhouder, boekhoudster, boekhouding, comptable, comptabilité, Buchhalter, bookkeeper",
    "welder": "lasser, lassen, soudeur, Schweißer, Schweisser, schweissen, welding",
    "nurse": "verpleegkundige, verpleger, verpleegster, infirmier, infirmière, Krankenpfleger, nurse",
    "primary-teacher": "juf, meester, institutrice, Grundschullehrer, primary school teacher",
    "cleaner": "poetsvrouw, poetshulp, kuisen, femme de ménage, Putzfrau, cleaner",
    "care-assistant": "zorgkundige, verzorgende, aide-soignante, Altenpflegerin, carer",
    "baker": "bakker, bakkerij, boulangère, Bäcker, baker",
    "joiner": "schrijnwerker, timmerman, menuisier, charpentier, Tischler, carpenter",
    "software-developer": "programmeur, développeuse de logiciels, Programmierer, programmer",
}


def everyday_words() -> Iterator[tuple[str, str]]:
    for id_, words in TYPED.items():
        for word in words.split(", "):
            yield word, id_
    for occupation in VOCABULARY.occupations:
        for labels in occupation.labels.values():
            for word in labels.everyday:
                yield word, occupation.id


WORDS = list(everyday_words())


def every_competence(occupation: Occupation) -> frozenset[str]:
    return frozenset((*occupation.essential, *occupation.optional))


def of_one_kind() -> list[tuple[Concept, ...]]:
    return [VOCABULARY.occupations, VOCABULARY.competences]


def test_the_first_occupations_are_all_there() -> None:
    assert set(FIRST_OCCUPATIONS) <= {occupation.id for occupation in VOCABULARY.occupations}


def test_there_are_occupations_and_competences_enough_and_the_readme_counts_them() -> None:
    assert len(VOCABULARY.occupations) >= 150
    assert len(VOCABULARY.competences) >= 1000
    for number in (len(VOCABULARY.occupations), len(VOCABULARY.competences)):
        assert f"{number:,}" in README


def test_most_occupations_are_bottleneck_occupations() -> None:
    with BOTTLENECKS.open(encoding="utf-8", newline="") as file:
        listed = {row["occupation"] for row in csv.DictReader(file)}
    shipped = {occupation.id for occupation in VOCABULARY.occupations}
    assert len(shipped & listed) >= 100
    assert f"{len(shipped & listed)} of them on the list" in README


def test_the_readme_names_only_occupations_that_exist_as_nearest_in_esco() -> None:
    table = README.split("## Nearest in ESCO", 1)[1]
    named = set(re.findall(r"`([a-z-]+)`", table))
    assert len(named) > 30
    assert named - {occupation.id for occupation in VOCABULARY.occupations} == set()


def test_the_shipped_vocabulary_is_read_once_and_the_same_from_its_folder() -> None:
    assert load_vocabulary() is VOCABULARY
    assert load_vocabulary(SHIPPED) == VOCABULARY


def test_an_everyday_word_finds_exactly_its_occupation() -> None:
    found = [(word, *(occupation.id for occupation in VOCABULARY.occupations_called(word))) for word, _ in WORDS]
    assert found == WORDS


@given(word=st.sampled_from([word for word, _ in WORDS]))
def test_capitals_and_spaces_change_nothing(word: str) -> None:
    assert VOCABULARY.occupations_called(f"  {word.upper()} ") == VOCABULARY.occupations_called(word)


def test_a_word_of_no_occupation_finds_none() -> None:
    assert VOCABULARY.occupations_called("ruimtevaarder") == ()


@pytest.mark.parametrize("concepts", of_one_kind())
def test_no_label_stands_for_two_concepts_of_one_kind(concepts: tuple[Concept, ...]) -> None:
    holders: dict[str, set[str]] = {}
    for concept in concepts:
        for _, label in concept.every_label():
            holders.setdefault(label_key(label), set()).add(concept.id)
    assert {label: ids for label, ids in holders.items() if len(ids) > 1} == {}


@pytest.mark.parametrize("concepts", of_one_kind())
def test_no_preferred_label_repeats_in_another_concept_of_its_language(concepts: tuple[Concept, ...]) -> None:
    for language in LANGUAGES:
        counted = Counter(label_key(concept.labels[language].preferred) for concept in concepts)
        assert [label for label, count in counted.items() if count > 1] == []


@pytest.mark.parametrize("occupation", VOCABULARY.occupations, ids=lambda occupation: occupation.id)
class TestAnOccupation:
    def test_has_labels_and_everyday_words_in_four_languages(self, occupation: Occupation) -> None:
        assert tuple(occupation.labels) == LANGUAGES
        assert all(labels.everyday for labels in occupation.labels.values())

    def test_has_a_feminine_form_only_beside_a_masculine_one(self, occupation: Occupation) -> None:
        for labels in occupation.labels.values():
            assert (labels.feminine is None) == (labels.masculine is None)

    def test_has_five_to_fifteen_competences_most_of_them_essential(self, occupation: Occupation) -> None:
        assert 5 <= len(every_competence(occupation)) <= 15
        assert 5 <= len(occupation.essential) <= 8
        assert len(occupation.optional) <= 6
        assert len(every_competence(occupation)) == len(occupation.essential) + len(occupation.optional)

    def test_has_three_to_five_whole_sentences_as_tasks(self, occupation: Occupation) -> None:
        assert 3 <= len(occupation.tasks) <= 5
        assert all(re.fullmatch(r"Je .+\.", task) for task in occupation.tasks)

    def test_has_near_occupations_and_not_itself(self, occupation: Occupation) -> None:
        assert occupation.near
        assert occupation.id not in occupation.near
        assert len(set(occupation.near)) == len(occupation.near)

    def test_has_an_isco_code_of_four_digits_and_an_esco_uri(self, occupation: Occupation) -> None:
        assert re.fullmatch(r"\d{4}", occupation.isco or "")
        assert re.fullmatch(r"http://data\.europa\.eu/esco/occupation/[0-9a-f-]{36}", occupation.uri or "")

    def test_has_four_competences_that_few_others_need(self, occupation: Occupation) -> None:
        users = Counter(id_ for other in VOCABULARY.occupations for id_ in every_competence(other))
        assert sum(users[id_] <= SHARED_BY_FEW for id_ in every_competence(occupation)) >= 4


def test_no_two_occupations_need_the_same_competences() -> None:
    for one, other in combinations(VOCABULARY.occupations, 2):
        assert every_competence(one) != every_competence(other), (one.id, other.id)
        assert set(one.essential) != set(other.essential), (one.id, other.id)


@pytest.mark.parametrize("concepts", of_one_kind())
def test_no_esco_uri_stands_twice(concepts: tuple[Concept, ...]) -> None:
    counted = Counter(concept.uri for concept in concepts if concept.uri)
    assert [uri for uri, count in counted.items() if count > 1] == []


def test_every_competence_is_needed_by_an_occupation() -> None:
    needed = frozenset[str]().union(*map(every_competence, VOCABULARY.occupations))
    assert [competence.id for competence in VOCABULARY.competences if competence.id not in needed] == []


def test_competences_are_short_phrases_in_four_languages() -> None:
    for competence in VOCABULARY.competences:
        assert tuple(competence.labels) == LANGUAGES
        assert all(len(label.split()) <= 12 for _, label in competence.every_label()), competence.id


@pytest.mark.shared_data
def test_the_esco_uris_and_isco_codes_are_those_of_esco() -> None:
    if not ESCO.is_dir():
        pytest.skip("the ESCO files are not beside the project (../shared/data/esco_combined)")
    with (ESCO / "occupations_multilingual.csv").open(encoding="utf-8", newline="") as file:
        isco = {row["uri"]: row["isco"] for row in csv.DictReader(file)}
    with (ESCO / "skills_multilingual.csv").open(encoding="utf-8", newline="") as file:
        skills = {row["uri"] for row in csv.DictReader(file)}
    assert {o.id: isco[o.uri or ""] for o in VOCABULARY.occupations} == {o.id: o.isco for o in VOCABULARY.occupations}
    assert [c.id for c in VOCABULARY.competences if c.uri and c.uri not in skills] == []
