"""A profile: nothing required, nothing personal, saved and loaded without loss, every wrong field named; Europass."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.vocabulary import load_vocabulary
from matcher.concepts import Concepts
from matcher.europass import from_europass, to_europass
from matcher.profile import DAYS, LARGEST, Held, Past, Profile, ProfileWrong, Spoken, WeekCells, load, save, schema

DOCS = Path(__file__).resolve().parents[2] / "docs" / "match.md"
CONCEPTS = Concepts(load_vocabulary())
CELLS = [f"{day}-{part}" for day in DAYS for part in ("morning", "afternoon", "evening")]
WHOLE = Profile(
    competences=(Held(id="use-a-computer"), Held(id="work-safely", confidence=0.6, origin="words")),
    occupations=(Past(id="warehouse-worker", years=12),),
    level=3,
    languages=(Spoken(language="nl", level="C1"), Spoken(language="fr", level="A2")),
    week=WeekCells(free=("tue-evening", "sat-morning"), work=("mon-morning",)),
    place="9300",
    radius_km=20,
    budget=300,
    facts={"person.status": "employee", "job.weekly_hours": 38},
    words="Ik werk in een magazijn.",
)

profiles = st.builds(
    Profile,
    competences=st.lists(st.builds(Held, id=st.sampled_from(["use-a-computer", "work-safely"])), max_size=3),
    occupations=st.lists(st.builds(Past, id=st.just("nurse"), years=st.none() | st.floats(0, 60)), max_size=3),
    level=st.none() | st.integers(0, 8),
    week=st.builds(WeekCells, free=st.lists(st.sampled_from(CELLS), max_size=5)),
    place=st.sampled_from(["", "9000", "Gent"]),
    budget=st.none() | st.decimals(0, 1000, places=2),
    facts=st.fixed_dictionaries({}, optional={"person.status": st.just("employee"), "job.private_cao": st.booleans()}),
    words=st.text(st.characters(codec="utf-8"), max_size=40),
)


@given(profiles)
def test_a_saved_profile_loads_as_it_was(profile: Profile) -> None:
    assert load(save(profile)) == profile


def test_nothing_is_required_and_no_field_is_personal() -> None:
    assert load("{}").is_empty
    personal = {"name", "first_name", "sex", "gender", "age", "birth", "birthday", "nationality", "origin", "photo"}
    assert personal.isdisjoint(Profile.model_fields)
    for name in sorted(personal):
        with pytest.raises(ProfileWrong):
            load(json.dumps({name: "x"}))


def test_every_wrong_field_is_named_at_once_with_how_to_mend_it() -> None:
    bad = {
        "level": 12,
        "week": {"free": ["tuesday"]},
        "facts": {"person.statsu": "employee"},
        "competences": [{"confidence": 1}],
        "nickname": "x",
    }
    with pytest.raises(ProfileWrong) as caught:
        load(json.dumps(bad))
    named = {one.name: one for one in caught.value.problems}
    assert set(named) == {
        "profile.level",
        "profile.week.free.0",
        "profile.facts.person.statsu",
        "profile.competences.0.id",
        "profile.nickname",
    }
    assert str(named["profile.facts.person.statsu"].mend.params["choices"]).startswith("person.status")


@pytest.mark.parametrize("text", ["", "[", "[" * 100_000, "[]", "3", "x" * (LARGEST + 1)])
def test_what_is_no_profile_is_refused(text: str) -> None:
    with pytest.raises(ProfileWrong):
        load(text)


def test_a_fact_of_a_course_is_no_fact_of_a_person() -> None:
    with pytest.raises(ProfileWrong):
        load(json.dumps({"facts": {"course.price": 3}}))


def test_the_schema_describes_every_field_and_the_docs_name_each() -> None:
    described = schema()
    assert set(described["properties"]) == set(Profile.model_fields)
    text = DOCS.read_text(encoding="utf-8")
    assert [name for name in Profile.model_fields if f"`{name}`" not in text] == []


def test_europass_keeps_work_level_languages_and_skills() -> None:
    back = from_europass(json.loads(json.dumps(to_europass(WHOLE, CONCEPTS))), CONCEPTS)
    assert [one.id for one in back.occupations] == ["warehouse-worker"]
    assert back.level == WHOLE.level
    assert back.languages == WHOLE.languages
    assert {one.id for one in back.competences} == {"use-a-computer", "work-safely"}


def test_europass_says_and_reads_nothing_of_who_somebody_is() -> None:
    assert "Identification" not in json.dumps(to_europass(WHOLE, CONCEPTS))
    given_ = to_europass(WHOLE, CONCEPTS)
    before = from_europass(given_, CONCEPTS)
    given_["SkillsPassport"]["LearnerInfo"]["Identification"] = {
        "PersonName": {"FirstName": "Marker"},
        "Demographics": {"Birthdate": {"Year": 1960}, "Gender": {"Code": "F"}},
    }
    assert from_europass(given_, CONCEPTS) == before
    assert "Marker" not in save(before)


@pytest.mark.parametrize("given_", [{}, [], {"SkillsPassport": 3}, {"SkillsPassport": {"LearnerInfo": []}}, None])
def test_what_is_no_europass_is_refused(given_: object) -> None:
    with pytest.raises(ProfileWrong):
        from_europass(given_, CONCEPTS)


@given(st.recursive(st.none() | st.booleans() | st.text(max_size=5), lambda inner: st.lists(inner, max_size=3)))
def test_no_odd_part_of_a_europass_breaks_it(odd: object) -> None:
    learner = {"WorkExperience": odd, "Education": [odd], "Skills": {"Linguistic": {"MotherTongue": odd}}}
    assert from_europass({"LearnerInfo": learner}, CONCEPTS).occupations == ()
