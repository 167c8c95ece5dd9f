"""Masculine and feminine forms are told from labels that name two things."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.competences import LANGUAGES
from catalogue.esco_forms import Forms, forms


@pytest.mark.parametrize(
    ("language", "label", "masculine", "feminine"),
    [
        ("nl", "verpleger/verpleegster", "verpleger", "verpleegster"),
        ("nl", "leraar/lerares dans", "leraar dans", "lerares dans"),
        ("nl", "gastheer/gastvrouw", "gastheer", "gastvrouw"),
        ("fr", "infirmier/infirmière", "infirmier", "infirmière"),
        ("fr", "directeur technique/directrice technique", "directeur technique", "directrice technique"),
        ("fr", "chef de rang/cheffe en salle", "chef de rang", "cheffe en salle"),
        ("de", "Küchenleiter/ Küchenleiterin", "Küchenleiter", "Küchenleiterin"),
        ("de", "Ärztin/Arzt", "Arzt", "Ärztin"),
        ("de", "Schichtleiter/in Bergbau", "Schichtleiter Bergbau", "Schichtleiterin Bergbau"),
        ("de", "Im-/Exportkaufmann/Im-/Exportkauffrau", "Im-/Exportkaufmann", "Im-/Exportkauffrau"),
        ("en", "head waiter/head waitress", "head waiter", "head waitress"),
    ],
)
def test_two_forms_of_one_word_are_told_apart(language: str, label: str, masculine: str, feminine: str) -> None:
    assert forms(label, language) == Forms(masculine, feminine)


@pytest.mark.parametrize(
    "label",
    ["chauffeur/verhuizer", "QA/RA officer", "roll-on/roll-offvaart", "ober/serveerster", "/", "bakker", "kok/kok"],
)
def test_two_different_things_stay_one_label(label: str) -> None:
    assert forms(label, "nl") is None


@given(st.text("abcdeinrst/ -", max_size=40), st.sampled_from(LANGUAGES))
def test_forms_are_two_different_texts_whatever_the_label(label: str, language: str) -> None:
    found = forms(label, language)
    assert found is None or (found.masculine and found.feminine and found.masculine != found.feminine)
