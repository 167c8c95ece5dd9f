"""Nothing that somebody asks is kept: not in what the service says, not in any file that it writes."""

import json
import socket
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

import pytest
from browsing import served

pytestmark = pytest.mark.browser

# What nobody else would write; in several forms, since a log might escape or cut it.
MARKER = "zqxgeheimvraagxqz"
AGENT = "zqxbrowserxqz"
SPOOR = (MARKER, AGENT)


def ask(address: str, body: bytes | None = None) -> int:
    """The status; with a browser's name, a cookie and a page that it comes from which may not be kept either."""
    headers = {"User-Agent": AGENT, "Cookie": f"c={MARKER}", "Referer": f"http://x/zoek?q={MARKER}"}
    try:
        with urllib.request.urlopen(urllib.request.Request(address, body, headers), timeout=30) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


def broken(address: str, line: str) -> None:
    """A request that is none: what reads it may say what it read."""
    host = urllib.parse.urlsplit(address)
    with socket.create_connection((host.hostname or "", host.port or 0), timeout=10) as line_to:
        line_to.sendall(f"{line}\r\nHost: x\r\nUser-Agent: {AGENT}\r\n\r\n".encode())
        line_to.recv(4096)


def send_all(address: str) -> list[int]:
    """The marker in every place where somebody can put something."""
    asked = [
        *(f"/zoek?q={MARKER}", f"/fr/zoek?q=lasser&place={MARKER}", f"/zoek?q={MARKER}&when={MARKER}&page=x"),
        *(f"/api/courses?q={MARKER}", f"/api/courses?{MARKER}=1", f"/api/suggest?q={MARKER}", f"/{MARKER}"),
        *(f"/cursus/{MARKER}", f"/vergelijk?id={MARKER}", f"/bewaard?id={MARKER}", f"/zoek?q=%00%ff{MARKER}"),
        f"/voor-programmas?try=searchCourses&q={MARKER}",
    ]
    facts = json.dumps({"facts": {MARKER: MARKER, "person.status": MARKER}}).encode()
    statuses = [ask(address + path) for path in asked]
    statuses += [ask(f"{address}/api/incentives", body) for body in (facts, MARKER.encode())]
    for line in (f"GET /zoek?q={MARKER} HTTP/9.9", f"{MARKER} / HTTP/1.1", f"GET /{MARKER}", f"GET / {MARKER}"):
        broken(address, line)
    return statuses


def written(folder: Path) -> dict[str, bytes]:
    return {str(file): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def test_nothing_that_is_asked_stands_in_a_log_or_a_file(index: Path, tmp_path: Path) -> None:
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    with (tmp_path / "log").open("wb") as log, served(index, log, TMPDIR=str(temporary)) as address:
        statuses = send_all(address)
    assert {200, 400, 404} <= set(statuses)
    assert not [status for status in statuses if status >= 500]
    said = (tmp_path / "log").read_bytes()
    assert [spoor for spoor in SPOOR if spoor.encode() in said] == [], said.decode()
    kept = {name: data for each in (temporary, index) for name, data in written(each).items()}
    assert [name for name, data in kept.items() if any(spoor.encode() in data for spoor in SPOOR)] == []


def test_nothing_that_is_asked_stands_in_the_log_where_search_is_down(chromium: None, tmp_path: Path) -> None:
    with (tmp_path / "log").open("wb") as log, served(tmp_path / "nowhere", log) as address:
        assert 503 in send_all(address)
    said = (tmp_path / "log").read_bytes()
    assert said, "the operator is told that search is down"
    assert [spoor for spoor in SPOOR if spoor.encode() in said] == [], said.decode()


def test_no_cookie_is_set(index: Path) -> None:
    with served(index) as address:
        for path in ("/", f"/zoek?q={MARKER}", "/cursus/lk-boekhouder", "/api/courses"):
            with urllib.request.urlopen(address + path, timeout=30) as answer:
                assert answer.headers.get_all("Set-Cookie") is None
