"""Settings from the environment. None is needed: each default is right on one machine and fine to publish.

`SETTINGS` is the table that docs/operate.md must describe; a test compares them.
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from catalogue.messages import Message, message


class SettingsWrong(Exception):
    """One or more settings can not be used. All of them are listed at once."""

    def __init__(self, problems: tuple[Message, ...]) -> None:
        super().__init__("; ".join(str(problem) for problem in problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Setting:
    """One name in the environment, the attribute that holds it, its default as text, what for, how it is read."""

    name: str
    attribute: str
    default: str
    about: str
    read: Callable[[str], object]
    secret: bool = False


def _text(value: str) -> str:
    return value


def _folder(value: str) -> Path:
    if not value:
        raise ValueError("empty")
    try:
        return Path(value).expanduser()
    except RuntimeError as error:
        raise ValueError(str(error)) from error


def _place(value: str) -> Path | None:
    return _folder(value) if value else None


def _file(value: str) -> Path | None:
    if value and not Path(value).is_file():
        raise ValueError("no such file")
    return Path(value) if value else None


def _existing_folder(value: str) -> Path | None:
    folder = Path(value).expanduser()
    if value and not folder.is_dir():
        raise ValueError("no such folder")
    return folder if value else None


def _address(value: str) -> str:
    parts = urlsplit(value)
    if value and (parts.scheme not in ("http", "https") or not parts.hostname):
        raise ValueError("not an http(s) address")
    return value.rstrip("/")


def _day(value: str) -> date | None:
    return date.fromisoformat(value) if value else None


def _alias(value: str) -> str:
    if (
        not value
        or not value.isascii()
        or not value.replace("-", "").replace("_", "").isalnum()
        or value != value.lower()
    ):
        raise ValueError("lower-case letters, digits, - and _ only")
    return value


def _seconds(value: str) -> float:
    seconds = float(value)
    if not 0 < seconds <= 300:
        raise ValueError("more than 0 and at most 300")
    return seconds


SETTINGS = (
    Setting("LEERLOKET_INDEX", "index", ".leerloket/index", "folder of the embedded index", _folder),
    Setting("LEERLOKET_TODAY", "today", "", "the day to answer for, as 2026-11-24; empty: the real day", _day),
    Setting("LEERLOKET_ESCO", "esco", "", "folder with ESCO as CSV; empty: the shipped vocabulary", _existing_folder),
    Setting(
        "ELASTICSEARCH_URL", "elasticsearch_url", "", "address of Elasticsearch; empty: the embedded engine", _address
    ),
    Setting("LEERLOKET_ALIAS", "alias", "leerloket", "name of the index in Elasticsearch", _alias),
    Setting("LEERLOKET_TIMEOUT", "timeout", "10", "seconds that Elasticsearch may take to answer", _seconds),
    Setting(
        "LEERLOKET_MODEL", "model", "", "name or folder of a sentence-transformers model; empty: the bundled", _text
    ),
    Setting("LEERLOKET_MODELS", "models", "", "folder for made models and vectors; empty: the user's cache", _place),
    Setting("LEERLOKET_CONTACT", "contact", "", "whom to ask about this counter, as mail address or telephone", _text),
    Setting("ELASTICSEARCH_CA_CERTS", "ca_certs", "", "file with the authority of its certificate", _file),
    Setting("ELASTICSEARCH_USER", "user", "elastic", "name to log in with, where a password is set", _text),
    Setting("ELASTICSEARCH_PASSWORD", "password", "", "password to log in with", _text, secret=True),
    Setting("ELASTICSEARCH_API_KEY", "api_key", "", "key to use instead of name and password", _text, secret=True),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Settings:
    """The values in use."""

    index: Path
    today: date | None
    esco: Path | None
    elasticsearch_url: str
    alias: str
    timeout: float
    model: str
    models: Path | None
    contact: str
    ca_certs: Path | None
    user: str
    password: str
    api_key: str

    @property
    def models_folder(self) -> Path:
        """Where made models and vectors are kept: as set, or in the cache of the user."""
        if self.models:
            return self.models
        cache = os.environ.get("XDG_CACHE_HOME", "")
        return (Path(cache) if Path(cache).is_absolute() else Path.home() / ".cache") / "leerloket"

    def day(self) -> date:
        """The day to answer for: the one that was set, or the real one."""
        return self.today or date.today()  # noqa: DTZ011 - the day where the service stands


def load_settings(environment: Mapping[str, str]) -> Settings:
    """Reads all settings. Raises SettingsWrong with every problem."""
    values: dict[str, Any] = {}
    problems = []
    for setting in SETTINGS:
        text = environment.get(setting.name, "").strip() or setting.default
        try:
            values[setting.attribute] = setting.read(text)
        except ValueError as error:
            shown = "…" if setting.secret else text
            problems.append(message("setting.wrong", name=setting.name, value=shown, why=str(error)))
    if problems:
        raise SettingsWrong(tuple(problems))
    return Settings(**values)
