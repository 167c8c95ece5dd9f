"""The runner of cases: what it compares, and how it names what broke."""

import re
from pathlib import Path

import pytest

from matcher.incentives.__main__ import main

CASE = """
cases:
  - id: half-timer
    why: "80 % is needed (S04)"
    as_of: 2025-09-01
    facts:
      person.status: employee
      job.private_cao: true
      job.work_region: flanders
      job.occupancy_pct: 60
      job.weekly_hours: 23
      history.vov_same_course_2024: false
      course.in_incentive_db: true
      course.contact_hours: 60
      course.measure: contact_hours
      course.excluded_activity: false
      history.vov_hours_used: 0
      employer.proposes_course: false
    expect: {vov: EXPECTED}
"""
WITH_FAILING = CASE + "    failing: {vov: [vov.occupancy, vov.weekly_hours, vov.transition_2025]}\n"


def run(tmp_path: Path, text: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    file = tmp_path / "cases.yaml"
    file.write_text(text, encoding="utf-8")
    code = main(["cases", str(file)])
    return code, capsys.readouterr().out


def test_a_case_that_holds_is_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, said = run(tmp_path, WITH_FAILING.replace("EXPECTED", "no"), capsys)
    assert code == 0
    assert re.fullmatch(r"1 cases .*1 as expected, 0 not\n", said)


def test_a_wrong_verdict_names_the_conditions_that_stand_in_the_way(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, said = run(tmp_path, CASE.replace("EXPECTED", "'yes'"), capsys)
    assert code == 1
    assert "half-timer: vov verdict: expected yes, found no" in said
    assert "vov.occupancy is no: job.occupancy_pct 60, needed gte 80 (vov.min_occupancy_pct since 2025-09-01)" in said


def test_a_condition_that_should_fail_and_does_not_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = WITH_FAILING.replace("EXPECTED", "no").replace("job.occupancy_pct: 60", "job.occupancy_pct: 85")
    code, said = run(tmp_path, text, capsys)
    assert code == 1
    assert "vov.occupancy is yes: job.occupancy_pct 85" in said


@pytest.mark.parametrize(
    ("expectation", "holds"),
    [
        ("amounts: {vov: {leave_hours: 60}}", True),
        ("amounts: {vov: {leave_hours: 61}}", False),
        ("amounts: {vov: {employer_refund: 1278.00}}", True),
        ("amounts: {vov: {wage_kept: null}}", True),
        ("amounts: {vov: {wage_kept: ask}}", True),
        ("amounts: {vov: {wage_kept: unverified}}", False),
        ("amounts: {vov: {leave_hours: null}}", False),
        ("last_known: {vov: 'yes'}", True),
        ("last_known: {vov: 'no'}", False),
        ("asks: {vov: []}", True),
        ("asks: {vov: person.status}", False),
        ("failing: {vov: []}", True),
        ("failing: {vov: [vov.exists]}", False),
    ],
)
def test_every_kind_of_expectation_is_compared(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], expectation: str, holds: bool
) -> None:
    text = CASE.replace("EXPECTED", "'yes'").replace("2025-09-01", "2024-09-01") + f"    {expectation}\n"
    assert run(tmp_path, text, capsys)[0] == (0 if holds else 1)


def test_the_question_that_decides_is_the_first_one_and_a_list_means_all(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = CASE.replace("EXPECTED", "ask").replace("      job.occupancy_pct: 60\n", "")
    text = text.replace("job.weekly_hours: 23", "job.weekly_hours: 30")
    assert run(tmp_path, text + "    asks: {vov: job.occupancy_pct}\n", capsys)[0] == 0
    assert run(tmp_path, text + "    asks: {vov: [job.occupancy_pct]}\n", capsys)[0] == 0
    assert run(tmp_path, text + "    asks: {vov: [job.occupancy_pct, person.status]}\n", capsys)[0] == 1


def test_a_number_is_met_by_the_plain_case_only_where_its_facts_are_left_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = CASE.replace("EXPECTED", "'yes'").replace("2025-09-01", "2024-09-01")
    text = text.replace("      history.vov_hours_used: 0\n", "") + "    amounts: {vov: {leave_hours: 60}}\n"
    assert run(tmp_path, text, capsys)[0] == 0


@pytest.mark.parametrize(
    ("wrong", "right", "said"),
    [
        ("job.occupancy_pct: 60", "job.occupancy: 60", "expected job.occupancy"),
        ("person.status: employee", "person.status: boss", "expected person.status, found boss"),
        ("as_of: 2025-09-01", "as_of: never", "as_of"),
        ("expect: {vov: no}", "expect: {vvo: no}", "vvo instrument: expected vvo, found no pack"),
        ("expect: {vov: no}", "expect: {vov: maybe}", "expect.vov"),
        ("    facts:", "    dates: {start: 2025-09-01}\n    facts:", "expected dates.start"),
    ],
)
def test_a_case_that_can_not_be_read_is_broken_not_skipped(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], wrong: str, right: str, said: str
) -> None:
    code, out = run(tmp_path, CASE.replace("EXPECTED", "no").replace(wrong, right), capsys)
    assert code == 1
    assert said in out


def test_a_field_that_no_case_has_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, said = run(tmp_path, CASE.replace("EXPECTED", "no") + "    fialing: {vov: [vov.occupancy]}\n", capsys)
    assert "half-timer: fialing: no case has such a field" in said
    assert code == 0


def test_clocks_of_a_case_pick_the_version(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    dated = "    dates: {course_start: 2024-09-01}\n    facts:"
    text = CASE.replace("EXPECTED", "'yes'").replace("    facts:", dated, 1)
    assert run(tmp_path, text, capsys)[0] == 0


def test_a_folder_is_run_whole_and_an_empty_one_is_no_success(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["cases", str(tmp_path)]) == 2
    (tmp_path / "deep").mkdir()
    for name in ("a.yaml", "deep/b.yaml"):
        (tmp_path / name).write_text(WITH_FAILING.replace("EXPECTED", "no"), encoding="utf-8")
    assert main(["cases", str(tmp_path)]) == 0
    assert "2 as expected, 0 not" in capsys.readouterr().out
    assert main(["cases", str(tmp_path / "nowhere")]) == 2


def test_check_counts_what_ships(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check"]) == 0
    assert "packs" in capsys.readouterr().out
    assert main(["check", "--schema"]) == 0
    assert '"$defs"' in capsys.readouterr().out


def test_check_says_what_is_wrong_in_another_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--packs", str(tmp_path)]) == 1
    said = capsys.readouterr()
    assert "figures.yaml" in said.out + said.err


@pytest.mark.parametrize(
    ("language", "said"),
    [("nl", "Je hebt 80 % nodig."), ("fr", "Il faut 80 %."), ("de", "Nötig sind 80 %."), ("en", "You need 80 %.")],
)
def test_explain_fills_in_both_numbers_in_every_language(
    capsys: pytest.CaptureFixture[str], language: str, said: str
) -> None:
    facts = ["job.occupancy_pct=60", "history.vov_same_course_2024=false"]
    assert main(["explain", "--on", "2025-09-01", "--language", language, "--instrument", "vov", *facts]) == 0
    out = capsys.readouterr().out
    assert said in out
    assert "60" in out
    assert "%(" not in out


def test_explain_refuses_what_it_does_not_know(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "--on", "2025-09-01", "job.occupancy=60"]) == 2
    assert main(["explain", "--on", "2025-09-01", "job.occupancy_pct"]) == 2
    assert main(["explain", "--on", "2025-09-01", "--date", "start=2025-01-01"]) == 2
    assert "no such fact or clock" in capsys.readouterr().out
