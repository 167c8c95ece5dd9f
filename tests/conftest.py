"""What all tests share: a real Elasticsearch where there is one, and a last line that says which engines were met."""

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

LAUNCHER = Path(__file__).resolve().parents[2] / "shared" / "elasticsearch" / "es"
ENGINES = ("oracle", "embedded", "elastic")


@dataclass(frozen=True)
class Cluster:
    """One node that the launcher started, with its own folder and port."""

    url: str
    folder: Path

    def command(self, *arguments: str) -> None:
        """Runs the launcher on this node; fails with what it said."""
        _launch(self.folder, *arguments)


def _launch(folder: Path, *arguments: str) -> None:
    done = subprocess.run(
        [sys.executable, str(LAUNCHER), "--dir", str(folder), *arguments], capture_output=True, text=True, check=False
    )
    if done.returncode:
        pytest.fail(f"the launcher of Elasticsearch said: {done.stdout}{done.stderr}", pytrace=False)


def _free_port() -> int:
    """A port whose neighbour 100 higher is free too: the nodes talk to each other there."""
    for port in range(9311, 9400):
        with socket.socket() as one, socket.socket() as other:
            try:
                one.bind(("127.0.0.1", port))
                other.bind(("127.0.0.1", port + 100))
            except OSError:
                continue
            return port
    return pytest.fail("no free port for Elasticsearch")


@contextmanager
def started_cluster(*options: str) -> Iterator[Cluster]:
    """A node of its own, stopped and wiped whatever happens."""
    folder = Path(tempfile.mkdtemp(prefix="elasticsearch-tests-"))
    port = _free_port()
    try:
        _launch(folder, "start", "--port", str(port), "--heap", "512m", *options)
        yield Cluster(f"http://127.0.0.1:{port}", folder)
    finally:
        _launch(folder, "stop", "--wipe")
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def elasticsearch_url() -> Iterator[str]:
    """The address of a real Elasticsearch: the one promised by ELASTICSEARCH_URL, or one started here."""
    promised = os.environ.get("ELASTICSEARCH_URL", "")
    if promised:
        try:
            with urllib.request.urlopen(f"{promised}/_cluster/health", timeout=10) as answer:
                status = json.load(answer)["status"]
        except (OSError, ValueError, KeyError) as error:
            pytest.fail(f"ELASTICSEARCH_URL={promised} was promised and does not answer: {error}", pytrace=False)
        if status == "red":
            pytest.fail(f"ELASTICSEARCH_URL={promised} was promised and its health is red", pytrace=False)
        yield promised
    elif LAUNCHER.exists():
        with started_cluster() as cluster:
            yield cluster.url
    else:
        pytest.skip("no ELASTICSEARCH_URL and no ../shared/elasticsearch/es")


def _needs_launcher() -> None:
    if not LAUNCHER.exists():
        pytest.skip("no ../shared/elasticsearch/es to start a node of its own")


@pytest.fixture
def secure_cluster(tmp_path: Path) -> Iterator[tuple[Cluster, str]]:
    """A node with TLS and passwords, and the password of `elastic`. User `web` (secret-web) may only read."""
    _needs_launcher()
    roles = tmp_path / "roles.yml"
    rights = "{names: ['leerloket*'], privileges: [read, view_index_metadata]}"
    roles.write_text(f"web_role:\n  indices:\n    - {rights}\n", encoding="utf-8")
    with started_cluster("--secure", "--roles", str(roles), "--user", "web:secret-web:web_role") as cluster:
        state = json.loads((cluster.folder / "state.json").read_text(encoding="utf-8"))
        yield Cluster(cluster.url.replace("http:", "https:"), cluster.folder), state["password"]


@pytest.fixture
def own_cluster() -> Iterator[Cluster]:
    """A node that a test may kill."""
    _needs_launcher()
    with started_cluster() as cluster:
        yield cluster


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Says how many tests met each engine, so that a run without Elasticsearch can not pass for one with it."""
    met: Counter[str] = Counter()
    for outcome in ("passed", "failed"):
        for report in terminalreporter.getreports(outcome):
            met.update(value for name, value in report.user_properties if name == "engine" and report.when == "call")
    if met:
        said = ", ".join(f"{name} {met[name]}" if met[name] else f"{name} NOT MET" for name in ENGINES)
        terminalreporter.write_line(f"engines met (tests): {said}")
