"""Six bars of 100 points: their weights, what each says, and that nothing personal is among what they look at."""

from dataclasses import fields, replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from making import TODAY, course, run
from pydantic import ValidationError

from catalogue.competences import Occupation
from catalogue.course import Certificate, CertificateKind
from catalogue.vocabulary import load_vocabulary
from catalogue.week import Fit, WeekFit
from matcher.concepts import Concepts
from matcher.gap import Closes
from matcher.goal import Kind, aim
from matcher.profile import Profile, Spoken
from matcher.scorers import SCORERS, Score, Swap, ceilings, score, swaps
from matcher.scorers.base import MIDDLE, Standing
from matcher.weights import BARS, CAP, FILE, SWITCHED, numbers, read_numbers

CONCEPTS = Concepts(load_vocabulary())
GOAL = aim(Kind.REORIENT, "accountant", CONCEPTS, None)
NOTHING = Closes(competences=(), share=None)


def concept(name: str) -> Occupation:
    found = CONCEPTS.vocabulary.by_id[name]
    assert isinstance(found, Occupation)
    return found


def standing(**values: Any) -> Standing:
    """A course of which nothing is known, before somebody of whom nothing is known."""
    usual: dict[str, Any] = {
        "goal": aim(Kind.REORIENT, "", CONCEPTS, None),
        "profile": Profile(),
        "numbers": numbers(),
        "today": TODAY,
        "language": "nl",
        "course": course("c", "Cursus", runs=()),
        "leads_to": (),
        "declared": {},
        "near": frozenset(),
        "about": 0.0,
        "closes": NOTHING,
        "taught": {},
        "run": None,
        "week": None,
        "distance_km": None,
        "online": None,
        "price": None,
        "teaches_in": None,
        "language_level": None,
        "verdicts": None,
        "bottlenecks": None,
    }
    return Standing(**(usual | values))


def bars(one: Standing, kind: Kind = Kind.REORIENT, support: bool = True) -> Score:
    return score(one, ceilings(numbers(), kind, support))


def share(one: Standing, name: str) -> float:
    bar = bars(one).bar(name)
    return bar.points / bar.ceiling


def test_the_bars_are_those_of_the_data_file_in_its_order() -> None:
    assert tuple(one.name for one in SCORERS) == BARS


@pytest.mark.parametrize("kind", Kind)
def test_the_weights_are_a_hundred_and_support_and_demand_at_most_twenty(kind: Kind) -> None:
    most = ceilings(numbers(), kind, True)
    assert sum(most.values()) == 100
    assert sum(most[name] for name in SWITCHED) <= CAP
    without = ceilings(numbers(), kind, False)
    assert sum(without.values()) == pytest.approx(100)
    assert [without[name] for name in SWITCHED] == [0, 0]


@pytest.mark.parametrize("change", [{"steun": 20, "doel": 20}, {"gat": 26}, {"vraag": 15, "doel": 25}])
def test_weights_that_do_not_add_up_are_refused(change: dict[str, int], tmp_path: Path) -> None:
    given = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    given["weights"]["herorienteren"] |= change
    file = tmp_path / "weights.yaml"
    file.write_text(yaml.safe_dump(given, sort_keys=False), encoding="utf-8")
    with pytest.raises(ValidationError):
        read_numbers(file)


def test_what_is_not_known_is_the_middle_of_each_bar_and_lowers_the_confidence() -> None:
    found = bars(standing())
    assert [bar.points / bar.ceiling for bar in found.bars] == [MIDDLE] * len(BARS)
    assert (found.total, found.confidence) == (pytest.approx(50), 0)


def test_a_scorer_sees_no_name_sex_origin_or_age() -> None:
    seen = {one.name for one in fields(Standing)} | set(Profile.model_fields)
    assert seen.isdisjoint({"name", "sex", "gender", "origin", "nationality", "age", "birthday", "first_name"})


def test_leading_to_the_target_beats_leading_to_a_near_one_beats_being_about_it() -> None:
    near = concept(concept("accountant").near[0])
    leads = standing(goal=GOAL, declared={"accountant": 1.0}, about=1.0)
    beside = standing(goal=GOAL, leads_to=(near,), near=frozenset({near.id}), about=0.2)
    about = standing(goal=GOAL, about=0.5)
    assert share(leads, "doel") == 1 > share(beside, "doel") > share(about, "doel") > 0


