"""What can be wrong with a file as a whole: encoding, shape, size, a cut in the middle."""

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalogue.checks import Gravity
from catalogue.sources import SOURCES, by_name, jobat, json_rows, vdab
from catalogue.sources.base import SourceUnreadable
from catalogue.sources.files import find
from catalogue.sources.json_rows import Element, Fault, elements

TODAY = date(2026, 1, 15)
ROOT = Path(__file__).resolve().parents[2]
ROWS = [{"internal_id": f"c{i}", "title": f"Café {i} – één", "provider": "École"} for i in range(3)]


def titles(path: Path) -> list[str]:
    return [row.course.title for row in jobat.read(path, TODAY) if row.course]


def test_every_source_is_found_by_its_name() -> None:
    assert [source.name for source in SOURCES][:3] == ["csv", "vdab", "jobat"]
    assert all(by_name(source.name) is source for source in SOURCES)
    assert by_name("nothing") is None


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le-bom", "utf-16-be-bom"])
def test_unicode_is_read_with_and_without_a_mark(tmp_path: Path, encoding: str) -> None:
    text = json.dumps(ROWS, ensure_ascii=False)
    marked = {"utf-16-le-bom": ("utf-16-le", "\ufeff"), "utf-16-be-bom": ("utf-16-be", "\ufeff")}
    real, mark = marked.get(encoding, (encoding, ""))
    (tmp_path / jobat.USUAL_FILE).write_bytes((mark + text).encode(real))
    rows = list(jobat.read(tmp_path, TODAY))
    assert [row.course.title for row in rows if row.course] == [row["title"] for row in ROWS]
    assert all(row.problems == () for row in rows)


def test_cp1252_is_found_by_its_content_and_noted(tmp_path: Path) -> None:
    (tmp_path / jobat.USUAL_FILE).write_bytes(json.dumps(ROWS, ensure_ascii=False).encode("cp1252"))
    rows = list(jobat.read(tmp_path, TODAY))
    assert [row.course.title for row in rows if row.course] == [row["title"] for row in ROWS]
    assert [(p.what.code, p.gravity) for p in rows[0].problems] == [("problem.encoding", Gravity.NOTE)]


def test_one_bad_byte_among_good_letters_does_not_spoil_the_others(tmp_path: Path) -> None:
    body = json.dumps(ROWS, ensure_ascii=False).encode().replace(b"2 \xe2\x80\x93", b"2 \xe2")
    (tmp_path / jobat.USUAL_FILE).write_bytes(body)
    assert titles(tmp_path)[:2] == [ROWS[0]["title"], ROWS[1]["title"]]


@pytest.mark.parametrize("source", [source for source in SOURCES if source.name in {"csv", "vdab", "jobat"}])
def test_a_missing_and_an_empty_file_are_refused_at_once(tmp_path: Path, source: object) -> None:
    read = source.read  # type: ignore[attr-defined]
    with pytest.raises(SourceUnreadable) as missing:
        read(tmp_path / "nowhere", TODAY)
    assert missing.value.what.code == "problem.file_missing"
    with pytest.raises(SourceUnreadable):
        read(tmp_path, TODAY)
    empty = tmp_path / "empty"
    empty.touch()
    with pytest.raises(SourceUnreadable) as raised:
        read(empty, TODAY)
    assert raised.value.what.code == "problem.file_empty"


@pytest.mark.parametrize(
    "text", ["{}", "words", '"a"', "12", "   ", '{"hits": {"hits": {}}}', "<html>[]</html>", "x [1]"]
)
@pytest.mark.parametrize("read", [jobat.read, vdab.read])
def test_another_shape_is_refused_in_words(tmp_path: Path, text: str, read: object) -> None:
    file = tmp_path / "feed.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(SourceUnreadable) as raised:
        read(file, TODAY)  # type: ignore[operator]
    assert raised.value.what.code == "problem.wrong_shape"
    assert raised.value.mend.code == "mend.wrong_shape"


def test_a_list_of_other_things_gives_a_problem_for_each(tmp_path: Path) -> None:
    file = tmp_path / "feed.json"
    file.write_text('[1, "two", [], null, {}]', encoding="utf-8")
    rows = list(jobat.read(file, TODAY))
    assert [row.course for row in rows] == [None] * 5
    assert [row.problems[0].what.code for row in rows] == ["problem.no_object"] * 4 + ["problem.missing"]


