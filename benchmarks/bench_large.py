"""A whole question at 100,000 courses, beside what people would take otherwise, all in one run.

    BENCH_COURSES=5000 python benchmarks/bench_large.py

The catalogue is resampled from real courses and the vectors are perturbed: see docs/benchmarks.md. Needs the extra
`bench` for LanceDB and ../shared/elasticsearch for Elasticsearch; what is absent is left out, and that is said.
"""

import importlib.util
import os
import signal
import statistics
import sys
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
# As `make run` serves: a thread of its own for each worker.
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
# It warns at every question that its columns will change.
os.environ.setdefault("LANCEDB_LOG", "error")

from benchmarks.large.server import elasticsearch
from benchmarks.large.workers import CONTENDERS, Contender, Taken, Worker, apart

COURSES = int(os.environ.get("BENCH_COURSES", "100000"))
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "5"))
QUESTIONS = int(os.environ.get("BENCH_QUESTIONS", "40"))
# Where the invented catalogue is kept for a next run of the same size; empty: nowhere.
FOLDER = os.environ.get("BENCH_FOLDER", "")
PORT = int(os.environ.get("BENCH_PORT", "9640"))
HEAP = "2g" if COURSES > 20_000 else "1g"


Cuts = tuple[float, float]


@dataclass
class Figures:
    """What was measured of one contender. `times`: number of workers -> (p50, p95) of each round, milliseconds;
    `cpu`: the same of CPU time of one worker."""

    rate: float = 0.0
    size: float = 0.0
    opened: float = 0.0
    memory: tuple[float, float] = (0.0, 0.0)
    times: dict[int, list[Cuts]] = field(default_factory=lambda: defaultdict(list))
    cpu: list[Cuts] = field(default_factory=list)

    def middle(self, workers: int, which: int) -> float:
        """The median of the rounds."""
        return statistics.median(one[which] for one in self.times[workers])


def cuts(taken: Sequence[float]) -> Cuts:
    """p50 and p95."""
    return statistics.median(taken), statistics.quantiles(taken, n=20)[18]


def present(url: str | None) -> list[Contender]:
    """Those that can take part; the others are named with the reason."""
    found = []
    for one in CONTENDERS:
        if one.remote and url is None:
            print(f"{one.name}: left out, no ../shared/elasticsearch beside the project")
        elif "lance" in one.opens and importlib.util.find_spec("lancedb") is None:
            print(f"{one.name}: left out; pip install -e '.[bench]'")
        else:
            found.append(one)
    return found


def fill(one: Contender, folder: str, url: str) -> Figures:
    """Builds its index."""
    size, seconds = apart(one.module, one.builds, folder, url if one.remote else "")
    print(f"{one.name}: {COURSES / seconds:.0f} documents/s, {size / 1e6:.0f} MB", flush=True)
    return Figures(rate=COURSES / seconds, size=size / 1e6)


def weigh(one: Contender, folder: str, url: str, figures: Figures) -> None:
    """Opens it in one process and in two, with nobody else there, so that PSS shares with nobody else."""
    workers = [Worker(one, folder, url)]
    try:
        ask(workers, "weigh")
        alone = workers[0].memory()
        workers.append(Worker(one, folder, url))
        ask(workers, "weigh two")
        figures.opened = workers[1].opened
        figures.memory = (alone, sum(worker.memory() for worker in workers))
    finally:
        for worker in workers:
            worker.stop()


def ask(workers: Sequence[Worker], seed: str) -> list[Taken]:
    """All of them ask at the same time, each its own questions."""
    for number, worker in enumerate(workers):
        worker.begin(f"{seed} {number}", QUESTIONS)
    return [taken for worker in workers for taken in worker.taken()]


def race(crews: dict[str, list[Worker]], figures: dict[str, Figures]) -> None:
    """All rounds, the contenders in turn and every round in another order. No question is asked in two rounds."""
    names = list(crews)
    for turn in range(ROUNDS):
        for name in [*names[turn % len(names) :], *names[: turn % len(names)]]:
            for workers in (1, 2):
                taken = ask(crews[name][:workers], f"round {turn} of {workers}")
                figures[name].times[workers].append(cuts([wall for wall, _ in taken]))
                if workers == 1:
                    figures[name].cpu.append(cuts([cpu for _, cpu in taken]))


def table(figures: dict[str, Figures]) -> None:
    """The figures as Markdown; ratios to the first contender."""
    base = next(iter(figures.values()))
    heads = ["", "documents/s", "MB on disk", "open s", "PSS of 1 / of 2, MB"]
    for workers in ("1 worker", "2 workers"):
        heads += [f"{workers}: p50 / p95 ms", f"of {next(iter(figures))}"]
    heads.append("CPU of 1 worker: p50 / p95 ms")
    print("\n| " + " | ".join(heads) + " |\n|" + "---|" * len(heads))
    for name, one in figures.items():
        cells = [f"{one.rate:.0f}", f"{one.size:.0f}", f"{one.opened:.1f}"]
        cells.append(f"{one.memory[0]:.0f} / {one.memory[1]:.0f}")
        for workers in (1, 2):
            cells.append(f"{one.middle(workers, 0):.1f} / {one.middle(workers, 1):.1f}")
            shares = [one.middle(workers, which) / base.middle(workers, which) for which in (0, 1)]
            cells.append(f"{shares[0]:.2f} / {shares[1]:.2f}")
        cells.append(" / ".join(f"{statistics.median(cut[which] for cut in one.cpu):.1f}" for which in (0, 1)))
        print(f"| {name} | " + " | ".join(cells) + " |")


def measure(folder: str, url: str | None) -> None:
    """Everything, in order."""
    made, _ = apart("benchmarks.large.world", "made", folder, COURSES, FOLDER)
    print(f"{COURSES} courses: texts recombined and vectors mixed and perturbed from {made['real']} real ones")
    print(f"({made['said']}); runs are invented; {made['occupations']} occupations in the vocabulary.")
    print(f"Analysis, the same for both our engines and not in their rates: {COURSES / made['s']:.0f} documents/s.")
    contenders, address = present(url), url or ""
    figures = {one.name: fill(one, folder, address) for one in contenders}
    for one in contenders:
        weigh(one, folder, address, figures[one.name])
    crews: dict[str, list[Worker]] = {}
    try:
        for one in contenders:
            crews[one.name] = [Worker(one, folder, address) for _ in range(2)]
        race(crews, figures)
    finally:
        for crew in crews.values():
            for worker in crew:
                worker.stop()
    print(f"Medians of {ROUNDS} rounds of {QUESTIONS} questions a worker, interleaved, three filters and all counts.")
    table(figures)
    taken, _ = apart("benchmarks.large.steps", "steps", folder)
    print("\nOurs embedded, CPU time of each step:\n\n| step | p50 ms | p95 ms |\n|---|---|---|")
    for name, middle, high in taken:
        print(f"| {name} | {middle:.2f} | {high:.2f} |")


def main() -> None:
    # So that the server is stopped also when we are asked to end.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    with tempfile.TemporaryDirectory(prefix="leerloket-bench-") as folder:
        # Elasticsearch runs as another user where we are root.
        Path(folder).chmod(0o755)
        with elasticsearch(Path(folder) / "elasticsearch", PORT, HEAP) as url:
            measure(folder, url)


if __name__ == "__main__":
    main()
