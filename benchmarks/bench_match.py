"""How long a whole match takes, and what each step of it costs: 200 candidates, incentives and score.

    python benchmarks/bench_match.py [--rounds 10] [--courses 100000] [--kept FOLDER]

First on the index that the settings name (LEERLOKET_INDEX); with --courses also on an invented catalogue of that size
(that of bench_large.py; --kept keeps it for a next run). Twelve people, three goals each. Prints p50 and p95 of the
time of this process in milliseconds, beside a fixed piece of work that tells how fast the machine is at that moment.
"""

import argparse
import gc
import os
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
# As `make run` serves: a thread of its own for each worker.
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from benchmarks.large import ours, world
from catalogue.esco import vocabulary_in_use
from catalogue.settings import Settings
from indexer.engine.port import IndexUnusable
from matcher import match as module
from matcher import scorers, scoring
from matcher.goal import Kind
from matcher.incentives.evaluator import Rules
from matcher.incentives.packs import library
from matcher.match import Matcher
from matcher.minds import Minds, open_mind
from matcher.profile import Profile
from matcher.runs import Runs
from matcher.shelf import Shelf
from matcher.web.app import make_finder

# (past, target, place): made up.
PEOPLE = (
    ("warehouse-worker", "accountant", "9300"),
    ("nurse", "primary-teacher", "8500"),
    ("welder", "welder", "3600"),
    ("office-clerk", "helpdesk-operator", "2800"),
    ("accountant", "boekhouder", "1800"),
    ("sales-assistant", "zorgkundige", "2000"),
    ("hairdresser", "office-clerk", "9000"),
    ("lorry-driver", "elektricien", "3500"),
    ("cleaner", "iets met kinderen", "1000"),
    ("cook", "bakker", "8000"),
    ("bricklayer", "software-developer", "9100"),
    ("software-developer", "data-analyst", "3000"),
)
FACTS = {
    "person.status": "employee",
    "person.education": "middle",
    "job.work_region": "flanders",
    "job.private_cao": True,
    "job.occupancy_pct": 100,
    "job.weekly_hours": 38,
}
Step = tuple[Any, str, str]
# Where each step is called from, and what it is called here. Indented ones are part of the one above.
STEPS: tuple[Step, ...] = (
    (module, "aim", "goal"),
    (module, "can", "what one can"),
    (module, "gap", "gap"),
    (module, "candidates", "candidates (the engine)"),
    (scoring.Scoring, "scored", "200 courses: read and scored"),
    (Runs, "best", "  runs and week"),
    (Shelf, "course", "  reading, where not kept"),
    (scoring.Situation, "verdicts", "  incentives"),
    (scoring, "score", "  six bars"),
    (module, "spread", "providers"),
    (module, "nearby", "occupations nearby"),
    (module, "best_change", "one change"),
    (scoring.Scoring, "shown", "20 shown: reasons and two bars"),
)


def profile(past: str, place: str) -> Profile:
    return Profile.model_validate(
        {
            "occupations": [{"id": past, "years": 8}],
            "competences": [{"id": "use-a-computer"}],
            "level": 3,
            "languages": [{"language": "nl", "level": "C1"}],
            "week": {"free": ["tue-evening", "thu-evening", "sat-morning"], "work": ["mon-morning"]},
            "place": place,
            "radius_km": 30,
            "budget": 400,
            "facts": FACTS,
        }
    )


@contextmanager
def counting(taken: dict[str, float]) -> Iterator[None]:
    """Adds up the time of each step, by wrapping the functions that do them."""
    before = [(owner, name, getattr(owner, name)) for owner, name, _ in STEPS]
    for owner, name, said in STEPS:
        setattr(owner, name, _timed(getattr(owner, name), said, taken))
    try:
        yield
    finally:
        for owner, name, work in before:
            setattr(owner, name, work)


def _timed(work: Callable[..., Any], said: str, taken: dict[str, float]) -> Callable[..., Any]:
    def measured(*args: Any, **values: Any) -> Any:
        began = time.process_time()
        try:
            return work(*args, **values)
        finally:
            taken[said] += 1000 * (time.process_time() - began)

    return measured


def opened(settings: Settings) -> Matcher:
    minds = Minds(lambda: open_mind(settings, vocabulary_in_use(settings.esco)))
    return Matcher(finder=make_finder(settings, minds), rules=Rules(library()))


def measure(matcher: Matcher, rounds: int) -> None:
    asked = [(kind, target, profile(past, place)) for past, target, place in PEOPLE for kind in Kind]
    cold = [_once(matcher, *one) for one in asked]
    gc.collect()
    gc.freeze()
    whole = [_once(matcher, *one) for _ in range(rounds) for one in asked]
    scored = [matcher.match(*one).count for one in asked]
    print(f"whole match: {_cuts(whole)}; the first of each, before vectors are kept: {_cuts(cold)}")
    print(f"courses that are left of 200 candidates: {min(scored)} to {max(scored)}; scorers: {len(scorers.SCORERS)}")
    steps: dict[str, list[float]] = defaultdict(list)
    for one in asked:
        taken: dict[str, float] = defaultdict(float)
        with counting(taken):
            matcher.match(*one)
        for _, _, said in STEPS:
            steps[said].append(taken[said])
    for said, times in steps.items():
        print(f"  {said:34} {_cuts(times)}")
    print(f"fixed work, the sum of a million numbers: {min(map(_fixed, range(5))):.1f} ms")


def _once(matcher: Matcher, kind: Kind, target: str, person: Profile) -> float:
    began = time.process_time()
    matcher.match(kind, target, person)
    return 1000 * (time.process_time() - began)


def _fixed(_: int) -> float:
    began = time.process_time()
    sum(range(1_000_000))
    return 1000 * (time.process_time() - began)


def _cuts(times: Sequence[float]) -> str:
    return f"p50 {statistics.median(times):6.1f}   p95 {statistics.quantiles(times, n=20)[18]:6.1f} ms"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=10, help="how often each is asked (10)")
    parser.add_argument("--courses", type=int, default=0, help="also on an invented catalogue of this size")
    parser.add_argument("--kept", default="", help="folder that keeps the invented catalogue")
    arguments = parser.parse_args()
    matcher = opened(world.settings())
    try:
        print(f"{matcher.finder.engine.stamp().count} courses, by meaning: {matcher.finder.by_meaning()}")
        measure(matcher, arguments.rounds)
    except IndexUnusable as unusable:
        print(f"No index to measure: {unusable.reason}. Try: python -m indexer build")
    if arguments.courses:
        with tempfile.TemporaryDirectory() as folder:
            said = world.made(folder, arguments.courses, arguments.kept)["said"]
            ours.build(folder, "")
            large = opened(ours.settings_for(folder, ""))
            print(f"{arguments.courses} courses resampled from {said}, by meaning: {large.finder.by_meaning()}")
            measure(large, arguments.rounds)


if __name__ == "__main__":
    main()
