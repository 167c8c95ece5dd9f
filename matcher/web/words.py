"""How values become words on a page: the filters that templates use. Locale is that of the request.

A results page says about 400 texts, numbers and days; each is looked up or made once and then kept.
"""

from collections.abc import Mapping
from datetime import date, time
from decimal import Decimal
from functools import lru_cache
from typing import Any

from babel.dates import format_date, get_day_names
from babel.numbers import format_decimal, get_group_symbol
from babel.support import NullTranslations
from flask import Flask, g
from flask_babel import get_locale, get_translations, gettext
from markupsafe import Markup

from catalogue.messages import Message

LANGUAGES = {"nl": "Nederlands", "fr": "Français", "de": "Deutsch", "en": "English"}
NO_BREAK = "\u00a0"
Blocks = list[tuple[str, str | list[str]]]

_LONG = {"nl": "EEEE d MMMM y", "fr": "EEEE d MMMM y", "de": "EEEE, d. MMMM y", "en": "EEEE d MMMM y"}
_SHORT = {"nl": "EEEEEE d MMM y", "fr": "EEE d MMM y", "de": "EEEEEE, d. MMM y", "en": "EEE d MMM y"}


def language() -> str:
    """The language of this request."""
    try:
        known: str = g.spoken
    except AttributeError:
        locale = get_locale()
        known = g.spoken = str(locale.language) if locale else "nl"
    except RuntimeError:  # outside a request
        return "nl"
    return known


class _Texts:
    """The texts of one language, each found once. Those of templates are safe: what is put in them is escaped."""

    def __init__(self, translations: NullTranslations) -> None:
        # Room for more than all texts that code and templates hold.
        self.plain = lru_cache(maxsize=4096)(translations.ugettext)
        self.safe = lru_cache(maxsize=4096)(lambda text: Markup(translations.ugettext(text)))
        self.filled = lru_cache(maxsize=4096)(lambda text: Markup(translations.ugettext(text)) % {})
        self.counted = lru_cache(maxsize=4096)(lambda *args: Markup(translations.ungettext(*args)))


_SPOKEN: dict[str, _Texts] = {}


def _texts() -> _Texts:
    try:
        found: _Texts = g.texts
    except AttributeError:
        if language() not in _SPOKEN:
            _SPOKEN[language()] = _Texts(get_translations())
        found = g.texts = _SPOKEN[language()]
    except RuntimeError:  # outside a request nothing is translated
        return _Texts(NullTranslations())
    return found


def _gettext(text: str, **values: Any) -> str:
    return _texts().safe(text) % values if values else _texts().filled(text)


def _ngettext(one: str, more: str, count: int, **values: Any) -> str:
    return _texts().counted(one, more, count) % {"num": count, **values}


def say(message: Message) -> str:
    """The words of a message."""
    words: str = _texts().plain(message.code)
    if not message.params:
        return words
    return words % {key: number(value) if isinstance(value, float) else value for key, value in message.params.items()}


@lru_cache(maxsize=4096)
def _date(value: date, pattern: str, spoken: str) -> str:
    return format_date(value, pattern, locale=spoken)


def day(value: date) -> str:
    """dinsdag 12 januari 2027"""
    return _date(value, _LONG[language()], language())


def short_day(value: date) -> str:
    """di 12 jan 2027"""
    return _date(value, _SHORT[language()], language()).replace(".", "" if language() != "de" else ".")


def weekday(value: int) -> str:
    """1 is maandag."""
    names: Mapping[int, str] = get_day_names("wide", locale=language())
    return names[value - 1]


def clock(value: time) -> str:
    """18.30 in Dutch, 18:30 elsewhere; in Dutch and French a full hour is 9 uur, 9 h."""
    if language() == "nl":
        return f"{value.hour}.{value.minute:02}" if value.minute else f"{value.hour}"
    return f"{value.hour}:{value.minute:02}"


def number(value: Decimal | float) -> str:
    """At most two decimals; thousands stand apart by a space that does not break, in every language."""
    return _number(value, language())


@lru_cache(maxsize=4096)
def _number(value: Decimal | float, spoken: str) -> str:
    text: str = format_decimal(value, "#,##0.##", locale=spoken)
    return text.replace(get_group_symbol(spoken), NO_BREAK)


def money(value: Decimal) -> str:
    """€ 1 250 or € 12,50; the sign stands behind in French and German."""
    whole = value == value.to_integral_value()
    text: str = number(value) if whole else format_decimal(value, "#,##0.00", locale=language())
    text = text.replace(get_group_symbol(language()), NO_BREAK)
    return f"{text}{NO_BREAK}€" if language() in ("fr", "de") else f"€{NO_BREAK}{text}"


def km(value: float) -> str:
    """Whole kilometres: 4 km."""
    return str(gettext("less than 1 km") if value < 1 else gettext("%(distance)s km", distance=number(round(value))))


def named(names: Mapping[str, str]) -> str:
    """The text in the language of the page."""
    return names[language()]


def blocks(text: str) -> Blocks:
    """Plain text as paragraphs and lists: lines that begin with "- " or "* " are items."""
    made: Blocks = []
    items: list[str] = []
    for line in (line.strip() for line in text.splitlines()):
        if line[:2] not in ("- ", "* "):
            items = []
        if line[:2] in ("- ", "* "):
            if not items:
                made.append(("ul", items))
            items.append(line[2:].strip())
        elif line:
            made.append(("p", line))
    return made


def register(app: Flask) -> None:
    """Gives the filters to the templates, and its own way to find texts instead of the slower one of Flask-Babel."""
    app.jinja_env.globals.update(_=_gettext, gettext=_gettext, ngettext=_ngettext)
    for each in (say, day, short_day, weekday, clock, number, money, km, named, blocks):
        app.jinja_env.filters[each.__name__] = each
