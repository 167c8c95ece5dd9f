"""Processes that build or ask, one engine each, so that memory and time are theirs alone.

Started with `spawn`: nothing is shared with the process that measures, which imports no library of an engine.
"""

import importlib
import multiprocessing
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

_SPAWN = multiprocessing.get_context("spawn")
WARM = 20
# Milliseconds of one question: by the clock, and of CPU time of the worker (a server's is not in it).
Taken = tuple[float, float]
OURS, RIVALS = "benchmarks.large.ours", "benchmarks.large.rivals"


@dataclass(frozen=True, slots=True)
class Contender:
    """An engine in the benchmark: where its functions stand and whether it needs the server."""

    name: str
    module: str
    builds: str
    opens: str
    remote: bool


CONTENDERS = (
    Contender("plain Elasticsearch", RIVALS, "build_plain", "open_plain", True),
    Contender("LanceDB hybrid", RIVALS, "build_lance", "open_lance", False),
    Contender("ours on Elasticsearch", OURS, "build", "open_ours", True),
    Contender("ours embedded", OURS, "build", "open_ours", False),
)


def apart(module: str, function: str, *arguments: object) -> tuple[Any, float]:
    """(what a function returns, seconds) in a process of its own. Raises RuntimeError where it fails."""
    mine, theirs = _SPAWN.Pipe()
    process = _SPAWN.Process(target=_call, args=(theirs, module, function, arguments))
    process.start()
    theirs.close()
    try:
        found, taken = mine.recv()
    except EOFError as error:
        raise RuntimeError(f"{module}.{function} failed; see above") from error
    process.join()
    return found, taken


def _call(pipe: Connection, module: str, function: str, arguments: tuple[object, ...]) -> None:
    called = getattr(importlib.import_module(module), function)
    began = time.perf_counter()
    found = called(*arguments)
    pipe.send((found, time.perf_counter() - began))


class Worker:
    """One process that holds one engine open and answers lists of questions."""

    def __init__(self, contender: Contender, folder: str, url: str) -> None:
        self._mine, theirs = _SPAWN.Pipe()
        self._process = _SPAWN.Process(target=_serve, args=(theirs, contender, folder, url if contender.remote else ""))
        self._process.start()
        theirs.close()
        self.opened: float = self._mine.recv()

    def begin(self, seed: str, count: int) -> None:
        """Asks; `taken` has the answer."""
        self._mine.send(("ask", seed, count))

    def taken(self) -> list[Taken]:
        """Milliseconds of each question of `begin`."""
        found: list[Taken] = self._mine.recv()
        return found

    def memory(self) -> float:
        """PSS in megabytes: what is shared with other processes is counted in parts."""
        self._mine.send(("memory", "", 0))
        found: float = self._mine.recv()
        return found

    def stop(self) -> None:
        """Ends the process."""
        self._mine.close()
        self._process.join(20)
        if self._process.is_alive():
            self._process.kill()


def _serve(pipe: Connection, contender: Contender, folder: str, url: str) -> None:
    # Imported only here: the process that measures stays without them.
    from benchmarks.large import world

    module = importlib.import_module(contender.module)
    began = time.perf_counter()
    ask = getattr(module, contender.opens)(folder, url)
    ask(world.asks(folder, "first", 1)[0])
    pipe.send(time.perf_counter() - began)
    _timed(ask, world.asks(folder, f"warm {os.getpid()}", WARM))
    while True:
        try:
            what, seed, count = pipe.recv()
        except EOFError:
            return
        pipe.send(_memory() if what == "memory" else _timed(ask, world.asks(folder, seed, count)))


def _timed(ask: Callable[[Any], object], questions: list[Any]) -> list[Taken]:
    taken = []
    for one in questions:
        began, worked = time.perf_counter(), time.process_time()
        ask(one)
        taken.append((1000 * (time.perf_counter() - began), 1000 * (time.process_time() - worked)))
    return taken


def _memory() -> float:
    lines = Path("/proc/self/smaps_rollup").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1000
