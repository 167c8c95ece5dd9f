"""What can be wrong with a row, in one place: each finding is what it is and how to mend it.

The words stand in the translations under these codes.
"""

from catalogue.messages import Message, Value, message

Finding = tuple[Message, Message]
_SHOWN = 80


def shown(value: object) -> str:
    """A value short enough for a message."""
    text = " ".join(str(value)[: 2 * _SHOWN].split())
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def missing(field: str) -> Finding:
    """A field without which there is no course."""
    return message("problem.missing", field=field), message("mend.missing", field=field)


def refused(field: str, value: object) -> Finding:
    """A value that the record does not allow."""
    return message("problem.refused", field=field, value=shown(value)), message("mend.refused", field=field)


def not_a_number(value: object) -> Finding:
    """Words where a number is expected."""
    return message("problem.number", value=shown(value)), message("mend.number")


def not_a_date(value: object) -> Finding:
    """No day that exists, or not in a known order."""
    return message("problem.date", value=shown(value)), message("mend.date")


def not_a_choice(value: object, choices: str) -> Finding:
    """Not one of the words that this field knows."""
    return message("problem.choice", value=shown(value)), message("mend.choice", choices=choices)


def not_a_form(value: object, example: str) -> Finding:
    """A compound value that does not follow its form."""
    return message("problem.form", value=shown(value)), message("mend.form", example=example)


def too_long(limit: Value) -> Finding:
    """A text that was cut."""
    return message("problem.too_long", limit=limit), message("mend.too_long", limit=limit)


def twice(identifier: str) -> Finding:
    """Two rows with one id."""
    return message("problem.twice", value=shown(identifier)), message("mend.twice")


def unknown_key(key: str) -> Finding:
    """A key or column that we do not know; the value is kept as it is."""
    return message("problem.unknown_key", field=shown(key)), message("mend.unknown_key")


def misplaced(key: str) -> Finding:
    """A known key that holds another shape, such as a list where a text is expected."""
    return message("problem.misplaced", field=shown(key)), message("mend.misplaced")


def no_object(value: object) -> Finding:
    """An element of the list that is no row."""
    return message("problem.no_object", value=shown(value)), message("mend.no_object")


def not_json() -> Finding:
    """A row that is no JSON, or brackets nested beyond reason."""
    return message("problem.not_json"), message("mend.not_json")


def row_too_long(limit: int) -> Finding:
    """A row that is too long to be held."""
    return message("problem.row_too_long", limit=limit), message("mend.row_too_long")


def cut_off(rows: int) -> Finding:
    """The file ends in the middle of a row."""
    return message("problem.cut_off", rows=rows), message("mend.cut_off")


def guessed_encoding(encoding: str) -> Finding:
    """Not UTF-8."""
    return message("problem.encoding", encoding=encoding), message("mend.encoding")


def all_past(day: str) -> Finding:
    """Every run is over on the day of the import."""
    return message("problem.all_past", day=day), message("mend.all_past")


def duration_contradicts(length: str, start: str, end: str) -> Finding:
    """The length and the dates of the run cannot both be right."""
    what = message("problem.duration_contradicts", length=length, start=start, end=end)
    return what, message("mend.duration_contradicts")


def unread_price(value: str) -> Finding:
    """A price with digits that is no plain amount."""
    return message("problem.price", value=shown(value)), message("mend.price")


def orphan_run(course: str) -> Finding:
    """A run of a course that is not in the courses file."""
    return message("problem.orphan_run", value=shown(course)), message("mend.orphan_run")


def lost_cells(count: int) -> Finding:
    """More cells in a row than the header has columns."""
    return message("problem.lost_cells", count=count), message("mend.lost_cells")
