"""Every case that the project has: written from the rules, run against the packs."""

from pathlib import Path

import pytest

from matcher.incentives.cases import read_cases, run_case
from matcher.incentives.evaluator import Rules

FOLDER = Path(__file__).parent / "cases"
FILES = {file.name: file for file in read_cases(FOLDER)}


@pytest.mark.parametrize("name", sorted(FILES))
def test_every_case_holds(name: str, shipped: Rules) -> None:
    file = FILES[name]
    assert [*file.broken, *(one for case in file.cases for one in run_case(case, name, shipped))] == []
    assert file.ignored == ()


def test_no_two_cases_bear_the_same_name() -> None:
    names = [case.id for file in FILES.values() for case in (*file.cases, *file.stacking)]
    assert sorted({name for name in names if names.count(name) > 1}) == []


def test_every_case_cites_what_it_was_derived_from() -> None:
    silent = [case.id for file in FILES.values() for case in file.cases if len(case.why.split()) < 3]
    assert silent == []


def test_no_two_cases_say_the_same_on_the_same_day_of_the_same_facts() -> None:
    seen: dict[str, str] = {}
    twice = []
    for file in FILES.values():
        for case in file.cases:
            said = case.model_dump_json(exclude={"id", "why"})
            if said in seen:
                twice.append((seen[said], case.id))
            seen[said] = case.id
    assert twice == []
