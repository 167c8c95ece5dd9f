"""What can be set, typed or opened is documented: settings, commands, filters, parameters and pages."""

import argparse
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from texts import ROOT

from catalogue.settings import SETTINGS
from catalogue.sources import SOURCES
from indexer.__main__ import parser
from indexer.commands import COMMANDS
from matcher.filters import FILTERS
from matcher.web.app import create_app

OPERATE = (ROOT / "docs" / "operate.md").read_text(encoding="utf-8")
PAGES = (ROOT / "docs" / "pages.md").read_text(encoding="utf-8")


def rows(text: str) -> dict[str, list[str]]:
    """Rows of the tables in a document under their first cell."""
    found = {}
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if line.startswith("| `"):
            found[cells[0].strip("`")] = cells[1:]
    return found


def own_parsers() -> dict[str, argparse.ArgumentParser]:
    several = next(action for action in parser()._actions if isinstance(action, argparse._SubParsersAction))
    return dict(several.choices)


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
def test_every_setting_is_documented_with_its_default(setting: object) -> None:
    default, about = rows(OPERATE)[setting.name]  # type: ignore[attr-defined]
    assert default.strip("`") == (setting.default or "empty")  # type: ignore[attr-defined]
    assert about


def test_no_setting_is_documented_that_does_not_exist() -> None:
    named = {name for name in rows(OPERATE) if re.fullmatch(r"(LEERLOKET|ELASTICSEARCH)_\w+", name)}
    assert named == {setting.name for setting in SETTINGS}


def flags(own: argparse.ArgumentParser) -> Iterator[str]:
    for action in own._actions:
        if not isinstance(action, argparse._HelpAction):
            yield action.option_strings[-1]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_every_command_is_documented_with_all_its_flags(command: object) -> None:
    name = command.name  # type: ignore[attr-defined]
    section = OPERATE.split(f"\n### `python -m indexer {name}", 1)[1].split("\n#", 1)[0]
    missing = [flag for flag in flags(own_parsers()[name]) if f"`{flag}" not in section]
    assert missing == []
    invented = set(re.findall(r"`(--[a-z-]+)", section)) - set(flags(own_parsers()[name]))
    assert invented == set()


def test_the_command_line_knows_exactly_the_registered_commands() -> None:
    assert set(own_parsers()) == {command.name for command in COMMANDS}


def test_every_source_is_documented() -> None:
    assert [source.name for source in SOURCES if source.name not in rows(OPERATE)] == []


def test_every_filter_is_documented() -> None:
    assert [one.name for one in FILTERS if one.name not in rows(PAGES)] == []


def test_every_address_is_documented_and_no_other(tmp_path: Path) -> None:
    app = create_app({"LEERLOKET_INDEX": str(tmp_path)})
    addresses = {re.sub(r"<any\([^)]*\):\w+>", "<language>", str(rule)) for rule in app.url_map.iter_rules()}
    said = {name for name in rows(PAGES) if name.startswith("/")}
    assert addresses - said == set()
    assert said - addresses == set()
