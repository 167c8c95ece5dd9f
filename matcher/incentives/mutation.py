"""Runs the cases against every mutant of the packs. A mutant that no case notices survives.

The survivors that are allowed stand in packs/survivors.yaml, each with its reason.
"""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from matcher.incentives.cases import Case, compare, dates_of, facts_of, read_cases
from matcher.incentives.clocks import Dates
from matcher.incentives.evaluator import Rules
from matcher.incentives.facts import Facts, Line, Strict
from matcher.incentives.mutants import Mutant, mutants, only
from matcher.incentives.packs import FOLDER, SURVIVORS, Library, read_library
from matcher.incentives.yamls import read_yaml


class Survivor(Strict):
    """A mutant that may live, and why no case can or need tell it from the rules."""

    mutant: Line
    why: Line


class SurvivorFile(Strict):
    """What packs/survivors.yaml holds."""

    survivors: tuple[Survivor, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """`made` and `killed` are counts. `survivors` are the names of the mutants that live without permission, `allowed`
    those that may, `needless` the permissions that no mutant needs. `broken` are cases that the rules, as they are, do
    not meet: nothing can be told by them, and they are left out."""

    made: int
    killed: int
    survivors: tuple[str, ...]
    allowed: tuple[str, ...]
    needless: tuple[str, ...]
    broken: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Trial:
    """A case on one instrument, with its facts read."""

    case: Case
    dates: Dates
    facts: Facts


Index = Mapping[str, Sequence[Trial]]


def indexed(path: Path, rules: Rules) -> tuple[Index, tuple[str, ...]]:
    """The cases of a file or folder by instrument, and the names of those that the rules do not meet."""
    own = {name: Rules(only(rules.library, (name,))) for name in rules.library.packs}
    found: dict[str, list[Trial]] = {name: [] for name in own}
    broken: list[str] = []
    for file in read_cases(path):
        for case in file.cases:
            dates, facts = dates_of(case.as_of, case.dates), facts_of(case.facts, rules.library.facts)
            for instrument in sorted({*case.expect, *case.failing, *case.asks, *case.amounts, *case.last_known}):
                trial = Trial(case=case, dates=dates, facts=facts)
                if instrument not in own or _notices(trial, instrument, own[instrument]):
                    broken.append(f"{file.name}: {case.id}: {instrument}")
                else:
                    found[instrument].append(trial)
    return found, tuple(broken)


def _notices(trial: Trial, instrument: str, rules: Rules) -> bool:
    """Whether a case sees a difference; a sum that can not be computed any more is one."""
    verdict = rules.specialise(trial.dates, trial.facts).verdict(instrument, {})
    try:
        return next(compare(trial.case, "", instrument, verdict), None) is not None
    except ArithmeticError:
        return True


def is_killed(mutant: Mutant, index: Index, library: Library) -> bool:
    """Whether some case notices the mutant."""
    rules = Rules(mutant.library(library))
    return any(_notices(trial, name, rules) for name in mutant.packs for trial in index[name])


# What a worker process holds: read once, when it starts.
_HELD: dict[str, tuple[Library, Index, Sequence[Mutant]]] = {}


def _hold(path: str, folder: str) -> None:
    library = read_library(Path(folder))
    _HELD["all"] = library, indexed(Path(path), Rules(library))[0], tuple(mutants(library))


def _survive(numbers: Sequence[int]) -> list[int]:
    library, index, every = _HELD["all"]
    return [number for number in numbers if not is_killed(every[number], index, library)]


def run(path: Path, folder: Path = FOLDER, workers: int | None = None) -> Report:
    """Every mutant of the packs of a folder against the cases of a file or folder, over several processes."""
    library = read_library(folder)
    broken = indexed(path, Rules(library))[1]
    names = [one.name for one in mutants(library)]
    alive = {names[number] for number in _run(path, folder, len(names), workers or os.cpu_count() or 1)}
    allowed = {one.mutant for one in read_survivors(folder)}
    return Report(
        made=len(names),
        killed=len(names) - len(alive),
        survivors=tuple(name for name in names if name in alive - allowed),
        allowed=tuple(name for name in names if name in alive & allowed),
        needless=tuple(sorted(allowed - alive)),
        broken=broken,
    )


def _run(path: Path, folder: Path, made: int, workers: int) -> Iterator[int]:
    with ProcessPoolExecutor(workers, initializer=_hold, initargs=(str(path), str(folder))) as pool:
        for several in pool.map(_survive, _hands(range(made))):
            yield from several


def _hands(numbers: Sequence[int], size: int = 25) -> Iterable[Sequence[int]]:
    """Small handfuls, so that no process waits long for another."""
    return (numbers[first : first + size] for first in range(0, len(numbers), size))


def read_survivors(folder: Path = FOLDER) -> tuple[Survivor, ...]:
    """The mutants that may live; none where there is no such file. Raises OSError, YAMLError or ValidationError."""
    path = folder / SURVIVORS
    return SurvivorFile.model_validate(read_yaml(path)).survivors if path.exists() else ()
