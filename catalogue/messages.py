"""A text below the web: a code with values. The words live in templates/translations.

The code is the key in the translation files, so that every code can be found there by a test.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

Value = str | int | float


@dataclass(frozen=True, slots=True)
class Message:
    """A code such as `problem.price` and the values that its words hold as `%(name)s`."""

    code: str
    params: Mapping[str, Value] = field(default_factory=lambda: MappingProxyType({}))

    def __str__(self) -> str:
        """The code and its values: for logs and tests, never for people."""
        values = ", ".join(f"{name}={value!r}" for name, value in self.params.items())
        return f"{self.code}({values})"


def message(code: str, **params: Value) -> Message:
    """Shorthand: `message("problem.price", value="12,x")`. The translation tool finds codes by this name."""
    return Message(code, MappingProxyType(params))
