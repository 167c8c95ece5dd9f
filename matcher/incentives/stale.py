"""Figures that should be looked up again, and source pages that have changed. The day is an argument.

A figure is due one year after it was last checked, or on the first 1 September after that for figures of a school
year. An earlier figure that a later one replaced never is: the past does not change.
"""

import hashlib
import json
import re
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from http.client import HTTPException
from pathlib import Path
from typing import Literal

from matcher.incentives.figures import figure_on
from matcher.incentives.models import Entry, Parameter
from matcher.incentives.packs import FOLDER, Library

HASHES = FOLDER / "hashes.json"
TIMEOUT = 15
# What is read of a page at most, in bytes.
_MOST = 5_000_000
_TAGS = re.compile(rb"<(script|style)\b.*?</\1\s*>|<[^>]*>", re.DOTALL | re.IGNORECASE)
_SPACE = re.compile(rb"\s+")


@dataclass(frozen=True, kw_only=True, slots=True)
class Due:
    """A figure that is past its re-check date. `since` is from when its last entry holds, `state` what that says."""

    figure: str
    since: date
    state: str
    checked: date
    recheck: date
    src: tuple[str, ...]


def recheck_on(parameter: Parameter, entry: Entry, checked: date) -> date:
    """The day on which an entry is due; the pack may name another."""
    if entry.recheck is not None:
        return entry.recheck
    last = entry.checked or checked
    year_on = date(last.year + 1, last.month, min(last.day, 28) if last.month == 2 else last.day)
    september = date(last.year if last < date(last.year, 9, 1) else last.year + 1, 9, 1)
    return min(september, year_on) if parameter.period == "school_year" else year_on


def is_stale(library: Library, name: str, day: date) -> bool:
    """Whether a page should show a figure in amber on this day."""
    return _due(library, name, day) is not None


def stale(library: Library, day: date) -> tuple[Due, ...]:
    """Every figure that is due on a day, the longest due first."""
    found = (_due(library, name, day) for name in library.figures)
    return tuple(sorted((one for one in found if one), key=lambda one: (one.recheck, one.figure)))


def _due(library: Library, name: str, day: date) -> Due | None:
    parameter = library.figures[name]
    figure = figure_on(name, parameter, day)
    if figure.entry is None or figure.since is None or figure.state == "abolished":
        return None
    checked = figure.entry.checked or library.checked[name]
    recheck = recheck_on(parameter, figure.entry, checked)
    if day < recheck:
        return None
    src = figure.entry.src or (figure.last_entry.src if figure.last_entry else ())
    return Due(figure=name, since=figure.since, state=figure.state, checked=checked, recheck=recheck, src=src)


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """A source page that was looked at. `new` means that no hash of it was kept yet."""

    source: str
    url: str
    state: Literal["same", "changed", "new", "unreachable"]
    hash: str | None
    reason: str = ""


Fetch = Callable[[str], bytes]


def fetch(url: str) -> bytes:
    """The content of an address. Raises OSError or HTTPException where it can not be reached within the time."""
    request = urllib.request.Request(url, headers={"User-Agent": "leerloket-stale"})
    with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:
        content: bytes = answer.read(_MOST)
    return content


def page_hash(content: bytes) -> str:
    """A hash of the words of a page: tags, scripts and spacing do not count. A PDF is taken as it is."""
    words = content if content.startswith(b"%PDF") else _SPACE.sub(b" ", _TAGS.sub(b" ", content)).strip()
    return hashlib.sha256(words).hexdigest()


def pages(library: Library, kept: Mapping[str, str], get: Fetch = fetch) -> Iterator[Page]:
    """Every source with a web address, compared with the hashes that are kept by address."""
    for name, source in library.sources.items():
        if not source.url.startswith(("http://", "https://")):
            continue
        try:
            found = page_hash(get(source.url))
        except (OSError, HTTPException, ValueError) as error:
            yield Page(source=name, url=source.url, state="unreachable", hash=None, reason=str(error))
            continue
        before = kept.get(source.url)
        state: Literal["same", "changed", "new"] = "new" if before is None else "same" if before == found else "changed"
        yield Page(source=name, url=source.url, state=state, hash=found)


def read_hashes(path: Path) -> dict[str, str]:
    """The kept hashes by address; none where there is no file yet. Raises OSError or ValueError."""
    if not path.exists():
        return {}
    content = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(content, dict):
        raise ValueError(f"{path.name}: not a list of addresses with their hash")
    return {str(url): str(one) for url, one in content.items()}


def write_hashes(path: Path, kept: Mapping[str, str]) -> None:
    """Keeps the hashes, in the order of the addresses."""
    path.write_text(json.dumps(dict(sorted(kept.items())), indent=1) + "\n", encoding="utf-8")
