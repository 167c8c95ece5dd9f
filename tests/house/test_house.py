"""The house rules that a machine can check: length of files, numbered decisions, words of the README."""

import re
from pathlib import Path

from texts import ROOT, sources

import catalogue.course
from catalogue.course import Record

LONGEST = 250
# Longer files, each with its reason.
LONG = {
    "catalogue/course.py": "the record is one table; cut in two it would be harder to read",
    "catalogue/vocabulary.py": "the reader of the vocabulary files and every finding that it can have about them",
    "indexer/engine/port.py": "the specification of every engine stands on one page",
}
DOCS = ROOT / "docs"


def lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def test_no_file_is_longer_than_a_reader_can_hold() -> None:
    long = {str(path.relative_to(ROOT)): lines(path) for path in sources() if lines(path) > LONGEST}
    assert {name: size for name, size in long.items() if name not in LONG} == {}


def test_every_exception_for_a_long_file_is_still_needed() -> None:
    assert [name for name in LONG if lines(ROOT / name) <= LONGEST] == []


def test_every_module_says_what_lives_there() -> None:
    silent = [path for path in sources() if not path.read_text(encoding="utf-8").startswith('"""')]
    assert silent == []


def test_decisions_are_numbered_without_holes() -> None:
    numbers = [int(path.name[:4]) for path in sorted((DOCS / "decisions").glob("*.md"))]
    assert numbers == list(range(1, len(numbers) + 1))
    assert numbers


def test_every_decision_says_what_was_rejected_and_why() -> None:
    for path in (DOCS / "decisions").glob("*.md"):
        headings = re.findall(r"^## (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
        assert headings == ["Context", "Choice", "Rejected"], path.name


def test_every_command_in_the_readme_exists_in_the_makefile() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    said = set(re.findall(r"\bmake ([a-z]+)\b(?=[`\s])", (ROOT / "README.md").read_text(encoding="utf-8")))
    assert {"run", "test"} <= said
    assert said - targets == set()


def test_every_target_of_the_makefile_is_explained_by_make_help() -> None:
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    phony = re.search(r"^\.PHONY: (.+)$", text, re.MULTILINE)
    assert phony
    assert set(phony[1].split()) == set(re.findall(r"^([a-z]+):.*## ", text, re.MULTILINE))


def test_every_file_that_the_documents_link_to_exists() -> None:
    missing = [
        f"{path.name}: {link}"
        for path in [ROOT / "README.md", *DOCS.rglob("*.md")]
        for link in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8"))
        if not (path.parent / link).exists()
    ]
    assert missing == []


def test_the_glossary_has_a_dutch_word_for_every_record() -> None:
    rows = re.findall(r"^\| ([^|]+) \| ([^|]+) \| ([^|]+) \|", (DOCS / "glossary.md").read_text("utf-8"), re.MULTILINE)
    dutch = {name.strip(" `"): word.strip() for name, word, _ in rows}
    records = [
        name
        for name, value in vars(catalogue.course).items()
        if isinstance(value, type) and issubclass(value, Record) and value is not Record
    ]
    assert len(records) > 15
    assert [name for name in records if not dutch.get(name)] == []
