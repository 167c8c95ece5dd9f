"""Fields of study: the list itself, and what belongs where."""

from pathlib import Path

import pytest

from catalogue.course import Subject
from catalogue.studies import StudiesUnreadable, by_isco, by_words, load_studies, read_studies, studies_of
from catalogue.vocabulary import load_vocabulary


def test_every_occupation_of_the_vocabulary_belongs_to_a_field() -> None:
    studies = load_studies()
    lost = [one.id for one in load_vocabulary().occupations if one.isco and by_isco(one.isco, studies) is None]
    assert lost == []


def test_no_isco_code_belongs_to_two_fields() -> None:
    beginnings = [start for one in load_studies() for start in one.isco]
    assert sorted({start for start in beginnings if beginnings.count(start) > 1}) == []


def test_the_longest_beginning_of_an_isco_code_wins() -> None:
    studies = load_studies()
    assert by_isco("1420", studies) == "sales"
    assert by_isco("1412", studies) == "food"
    assert by_isco("1439", studies) == "business"


@pytest.mark.parametrize(
    ("words", "fields"),
    [
        ("Lastechniek", ("technology",)),
        ("Verpleegkunde", ("care",)),
        ("Nederlands voor anderstaligen", ("languages",)),
        ("Italiaans", ("languages",)),
        ("IT", ("ict",)),
        ("Modelbouw", ()),
        ("Kunststofverwerking", ("industry",)),
        ("Career coaching", ()),
    ],
)
def test_words_of_a_subject_name_a_field(words: str, fields: tuple[str, ...]) -> None:
    assert by_words(words, load_studies()) == fields


def test_a_course_may_belong_to_several_fields_or_to_none() -> None:
    studies = load_studies()
    assert studies_of(["2221"], [Subject(label="Frans")], studies) == ("care", "languages")
    assert studies_of([], [Subject(label="Zoals niets anders")], studies) == ()


@pytest.mark.parametrize("text", ["- a list", "x: 1", "x: {names: {nl: X}, words: [x]}", "x: {", "x: {names: {}}"])
def test_a_file_that_is_no_list_of_fields_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "studies.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(StudiesUnreadable, match="studies"):
        read_studies(file)
