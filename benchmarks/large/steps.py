"""What each step of a question costs our embedded engine, in CPU time of the thread that takes it.

So that work of others on the machine hides no figure. Steps are timed from outside, by name; several calls of one
question are added up, and what a step calls is in its figure too.
"""

import statistics
import time
from collections import defaultdict
from collections.abc import Callable
from typing import Any

from benchmarks.large import ours, world

COUNT, WARM = 100, 40
Times = dict[str, float]


def _timed(holder: Any, name: str, label: Callable[..., str], times: Times) -> None:
    real = getattr(holder, name)

    def timed(*given: Any, **named: Any) -> Any:
        began = time.thread_time()
        try:
            return real(*given, **named)
        finally:
            times[label(*given)] += 1000 * (time.thread_time() - began)

    setattr(holder, name, timed)


def _watch(times: Times) -> None:
    from indexer.embedder.onnx import OnnxEmbedder
    from indexer.engine import answering, counting, embedded
    from indexer.engine.embedded import OpenIndex
    from indexer.engine.text import TextIndex
    from indexer.engine.vectors import VectorColumn
    from matcher import search
    from matcher.search import Finder

    def ranked(_index: object, asked: Any, *_: object) -> str:
        return f"  list of {asked.field}"

    def vectors(*_: object) -> str:
        return "  list of vectors"

    for holder, name, label in (
        (Finder, "understood", "understanding, encoding in it"),
        (OnnxEmbedder, "queries", "  encoding"),
        (answering, "fuse_keys", "fusing"),
        (OpenIndex, "_held", "courses that hold every word"),
        (embedded, "Found", "narrowing"),
        (counting, "counts", "all counts"),
        (OpenIndex, "_records", "records from disk"),
        (OpenIndex, "_marks", "which words each hit holds"),
        (search, "_course", "records to courses"),
        (search, "why", "reasons"),
        (search, "support", "support"),
    ):
        _timed(holder, name, lambda *_, said=label: said, times)
    _timed(TextIndex, "best", ranked, times)
    _timed(VectorColumn, "best", vectors, times)


def steps(folder: str) -> list[tuple[str, float, float]]:
    """(step, p50, p95) in milliseconds, in the order in which they are first taken; last the whole question."""
    times: Times = defaultdict(float)
    _watch(times)
    ask = ours.open_ours(folder, "")
    for one in world.asks(folder, "steps warm", WARM):
        ask(one)
    found: dict[str, list[float]] = defaultdict(list)
    for one in world.asks(folder, "steps", COUNT):
        times.clear()
        began = time.process_time()
        ask(one)
        for name, taken in (*times.items(), ("whole question, all threads", 1000 * (time.process_time() - began))):
            found[name].append(taken)
    whole = found.pop("whole question, all threads")
    return [_row(name, taken) for name, taken in (*found.items(), ("whole question, all threads", whole))]


def _row(name: str, taken: list[float]) -> tuple[str, float, float]:
    """A step that a question does without took it no time."""
    every = [*taken, *[0.0] * (COUNT - len(taken))]
    return name, statistics.median(every), statistics.quantiles(every, n=20)[18]
