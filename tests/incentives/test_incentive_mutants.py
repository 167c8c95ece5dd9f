"""Mutants of the packs: every kind is made, and none that changes an answer lives through the cases unseen."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from made_up_packs import figure, gives, leaf, make_pack, make_rules

from matcher.incentives.__main__ import main
from matcher.incentives.evaluator import Rules
from matcher.incentives.mutant_formulas import formula_mutants
from matcher.incentives.mutants import Mutant, mutants, only, patched
from matcher.incentives.mutation import indexed, is_killed, read_survivors, run
from matcher.incentives.packs import library

CASES = Path(__file__).parent / "cases"
RULES = make_rules(
    make_pack(
        {
            "all": [
                leaf("kind", "person.kind", **{"in": ["x", "y"], "unsure": ["z"]}),
                leaf("hours", "job.hours", gte={"param": "t.known"}),
                {"any": [leaf("a", "person.a", eq=True), leaf("size", "course.size", lte={"const": 40})]},
            ]
        },
        parameters={"t.known": figure(("2019-01-01", 32), ("2025-01-01", 28))},
        gives=[gives("leave", "min(course.size, 30) * 2")],
        exists={"from": "2019-01-01", "to": "2030-12-31"},
    )
)
MADE = {one.name: one for one in mutants(RULES.library)}


def named(*parts: str) -> list[str]:
    return [name for name in MADE if all(part in name for part in parts)]


def test_every_threshold_date_and_operator_has_its_mutant() -> None:
    assert named("exists.since 2019-01-01 -> 2018-12-31")
    assert named("exists.until 2030-12-31 -> 2031-01-01")
    assert named("t.kind in -> not")
    assert named("t.kind without x")
    assert named("t.kind sure of z")
    assert named("t.hours gte -> gt")
    assert named("t.size lte -> lt")
    assert named("t.size lte 40 -> 41")
    assert named("t.size lte 40 -> 39")
    assert named("t.a eq -> not")
    assert named("all of t.kind and 2 more -> any")
    assert named("any of t.a and 1 more -> all")
    assert named("t.known[2019-01-01] 32 -> 33")
    assert named("t.known[2025-01-01] from -> 2025-01-02")
    assert named("gives leave formula", "min -> max")
    assert named("gives leave formula", "Mult -> Div")
    assert len(MADE) == len(list(mutants(RULES.library)))


def test_every_mutant_differs_from_the_rules_in_one_place() -> None:
    before = RULES.library
    for one in MADE.values():
        after = one.library(before)
        assert (dict(after.packs), dict(after.figures)) != (dict(before.packs), dict(before.figures)), one.name


def test_a_first_day_is_not_moved_to_where_nobody_can_ask() -> None:
    assert named("t.known[2019-01-01] from -> 2019-01-02")
    assert not named("t.known[2019-01-01] from -> 2018-12-31")


def test_a_change_leaves_everything_else_as_it_was() -> None:
    pack = RULES.library.packs["t"]
    changed = patched(pack, ("versions", 0, "when", "all", 1, "gte", "param"), "t.other")
    assert changed.versions[0].when.all[1].gte.param == "t.other"
    assert changed.versions[0].when.all[0] is pack.versions[0].when.all[0]  # type: ignore[union-attr, index]
    assert pack.versions[0].when.all[1].gte.param == "t.known"  # type: ignore[union-attr, index]


def test_of_a_formula_each_operator_and_each_number_is_changed_once() -> None:
    found = [text for _, text in formula_mutants("max(0, a.b - 2) if c.d >= 3 and e.f else 0")]
    assert len(found) == len(set(found))
    assert set(found) == {
        "min(0, a.b - 2) if c.d >= 3 and e.f else 0",
        "max(1, a.b - 2) if c.d >= 3 and e.f else 0",
        "max(0, a.b + 2) if c.d >= 3 and e.f else 0",
        "max(0, a.b - 1) if c.d >= 3 and e.f else 0",
        "max(0, a.b - 3) if c.d >= 3 and e.f else 0",
        "max(0, a.b - 2) if c.d > 3 and e.f else 0",
        "max(0, a.b - 2) if c.d >= 2 and e.f else 0",
        "max(0, a.b - 2) if c.d >= 4 and e.f else 0",
        "max(0, a.b - 2) if c.d >= 3 or e.f else 0",
        "max(0, a.b - 2) if c.d >= 3 and e.f else 1",
    }


AT_THE_THRESHOLD = """
cases:
  - {id: at, why: x, as_of: 2026-03-01, facts: {person.kind: x, job.hours: 28, person.a: true}, expect: {t: 'yes'}}