def test_the_gap_counts_by_the_part_that_a_course_closes() -> None:
    assert share(standing(closes=Closes(competences=(), share=0.4)), "gat") == pytest.approx(0.4)


def test_a_level_too_high_is_said_with_both_numbers() -> None:
    one = standing(profile=Profile(level=2), course=course("c", "x", entry_level=4))
    bar = bars(one).bar("niveau")
    assert bar.why[0].params == {"asked": 4, "held": 2}
    assert share(one, "niveau") < share(
        standing(profile=Profile(level=4), course=course("c", "x", entry_level=4)), "niveau"
    )


def test_who_catches_up_gains_by_a_diploma_and_not_by_one_of_the_level_they_hold() -> None:
    goal = aim(Kind.CATCH_UP, "", CONCEPTS, None)

    def step(level: int) -> float:
        diploma = Certificate(kind=CertificateKind.DIPLOMA, level=level)
        one = standing(goal=goal, profile=Profile(level=3), course=course("c", "x", entry_level=2, certificate=diploma))
        return bars(one, Kind.CATCH_UP).bar("niveau").points

    assert step(4) > step(3)


def week(fit: Fit, leave: Decimal | None = None) -> WeekFit:
    return WeekFit(fit=fit, leave=leave)


def test_time_goes_down_from_fitting_over_leave_to_clashing() -> None:
    values = [
        share(standing(week=one), "haalbaarheid")
        for one in (week(Fit.FITS), week(Fit.LEAVE, Decimal(8)), week(Fit.LEAVE, Decimal(100)), week(Fit.CLASHES))
    ]
    assert values == sorted(values, reverse=True)
    assert len(set(values)) == 4


def test_the_weakest_of_what_is_known_counts_and_not_a_mean() -> None:
    good = standing(week=week(Fit.FITS), distance_km=3.0, price=0.0, run=run(), profile=Profile(radius_km=10))
    assert share(good, "haalbaarheid") > 0.8
    assert share(replace(good, distance_km=100.0), "haalbaarheid") == 0
    assert share(replace(good, distance_km=100.0, online=True), "haalbaarheid") > 0.8


def test_a_language_that_one_does_not_speak_makes_it_hardly_feasible() -> None:
    profile = Profile(languages=(Spoken(language="nl", level="B1"),))
    assert share(standing(profile=profile, teaches_in="fr"), "haalbaarheid") == 0
    assert share(standing(profile=profile, teaches_in="nl", language_level=5), "haalbaarheid") == 0
    assert share(standing(profile=profile, teaches_in="nl", language_level=3), "haalbaarheid") > MIDDLE


def test_a_run_that_is_over_is_not_feasible_and_a_late_start_less() -> None:
    def start(day: date) -> float:
        return share(standing(run=run(start=day, end=None)), "haalbaarheid")

    assert start(TODAY - timedelta(days=9)) == 0
    assert start(TODAY + timedelta(days=20)) > start(TODAY + timedelta(days=500)) > 0


def test_a_bottleneck_occupation_fills_the_demand_bar_and_another_empties_it() -> None:
    nurse = concept("nurse")
    assert share(standing(leads_to=(nurse,), bottlenecks=frozenset({"nurse"})), "vraag") == 1
    assert share(standing(leads_to=(nurse,), bottlenecks=frozenset()), "vraag") == 0
    assert share(standing(leads_to=(nurse,), bottlenecks=None), "vraag") == MIDDLE


def test_a_free_course_needs_no_support_in_money() -> None:
    assert share(standing(price=0.0, verdicts={}), "steun") == pytest.approx(MIDDLE)
    assert share(standing(price=100.0, verdicts={}), "steun") == 0


def test_two_courses_that_change_places_name_the_bar_that_caused_it() -> None:
    closes = standing(goal=GOAL, closes=Closes(competences=(), share=0.9), declared={}, about=0.1)
    leads = standing(goal=GOAL, closes=Closes(competences=(), share=0.35), declared={"accountant": 1.0})
    turn = {"closes": bars(closes), "leads": bars(leads)}
    stay = {"closes": bars(closes, Kind.KEEP_UP), "leads": bars(leads, Kind.KEEP_UP)}
    assert turn["leads"].total > turn["closes"].total
    assert list(swaps(turn, stay)) == [Swap(up="closes", down="leads", because="doel")]
    assert list(swaps(turn, turn)) == []
