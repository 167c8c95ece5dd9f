"""The whole match over the bundled catalogue, by words: twelve profiles and three goals, and equal treatment."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from making import TODAY, build

from catalogue.places import load_places
from catalogue.schemes import load_schemes
from catalogue.sources import by_name
from catalogue.vocabulary import load_vocabulary
from indexer.engine.embedded import EmbeddedEngine
from indexer.fields import TABLE
from matcher.diversity import BLOCK, MOST
from matcher.goal import Kind
from matcher.incentives.evaluator import Rules
from matcher.incentives.packs import library
from matcher.match import Match, Matcher
from matcher.profile import Held, Profile, WeekCells, cell_name
from matcher.scorers import swaps
from matcher.search import Finder
from matcher.weights import BARS, SWITCHED

EMPLOYEE = {"person.status": "employee", "job.work_region": "flanders", "job.private_cao": True, "job.weekly_hours": 38}
# (past, level, cells that are free, place, target): made up, to be unlike each other.
PEOPLE: tuple[tuple[str, int, tuple[str, ...], str, str], ...] = (
    ("warehouse-worker", 1, ("tue-evening", "thu-evening"), "9300", "accountant"),
    ("nurse", 6, ("mon-morning", "wed-afternoon"), "8500", "primary-teacher"),
    ("welder", 3, ("sat-morning",), "3600", "welder"),
    ("office-clerk", 4, ("mon-evening", "tue-evening"), "2800", "helpdesk-operator"),
    ("accountant", 6, ("tue-evening", "thu-evening", "sat-morning"), "1800", "accountant"),
    ("sales-assistant", 3, ("mon-morning", "tue-morning", "wed-morning", "thu-morning"), "2000", "care-assistant"),
    ("hairdresser", 3, ("mon-morning", "mon-afternoon", "mon-evening"), "9000", "office-clerk"),
    ("lorry-driver", 2, ("sat-morning", "sat-afternoon"), "3500", "electrician"),
    ("cleaner", 0, ("wed-evening", "fri-evening"), "1000", "childcare-worker"),
    ("cook", 3, ("mon-evening", "sun-morning"), "8000", "baker"),
    ("bricklayer", 2, ("tue-evening", "wed-evening", "thu-evening"), "9100", "software-developer"),
    ("software-developer", 6, ("mon-evening", "wed-evening"), "3000", "data-analyst"),
)


def profile(number: int) -> tuple[Profile, str]:
    """A full profile, and its target."""
    past, level, free, place, target = PEOPLE[number]
    given: dict[str, Any] = {
        "occupations": [{"id": past, "years": 8}],
        "competences": [{"id": "use-a-computer"}],
        "level": level,
        "languages": [{"language": "nl", "level": "C1"}],
        "week": {"free": free, "work": ["mon-afternoon", "fri-morning"]},
        "place": place,
        "radius_km": 30,
        "budget": 400,
        "facts": EMPLOYEE,
    }
    return Profile.model_validate(given), target


@pytest.fixture(scope="module")
def matcher(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Matcher]:
    source = by_name("bundled")
    assert source is not None
    courses = [row.course for row in source.read(Path(), TODAY) if row.course is not None]
    engine = EmbeddedEngine(build(tmp_path_factory.mktemp("match") / "index", courses[::2]), TABLE)
    finder = Finder(
        engine=engine, places=load_places(), schemes=load_schemes(), vocabulary=load_vocabulary(), today=lambda: TODAY
    )
    yield Matcher(finder=finder, rules=Rules(library()))
    engine.close()


def ids(found: Match) -> list[str]:
    return [one.course.id for one in found.found]


@pytest.mark.parametrize("number", range(len(PEOPLE)))
def test_three_goals_give_a_full_profile_three_orders_and_each_swap_names_its_bar(
    matcher: Matcher, number: int
) -> None:
    person, target = profile(number)
    found = {kind: matcher.match(kind, target, person, limit=20) for kind in Kind}
    kinds = list(Kind)
    for before, after in zip(kinds, [*kinds[1:], kinds[0]], strict=True):
        one, other = found[before], found[after]
        assert list(one.scores) != list(other.scores)
        swapped = list(swaps(one.scores, other.scores))
        assert swapped
        for swap in swapped:
            assert swap.because in BARS
            assert one.scores[swap.down].total > one.scores[swap.up].total
            assert other.scores[swap.up].total > other.scores[swap.down].total
            lead = {
                bar: (other.scores[swap.up].bar(bar).points - other.scores[swap.down].bar(bar).points)
                - (one.scores[swap.up].bar(bar).points - one.scores[swap.down].bar(bar).points)
                for bar in BARS
            }
            assert lead[swap.because] == max(lead.values()) > 0


def test_an_answer_is_whole_every_course_has_six_bars_reasons_week_and_incentives(matcher: Matcher) -> None:
    person, target = profile(0)
    found = matcher.match(Kind.CATCH_UP, target, person, limit=10)
    assert len(found.found) == 10
    for one in found.found:
        assert [bar.name for bar in one.score.bars] == list(BARS)
        assert one.score.total == pytest.approx(sum(bar.points for bar in one.score.bars))
        assert 0 <= one.score.total <= 100
        assert all(0 <= bar.points <= bar.ceiling for bar in one.score.bars)
        assert one.reasons
        assert one.week is not None
        assert set(one.verdicts) == set(library().packs)
        assert one.lists or one.closes
    assert set(found.searched) == {"target", "near", "missing"}
    assert [one.name for one in found.beside] == ["evc", "exam_board"]
    assert matcher.match(Kind.KEEP_UP, target, person).beside == ()


def test_the_first_ten_have_at_most_three_of_one_provider(matcher: Matcher) -> None:
    for number in range(len(PEOPLE)):
        person, target = profile(number)
        found = matcher.match(Kind.REORIENT, target, person, limit=BLOCK)
        providers = [one.course.provider.id for one in found.found]
        assert max(map(providers.count, providers)) <= MOST
        assert {one.id for one in found.moved} <= set(found.scores)


def test_changing_only_what_one_can_changes_the_courses_that_are_found(matcher: Matcher) -> None:
    before = matcher.match(Kind.REORIENT, "accountant", Profile(), limit=50)
    able = Profile(competences=tuple(Held(id=one.competence.id) for one in before.gap.missing))
    after = matcher.match(Kind.REORIENT, "accountant", able, limit=50)
    assert after.gap.missing == ()
    assert set(before.scores) != set(after.scores)
    assert before.searched["missing"] != after.searched.get("missing")


def test_without_support_and_demand_the_order_can_be_seen_too(matcher: Matcher) -> None:
    person, target = profile(2)
    found = matcher.match(Kind.REORIENT, target, person, support_counts=False)
    assert all(one.score.bar(name).ceiling == 0 for one in found.found for name in SWITCHED)
    assert all(one.score.total <= 100.0001 for one in found.found)


def test_an_empty_profile_is_answered_and_says_that_the_goal_changes_little(matcher: Matcher) -> None:
    for kind in Kind:
        found = matcher.match(kind, "", Profile())
        assert found.goal_changes_little
        assert found.found
    assert not matcher.match(Kind.REORIENT, "nurse", profile(0)[0]).goal_changes_little


def test_she_and_he_get_the_same_answer(matcher: Matcher) -> None:
    person, _ = profile(0)
    for she, he in (("boekhoudster", "boekhouder"), ("infirmière", "infirmier"), ("Köchin", "Koch")):
        one, other = matcher.match(Kind.REORIENT, she, person), matcher.match(Kind.REORIENT, he, person)
        assert ids(one) == ids(other)
        assert {name: found.total for name, found in one.scores.items()} == {
            name: found.total for name, found in other.scores.items()
        }


def test_a_cv_in_her_words_or_his_with_any_name_changes_nothing(matcher: Matcher) -> None:
    texts = (
        "Fatima El Amrani, geboren in 1962. Ik ben verpleegster. Ik kan werken met een rekenblad.",
        "Jan Peeters, geboren in 1998. Ik ben verpleger. Ik kan werken met een rekenblad.",
    )
    answers = [matcher.match(Kind.REORIENT, "accountant", Profile(words=text)) for text in texts]
    first, second = ([(one.course.id, one.score) for one in found.found] for found in answers)
    assert first == second


def test_what_is_read_in_words_never_stands_against_what_was_ticked(matcher: Matcher) -> None:
    said = Profile(words="Ik kan facturen boeken.", competences=(Held(id="record-invoices", confidence=0.0),))
    found = matcher.match(Kind.REORIENT, "accountant", said)
    assert "record-invoices" in {one.competence.id for one in found.gap.missing}


def test_the_one_change_that_would_help_is_true(matcher: Matcher) -> None:
    person, target = profile(8)
    found = matcher.match(Kind.REORIENT, target, person)
    change = found.counterfactual
    assert change is not None
    if change.change.what == "radius":
        wider = person.model_copy(update={"radius_km": 400})
    elif change.change.what == "budget":
        wider = person.model_copy(update={"budget": None})
    else:
        assert change.change.cell is not None
        free = (*person.week.free, cell_name(change.change.cell))
        wider = person.model_copy(update={"week": WeekCells.model_validate({"free": free, "work": person.week.work})})
    again = matcher.match(Kind.REORIENT, target, wider)
    now = again.counterfactual.now if again.counterfactual else change.now + change.more
    assert now >= change.now + change.more
