"""The addresses of all pages, in every language, and what templates may use. A page stands in its module's PAGES."""

from typing import Any
from urllib.parse import quote

from flask import Flask, g, request, url_for

from catalogue.course import Course
from matcher.filters.bottleneck import SIGN, bottlenecks_of
from matcher.web import about, comparing, doors, pages
from matcher.web.asking import finder, results_url
from matcher.web.words import LANGUAGES, language

OTHERS = "fr,de,en"
# What stays as it stands in the query of an address; anything else, raw bytes among them, is escaped.
_KEPT = "%/:?[]@!$&'()*+,;=~"
PAGES = {**pages.PAGES, **doors.PAGES, **comparing.PAGES, **about.PAGES}


def _same_page(code: str) -> str:
    """This very page in another language."""
    if request.endpoint not in PAGES:
        return url_for("start", language=code)
    address = url_for(request.endpoint, **{**(request.view_args or {}), "language": code})
    query = quote(request.query_string, safe=_KEPT)
    return address + (f"?{query}" if query else "")


def _bottlenecks(course: Course) -> list[str]:
    """The names, in the language of the page, of the bottleneck occupations that a course leads to."""
    found = bottlenecks_of(course, finder().vocabulary, finder().facts())
    return [one.spoken(language())[1].preferred for one in found]


def _context() -> dict[str, Any]:
    return {
        "url": url_for,
        "results_url": results_url,
        "language": language(),
        "languages": [(code, name, _same_page(code), code == language()) for code, name in LANGUAGES.items()],
        "today": finder().facts().today,
        "bottlenecks": _bottlenecks,
        "bottleneck_sign": SIGN,
    }


def register(app: Flask) -> None:
    """Each page in Dutch without a prefix, in the others below /fr, /de and /en."""

    @app.url_value_preprocessor
    def take_language(_: str | None, values: dict[str, Any] | None) -> None:
        if values and "language" in values:
            g.language = values.pop("language")

    @app.url_defaults
    def keep_language(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint in PAGES:
            values.setdefault("language", language())

    app.context_processor(_context)
    for endpoint, (path, view) in PAGES.items():
        app.add_url_rule(path, endpoint, view, defaults={"language": "nl"})
        app.add_url_rule(f"/<any({OTHERS}):language>{path}", endpoint, view)
