"""`python -m indexer` does what its help says, and what goes wrong is said in words with an exit code."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from catalogue.settings import load_settings
from indexer.__main__ import main
from indexer.engine.opening import open_engine, open_store
from indexer.rebuild import only_builder

ROOT = Path(__file__).parents[2]
DAY = "2026-11-24"


@pytest.fixture(autouse=True)
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in list(os.environ):
        if name.startswith(("LEERLOKET_", "ELASTICSEARCH_")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("LEERLOKET_INDEX", str(tmp_path / "index"))
    monkeypatch.setenv("LEERLOKET_TODAY", DAY)
    return tmp_path / "index"


def some_jobat(folder: Path, *titles: str) -> Path:
    """A feed in the Jobat shape with one course per title."""
    folder.mkdir(exist_ok=True)
    rows = [
        {"internal_id": title, "title": title, "description": f"<p>{title}</p>", "provider": "School", "language": "nl"}
        for title in titles
    ]
    (folder / "DEF-JobAt.json").write_text(json.dumps(rows), encoding="utf-8")
    return folder


def courses(number: int) -> list[str]:
    return [f"Cursus {at}" for at in range(number)]


def failed(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    capsys.readouterr()
    code = main(words)
    return code, capsys.readouterr().err


def test_the_bundled_catalogue_is_built_without_a_source(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build"]) == 0
    said = capsys.readouterr()
    assert "courses serve from index-" in said.out
    assert [line for line in said.err.splitlines() if line.endswith("...")] == [
        "reading the feeds ...",
        "writing the new index ...",
        "comparing it with what was read ...",
        "letting it serve ...",
        "cleaning up ...",
    ]
    assert open_engine(load_settings(os.environ)).stamp().sources == ("bundled",)


def test_info_shows_the_stamp_and_ends_with_one_where_nothing_serves(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["info"]) == 1
    assert "nothing" in capsys.readouterr().out
    main(["build", "--note", "first try"])
    stamp = open_engine(load_settings(os.environ)).stamp()
    capsys.readouterr()
    assert main(["info"]) == 0
    said = capsys.readouterr().out
    for text in (f"courses    {stamp.count}", f"counted    {stamp.count}", DAY, "first try", "(serves)", " MB"):
        assert text in said


def test_feeds_are_named_and_come_together(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one, two = some_jobat(tmp_path / "one", "Lassen"), some_jobat(tmp_path / "two", "Koken", "Bakken")
    assert main(["build", "--source", "jobat", str(one), "--source", "jobat", str(two)]) == 0
    stamp = open_engine(load_settings(os.environ)).stamp()
    assert (stamp.count, stamp.sources) == (3, ("jobat:one", "jobat:two"))
    assert str(tmp_path) not in capsys.readouterr().out.replace(str(tmp_path / "index"), "")


def test_problems_are_counted_shown_and_written_to_a_file(
    index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    twice = some_jobat(tmp_path / "twice", "Lassen")
    assert main(["build", "--source", "jobat", str(twice), "--source", "jobat", str(twice)]) == 0
    assert "1 that cost a row" in capsys.readouterr().out
    assert "row" in (index / "problems.csv").read_text(encoding="utf-8-sig")


def test_compare_tells_what_a_build_would_change(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = some_jobat(tmp_path / "feed", "Blijft", "Weg")
    main(["build", "--source", "jobat", str(folder)])
    some_jobat(folder, "Blijft", "Nieuw", "Ook nieuw")
    before = open_engine(load_settings(os.environ)).stamp()
    capsys.readouterr()
    assert main(["compare", "--source", "jobat", str(folder)]) == 0
    told = {line.split()[0]: line.split()[1] for line in capsys.readouterr().out.splitlines()[-4:]}
    assert told == {"added": "2:", "removed": "1:", "changed": "0", "same": "1"}
    assert open_engine(load_settings(os.environ)).stamp() == before


def test_compare_sees_a_changed_record(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = some_jobat(tmp_path / "feed", "Lassen")
    main(["build", "--source", "jobat", str(folder)])
    feed = folder / "DEF-JobAt.json"
    feed.write_text(feed.read_text(encoding="utf-8").replace("<p>Lassen", "<p>Anders"), encoding="utf-8")
    capsys.readouterr()
    main(["compare", "--source", "jobat", str(folder)])
    assert "changed       1: jobat-lassen" in capsys.readouterr().out


def test_drop_keeps_what_serves_unless_all_is_asked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store = open_store(load_settings(os.environ))
    main(["build"])
    main(["build"])
    serving = store.serving()
    assert main(["drop", "--yes"]) == 0
    assert store.names() == (serving,)
    assert main(["drop", "--yes"]) == 0
    assert "nothing to remove" in capsys.readouterr().out
    assert main(["drop", "--all", "--yes"]) == 0
    assert store.names() == ()
    assert main(["info"]) == 1
    assert main(["build"]) == 0


def test_drop_asks_nobody_who_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    main(["build"])
    code, error = failed(capsys, "drop", "--all")
    assert code == 2
    assert "--yes" in error
    assert len(open_store(load_settings(os.environ)).names()) == 1


def test_sample_prints_rows_beside_their_records(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = some_jobat(tmp_path / "feed", *courses(9))
    assert main(["sample", "--source", "jobat", str(folder), "--count", "2", "--seed", "3"]) == 0
    said = capsys.readouterr().out
    assert said.count("--- record") == 2
    assert "9 rows, 9 records (100.0%)" in said


def test_a_small_catalogue_does_not_replace_a_large_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = some_jobat(tmp_path / "feed", *courses(9))
    main(["build", "--source", "jobat", str(folder)])
    some_jobat(folder, *courses(4))
    code, error = failed(capsys, "build", "--source", "jobat", str(folder))
    assert code == 1
    assert "9" in error
    assert main(["build", "--force", "--source", "jobat", str(folder)]) == 0


def test_the_bundled_catalogue_does_not_replace_real_feeds_by_oversight(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["build", "--source", "jobat", str(some_jobat(tmp_path / "feed", "Lassen"))])
    code, error = failed(capsys, "build")
    assert code == 1
    assert "jobat:feed" in error
    assert main(["build", "--source", "bundled", "."]) == 0


def test_nothing_good_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["build"])
    code, error = failed(capsys, "build", "--source", "jobat", str(some_jobat(tmp_path / "feed")))
    assert code == 1
    assert error.count("error: ") == 1
    assert open_engine(load_settings(os.environ)).stamp().sources == ("bundled",)


def test_a_second_builder_is_told_so(index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with only_builder(index / "building.lock"):
        assert failed(capsys, "build")[0] == 1
        assert failed(capsys, "drop", "--yes")[0] == 1


def test_a_feed_that_is_not_there_and_a_name_that_no_source_has_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert failed(capsys, "build", "--source", "jobat", str(tmp_path / "none"))[0] == 1
    code, error = failed(capsys, "build", "--source", "zzz", ".")
    assert code == 2
    assert "csv, vdab, jobat, bundled" in error


def test_an_index_folder_that_is_a_file_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("x")
    monkeypatch.setenv("LEERLOKET_INDEX", str(tmp_path / "file"))
    code, error = failed(capsys, "build")
    assert code == 1
    assert str(tmp_path / "file") in error


def test_a_server_that_is_away_is_told(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("ELASTICSEARCH_URL", "http://127.0.0.1:9")
    for command in (["build"], ["info"], ["compare"], ["drop", "--yes"]):
        code, error = failed(capsys, *command)
        assert (code, error.count("error: ")) == (1, 1), command


def test_settings_that_can_not_be_used_are_listed_all_at_once(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LEERLOKET_TODAY", "soon")
    monkeypatch.setenv("LEERLOKET_TIMEOUT", "never")
    code, error = failed(capsys, "info")
    assert code == 2
    assert len(error.splitlines()) == 2


@pytest.mark.parametrize("words", [[], ["make"], ["build", "--source", "csv"]])
def test_a_wrong_command_line_ends_with_two(words: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code == 2


def test_a_user_never_sees_a_traceback(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "indexer", "build", "--source", "vdab", str(tmp_path / "none")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "error: " in done.stderr
