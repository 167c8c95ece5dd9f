"""Pages about the service itself: how the order comes about, sources, privacy, accessibility, the API."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import quote, urlencode

from flask import abort, current_app, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from catalogue.sources import BY_NAME
from matcher import fusion
from matcher.web.asking import View, finder, parameters
from matcher.web.openapi import description
from matcher.web.pages import SOURCES
from matcher.web.words import say

# The day on which the statement on accessibility was last gone through against the pages.
STATED = date(2026, 11, 24)


def ranking() -> str:
    """How the order comes about, with the numbers in use."""
    given, by_meaning = fusion.numbers(), finder().by_meaning()
    plain = given.kinds["keyword"] if by_meaning else given.words_only
    shown = {"words": plain.words, "grams": plain.grams, "meaning": getattr(plain, "meaning", 0.0)}
    return render_template(
        "pages/ranking.html",
        by_meaning=by_meaning,
        weights={name: weight for name, weight in shown.items() if weight},
        floor=given.likelihood["with_meaning" if by_meaning else "words_only"].floor,
        top=fusion.TOP,
        depth=fusion.DEPTH,
        nearest=fusion.NEAREST,
    )


def sources() -> str:
    """Where everything on the pages comes from, with licence and day."""
    stamp = finder().engine.stamp()
    feeds = dict.fromkeys(one.split(":")[0] for one in stamp.sources)
    return render_template(
        "pages/sources.html",
        totals=stamp,
        feeds=[(say(SOURCES[name]), BY_NAME[name].licence) for name in feeds if name in BY_NAME],
        invented="bundled" in feeds,
        occupations=len(finder().vocabulary.occupations),
        competences=len(finder().vocabulary.competences),
        schemes=finder().schemes,
    )


def privacy() -> str:
    """What is kept (nothing), what stands in an address, what stays in the browser."""
    return render_template("pages/privacy.html", contact=current_app.config["CONTACT"])


def accessibility() -> str:
    """The statement on accessibility."""
    return render_template("pages/accessibility.html", contact=current_app.config["CONTACT"], stated=STATED)


@dataclass(frozen=True, kw_only=True, slots=True)
class Field:
    """One parameter of an operation as a field of a form."""

    name: str
    about: str
    choices: tuple[str, ...]
    many: bool
    whole: bool
    required: bool
    example: str


def _field(parameter: dict[str, Any]) -> Field:
    schema = parameter["schema"]
    one = schema.get("items", schema)
    return Field(
        name=parameter["name"],
        about=parameter.get("description", ""),
        choices=tuple(one.get("enum", ())),
        many=schema.get("type") == "array",
        whole=schema.get("type") == "integer",
        required=parameter.get("required", False),
        example=str(parameter.get("example", "")),
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Operation:
    """One operation of the API as the page shows it; `body` is an example to send, where it takes one."""

    id: str
    method: str
    path: str
    summary: str
    fields: tuple[Field, ...]
    body: str
    answers: tuple[tuple[str, str], ...]


def _operations() -> list[Operation]:
    paths = description(finder().facts())["paths"]
    return [
        Operation(
            id=each["operationId"],
            method=method.upper(),
            path=path,
            summary=each["summary"],
            fields=tuple(_field(one) for one in each.get("parameters", ())),
            body=_example(each),
            answers=tuple((status, one["description"]) for status, one in each["responses"].items()),
        )
        for path, methods in paths.items()
        for method, each in methods.items()
    ]


def _example(operation: dict[str, Any]) -> str:
    content = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    return json.dumps(content["example"], ensure_ascii=False, indent=1) if "example" in content else ""


def program() -> str | Response:
    """The API: shows each operation and tries it. `try` names the one to go to with what was filled in."""
    operations = _operations()
    given = parameters()
    wanted = dict(given).get("try")
    if wanted is None:
        return render_template("pages/program.html", operations=operations, address=request.host_url.rstrip("/"))
    chosen = next((one for one in operations if one.id == wanted and one.method == "GET"), None)
    if chosen is None:
        abort(404)
    filled = [(name, value) for name, value in given if value and name != "try"]
    path = chosen.path
    for name, value in filled:
        path = path.replace("{" + name + "}", quote(value, safe=""))
    left = urlencode([(name, value) for name, value in filled if "{" + name + "}" not in chosen.path])
    if "{" in path:
        return redirect(url_for("program"))
    return redirect(path + (f"?{left}" if left else ""))


PAGES: dict[str, tuple[str, View]] = {
    "ranking": ("/hoe-werkt-het", ranking),
    "sources": ("/bronnen", sources),
    "privacy": ("/privacy", privacy),
    "accessibility": ("/toegankelijkheid", accessibility),
    "program": ("/voor-programmas", program),
}
