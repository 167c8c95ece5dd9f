"""How values become words on a page: the filters that templates use. Locale is that of the request."""

from collections.abc import Mapping
from datetime import date, time
from decimal import Decimal

from babel.dates import format_date, get_day_names
from babel.numbers import format_decimal, get_group_symbol
from flask import Flask
from flask_babel import get_locale, gettext

from catalogue.messages import Message

LANGUAGES = {"nl": "Nederlands", "fr": "Français", "de": "Deutsch", "en": "English"}
NO_BREAK = "\u00a0"
Blocks = list[tuple[str, str | list[str]]]

_LONG = {"nl": "EEEE d MMMM y", "fr": "EEEE d MMMM y", "de": "EEEE, d. MMMM y", "en": "EEEE d MMMM y"}
_SHORT = {"nl": "EEEEEE d MMM y", "fr": "EEE d MMM y", "de": "EEEEEE, d. MMM y", "en": "EEE d MMM y"}


def language() -> str:
    """The language of this request."""
    locale = get_locale()
    return str(locale.language) if locale else "nl"


def say(message: Message) -> str:
    """The words of a message."""
    shown = {key: number(value) if isinstance(value, float) else value for key, value in message.params.items()}
    return str(gettext(message.code, **shown))


def day(value: date) -> str:
    """dinsdag 12 januari 2027"""
    return format_date(value, _LONG[language()], locale=language())


def short_day(value: date) -> str:
    """di 12 jan 2027"""
    return format_date(value, _SHORT[language()], locale=language()).replace(".", "" if language() != "de" else ".")


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
    text: str = format_decimal(value, "#,##0.##", locale=language())
    return text.replace(get_group_symbol(language()), NO_BREAK)


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
    """Gives the filters to the templates."""
    for each in (say, day, short_day, weekday, clock, number, money, km, named, blocks):
        app.jinja_env.filters[each.__name__] = each
