"""A real Elasticsearch for the time of the benchmark: the one that is set, or the one beside the project."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SCRIPT = Path(__file__).resolve().parents[3] / "shared" / "elasticsearch" / "es"


@contextmanager
def elasticsearch(folder: Path, port: int, heap: str) -> Iterator[str | None]:
    """Its address, or None where there is none to start. What it wrote is removed, however the benchmark ends."""
    if not SCRIPT.exists():
        yield None
        return
    command = [str(SCRIPT), "--dir", str(folder)]
    try:
        subprocess.run([*command, "start", "--port", str(port), "--heap", heap], check=True, stdout=subprocess.DEVNULL)
        yield f"http://127.0.0.1:{port}"
    finally:
        subprocess.run([*command, "stop", "--wipe"], check=False, stdout=subprocess.DEVNULL)
