"""Generated documents that carry the number of their build everywhere, and a process that builds them.

Run as `python generated_build.py FOLDER GENERATION COUNT`: it announces each phase on its output.
"""

import json
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

from indexer.engine.embedded_store import EmbeddedStore
from indexer.engine.port import Document, Stamp
from indexer.fields import MEANING, SENTINEL, TABLE
from indexer.rebuild import Phase, only_builder, rebuild

DAY = date(2026, 11, 24)
# As long as those of the bundled model.
MODEL, SIZE = "generated", 384


def marker(generation: int) -> str:
    """The word that every document of a build has and no document of another."""
    return f"build{generation}"


def vector(generation: int) -> tuple[float, ...]:
    """A ready vector of a real length that says which build it is of: 1 at its place, 0 elsewhere."""
    return tuple(float(at == generation % SIZE) for at in range(SIZE))


def generated(generation: int, count: int) -> Iterator[Document]:
    """`count` documents; the marker stands in the text, the number, the keyword, the vector and the record."""
    for number in range(count):
        yield Document(
            id=f"course-{number}",
            tokens={"words": (SENTINEL, marker(generation), f"w{number % 97}"), "grams": (SENTINEL, "_las")},
            values={"until": DAY.toordinal() + generation},
            runs=({"starts": DAY.toordinal() + generation, "postcode": (marker(generation),)},),
            stored=json.dumps({"id": f"course-{number}", "build": generation}),
            vectors={MEANING: vector(generation)},
        )


def stamp_for(generation: int, count: int) -> Stamp:
    """The stamp of such a build."""
    return Stamp(
        shape=TABLE.sized(SIZE).fingerprint,
        digest=marker(generation),
        built_for=DAY,
        count=count,
        sources=("generated",),
        model=MODEL,
        size=SIZE,
    )


class Silent:
    """Watches and says nothing."""

    def phase(self, phase: Phase) -> None:
        """Nothing."""

    def advance(self, documents: int) -> None:
        """Nothing."""


class Announcing(Silent):
    """Prints each phase as it begins."""

    def phase(self, phase: Phase) -> None:
        """One line, at once."""
        print(phase, flush=True)


def build(folder: Path, generation: int, count: int, watcher: Silent) -> None:
    """One whole build into the folder."""
    with only_builder(folder / "building.lock"):
        rebuild(
            EmbeddedStore(folder, TABLE),
            generated(generation, count),
            stamp_for(generation, count),
            watcher,
            moment=datetime.now(UTC),
        )


if __name__ == "__main__":
    build(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), Announcing())
    print("done", flush=True)
