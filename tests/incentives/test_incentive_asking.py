"""Which question comes first."""

from typing import Any

from made_up_packs import DATES, FACTS, leaf, make_pack, make_rules

from matcher.incentives.parts import Verdict


def verdict(when: Any, **facts: Any) -> Verdict:
    named = {name.replace("_", ".", 1): one for name, one in facts.items()}
    return make_rules(make_pack(when)).evaluate(DATES, FACTS.situation(named))["t"]


A, B = leaf("a", "person.a", eq=True), leaf("b", "person.b", eq=True)
HOURS = leaf("hours", "job.hours", gte={"const": 28})
SIZE = leaf("size", "course.size", gte={"const": 32})


def test_where_questions_weigh_the_same_the_easier_one_comes_first() -> None:
    assert verdict({"all": [B, HOURS, A]}).asks == ("person.a", "job.hours", "person.b")


def test_what_every_way_needs_comes_before_one_way_of_several() -> None:
    assert verdict({"all": [HOURS, {"any": [A, SIZE, B]}]}).asks[0] == "job.hours"


def test_what_can_not_matter_any_more_is_not_asked() -> None:
    assert verdict({"all": [HOURS, {"any": [A, {"all": [B, SIZE]}]}]}, person_b=False).asks == ("person.a", "job.hours")


def test_a_question_that_decides_alone_has_full_power() -> None:
    found = verdict({"all": [A, HOURS]}, person_a=True)
    assert [(one.fact, one.power) for one in found.part.questions(found.answers)] == [("job.hours", 1)]


def test_one_fact_in_several_conditions_is_one_question() -> None:
    part = {"any": [leaf("x", "person.kind", eq="x"), {"all": [leaf("y", "person.kind", eq="y"), A]}]}
    assert set(verdict(part).asks) == {"person.kind", "person.a"}
    assert verdict(part, person_kind="z").asks == ()


def test_two_ways_that_together_cover_every_answer_need_no_question() -> None:
    """Any answer gives a yes; only the verdict that is said must stay careful."""
    both = {"any": [leaf("yes", "person.a", eq=True), leaf("no", "person.a", eq=False)]}
    assert verdict(both).asks == ()
