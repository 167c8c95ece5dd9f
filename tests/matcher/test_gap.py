"""The gap: probable, with relations, specificity and near matches; what a course closes; occupations that need less."""

from collections.abc import Sequence
from typing import ClassVar

import numpy as np
import pytest
from making import course

from catalogue.competences import Competence, Labels, Occupation, Vocabulary
from catalogue.course import Link
from matcher.able import How, can
from matcher.concepts import Concepts, Vectors
from matcher.gap import gap, nearby, of, taught, weighted
from matcher.goal import Kind, aim
from matcher.profile import Held, Past, Profile
from matcher.understand import Mind
from matcher.weights import numbers


def labels(word: str) -> dict[str, Labels]:
    return {language: Labels(preferred=f"{word} {language}") for language in ("nl", "fr", "de", "en")}


def competence(name: str, shared: str = "") -> Competence:
    made = labels(name)
    if shared:
        made["nl"] = Labels(preferred=f"{name} nl", alternatives=(shared,))
    return Competence(id=name, labels=made)


def occupation(
    name: str, essential: Sequence[str], optional: Sequence[str] = (), near: Sequence[str] = ()
) -> Occupation:
    return Occupation(
        id=name, labels=labels(name), essential=tuple(essential), optional=tuple(optional), near=tuple(near)
    )


VOCABULARY = Vocabulary(
    competences=(
        competence("weld"),
        competence("solder", "verbinden met soldeer"),
        competence("braze", "verbinden met soldeer"),
        competence("plan"),
        competence("greet"),
        competence("sum"),
    ),
    occupations=(
        occupation("welder", ["weld", "solder", "plan"], ["sum"], ["fitter"]),
        occupation("fitter", ["braze", "plan"], [], ["clerk"]),
        occupation("clerk", ["greet", "plan"], ["sum"], ["host"]),
        occupation("host", ["greet", "plan"]),
        occupation("painter", ["plan"]),
    ),
)
CONCEPTS = Concepts(VOCABULARY)
NOBODY = Profile()


def found(target: str, profile: Profile = NOBODY, kind: Kind = Kind.REORIENT, mind: Mind | None = None):  # type: ignore[no-untyped-def]
    goal = aim(kind, target, CONCEPTS, None)
    able = can(profile, kind, CONCEPTS, mind)
    return goal, able, gap(goal, able, CONCEPTS, mind)


def by_id(whole):  # type: ignore[no-untyped-def]
    return {one.competence.id: one for one in whole.needs}


def test_what_only_this_occupation_needs_weighs_most_and_what_all_need_nothing() -> None:
    needs = by_id(found("welder")[2])
    assert needs["weld"].specificity == pytest.approx(1.0)
    assert needs["plan"].weight == pytest.approx(0.0)
    assert needs["sum"].weight < needs["weld"].weight
    assert [one.competence.id for one in found("welder")[2].extra] == ["sum"]


def test_what_is_said_counts_whole_and_the_past_only_probably() -> None:
    _, _, said = found("welder", Profile(competences=(Held(id="weld"),)))
    assert (by_id(said)["weld"].have.sure, by_id(said)["weld"].have.how) == (1.0, How.SAID)
    _, _, past = found("clerk", Profile(occupations=(Past(id="host"),)))
    greet = by_id(past)["greet"].have
    assert (greet.how, greet.through) == (How.PAST, "host")
    assert 0.5 <= greet.sure < 1


def test_who_says_no_to_a_competence_of_their_past_is_believed() -> None:
    profile = Profile(occupations=(Past(id="host"),), competences=(Held(id="greet", confidence=0.0),))
    assert "greet" in {one.competence.id for one in found("clerk", profile)[2].missing}


def test_a_competence_of_the_same_name_counts_nearly_whole() -> None:
    have = by_id(found("welder", Profile(competences=(Held(id="braze"),)))[2])["solder"].have
    assert (have.how, have.through, have.sure) == (How.SHARED, "braze", pytest.approx(numbers().shared_label))


def test_who_stays_up_to_date_is_less_sure_of_the_past_than_who_turns() -> None:
    profile = Profile(occupations=(Past(id="welder"),))
    turns, stays = found("welder", profile)[2], found("welder", profile, Kind.KEEP_UP)[2]
    assert stays.lacking > turns.lacking > 0


