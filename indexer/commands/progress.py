"""How a command shows that it gets on: a bar on a terminal, one line per phase anywhere else. To standard error."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from tqdm import tqdm

from catalogue.checks import Gravity
from indexer.gather import ProblemFile
from indexer.rebuild import Phase
from indexer.words import say

_DOING = {
    Phase.WRITE: "writing the new index",
    Phase.COMPARE: "comparing it with what was read",
    Phase.SWAP: "letting it serve",
    Phase.CLEAN: "cleaning up",
}

_COSTS = {
    Gravity.ROW: "%d that cost a row",
    Gravity.FIELD: "%d that cost a field",
    Gravity.NOTE: "%d to know of",
}


@contextmanager
def bar(about: str, unit: str) -> Iterator[Callable[[int], object]]:
    """Gives a function to call with how many were done since the last time; how many there will be is not known."""
    if not sys.stderr.isatty():
        print(f"{about} ...", file=sys.stderr, flush=True)
    # disable=None: no bar where nobody watches.
    with tqdm(desc=about, unit=f" {unit}", disable=None, leave=False) as shown:
        yield shown.update


class BuildProgress:
    """Watches a build. Close it by `with`."""

    def __init__(self, courses: int) -> None:
        self._courses = courses
        self._bar: tqdm[Any] | None = None

    def phase(self, phase: Phase) -> None:
        """Says what begins; only writing takes long enough for a bar."""
        self.close()
        print(f"{_DOING[phase]} ...", file=sys.stderr, flush=True)
        if phase is Phase.WRITE:
            self._bar = tqdm(total=self._courses, unit=" courses", disable=None, leave=False)

    def advance(self, documents: int) -> None:
        """Moves the bar."""
        if self._bar is not None:
            self._bar.update(documents)

    def close(self) -> None:
        """Takes the bar away."""
        if self._bar is not None:
            self._bar.close()
            self._bar = None


def tell_problems(problems: ProblemFile, kept: bool) -> None:
    """How many problems there were, ten of the worst, and where the rest stands. Nothing where there were none."""
    if not problems.counts:
        return
    counts = ", ".join(_COSTS[gravity] % problems.counts[gravity] for gravity in Gravity if problems.counts[gravity])
    worst = problems.worst()
    print(f"\nProblems in the feeds: {counts}. {len(worst)} of them:")
    for one in worst:
        field = f", {one.field}" if one.field else ""
        print(f"  {one.file}, row {one.row}{field} [{one.gravity}]: {say(one.what)} {say(one.mend)}")
    if kept:
        print(f"All of them: {problems.path}")
