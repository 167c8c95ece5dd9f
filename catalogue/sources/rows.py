"""One row while it is read: its cells, what reached a typed field, what was wrong. And the builder of a record.

A field that the record refuses is dropped with a problem; a row is lost only without id, title or provider.
"""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Generic, Self, TypeVar

from pydantic import ValidationError

from catalogue.checks import Gravity, Problem
from catalogue.course import Course, Inference, Origin, Record
from catalogue.sources import amounts, dates, findings
from catalogue.sources.base import Row
from catalogue.sources.findings import Finding
from catalogue.sources.text import folded, one_line, plain

LONGEST_TEXT = 50_000
_LONGEST_NAME = 300
_LONGEST_ID = 100
_DEEPEST = 12
_SURROGATES = re.compile("[\ud800-\udfff]")
_INDEX = re.compile(r"\[\d+\]")
_NOTHING = frozenset({"", "n/a", "n.a.", "nvt", "n.v.t.", "tbd", "tba", "null", "none", "-", "?"})
R = TypeVar("R", bound=Record)
T = TypeVar("T")


def slug(text: str) -> str:
    """An identifier made from any text: the same text gives the same one."""
    mark = hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=4).hexdigest()
    clean = re.sub(r"[^a-z0-9._]+", "-", folded(text[:1_000])).strip("-._")
    if not clean:
        return f"x{mark}"
    return clean if len(clean) <= _LONGEST_ID else f"{clean[: _LONGEST_ID - 9]}-{mark}"


def leaves(value: object) -> Iterator[tuple[str, object]]:
    """(path, value) of every leaf that is not empty: `sjablonen[0].code`. Below a dozen levels nothing is a field."""
    waiting: list[tuple[str, object, int]] = [("", value, 0)]
    while waiting:
        path, item, depth = waiting.pop()
        if depth > _DEEPEST:
            yield path, "…"
        elif isinstance(item, Mapping):
            prefix = f"{path}." if path else ""
            waiting.extend((f"{prefix}{key}", part, depth + 1) for key, part in reversed(list(item.items())))
        elif isinstance(item, list):
            waiting.extend((f"{path}[{i}]", item[i], depth + 1) for i in range(len(item) - 1, -1, -1))
        elif item is not None and str(item).strip():
            yield path, item


class Draft:
    """The cells of one row under their paths, with readers that note what they cannot read."""

    def __init__(self, *, file: str, number: int, value: object) -> None:
        self.file = file
        self.position = number
        self.values: dict[str, object] = {_sound(path): _sound(leaf) for path, leaf in leaves(value)}
        self.typed: set[str] = set()
        self.problems: list[Problem] = []
        self.inferences: list[Inference] = []
        self._texts: dict[str, str] = {}

    def tell(self, field: str, finding: Finding, gravity: Gravity = Gravity.FIELD) -> None:
        """Notes a problem with this row, each once."""
        what, mend = finding
        problem = Problem(file=self.file, row=self.position, field=field, what=what, mend=mend, gravity=gravity)
        if problem not in self.problems:
            self.problems.append(problem)

    def infer(self, field: str, confidence: float, text: str, origin: Origin = Origin.PARSED) -> None:
        """Notes that a field of the record was not given as such."""
        self.inferences.append(Inference(field=field, origin=origin, confidence=confidence, text=text[:500]))

    def text(self, path: str) -> str:
        """The cell as plain text, empty where it says nothing (`N/A`, `tbd`)."""
        if path not in self._texts:
            self._texts[path] = self._text(path)
        return self._texts[path]

    def _text(self, path: str) -> str:
        text = plain(str(self.values.get(path, "")))
        if len(text) > LONGEST_TEXT:
            self.tell(path, findings.too_long(LONGEST_TEXT))
            text = text[:LONGEST_TEXT].rstrip()
        return "" if text.lower() in _NOTHING else text

    def line(self, path: str, limit: int = _LONGEST_NAME) -> str:
        """The cell as a name on one line."""
        text = one_line(str(self.values.get(path, "")))
        if len(text) > limit:
            self.tell(path, findings.too_long(limit))
            text = text[:limit].rstrip()
        return "" if text.lower() in _NOTHING else text

    def number(self, path: str) -> Decimal | None:
        """The cell as a number."""
        return self._read(path, amounts.number, findings.not_a_number)

    def day(self, path: str) -> date | None:
        """The cell as a day."""
        return self._read(path, lambda value: dates.day(str(value)), findings.not_a_date)

    def _read(self, path: str, reader: Callable[[object], T | None], finding: Callable[[object], Finding]) -> T | None:
        value = self.values.get(path)
        if value is None or str(value)[:10].strip().lower() in _NOTHING:
            return None
        read = reader(value)
        if read is None:
            self.tell(path, finding(value))
        return read

    def indices(self, name: str) -> list[int]:
        """The positions of the list `name` that hold a cell."""
        found = (re.match(rf"{re.escape(name)}\[(\d+)\]", path) for path in self.values)
        return sorted({int(match[1]) for match in found if match})

    def untyped(self, leave: Iterable[str] = ()) -> dict[str, str]:
        """The cells that reached no typed field, but for those whose key is in `leave`."""
        skipped = frozenset(leave)
        return {
            path: str(value)[:LONGEST_TEXT]
            for path, value in self.values.items()
            if path not in self.typed and _INDEX.sub("[]", path) not in skipped
        }

    def row(self, course: Course | None) -> Row:
        """What became of the row."""
        cells = tuple((path, _written(value)) for path, value in self.values.items())
        typed = frozenset(self.typed & self.values.keys()) if course else frozenset[str]()
        return Row(number=self.position, course=course, problems=tuple(self.problems), cells=cells, typed=typed)