def test_a_course_closes_the_part_of_the_gap_that_it_teaches() -> None:
    _, _, whole = found("welder")
    none = whole.closes({"greet": 1.0})
    some, more = whole.closes({"weld": 1.0}), whole.closes({"weld": 1.0, "solder": 1.0})
    assert (none.share, none.competences) == (0.0, ())
    assert none.share < some.share < more.share <= 1
    assert whole.closes({}).share is None


def test_what_one_can_already_is_not_counted_as_learned() -> None:
    _, _, whole = found("welder", Profile(competences=(Held(id="weld"),)))
    assert whole.closes({"weld": 1.0}).competences == ()
    assert whole.closes({"weld": 1.0}).share == pytest.approx(0.0)


def test_a_course_teaches_what_it_is_linked_to_by_id_by_name_and_by_a_shared_name() -> None:
    links = (Link(label="x", target="weld"), Link(label="braze nl", confidence=0.8), Link(label="onbekend"))
    teaches = taught(course("c", "Lassen", competences=links), CONCEPTS)
    assert teaches == {"weld": 1.0, "braze": 0.8, "solder": pytest.approx(0.8 * numbers().shared_label)}


def test_occupations_near_it_that_need_less_are_named_with_what_they_lack() -> None:
    profile = Profile(competences=(Held(id="braze"),))
    goal, able, whole = found("welder", profile)
    rows = nearby(goal, able, whole, profile, CONCEPTS)
    assert [one.occupation.id for one in rows][:1] == ["fitter"]
    assert all(0 <= one.ratio < 1 for one in rows)
    assert "welder" not in {one.occupation.id for one in rows}


def test_a_goal_without_a_target_has_no_gap() -> None:
    goal, able, whole = found("iets onbekends")
    assert (whole.needs, whole.lacking, nearby(goal, able, whole, NOBODY, CONCEPTS)) == ((), 0, ())


class Placed:
    """An embedder for these few labels: what is alike lies alike, all on top of one thing that they share."""

    fingerprint = "placed"
    _AT: ClassVar = {
        "weld": (1, 0, 0),
        "solder": (0.95, 0.3, 0),
        "braze": (0.95, 0.3, 0),
        "greet": (0, 0, 1),
        "sum": (0, 1, 0),
    }

    def queries(self, texts: Sequence[str]) -> Vectors:
        rows = [(*self._AT.get(text.split()[0], (0, 0, 0)), 3) for text in texts]
        made = np.array(rows, dtype=np.float32)
        return np.asarray(made / np.linalg.norm(made, axis=1, keepdims=True), dtype=np.float32)


class Labelled:
    """Vectors of occupations: only what they all share."""

    def vector(self, name: str) -> Vectors:
        return np.array((0, 0, 0, 1), dtype=np.float32)


MIND = Mind(Placed(), VOCABULARY, Labelled())  # type: ignore[arg-type]


def test_what_is_near_in_meaning_counts_at_most_half_and_says_through_what() -> None:
    concepts = Concepts(VOCABULARY)
    able = can(Profile(competences=(Held(id="solder"),)), Kind.REORIENT, concepts, MIND)
    needs = by_id(of(VOCABULARY.by_id["welder"], able, concepts, MIND))  # type: ignore[arg-type]
    assert (needs["weld"].have.how, needs["weld"].have.through) == (How.NEAR, "solder")
    assert 0 < needs["weld"].have.sure <= numbers().near.most
    assert needs["sum"].have.how == How.NOTHING


def test_the_vector_of_what_lacks_turns_with_what_one_can() -> None:
    concepts = Concepts(VOCABULARY)
    welder = VOCABULARY.by_id["welder"]
    assert isinstance(welder, Occupation)

    def vector(profile: Profile) -> Vectors | None:
        return weighted(of(welder, can(profile, Kind.REORIENT, concepts, MIND), concepts, MIND), concepts, MIND)

    nobody, welds = vector(NOBODY), vector(Profile(competences=(Held(id="weld"),)))
    assert nobody is not None
    assert welds is not None
    assert np.linalg.norm(nobody) == pytest.approx(1, abs=1e-5)
    assert welds[0] < nobody[0]
    every = Profile(competences=tuple(Held(id=name) for name in ("weld", "solder", "sum", "plan")))
    assert vector(every) is None