def test_a_file_that_is_cut_off_gives_the_rows_before_and_says_so_last(tmp_path: Path) -> None:
    text = json.dumps(ROWS)
    file = tmp_path / jobat.USUAL_FILE
    for cut in range(len(text) - 40, len(text)):
        file.write_text(text[:cut], encoding="utf-8")
        rows = list(jobat.read(file, TODAY))
        assert [row.course.id for row in rows if row.course][:2] == ["jobat-c0", "jobat-c1"]
        assert [problem.what.code for problem in rows[-1].problems] == ["problem.cut_off"]


def test_a_bad_row_is_lost_alone(tmp_path: Path) -> None:
    file = tmp_path / jobat.USUAL_FILE
    good = json.dumps(ROWS[0])
    file.write_text(f'[{good}, {{"internal_id": nonsense}}, {json.dumps(ROWS[1])}]', encoding="utf-8")
    rows = list(jobat.read(file, TODAY))
    assert [row.course is not None for row in rows] == [True, False, True]
    assert rows[1].problems[0].what.code == "problem.not_json"
    assert rows[1].problems[0].row == 2


@pytest.mark.parametrize("value", ["9" * 100_000, "1e999999999", "[" * 100_000 + "]" * 100_000, '"\\ud800"', "NaN"])
def test_hostile_values_do_not_take_the_process_down(tmp_path: Path, value: str) -> None:
    file = tmp_path / jobat.USUAL_FILE
    row = json.dumps(ROWS[0])[:-1]
    file.write_text(f'[{row}, "price": {value}}}, {json.dumps(ROWS[1])}]', encoding="utf-8")
    rows = list(jobat.read(file, TODAY))
    assert len(rows) == 2
    assert rows[1].course is not None
    if rows[0].course:
        rows[0].course.model_dump_json()


def test_a_row_that_is_too_long_to_hold_is_lost_and_the_next_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(json_rows, "LONGEST_ROW", 1_000_000)
    file = tmp_path / jobat.USUAL_FILE
    file.write_text(json.dumps([{"x": "y" * 3_000_000}, ROWS[0]]), encoding="utf-8")
    assert [element.fault for element in elements(find(file, ""))] == [Fault.TOO_LONG, None]


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**9), 10**9) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=12,
)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(values=st.lists(json_values), indent=st.sampled_from([None, 2]), size=st.integers(1, 40))
def test_the_elements_of_any_list_are_those_that_the_json_module_reads(
    tmp_path: Path, values: list[object], indent: int | None, size: int
) -> None:
    file = tmp_path / "any.json"
    file.write_text(json.dumps({"a": {"x": [1]}, "b": {"c": values}}, indent=indent), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("catalogue.sources.files.CHUNK", size)
        found = list(elements(find(file, ""), ("b", "c")))
    assert found == [Element(value) for value in values]


PEAK = """
import sys
from datetime import date
from pathlib import Path
from catalogue.sources import by_name

def peak():
    # Not ru_maxrss: a child process inherits that of its parent.
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) // 1024

source = by_name(sys.argv[1])
list(source.read(Path(sys.argv[2]), date(2026, 1, 15)))
base = peak()
rows = sum(1 for row in source.read(Path(sys.argv[3]), date(2026, 1, 15)) if row.course)
print(rows, peak() - base)
"""


def generate(folder: Path, name: str, count: int) -> Path:
    """A feed of `count` rows of 100,000 characters, most of it in a column unknown to us, written piece by piece."""
    words = "Deze tekst vult het bestand. " * 340
    extra = words * 9
    path = folder / f"{name}-{count}"
    with path.open("w", encoding="utf-8") as file:
        if name == "csv":
            file.write("id,title,provider,content,extra\n")
            file.writelines(f"c{i},Titel {i},Voorbeeld,{words},{extra}\n" for i in range(count))
        else:
            file.write("[")
            for i in range(count):
                row = {"internal_id": f"c{i}", "title": f"Titel {i}", "provider": "Voorbeeld", "extra": extra}
                row["description"] = words
                file.write(("," if i else "") + json.dumps(row))
            file.write("]")
    return path


@pytest.mark.slow
@pytest.mark.parametrize("name", ["jobat", "csv"])
def test_a_file_larger_than_the_memory_allowed_is_read_to_its_end(tmp_path: Path, name: str) -> None:
    if not Path("/proc/self/status").exists():
        pytest.skip("the peak of memory is read from /proc, which only Linux has")
    small, large = generate(tmp_path, name, 2), generate(tmp_path, name, 3_000)
    assert large.stat().st_size > 290_000_000
    done = subprocess.run(
        [sys.executable, "-c", PEAK, name, str(small), str(large)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    large.unlink()
    rows, grown = map(int, done.stdout.split())
    assert rows == 3_000
    assert grown < 150
