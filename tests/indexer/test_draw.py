"""`python -m indexer draw` shows whole courses and occupations, the same for the same seed."""

import os
import re
from datetime import date
from pathlib import Path

import pytest
from making import course

from catalogue.sources import by_name
from catalogue.vocabulary import load_vocabulary
from indexer.__main__ import main
from indexer.commands.draw import drawn, told_course

DAY = date(2026, 11, 24)


@pytest.fixture(autouse=True)
def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith(("LEERLOKET_", "ELASTICSEARCH_")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("LEERLOKET_TODAY", "2026-11-24")


def said(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main(["draw", *words]) == 0
    return capsys.readouterr().out


def titles(text: str) -> list[str]:
    return re.findall(r"^=== (.+)$", text, re.MULTILINE)


def test_ten_courses_are_drawn_and_the_same_seed_draws_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    first = said(capsys, "--seed", "3")
    assert len(titles(first)) == 10
    assert said(capsys, "--seed", "3") == first
    assert titles(said(capsys, "--seed", "4")) != titles(first)


def test_ten_occupations_are_drawn_with_all_their_words(capsys: pytest.CaptureFixture[str]) -> None:
    text = said(capsys, "--occupations", "--seed", "2")
    assert len(titles(text)) == 10
    by_label = {one.labels["nl"].preferred: one for one in load_vocabulary().occupations}
    for title in titles(text):
        block = text.split(f"=== {title}\n", 1)[1].split("\n===", 1)[0]
        assert [word for _, word in by_label[title].every_label() if word not in block] == []


def test_a_course_is_shown_whole() -> None:
    bundled = by_name("bundled")
    assert bundled is not None
    rich = [row.course for row in bundled.read(Path(), DAY) if row.course][:40]
    for one in rich:
        text = "\n".join(told_course(one))
        assert one.content.strip() in text
        assert all(link.label in text for link in (*one.occupations, *one.competences))
        assert len(re.findall(r"^  \d{4}-\d\d-\d\d to ", text, re.MULTILINE)) == len(one.runs)


def test_the_order_in_which_courses_come_does_not_count() -> None:
    some = [course(f"c{number}", f"Cursus {number}") for number in range(20)]
    assert drawn(some, 5, 1) == drawn(some[::-1], 5, 1)
    assert len(drawn(some, 50, 1)) == 20


def test_a_count_below_one_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["draw", "--count", "0"]) == 2
    assert "--count" in capsys.readouterr().err
