"""ESCO joins our vocabulary, and labels can be hidden from either."""

from pathlib import Path

import pytest
from esco_folders import BAKER, BASE, KNEAD, OVEN, PASTRY, official_folder
from hypothesis import given
from hypothesis import strategies as st

from catalogue.competences import LANGUAGES, Competence, Labels, Occupation, Vocabulary, label_key
from catalogue.esco import load_esco, merge, without_labels
from catalogue.vocabulary import load_vocabulary


@pytest.fixture
def official(tmp_path: Path) -> Path:
    return official_folder(tmp_path)


def ours() -> Vocabulary:
    """Our own baker, whose URI ESCO has, and a competence that ESCO calls otherwise."""
    four = {language: Labels(preferred="meel maken") for language in LANGUAGES}
    labels = {language: Labels(preferred="warme bakker", everyday=("bakker",)) for language in LANGUAGES}
    return Vocabulary(
        occupations=(
            Occupation(
                id="baker", uri=f"{BASE}/occupation/{BAKER}", labels=labels, essential=("flour",), optional=("knead",)
            ),
        ),
        competences=(
            Competence(id="flour", labels=four),
            Competence(id="knead", uri=f"{BASE}/skill/{KNEAD}", labels={"nl": Labels(preferred="kneden")}),
        ),
    )


def test_concepts_with_one_uri_become_one_with_our_id_and_all_labels(official: Path) -> None:
    joined = merge(ours(), load_esco(official).vocabulary)
    assert [one.id for one in joined.occupations] == ["baker", f"esco-occupation-{PASTRY}"]
    assert [one.id for one in joined.competences] == ["flour", "knead", f"esco-skill-{OVEN}"]
    dutch = joined.occupations[0].labels["nl"]
    assert dutch.preferred == "warme bakker"
    assert dutch.every() == ("warme bakker", "bakster", "broodbakker", "molenbakker", "molenbakster", "bakker", "bakr")
    assert tuple(joined.by_id["knead"].labels) == ("fr", "nl")


def test_what_we_call_optional_stays_so_and_others_are_named_by_our_ids(official: Path) -> None:
    joined = merge(ours(), load_esco(official).vocabulary)
    baker, pastry = joined.occupations
    assert baker.essential == ("flour",)
    assert baker.optional == ("knead", f"esco-skill-{OVEN}")
    assert baker.isco == "7512"
    assert baker.near == (pastry.id,)
    assert pastry.near == ("baker",)


def test_joining_changes_neither_of_the_two(official: Path) -> None:
    shipped, esco = ours(), load_esco(official).vocabulary
    before = shipped.model_dump(), esco.model_dump()
    merge(shipped, esco)
    assert (shipped.model_dump(), esco.model_dump()) == before


def test_a_concept_that_loses_its_preferred_label_gets_the_next(official: Path) -> None:
    loaded = load_esco(official).vocabulary
    left = without_labels(loaded, ["BAKKER/bakster", " Broodbakker "])
    assert left.occupations[0].labels["nl"] == Labels(
        preferred="molenbakker", alternatives=("molenbakster",), everyday=("bakr",)
    )
    assert loaded.occupations[0].labels["nl"].preferred == "bakker"


def test_a_concept_that_loses_all_labels_falls_away_also_where_it_is_named(official: Path) -> None:
    left = without_labels(load_esco(official).vocabulary, ["pétrir", "patissier"])
    assert [one.id for one in left.occupations] == [f"esco-occupation-{BAKER}"]
    assert [one.id for one in left.competences] == [f"esco-skill-{OVEN}"]
    assert left.occupations[0].essential == ()
    assert left.occupations[0].near == ()


def test_a_language_without_labels_falls_away(official: Path) -> None:
    left = without_labels(load_esco(official).vocabulary, ["utiliser un four"])
    assert tuple(left.by_id[f"esco-skill-{OVEN}"].labels) == ("nl",)


SHIPPED_LABELS = sorted({label for one in load_vocabulary().occupations for _, label in one.every_label()})


@given(st.sets(st.sampled_from(SHIPPED_LABELS), max_size=60))
def test_no_hidden_label_is_left_and_no_other_is_lost(hidden: set[str]) -> None:
    keys = {label_key(label) for label in hidden}
    left = without_labels(load_vocabulary(), hidden)
    Vocabulary.model_validate(left.model_dump())
    for concept in (*load_vocabulary().occupations, *load_vocabulary().competences):
        kept = {pair for pair in concept.every_label() if label_key(pair[1]) not in keys}
        found = left.by_id.get(concept.id)
        assert set(found.every_label() if found else ()) == kept
