"""The columns of our own two-file CSV: one table for a course, one for a run, and how each cell is read.

docs/sources.md explains every column with an example; a test holds the two together.
"""

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from typing import Any

from catalogue.course import CertificateKind, Entry, Measure, ProviderKind
from catalogue.sources import csv_cells, dates, findings
from catalogue.sources.csv_cells import ItemReader
from catalogue.sources.rows import Build, Draft

CellReader = Callable[[Draft, str], Any]


def _text(draft: Draft, path: str) -> str:
    return draft.text(path)


def _line(draft: Draft, path: str) -> str:
    return draft.line(path, 2_000)


def _code(draft: Draft, path: str) -> str:
    return draft.line(path, 12).upper()


def _language(draft: Draft, path: str) -> str:
    return draft.line(path, 20).lower()


def _count(draft: Draft, path: str) -> int | None:
    value = draft.number(path)
    if value is not None and value != value.to_integral_value():
        draft.tell(path, findings.not_a_number(value))
        return None
    return None if value is None else int(value)


def _float(draft: Draft, path: str) -> float | None:
    value = draft.number(path)
    return None if value is None else float(value)


def _item(reader: ItemReader, example: str) -> CellReader:
    """One value of a form of its own."""

    def read(draft: Draft, path: str) -> Any:
        text = draft.line(path, 2_000)
        value = reader(text) if text else None
        if text and value is None:
            draft.tell(path, findings.not_a_form(text, example))
        return value

    return read


def _items(reader: ItemReader, example: str) -> CellReader:
    """Items between vertical bars; one that does not follow the form is told and left out."""

    def read(draft: Draft, path: str) -> tuple[Any, ...]:
        found: list[Any] = []
        for text in csv_cells.items(draft.line(path, 50_000)):
            value = reader(text)
            if value is None:
                draft.tell(path, findings.not_a_form(text, example))
            else:
                found.extend(value if isinstance(value, tuple) else (value,))
        return tuple(dict.fromkeys(found))

    return read


def _choice(kinds: type[StrEnum]) -> CellReader:
    def read(draft: Draft, path: str) -> StrEnum | None:
        word = draft.line(path).lower().replace(" ", "_").replace("-", "_")
        if word and word not in set(kinds):
            draft.tell(path, findings.not_a_choice(word, ", ".join(kinds)))
            return None
        return kinds(word) if word else None

    return read


_yes = _item(csv_cells.yes_or_no, "ja")
_number: CellReader = Draft.number
_day: CellReader = Draft.day
_subjects = _items(csv_cells.subject, "Lassen [isced:0715]")
_links = _items(csv_cells.link, "Lasser #lasser")
_prices = _items(csv_cells.price, "tuition 120,50 | material 30")
_recognitions = _items(csv_cells.recognition, "vov:yes:2025-09-01:2028-08-31:")
_ids = _items(csv_cells.source_id, "odb:12345")
_courses = _items(csv_cells.identifier, "lassen-1")

Columns = Mapping[str, tuple[str, CellReader]]


def _same(reader: CellReader, names: str) -> dict[str, tuple[str, CellReader]]:
    return {name: (name, reader) for name in names.split()}


COURSE: Columns = {
    **_same(_line, "title licence url image_url activity language_level price_text"),
    **_same(_text, "summary content for_whom entry_requirements bring assessment where_next practical claims_text"),
    **_same(_text, "contact"),
    **_same(_language, "text_language teaching_language"),
    **_same(_number, "contact_hours total_hours credits"),
    **_same(_day, "published_from published_until"),
    **_same(_subjects, "subjects sectors"),
    **_same(_links, "occupations competences"),
    **_same(_courses, "module_of prerequisites"),
    "entry_level": ("entry_level", _count),
    "measure": ("measure", _choice(Measure)),
    "duration": ("duration", _item(csv_cells.duration, "3 dagen")),
    "keywords": ("keywords", _items(csv_cells.keyword, "lassen | metaal")),
    "identifiers": ("identifiers", _ids),
    "prices": ("prices", _prices),
    "recognitions": ("recognitions", _recognitions),
    "claims": ("claims", _items(csv_cells.claim, "vov: komt in aanmerking")),
    "experiment": ("experiment", _yes),
    "modified": ("modified", _item(dates.moment, "2026-01-15T10:00")),
}
PROVIDER: Columns = {
    "provider": ("name", _line),
    "provider_kind": ("kind", _choice(ProviderKind)),
    "provider_url": ("url", _line),
    "provider_phone": ("phone", _line),
    "provider_email": ("email", _line),
    "provider_identifiers": ("identifiers", _ids),
    "provider_recognitions": ("recognitions", _recognitions),
}
PROVIDER_ADDRESS: Columns = {
    "provider_street": ("street", _line),
    "provider_postcode": ("postcode", _code),
    "provider_municipality": ("municipality", _line),
    "provider_country": ("country", _code),
}
CERTIFICATE: Columns = {
    "certificate": ("name", _line),
    "certificate_kind": ("kind", _choice(CertificateKind)),
    "certificate_level": ("level", _count),
}
RUN: Columns = {
    **_same(_day, "start end enrol_from enrol_until"),
    **_same(_count, "places places_free"),
    "entry": ("entry", _choice(Entry)),
    "slots": ("slots", _items(csv_cells.slots, "di 18:30-21:30 | do 18:30-21:30")),
    "sessions": ("sessions", _items(csv_cells.session, "2026-02-03 18:30-21:30 Kennismaking")),
    "hours_text": ("hours_text", _text),
    "hours_a_week": ("hours_a_week", _number),
    "waiting_list": ("waiting_list", _yes),
    "language": ("language", _language),
    "language_level": ("language_level", _line),
    "prices": ("prices", _prices),
}
VENUE: Columns = {
    "venue": ("name", _line),
    "street": ("street", _line),
    "postcode": ("postcode", _code),
    "municipality": ("municipality", _line),
    "country": ("country", _code),
    "latitude": ("latitude", _float),
    "longitude": ("longitude", _float),
    "at_customer": ("at_customer", _yes),
    "accessible": ("accessible", _yes),
    "child_care": ("child_care", _yes),
}
DELIVERY: Columns = {**_same(_count, "on_site live_online self_paced workplace")}
COACHING: Columns = {"coaching": ("offered", _yes), "coaching_answer_hours": ("answer_hours", _number)}
WORKPLACE: Columns = {
    "workplace_host": ("host", _line),
    "workplace_sector": ("sector", _line),
    "workplace_mentor": ("mentor", _yes),
    "workplace_days_a_week": ("days_a_week", _number),
    "workplace_places": ("places", _count),
}
COURSE_COLUMNS = frozenset({"id", "provider_id", *COURSE, *PROVIDER, *PROVIDER_ADDRESS, *CERTIFICATE})
RUN_COLUMNS = frozenset({"course_id", "id", *RUN, *VENUE, *DELIVERY, *COACHING, *WORKPLACE})


def fill(build: Build[Any], draft: Draft, columns: Columns, prefix: str = "") -> Build[Any]:
    """Puts the cells of these columns into the record that is being built."""
    for column, (field, reader) in columns.items():
        if prefix + column in draft.values:
            build.put(field, reader(draft, prefix + column), prefix + column)
    return build


def given(draft: Draft, columns: Iterable[str], prefix: str = "") -> bool:
    """Whether any of the columns holds something."""
    return any(prefix + column in draft.values for column in columns)
