"""Reading the file of a feed: finding it, its encoding, its text in pieces. Never the whole file in memory.

What stands in the text is the business of `json_rows`, `csv_rows` and the sources.
"""

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from catalogue.messages import message
from catalogue.sources.base import SourceUnreadable

CHUNK = 1 << 18
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


@dataclass(frozen=True, slots=True)
class TextFile:
    """A file with the encoding in which it is read. `guessed` where its content, not a mark, gave it."""

    path: Path
    encoding: str
    guessed: bool = False

    def chunks(self) -> Iterator[str]:
        """The text in pieces of at most CHUNK characters; bytes that cannot be read become U+FFFD."""
        with self.path.open(encoding=self.encoding, errors="replace", newline="") as stream:
            while piece := stream.read(CHUNK):
                yield piece


def find(path: Path, usual: str) -> TextFile:
    """The feed at `path`: the file itself, or the one with the usual name in that folder.

    Raises SourceUnreadable where it is missing, empty or closed to us.
    """
    file = path / usual if path.is_dir() else path
    if not file.exists():
        raise SourceUnreadable(message("problem.file_missing", file=str(file)), message("mend.file_missing"))
    try:
        return _opened(file)
    except OSError as error:
        what = message("problem.file_closed", file=str(file), error=error.strerror or str(error))
        raise SourceUnreadable(what, message("mend.file_closed")) from error


def _opened(file: Path) -> TextFile:
    with file.open("rb") as stream:
        head = stream.read(4)
    if not head:
        raise SourceUnreadable(message("problem.file_empty", file=str(file)), message("mend.file_empty"))
    for mark, encoding in _BOMS:
        if head.startswith(mark):
            return TextFile(file, encoding)
    if _is_utf8(file):
        return TextFile(file, "utf-8")
    return TextFile(file, "cp1252", guessed=True)


def _is_utf8(file: Path) -> bool:
    """Whether the bytes are UTF-8. A stray bad byte among many good letters does not make it another encoding."""
    decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
    good = bad = 0
    with file.open("rb") as stream:
        while piece := stream.read(CHUNK):
            text = decoder.decode(piece)
            if text.isascii():
                continue
            wrong = text.count("\ufffd")
            bad += wrong
            good += len(text) - len(text.encode("ascii", "ignore")) - wrong
    return bad == 0 or good > bad
