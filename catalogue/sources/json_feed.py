"""From a JSON feed to rows: what every such source does alike. How a row becomes a course is the source's own."""

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date

from catalogue.checks import Gravity
from catalogue.sources import findings
from catalogue.sources.base import Row
from catalogue.sources.files import TextFile
from catalogue.sources.json_rows import LONGEST_ROW, Element, Fault, elements
from catalogue.sources.rows import Draft

Reader = Callable[[Draft, date], Row]
_INDEX = re.compile(r"\[\d+\]")


def rows(file: TextFile, route: tuple[str, ...], known: frozenset[str], read: Reader, today: date) -> Iterator[Row]:
    """The rows of the list under `route`. `known` are the paths of the feed, with `[]` for any position.

    Raises SourceUnreadable at once where there is no such list.
    """
    return _rows(file, elements(file, route), known, read, today)


def _rows(file: TextFile, found: Iterator[Element], known: frozenset[str], read: Reader, today: date) -> Iterator[Row]:
    seen = Seen()
    told: set[str] = set()
    for number, element in enumerate(found, start=1):
        draft = Draft(file=file.path.name, number=number, value=element.value)
        if number == 1 and file.guessed:
            draft.tell("", findings.guessed_encoding(file.encoding), Gravity.NOTE)
        if element.fault or not isinstance(element.value, Mapping):
            draft.tell("", _why_not(element, number), Gravity.ROW)
            yield draft.row(None)
            continue
        _tell_unknown(draft, known, told)
        yield seen.once(draft, read(draft, today))


def _why_not(element: Element, number: int) -> findings.Finding:
    if element.fault is Fault.CUT:
        return findings.cut_off(number - 1)
    if element.fault is Fault.TOO_LONG:
        return findings.row_too_long(LONGEST_ROW)
    return findings.not_json() if element.fault else findings.no_object(element.value)


def _tell_unknown(draft: Draft, known: frozenset[str], told: set[str]) -> None:
    """Each key that the source does not know is told once in a file, at the first row that has it."""
    parents = {key.split(".")[0].removesuffix("[]") for key in known}
    for path in draft.values:
        key = _INDEX.sub("[]", path)
        if key in known or key in told or len(told) > 1_000:
            continue
        told.add(key)
        root = re.split(r"[.\[]", key)[0]
        finding = findings.misplaced(key) if root in parents else findings.unknown_key(key)
        draft.tell(path, finding, Gravity.NOTE)


class Seen:
    """The ids that went through. A second row with one is lost, unless it says the same: then it is only noted."""

    def __init__(self) -> None:
        self._content: dict[int, int] = {}

    def once(self, draft: Draft, row: Row) -> Row:
        """The row as it is, or without its course where its id stood before."""
        if row.course is None:
            return row
        name = _digest(row.course.id)
        content = _digest(repr(row.cells))
        if name not in self._content:
            self._content[name] = content
            return row
        gravity = Gravity.NOTE if self._content[name] == content else Gravity.ROW
        draft.tell("id", findings.twice(row.course.id), gravity)
        return draft.row(None)


def _digest(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=8).digest(), "big")
