"""A failure as a page for people and as problem+json for programs, in four languages. Never "nothing found"."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask import Flask, Response, jsonify, make_response, render_template, request
from flask_babel import gettext, lazy_gettext
from flask_babel.speaklater import LazyString
from werkzeug.exceptions import HTTPException

from catalogue.checks import Wrong
from catalogue.messages import Message
from indexer.engine.port import IndexUnusable
from matcher.criteria import BadParameters
from matcher.web.words import say

RETRY_AFTER = 30


@dataclass(frozen=True, slots=True)
class Words:
    """What a page says for a status: what happened, what it means, what to do."""

    title: LazyString
    text: LazyString
    mend: LazyString


WORDS = {
    400: Words(
        lazy_gettext("We do not understand this question"),
        lazy_gettext("Something in the address can not be read."),
        lazy_gettext("Go back, or start again from the first page."),
    ),
    404: Words(
        lazy_gettext("This page does not exist"),
        lazy_gettext("Perhaps the course is no longer on offer, or the address has a typing error."),
        lazy_gettext("Search for the course by its name."),
    ),
    405: Words(
        lazy_gettext("This can not be done here"),
        lazy_gettext("This address can only be read."),
        lazy_gettext("Go back, or start again from the first page."),
    ),
    413: Words(
        lazy_gettext("This is too much at once"),
        lazy_gettext("What was sent is larger than we take."),
        lazy_gettext("Send less, or send it in parts."),
    ),
    500: Words(
        lazy_gettext("Something went wrong with us"),
        lazy_gettext("It is not your fault. We do not know yet what it is."),
        lazy_gettext("Try again in a moment."),
    ),
    503: Words(
        lazy_gettext("The search does not work for the moment"),
        lazy_gettext("There are courses, but we can not reach them now."),
        lazy_gettext("Try again in a minute. Nothing of yours is lost."),
    ),
}


def _wants_json() -> bool:
    return request.path.startswith("/api/") or request.path in ("/openapi.json", "/healthz", "/readyz")


def problem(status: int, detail: str, **more: object) -> Response:
    """application/problem+json (RFC 9457)."""
    words = WORDS.get(status, WORDS[500])
    body = {"type": "about:blank", "title": str(words.title), "status": status, "detail": detail, **more}
    response = jsonify(body)
    response.status_code = status
    response.content_type = "application/problem+json"
    return response


def _page(status: int, detail: str = "") -> Response:
    words = WORDS.get(status, WORDS[500])
    retry_after = RETRY_AFTER if status == 503 else None
    page = render_template(
        "pages/error.html",
        status=status,
        title=words.title,
        text=detail or words.text,
        mend=words.mend,
        retry_after=retry_after,
    )
    return make_response(page, status)


def _parameters(problems: dict[str, Message]) -> list[dict[str, str]]:
    return [{"name": name, "problem": say(what)} for name, what in problems.items()]


def refused_fields(problems: Iterable[Wrong]) -> Response:
    """400 of the API for a body whose fields can not be used: each named, with how to mend it."""
    named = [{"name": one.name, "problem": say(one.what), "mend": say(one.mend)} for one in problems]
    return problem(400, "; ".join(f"{one['name']}: {one['problem']}" for one in named), parameters=named)


def register(app: Flask) -> None:
    """Catches what the rooms below raise and what Flask itself refuses."""

    @app.errorhandler(BadParameters)
    def bad_parameters(error: BadParameters) -> Response:
        named = _parameters(dict(error.problems))
        detail = "; ".join(f"{one['name']}: {one['problem']}" for one in named)
        return problem(400, detail, parameters=named) if _wants_json() else _page(400, detail)

    @app.errorhandler(IndexUnusable)
    def unusable(error: IndexUnusable) -> Response:
        app.logger.error("search is unusable: %s", error.reason)
        response = problem(503, say(error.reason)) if _wants_json() else _page(503)
        response.headers["Retry-After"] = str(RETRY_AFTER)
        response.headers["Cache-Control"] = "no-store"
        return response

    @app.errorhandler(HTTPException)
    def refused(error: HTTPException) -> Response:
        status = error.code or 500
        if status < 400:
            return make_response(error.get_response())
        words = WORDS.get(status, WORDS[500])
        response = problem(status, str(words.text)) if _wants_json() else _page(status)
        for name, value in error.get_headers():
            if name == "Allow":
                response.headers[name] = value
        return response


def unknown_parameters(names: list[str]) -> Response:
    """400 of the API for parameters that it does not have: a typing error there must not pass unseen."""
    named = [{"name": name, "problem": gettext("This parameter does not exist.")} for name in names]
    return problem(400, gettext("Unknown parameter: %(names)s", names=", ".join(names)), parameters=named)
