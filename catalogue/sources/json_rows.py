"""A JSON list read one element at a time, however long the file is. Knows no feed.

Not ijson: its C reader takes the process down on a number of 5,000 digits and its memory on 100,000 open brackets,
and it stops at the first bad row. Here a bad row is lost alone. Each element is found by its brackets and then read
by the json module.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from catalogue.messages import message
from catalogue.sources.base import SourceUnreadable
from catalogue.sources.files import TextFile

# One row of more characters than this is not held in memory; an unclosed quote would swallow the rest of the file.
LONGEST_ROW = 64_000_000
_PUNCTUATION = re.compile(r'["{}\[\],:]')
_STRING_BODY = re.compile(r'[^"\\]*+(?:\\.[^"\\]*+)*+', re.DOTALL)
_LONGEST_NUMBER = 40


class Fault(StrEnum):
    """Why an element gives no value."""

    NOT_JSON = "not_json"
    TOO_LONG = "too_long"
    CUT = "cut"


@dataclass(frozen=True, slots=True)
class Element:
    """One element of the list: its value, or why there is none. CUT is always the last."""

    value: object = None
    fault: Fault | None = None


def elements(file: TextFile, route: tuple[str, ...] = ()) -> Iterator[Element]:
    """The elements of the list under the keys of `route` (empty: the file is the list itself).

    Raises SourceUnreadable at once where the file is no JSON or holds no such list.
    """
    scanner = _Scanner(file.chunks())
    if not _reaches(scanner, route):
        what = message("problem.wrong_shape", file=file.path.name, expected=".".join(route) or "[ ... ]")
        raise SourceUnreadable(what, message("mend.wrong_shape"))
    return _elements(scanner)


class _Scanner:
    """Walks the text and stops at quotes and brackets outside strings. `mark` is where the kept text begins."""

    def __init__(self, chunks: Iterator[str]) -> None:
        self._chunks = chunks
        self._buffer = ""
        self._position = 0
        self._mark = 0
        self.dropped = False

    def tokens(self) -> Iterator[str]:
        """Each punctuation mark in turn, a double quote for a whole string."""
        while True:
            found = _PUNCTUATION.search(self._buffer, self._position)
            if found is None:
                self._position = len(self._buffer)
                if not self._more():
                    return
                continue
            self._position = found.end()
            if found.group() == '"' and not self._past_string():
                return
            yield found.group()

    def _past_string(self) -> bool:
        """Moves behind the closing quote; false where the text ends before it."""
        while True:
            body = _STRING_BODY.match(self._buffer, self._position)
            self._position = body.end() if body else self._position
            if self._buffer.startswith('"', self._position):
                self._position += 1
                return True
            if not self._more():
                return False

    def _more(self) -> bool:
        """Adds a chunk and forgets what stands before the mark."""
        chunk = next(self._chunks, None)
        if chunk is None:
            return False
        if self._position - self._mark > LONGEST_ROW:
            self._mark, self.dropped = self._position, True
        self._buffer = self._buffer[self._mark :] + chunk
        self._position -= self._mark
        self._mark = 0
        return True

    def take(self, *, without_last: bool = False) -> str | None:
        """The text since the last take, or None where it was too long to keep."""
        text = self._buffer[self._mark : self._position - without_last]
        self._mark = self._position
        dropped, self.dropped = self.dropped, False
        return None if dropped else text

    def rest(self) -> str:
        """What was not taken yet."""
        return self._buffer[self._mark :]


def _reaches(scanner: _Scanner, route: tuple[str, ...]) -> bool:
    """Moves behind the opening bracket of the list; false where there is none."""
    wanted = [f'"{key}"' for key in route]
    keys: list[str] = []
    last = ""
    for first, kind in enumerate(scanner.tokens()):
        text = (scanner.take() or "").strip()
        if first == 0 and (kind not in "{[" or text != kind):
            return False
        if kind == '"':
            last = text
        elif kind == ":" and keys:
            keys[-1] = last
        elif kind == "[" and keys == wanted:
            return True
        elif kind in "{[":
            keys.append("")
        elif kind in "}]" and keys:
            keys.pop()
    return False


def _elements(scanner: _Scanner) -> Iterator[Element]:
    depth = 0
    for kind in scanner.tokens():
        if kind in "{[":
            depth += 1
        elif kind in "}]" and depth:
            depth -= 1
        elif kind == "," and not depth:
            yield _element(scanner.take(without_last=True))
        elif kind == "]":
            text = scanner.take(without_last=True)
            if text is None or text.strip():
                yield _element(text)
            return
    yield Element(fault=Fault.CUT)


def _element(text: str | None) -> Element:
    if text is None:
        return Element(fault=Fault.TOO_LONG)
    try:
        return Element(json.loads(text, parse_float=Decimal, parse_int=_whole, parse_constant=str))
    except (ValueError, RecursionError):
        return Element(fault=Fault.NOT_JSON)


def _whole(digits: str) -> int | str:
    """Python refuses numbers of thousands of digits; no feed means them as numbers."""
    return int(digits) if len(digits) <= _LONGEST_NUMBER else digits
