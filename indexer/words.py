"""Messages in words, for the command line: the same translation files as the pages.

The pages say them through flask-babel; here there is no request and no Flask.
"""

import gettext
from functools import cache
from pathlib import Path

from catalogue.messages import Message

TRANSLATIONS = Path(__file__).resolve().parents[1] / "templates" / "translations"
DOMAIN = "messages"


@cache
def _catalogue(folder: Path, language: str) -> gettext.NullTranslations:
    return gettext.translation(DOMAIN, folder, [language], fallback=True)


def say(message: Message, language: str = "en", folder: Path = TRANSLATIONS) -> str:
    """The words of a message; its code and values where the translation files lack it or were not made yet."""
    words = _catalogue(folder, language).gettext(message.code)
    if words == message.code:
        return str(message)
    try:
        return words % message.params
    except (KeyError, ValueError, TypeError):
        return str(message)
