"""The schemes that ship: complete in four languages, dated, with a source; a bad line is named."""

import csv
from datetime import date
from pathlib import Path

import pytest

from catalogue.schemes import FILE, LANGUAGES, Scheme, SchemesUnreadable, load_schemes, read_schemes

ROOT = Path(__file__).resolve().parents[2]
TODAY = date(2026, 11, 24)
every_scheme = pytest.mark.parametrize("scheme", load_schemes(), ids=lambda scheme: scheme.code)


def written(folder: Path, **changes: str | None) -> Path:
    """The first scheme that ships, alone in a file, with some cells changed; None leaves the column out."""
    with FILE.open(encoding="utf-8", newline="") as lines:
        row = next(csv.DictReader(lines)) | changes
    kept = {name: value for name, value in row.items() if value is not None}
    file = folder / "schemes.csv"
    with file.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, kept)
        writer.writeheader()
        writer.writerow(kept)
    return file


def test_both_pillars_have_a_scheme() -> None:
    assert {scheme.pillar for scheme in load_schemes()} == {"time", "money"}


def test_schemes_come_in_the_order_of_the_file() -> None:
    with FILE.open(encoding="utf-8", newline="") as lines:
        assert [scheme.code for scheme in load_schemes()] == [row["code"] for row in csv.DictReader(lines)]


def test_the_file_is_read_once() -> None:
    assert load_schemes() is load_schemes()


@every_scheme
def test_each_scheme_is_named_in_every_language_by_the_law_and_in_plain_words(scheme: Scheme) -> None:
    assert tuple(scheme.names) == LANGUAGES
    assert tuple(scheme.plain) == LANGUAGES
    assert len(set(scheme.names.values())) == len(LANGUAGES)
    assert len(set(scheme.plain.values())) == len(LANGUAGES)


@every_scheme
def test_each_scheme_says_who_decides_where_to_read_on_and_when_it_was_checked(scheme: Scheme) -> None:
    assert scheme.authority
    assert scheme.url.startswith("https://")
    assert scheme.source
    assert date(2025, 1, 1) <= scheme.checked <= TODAY


@every_scheme
def test_no_scheme_is_named_in_the_code(scheme: Scheme) -> None:
    code = "\n".join(file.read_text(encoding="utf-8") for file in (ROOT / "catalogue").glob("*.py"))
    assert f'"{scheme.code}"' not in code


def test_one_line_is_a_scheme(tmp_path: Path) -> None:
    [scheme] = read_schemes(written(tmp_path, code="proef", checked="2026-02-03"))
    assert (scheme.code, scheme.checked) == ("proef", date(2026, 2, 3))


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("code", "Hoofd Letters"),
        ("pillar", "tijd"),
        ("name_de", ""),
        ("plain_fr", "  "),
        ("authority", ""),
        ("url", ""),
        ("source", ""),
        ("checked", "gisteren"),
        ("name_en", None),
        ("checked", None),
    ],
)
def test_a_line_that_is_no_scheme_is_named(tmp_path: Path, column: str, value: str | None) -> None:
    with pytest.raises(SchemesUnreadable, match=r"^schemes\.csv, line 2: ") as raised:
        read_schemes(written(tmp_path, **{column: value}))
    assert column.partition("_")[0] in str(raised.value)


def test_a_code_that_stands_twice_is_refused(tmp_path: Path) -> None:
    file = written(tmp_path)
    lines = file.read_text(encoding="utf-8").splitlines()
    file.write_text("\n".join([*lines, lines[1]]), encoding="utf-8")
    with pytest.raises(SchemesUnreadable, match="twice"):
        read_schemes(file)
