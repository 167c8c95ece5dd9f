"""The command line says messages in words where there are words, and never fails for want of them."""

from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from catalogue.messages import message
from indexer.words import say


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    catalog = Catalog(locale="en")
    catalog.add("problem.price", "%(value)s is no price: 100 %% sure.")
    made = BytesIO()
    write_mo(made, catalog)
    (tmp_path / "en" / "LC_MESSAGES").mkdir(parents=True)
    (tmp_path / "en" / "LC_MESSAGES" / "messages.mo").write_bytes(made.getvalue())
    return tmp_path


def test_a_message_is_said_with_its_values(folder: Path) -> None:
    assert say(message("problem.price", value="12,x"), folder=folder) == "12,x is no price: 100 % sure."


@pytest.mark.parametrize(
    ("code", "params", "shown"),
    [
        ("problem.unknown", {"value": "1"}, "problem.unknown(value='1')"),
        ("problem.price", {}, "problem.price()"),
    ],
)
def test_without_words_or_values_the_code_is_shown(folder: Path, code: str, params: dict[str, str], shown: str) -> None:
    assert say(message(code, **params), folder=folder) == shown


def test_without_translation_files_the_code_is_shown(tmp_path: Path) -> None:
    assert say(message("problem.price", value="x"), folder=tmp_path) == "problem.price(value='x')"
