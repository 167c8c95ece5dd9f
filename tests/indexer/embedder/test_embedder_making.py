"""The model is made once, by one process at a time, is whole or absent, and says why it is absent."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from catalogue.settings import Settings, load_settings
from indexer.__main__ import main
from indexer.embedder import ModelUnavailable, make_model, making, open_embedder, shelf
from indexer.embedder.agreement import Agreement, sample
from indexer.embedder.workshop import Stage

ROOT = Path(__file__).parents[3]


def at(models: Path) -> Settings:
    return load_settings({"LEERLOKET_MODELS": str(models)})


def refused(settings: Settings) -> str:
    with pytest.raises(ModelUnavailable) as raised:
        open_embedder(settings)
    return raised.value.reason.code


def test_without_a_setting_models_are_in_the_cache_of_the_user(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", "/somewhere/cache")
    assert load_settings({}).models_folder == Path("/somewhere/cache/leerloket")
    monkeypatch.setenv("XDG_CACHE_HOME", "not/absolute")
    assert load_settings({}).models_folder == Path.home() / ".cache" / "leerloket"
    assert at(Path("/srv/models")).models_folder == Path("/srv/models")


def test_opening_makes_nothing(tmp_path: Path) -> None:
    assert refused(at(tmp_path / "models")) == "model.missing"
    assert not (tmp_path / "models").exists()


def test_what_is_ready_is_not_made_again(own_models: Path) -> None:
    told: list[Stage] = []
    before = shelf.find(own_models).folder
    assert make_model(at(own_models), lambda stage, _: told.append(stage)) == before
    assert told == []


@pytest.mark.parametrize("name", shelf.FILES)
def test_a_file_that_is_missing_or_cut_off_is_noticed(own_models: Path, name: str) -> None:
    file = shelf.find(own_models).folder / name
    whole = file.read_bytes()
    file.unlink()
    assert refused(at(own_models)) == "model.damaged"
    file.write_bytes(whole[:-1])
    assert refused(at(own_models)) == "model.damaged"
    file.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    made = shelf.find(own_models)
    with pytest.raises(ModelUnavailable, match=r"model\.damaged"):
        shelf.verify(made)


@pytest.mark.parametrize("name", shelf.FILES)
def test_a_file_of_the_right_size_that_is_rubbish_ends_in_words(own_models: Path, name: str) -> None:
    file = shelf.find(own_models).folder / name
    size = file.stat().st_size
    file.unlink()
    file.write_bytes(b"\x07" * size)
    assert refused(at(own_models)) == "model.damaged"


@pytest.mark.parametrize("text", ["", "{}", "[]", "null", '{"folder": 3}', "\udcff"])
def test_a_damaged_manifest_is_noticed(own_models: Path, text: str) -> None:
    (own_models / f"{shelf.STEM}.json").write_text(text, encoding="utf-8", errors="surrogateescape")
    assert refused(at(own_models)) == "model.damaged"


def test_leftovers_go_and_the_model_stays(own_models: Path) -> None:
    kept = shelf.find(own_models).folder
    left = shelf.new_folder(own_models)
    (left / "plain-layers.onnx").write_bytes(b"half")
    other = own_models / "multilingual-e5-small-000000000000-abcd"
    other.mkdir()
    shelf.sweep(own_models)
    assert kept.is_dir()
    assert not left.exists()
    assert other.is_dir(), "another version may be in use"


def test_too_little_room_is_said_before_it_begins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making, "NEEDED", 10**18)
    with pytest.raises(ModelUnavailable) as raised:
        make_model(at(tmp_path))
    assert raised.value.reason.code == "model.no_space"
    assert list(tmp_path.iterdir()) == [tmp_path / making.LOCK]


def test_a_place_where_nothing_can_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(ModelUnavailable) as raised:
        make_model(at(tmp_path / "file"))
    assert raised.value.reason.code == "model.disk"


def test_a_maker_that_breaks_is_said_and_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making, "_ROOT", tmp_path)  # there the workshop is not found
    models = tmp_path / "models"
    with pytest.raises(ModelUnavailable) as raised:
        make_model(at(models))
    assert raised.value.reason.code == "model.failed"
    assert [path.name for path in models.iterdir()] == [making.LOCK]


def test_a_model_that_does_not_agree_may_not_serve() -> None:
    assert Agreement(texts=620, cosine=0.99, overlap=0.88).enough
    assert not Agreement(texts=620, cosine=0.9899, overlap=0.95).enough
    assert not Agreement(texts=620, cosine=0.999, overlap=0.879).enough


def test_the_check_reads_five_hundred_passages_in_four_languages() -> None:
    passages, questions = sample()
    assert (len(passages), len(questions)) == (500, 120)
    assert sample() == (passages, questions)


def test_the_command_says_where_what_and_how_good(
    made: shelf.Made, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LEERLOKET_MODELS", str(made.folder.parent))
    assert main(["model"]) == 0
    said = capsys.readouterr().out
    for text in (str(made.folder), shelf.FINGERPRINT, " MB", "cosine 0.99", "ten nearest"):
        assert text in said


def test_the_command_ends_with_one_where_it_can_not_be_made(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LEERLOKET_MODEL", str(tmp_path / "none"))
    assert main(["model"]) == 1
    assert "error: " in capsys.readouterr().err


class Maker:
    """One `python -m indexer model` in a process of its own."""

    def __init__(self, models: Path) -> None:
        environment = {**os.environ, "LEERLOKET_MODELS": str(models)}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "indexer", "model"],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def until(self, words: str) -> None:
        assert self.process.stderr is not None
        said = []
        for line in self.process.stderr:
            said.append(line)
            if words in line:
                return
        self.process.communicate()
        raise AssertionError(f"it ended before it said {words!r}: {''.join(said)}")

    def said(self) -> tuple[int, str, str]:
        out, errors = self.process.communicate(timeout=300)
        return self.process.returncode, out, errors


@pytest.mark.slow
def test_of_two_processes_one_makes_it_and_the_other_waits(tmp_path: Path) -> None:
    both = [Maker(tmp_path), Maker(tmp_path)]
    ended = [one.said() for one in both]
    assert [code for code, _, _ in ended] == [0, 0]
    assert sorted("waiting" in errors for _, _, errors in ended) == [False, True]
    assert sorted("unpacking" in errors for _, _, errors in ended) == [False, True]
    assert ended[0][1] == ended[1][1]
    assert len([path for path in tmp_path.iterdir() if path.is_dir()]) == 1


@pytest.mark.slow
@pytest.mark.parametrize("moment", ["unpacking", "small and fast", "comparing"])
def test_a_maker_that_was_killed_leaves_nothing_in_the_way(tmp_path: Path, moment: str) -> None:
    killed = Maker(tmp_path)
    killed.until(moment)
    time.sleep(1)
    killed.process.send_signal(signal.SIGKILL)
    killed.process.communicate()
    assert refused(at(tmp_path)) == "model.missing"
    code, out, errors = Maker(tmp_path).said()
    assert code == 0, errors
    assert "cosine" in out
    folders = [path for path in tmp_path.iterdir() if path.is_dir()]
    assert folders == [shelf.find(tmp_path).folder]
    assert sorted(path.name for path in folders[0].iterdir()) == sorted(shelf.FILES)


@pytest.mark.slow
def test_a_remake_replaces_the_model_and_keeps_its_hash(own_models: Path) -> None:
    before = shelf.find(own_models)
    opened = open_embedder(at(own_models))
    folder = make_model(at(own_models), remake=True)
    assert folder != before.folder
    assert not before.folder.exists()
    after = open_embedder(at(own_models))
    assert after.fingerprint == opened.fingerprint
    # Who had it open goes on, and finds the same.
    assert (opened.queries(["lassen"]) == after.queries(["lassen"])).all()
