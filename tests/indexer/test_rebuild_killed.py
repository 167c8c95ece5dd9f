"""A build that is killed at any moment leaves the old index or the new one serving, whole."""

import random
import signal
import subprocess
import sys
import time
from collections import Counter, defaultdict
from contextlib import closing
from pathlib import Path

import generated_build
import pytest
from generated_build import DAY, MODEL, Silent, build, marker, vector

from indexer.engine.embedded import EmbeddedEngine
from indexer.engine.port import AnyOf, Between, Has, InRun, Likelihood, Question, VectorList
from indexer.fields import MEANING
from indexer.rebuild import Phase

ROOT = Path(__file__).parents[2]
COURSES = 5_000
KILLS = 50
EACH_PHASE = 5
ATTEMPTS = 150


class Killed:
    """One build in a process of its own, killed `after` seconds in a phase, or before if the phase never came."""

    def __init__(self, folder: Path, generation: int) -> None:
        command = [sys.executable, generated_build.__file__, str(folder), str(generation), str(COURSES)]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT, env={"PYTHONPATH": "."})
        self.began: dict[str, float] = {}

    def until(self, phase: str) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self.began[line.strip()] = time.perf_counter()
            if line.strip() == phase:
                return
        raise AssertionError(f"the build ended before {phase}: {self._process.wait()}")

    def kill(self) -> str:
        """Kills it and returns the phase it had announced last."""
        self._process.send_signal(signal.SIGKILL)
        rest, _ = self._process.communicate()
        return [*self.began, *rest.split()][-1]


def served_build(folder: Path) -> int:
    """The one build that every part of the serving index comes from; fails where it is a mixture or not whole."""
    with closing(EmbeddedEngine(folder)) as engine:
        stamp = engine.stamp()
        assert stamp.count == COURSES
        generation = int(stamp.digest.removeprefix("build"))
        ids = [f"course-{number}" for number in range(COURSES)]
        expected = {document.id: document.stored for document in generated_build.generated(generation, COURSES)}
        assert engine.stored(ids) == expected
        day = DAY.toordinal() + generation
        for held in (
            Has("words", (marker(generation),)),
            Between("until", day, day),
            InRun(Has("postcode", (marker(generation),))),
        ):
            assert engine.ask(Question(today=DAY.toordinal(), held=held)).count == COURSES
        likely = Likelihood(intercept=-0.5, slopes=(1.0,), floor=0.5)
        near = VectorList(field=MEANING, vector=vector(generation), weight=1.0)
        asked = Question(
            today=day, lists=(near,), held=AnyOf(), likelihood=likely, model=MODEL, depth=COURSES, top=COURSES
        )
        assert engine.ask(asked).count == COURSES
    return generation


def durations(folder: Path, generation: int) -> dict[str, float]:
    """Seconds that each phase of a whole build takes in a process of its own."""
    whole = Killed(folder, generation)
    whole.until("done")
    assert whole.kill() == "done"
    moments = [whole.began[phase] for phase in (*Phase, "done")]
    return {phase: after - before for phase, before, after in zip(Phase, moments, moments[1:], strict=False)}


def next_phase(counts: Counter[str]) -> Phase:
    """The phase that was hit least often."""
    return min(Phase, key=lambda phase: counts[phase])


@pytest.mark.slow
def test_a_build_killed_at_fifty_moments_leaves_the_old_or_the_new_index(tmp_path: Path) -> None:
    folder, chance = tmp_path / "index", random.Random(20261124)
    build(folder, 1, COURSES, Silent())
    lasts = durations(folder, 2)
    generation, attempts = 2, 0
    kills: Counter[str] = Counter()
    outcomes: defaultdict[str, Counter[str]] = defaultdict(Counter)
    while (kills.total() < KILLS or min(kills[phase] for phase in Phase) < EACH_PHASE) and attempts < ATTEMPTS:
        attempts += 1
        phase = next_phase(kills)
        victim = Killed(folder, generation + 1)
        victim.until(phase)
        time.sleep(chance.uniform(0, lasts[phase]))
        hit = victim.kill()
        serving = served_build(folder)
        assert serving in (generation, generation + 1)
        assert not (serving == generation + 1 and hit in (Phase.WRITE, Phase.COMPARE))
        assert not (serving == generation and hit in (Phase.CLEAN, "done"))
        if hit != phase:
            lasts[phase] *= 0.8  # too late: the machine is quicker now than when the phases were timed
        if hit != "done":
            kills[hit] += 1
            outcomes[hit]["old" if serving == generation else "new"] += 1
        build(folder, generation + 2, COURSES, Silent())
        assert served_build(folder) == generation + 2
        assert len([path for path in folder.iterdir() if path.name.startswith("index-")]) == 2
        generation += 2
    report = "; ".join(f"{phase} {kills[phase]} {dict(outcomes[phase])}" for phase in Phase)
    print(f"\n{kills.total()} kills in {attempts} builds of {COURSES} courses: {report}")
    assert kills.total() >= KILLS
    assert all(kills[phase] >= EACH_PHASE for phase in Phase)