def _sound(value: T) -> T:
    """Half characters (lone surrogates) are legal in JSON and can be written nowhere."""
    return _SURROGATES.sub("\ufffd", value) if isinstance(value, str) else value  # type: ignore[return-value]


def _written(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


class Build(Generic[R]):
    """Collects the fields of a record with the cells they come from, and makes it without what it refuses.

    `yields` names the fields that give way when the record as a whole is refused, first one first.
    """

    def __init__(self, draft: Draft, model: type[R], yields: tuple[str, ...] = ()) -> None:
        self._draft = draft
        self._model = model
        self._yields = yields
        self._fields: dict[str, tuple[Any, tuple[str, ...]]] = {}

    def put(self, field: str, value: object, *paths: str) -> Self:
        """Gives a field its value and names the cells it was read from. An empty value changes nothing."""
        if value is not None and value != "" and value != ():
            self._fields[field] = (value, paths)
        return self

    def has(self, field: str) -> bool:
        """Whether the field was given a value."""
        return field in self._fields

    def value(self, field: str) -> Any:
        """The value given so far, or None."""
        return self._fields.get(field, (None,))[0]

    def make(self, **fixed: object) -> R | None:
        """The record, or None where what it needs is missing. Marks the cells that reached it."""
        while True:
            given = {field: value for field, (value, _) in self._fields.items()}
            try:
                record = self._model(**given, **fixed)
            except ValidationError as error:
                if not self._drop(tuple(error.errors(include_url=False)[0]["loc"])):
                    return None
            else:
                self._draft.typed.update(*(paths for _, paths in self._fields.values()))
                return record

    def _drop(self, where: tuple[int | str, ...]) -> bool:
        """Takes out what was refused; false where it is not there to be taken out."""
        field = str(where[0]) if where else next((name for name in self._yields if name in self._fields), "")
        if field not in self._fields:
            return False
        value, paths = self._fields.pop(field)
        name = next(iter(paths), field)
        if len(where) > 1 and isinstance(where[1], int) and isinstance(value, tuple):
            refused = value[where[1]]
            self.put(field, value[: where[1]] + value[where[1] + 1 :], *paths)
        else:
            refused = value
        self._draft.tell(name, findings.refused(name, refused))
        return True


def finish(draft: Draft, build: Build[Course], required: Mapping[str, str], leave: Iterable[str] = ()) -> Row:
    """The row with its course. `required` gives for id, title and provider the key of the feed."""
    lacking = [key for field, key in required.items() if not build.has(field)]
    course = None if lacking else build.make()
    lacking = lacking or ([] if course else [key for field, key in required.items() if not build.has(field)])
    for key in lacking:
        draft.tell(key, findings.missing(key), Gravity.ROW)
    if course is not None:
        extra = {"raw": draft.untyped(leave), "inferences": tuple(draft.inferences)}
        course = course.model_copy(update=extra)
    return draft.row(course)