"""
FAR_FROM_IT = AT_THE_THRESHOLD.replace("28", "35")


def survive(tmp_path: Path, text: str, *names: str) -> list[str]:
    file = tmp_path / "cases.yaml"
    file.write_text(text, encoding="utf-8")
    index, broken = indexed(file, RULES)
    assert broken == ()
    return [name for name in names if not is_killed(MADE[name], index, RULES.library)]


def test_a_case_at_the_threshold_kills_what_a_case_far_from_it_does_not_see(tmp_path: Path) -> None:
    (strict,) = named("t.hours gte -> gt")
    (higher,) = named("t.known[2025-01-01] 28 -> 29")
    (lower,) = named("t.known[2025-01-01] 28 -> 27")
    assert survive(tmp_path, FAR_FROM_IT, strict, higher, lower) == [strict, higher, lower]
    assert survive(tmp_path, AT_THE_THRESHOLD, strict, higher, lower) == [lower]


def test_a_case_that_the_rules_do_not_meet_is_named_and_tells_nothing(tmp_path: Path) -> None:
    file = tmp_path / "cases.yaml"
    file.write_text(AT_THE_THRESHOLD.replace("28", "20"), encoding="utf-8")
    index, broken = indexed(file, RULES)
    assert index == {"t": []}
    assert broken == ("cases.yaml: at: t",)


def test_only_the_figures_of_a_pack_go_with_it() -> None:
    small = only(library(), ("vok",))
    assert set(small.packs) == {"vok"}
    assert "vok.premium_full" in small.figures
    assert "vov.refund_per_hour" not in small.figures


def test_a_figure_that_only_a_step_names_has_no_mutant() -> None:
    assert [one.name for one in mutants(library()) if "kmo.apply_days_after_start" in one.name] == []


def kinds() -> Iterator[Any]:
    for one in mutants(library()):
        if one.parameter is not None:
            yield one, one.parameter


def test_no_number_is_shifted_by_nothing() -> None:
    for one, parameter in kinds():
        for day, entry in parameter.values.items():
            assert isinstance(day, date), one.name
            assert entry.value is None or not isinstance(entry.value, float), one.name
    assert Decimal("0.29") in {
        entry.value
        for one, parameter in kinds()
        if one.figure == "kmo.rate_small"
        for entry in parameter.values.values()
    }


def test_every_survivor_that_is_allowed_is_a_mutant_that_exists() -> None:
    made = {one.name for one in mutants(library())}
    assert [one.mutant for one in read_survivors() if one.mutant not in made] == []


def test_another_sum_is_noticed(tmp_path: Path) -> None:
    (divided,) = [name for name in MADE if "Mult -> Div" in name]
    zero = """
cases:
  - id: z
    why: x
    as_of: 2026-03-01
    facts: {course.size: 10, person.a: true, person.kind: x, job.hours: 30}
    expect: {t: 'yes'}
    amounts: {t: {leave: 20}}
"""
    assert survive(tmp_path, zero, divided) == []


@pytest.mark.slow
def test_no_mutant_lives_through_the_cases_but_those_with_a_reason() -> None:
    report = run(CASES)
    assert report.broken == ()
    assert report.survivors == ()
    assert report.needless == ()
    assert report.made == report.killed + len(report.allowed)
    assert report.made > 900


@pytest.mark.slow
def test_the_command_fails_where_a_case_is_missing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    few = tmp_path / "few.yaml"
    few.write_text("cases: [{id: x, why: y, as_of: 2024-01-01, facts: {}, expect: {fla: 'no'}}]\n", encoding="utf-8")
    assert main(["mutants", str(few), "--workers", "1"]) == 1
    said = capsys.readouterr().out
    assert "survives: vov: version 2019-09-01 vov.status in -> not" in said


def test_a_folder_that_does_not_exist_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["mutants", "nowhere"]) == 2
    assert "nowhere" in capsys.readouterr().out


def test_a_mutant_evaluates_only_what_it_concerns() -> None:
    one: Mutant = next(iter(mutants(library())))
    rules = Rules(one.library(library()))
    assert set(rules.library.packs) == set(one.packs)
