"""Builds an index beside the one that serves, compares it with what was sent, swaps in one step, cleans up.

Whatever happens between, the old index or the new one serves, never a mixture. Knows no engine but the port.
"""

import fcntl
import os
import random
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from catalogue.messages import Message, message
from indexer.engine.port import Document, Stamp, Store

# Courses that are read back and compared byte by byte.
SAMPLE = 50
# A new index with a smaller share than this of the courses that serve is likely a broken feed.
SMALLEST_SHARE = 0.5


class Phase(StrEnum):
    """What a build is doing."""

    WRITE = "write"
    COMPARE = "compare"
    SWAP = "swap"
    CLEAN = "clean"


class Watcher(Protocol):
    """Is told how a build gets on."""

    def phase(self, phase: Phase) -> None:
        """A phase begins."""

    def advance(self, documents: int) -> None:
        """So many documents more were written."""


class BuildRefused(Exception):
    """The build was not made, or what was built is not good enough to serve; the old index goes on serving."""

    def __init__(self, reason: Message) -> None:
        super().__init__(str(reason))
        self.reason = reason


@dataclass(frozen=True, kw_only=True, slots=True)
class Built:
    """What a build left behind: the index that serves now, and the one that served before and is kept."""

    name: str
    count: int
    kept: str | None
    dropped: tuple[str, ...]


@contextmanager
def only_builder(lock: Path) -> Iterator[None]:
    """Holds a lock on this machine, which the system gives back however the process ends. Raises BuildRefused."""
    lock.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(lock, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise BuildRefused(message("rebuild.busy", lock=str(lock))) from error
        yield
    finally:
        os.close(handle)


def index_name(moment: datetime) -> str:
    """A name that sorts by its time and that no other build takes: index-20261124t101500123456-3fa9c1."""
    return f"index-{moment.astimezone(UTC):%Y%m%dt%H%M%S%f}-{secrets.token_hex(3)}"


@dataclass
class _Sample:
    """Every document has the same chance to be in it; drawn while they pass, by seed."""

    seed: str
    stored: dict[str, str] = field(default_factory=dict)

    def watch(self, documents: Iterable[Document]) -> Iterator[Document]:
        chance = random.Random(self.seed)
        drawn: list[Document] = []
        for number, document in enumerate(documents):
            if number < SAMPLE:
                drawn.append(document)
            elif (place := chance.randrange(number + 1)) < SAMPLE:
                drawn[place] = document
            yield document
        self.stored = {document.id: document.stored for document in drawn}


def rebuild(
    store: Store,
    documents: Iterable[Document],
    stamp: Stamp,
    watcher: Watcher,
    *,
    moment: datetime,
    force: bool = False,
) -> Built:
    """Builds an index of `documents`, which are `stamp.count` many, and lets it serve. The caller is `only_builder`.

    Raises BuildRefused, and the store's own errors; then the index that served before still serves.
    `force` lets a much smaller index replace a larger one.
    """
    _refuse_loss(store, stamp, force)
    serving = store.serving()
    dropped = _drop_leftovers(store, serving)
    name = index_name(moment)
    sample = _Sample(stamp.digest)
    try:
        watcher.phase(Phase.WRITE)
        written = store.write(name, stamp, sample.watch(documents), watcher.advance)
        watcher.phase(Phase.COMPARE)
        _compare(store, name, stamp, written, sample.stored)
    except BaseException:
        store.drop(name)
        raise
    watcher.phase(Phase.SWAP)
    store.swap(name)
    watcher.phase(Phase.CLEAN)
    kept = serving if serving in store.names() else None
    dropped += _drop(store, [old for old in store.names() if old not in (name, kept)])
    return Built(name=name, count=written, kept=kept, dropped=dropped)


def _refuse_loss(store: Store, stamp: Stamp, force: bool) -> None:
    """Nothing good to build from is refused always, losing more than half of the courses unless forced."""
    if stamp.count == 0:
        raise BuildRefused(message("rebuild.nothing_good"))
    serving = store.serving()
    old = store.stamp_of(serving) if serving else None
    if old is not None and stamp.count < old.count * SMALLEST_SHARE and not force:
        raise BuildRefused(message("rebuild.shrinks", new=stamp.count, old=old.count))


def _drop_leftovers(store: Store, serving: str | None) -> tuple[str, ...]:
    """What a killed build left: indexes that were never finished, and later ones that never came to serve."""
    left = [name for name in store.names() if name != serving and (serving is None or name > serving)]
    left += [name for name in store.names() if name not in (*left, serving) and store.stamp_of(name) is None]
    return _drop(store, left)


def _drop(store: Store, names: list[str]) -> tuple[str, ...]:
    for name in names:
        store.drop(name)
    return tuple(names)


def _compare(store: Store, name: str, stamp: Stamp, written: int, sample: dict[str, str]) -> None:
    """Asks the index itself what it holds. Raises BuildRefused at the first difference."""
    counted = store.count_of(name)
    if not stamp.count == written == counted:
        raise BuildRefused(message("rebuild.count", sent=stamp.count, written=written, counted=counted))
    if store.stamp_of(name) != stamp:
        raise BuildRefused(message("rebuild.stamp", name=name))
    found = store.sample_of(name, tuple(sample))
    for id_, stored in sample.items():
        if found.get(id_) != stored:
            raise BuildRefused(message("rebuild.sample", id=id_, name=name))
