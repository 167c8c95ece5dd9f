"""Dated lists of bottleneck occupations: what ships, who is on it on which day, and what is wrong with a bad line."""

from datetime import date
from pathlib import Path

import pytest
from making import TODAY

from catalogue.bottlenecks import COLUMNS, Bottlenecks, load_bottlenecks, occupation_tokens, read_bottlenecks
from catalogue.competences import Labels, Occupation
from catalogue.vocabulary import load_vocabulary

ESCO = "http://data.europa.eu/esco/occupation/aaaaaaaa-0000-0000-0000-000000000000"
GOOD = {
    "from": "2026-02-01",
    "to": "2027-01-31",
    "region": "flanders",
    "isco": "7212",
    "esco": "",
    "occupation": "welder",
    "kind": "listed",
    "source": "a page",
    "checked": "2026-11-24",
}


def lists(tmp_path: Path, *rows: dict[str, str], header: tuple[str, ...] = COLUMNS) -> Path:
    lines = [",".join(header)] + [",".join((GOOD | row)[name] for name in COLUMNS) for row in rows]
    (tmp_path / "list.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return tmp_path


def loaded(tmp_path: Path, *rows: dict[str, str]) -> Bottlenecks:
    found, problems = read_bottlenecks(lists(tmp_path, *rows))
    assert problems == ()
    return found


def occupation(id_: str, isco: str | None = None, uri: str | None = None) -> Occupation:
    return Occupation(id=id_, isco=isco, uri=uri, labels={"nl": Labels(preferred=id_)}, essential=())


def test_what_ships_names_only_occupations_that_exist_and_their_own_codes() -> None:
    ours = {one.id: one for one in load_vocabulary().occupations}
    rows = load_bottlenecks().rows
    assert len(rows) > 100
    named = [row for row in rows if row.occupation]
    assert [row.occupation for row in named if row.occupation not in ours] == []
    assert [row.occupation for row in named if row.esco != ours[str(row.occupation)].uri] == []
    assert all(row.source and row.checked <= TODAY for row in rows)


def test_what_ships_knows_bottlenecks_from_others() -> None:
    shipped, ours = load_bottlenecks(), load_vocabulary().by_id
    for id_, expected in (("nurse", True), ("welder", True), ("lorry-driver", True), ("accountant", False)):
        found = ours[id_]
        assert isinstance(found, Occupation)
        assert shipped.is_bottleneck(found, TODAY) is expected, id_


def test_a_list_holds_from_its_first_to_its_last_day(tmp_path: Path) -> None:
    found, welder = loaded(tmp_path, {}), occupation("welder")
    days = (date(2026, 1, 31), date(2026, 2, 1), date(2027, 1, 31), date(2027, 2, 1))
    assert [found.is_bottleneck(welder, day) for day in days] == [False, True, True, False]
    endless = loaded(tmp_path, {"to": ""})
    assert endless.is_bottleneck(welder, date(2099, 1, 1))


def test_another_region_is_another_list(tmp_path: Path) -> None:
    found = loaded(tmp_path, {"region": "brussels"})
    assert not found.is_bottleneck(occupation("welder"), TODAY)
    assert found.is_bottleneck(occupation("welder"), TODAY, "brussels")


def test_the_narrowest_that_a_line_gives_decides(tmp_path: Path) -> None:
    by_id = loaded(tmp_path, {})
    assert not by_id.is_bottleneck(occupation("other", isco="7212"), TODAY)
    by_uri = loaded(tmp_path, {"occupation": "", "esco": ESCO})
    assert by_uri.is_bottleneck(occupation("esco-1", uri=ESCO), TODAY)
    assert not by_uri.is_bottleneck(occupation("other", isco="7212"), TODAY)
    by_group = loaded(tmp_path, {"occupation": "", "esco": ""})
    assert by_group.is_bottleneck(occupation("other", isco="7212"), TODAY)
    assert not by_group.is_bottleneck(occupation("other", isco="7213"), TODAY)


def test_the_tokens_of_an_index_and_of_a_list_are_of_one_kind(tmp_path: Path) -> None:
    assert occupation_tokens(occupation("welder", "7212", ESCO)) == ("welder", ESCO, "isco-7212")
    assert loaded(tmp_path, {}, {"occupation": "", "esco": ESCO}).tokens(TODAY) == (ESCO, "welder")


@pytest.mark.parametrize(
    ("bad", "field", "mend"),
    [
        ({"from": "1/2/2026"}, "from", "mend.bottleneck.dates"),
        ({"to": "2025-01-01"}, "to", "mend.bottleneck.dates"),
        ({"checked": ""}, "checked", "mend.bottleneck.dates"),
        ({"region": "vlaanderen"}, "region", "mend.bottleneck.region"),
        ({"isco": "721"}, "isco", "mend.bottleneck.isco"),
        ({"esco": "welder"}, "esco", "mend.bottleneck.esco"),
        ({"occupation": "De lasser"}, "occupation", "mend.bottleneck.occupation"),
        ({"kind": "heavy"}, "kind", "mend.bottleneck.kind"),
        ({"source": ""}, "source", "mend.bottleneck.source"),
        ({"occupation": "", "isco": ""}, "occupation", "mend.bottleneck.nothing"),
    ],
)
def test_a_bad_line_is_named_and_the_good_ones_go_through(
    tmp_path: Path, bad: dict[str, str], field: str, mend: str
) -> None:
    found, problems = read_bottlenecks(lists(tmp_path, {}, bad))
    assert len(found.rows) == 1
    (problem,) = problems
    assert (problem.file, problem.row, problem.field, problem.mend.code) == ("list.csv", 3, field, mend)


def test_missing_columns_and_a_file_that_is_no_text_are_said(tmp_path: Path) -> None:
    found, (problem,) = read_bottlenecks(lists(tmp_path, {}, header=("from", "to")))
    assert found.rows == ()
    assert problem.what.code == "problem.bottleneck.columns"
    (tmp_path / "list.csv").write_bytes(b"\xff\xfe\x00")
    _, (problem,) = read_bottlenecks(tmp_path)
    assert problem.what.code == "problem.bottleneck.unreadable"
