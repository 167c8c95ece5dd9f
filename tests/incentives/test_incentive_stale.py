"""Figures past their re-check date, on fixed days; source pages compared by hash, or said to be out of reach."""

from collections.abc import Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from matcher.incentives.__main__ import main
from matcher.incentives.models import Source
from matcher.incentives.packs import Library, library
from matcher.incentives.stale import fetch, is_stale, page_hash, pages, read_hashes, recheck_on, stale, write_hashes

CHECKED = date(2026, 11, 24)


def test_on_the_day_of_checking_nothing_is_due() -> None:
    assert stale(library(), CHECKED) == ()


def test_on_the_first_of_september_exactly_the_figures_of_the_school_year_are_due() -> None:
    school = {name for name, one in library().figures.items() if one.period == "school_year"}
    living = {name for name in school if in_force(name, date(2027, 9, 1))}
    assert {one.figure for one in stale(library(), date(2027, 8, 31))} == set()
    assert {one.figure for one in stale(library(), date(2027, 9, 1))} == living
    assert "vov.refund_per_hour" in living


def in_force(name: str, day: date) -> bool:
    """Whether a figure has an entry on a day that is not its end."""
    passed = [entry for since, entry in library().figures[name].values.items() if since <= day]
    return bool(passed) and passed[-1].state != "abolished"


def test_a_year_after_checking_every_figure_in_force_is_due() -> None:
    due = {one.figure for one in stale(library(), date(2027, 11, 24))}
    assert due == {name for name in library().figures if in_force(name, date(2027, 11, 24))}
    before = {one.figure for one in stale(library(), date(2027, 11, 23))}
    assert before == {name for name in due if library().figures[name].period == "school_year"}


def test_a_due_figure_says_since_when_and_by_which_source() -> None:
    found = {one.figure: one for one in stale(library(), date(2027, 9, 1))}
    one = found["vov.refund_per_hour"]
    assert (one.state, one.since, one.checked, one.recheck) == (
        "not_found",
        date(2026, 9, 1),
        CHECKED,
        date(2027, 9, 1),
    )
    assert one.src == ("S04", "S05", "S10")


@pytest.mark.parametrize(
    ("checked", "period", "expected"),
    [
        (date(2026, 11, 24), "year", date(2027, 11, 24)),
        (date(2026, 11, 24), "school_year", date(2027, 9, 1)),
        (date(2027, 8, 31), "school_year", date(2027, 9, 1)),
        (date(2027, 9, 1), "school_year", date(2028, 9, 1)),
        (date(2028, 2, 29), "year", date(2029, 2, 28)),
    ],
)
def test_when_a_figure_is_due(checked: date, period: str, expected: date) -> None:
    parameter = library().figures["vov.refund_per_hour"].model_copy(update={"period": period})
    assert recheck_on(parameter, next(iter(parameter.values.values())), checked) == expected


def test_a_pack_may_name_an_earlier_day_itself() -> None:
    parameter = library().figures["vov.refund_per_hour"]
    entry = next(iter(parameter.values.values())).model_copy(update={"recheck": date(2027, 1, 1)})
    assert recheck_on(parameter, entry, CHECKED) == date(2027, 1, 1)


def test_a_page_shows_a_figure_in_amber_from_that_day_on() -> None:
    assert not is_stale(library(), "vov.refund_per_hour", date(2027, 8, 31))
    assert is_stale(library(), "vov.refund_per_hour", date(2027, 9, 1))


def test_the_command_never_fails_by_the_calendar_alone(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["stale", "--on", "2027-09-01"]) == 0
    said = capsys.readouterr().out
    assert "vov.refund_per_hour: not_found since 2026-09-01, checked 2026-11-24, due 2027-09-01" in said
    assert "source pages were not compared" in said


class Site(BaseHTTPRequestHandler):
    """A page whose words a test can change, another that is gone."""

    words = b"<p>21.30</p>"

    def do_GET(self) -> None:
        good = self.path == "/page"
        self.send_response(200 if good else 404)
        self.end_headers()
        self.wfile.write(self.words if good else b"gone")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the name that http.server has
        """Says nothing."""


@pytest.fixture
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()
    thread.join()
    Site.words = b"<p>21.30</p>"


def with_sources(*urls: str) -> Library:
    several = {f"S{number}": Source(url=url, kind="page", dated="2026") for number, url in enumerate(urls)}
    whole = library()
    return Library(packs=whole.packs, figures=whole.figures, checked=whole.checked, sources=several, facts=whole.facts)


def test_a_page_is_new_then_the_same_then_changed(site: str) -> None:
    rules, kept = with_sources(f"{site}/page"), dict[str, str]()
    (first,) = pages(rules, kept)
    assert first.state == "new"
    assert first.hash
    kept[first.url] = first.hash
    Site.words = b"<p class='other'>\n 21.30 </p><script>track()</script>"
    assert [one.state for one in pages(rules, kept)] == ["same"]
    Site.words = b"<p>14.91</p>"
    assert [one.state for one in pages(rules, kept)] == ["changed"]


def test_what_can_not_be_reached_is_said_and_changes_nothing(site: str) -> None:
    found = list(pages(with_sources(f"{site}/gone", "http://127.0.0.1:9/page", "our own reading"), {}))
    assert [one.state for one in found] == ["unreachable", "unreachable"]
    assert all(one.hash is None and one.reason for one in found)


def test_a_pdf_is_compared_as_it_is() -> None:
    assert page_hash(b"%PDF-1 <a> 1") != page_hash(b"%PDF-1 <b> 1")


def test_kept_hashes_are_read_back(tmp_path: Path, site: str) -> None:
    file = tmp_path / "hashes.json"
    assert read_hashes(file) == {}
    write_hashes(file, {"b": page_hash(fetch(f"{site}/page")), "a": "1"})
    assert list(read_hashes(file)) == ["a", "b"]
    file.write_text("[]", encoding="utf-8")
    with pytest.raises(ValueError, match="addresses"):
        read_hashes(file)
