"""What pages and API share of a request: its parameters, the finder, the address of a question."""

from collections.abc import Callable
from typing import cast
from urllib.parse import parse_qsl

from flask import Response, abort, current_app, request, url_for
from werkzeug.wrappers import Response as WerkzeugResponse

from matcher.criteria import Criteria
from matcher.mending import Mender
from matcher.search import Finder
from matcher.suggest import Suggester

MOST_PARAMETERS = 200
View = Callable[..., str | Response | WerkzeugResponse]


def finder() -> Finder:
    """Search, as `create_app` put it together."""
    return cast("Finder", current_app.extensions["finder"])


def mender() -> Mender:
    """What mends typing errors, as `create_app` put it together."""
    return cast("Mender", current_app.extensions["mender"])


def suggester() -> Suggester:
    """Proposals while typing, as `create_app` put them together."""
    return cast("Suggester", current_app.extensions["suggester"])


def parameters() -> list[tuple[str, str]]:
    """The parameters of this request in their order, blanks included. Too many are refused with 400."""
    text = request.query_string.decode("utf-8", "replace")
    if text.count("&") >= MOST_PARAMETERS:
        abort(400)
    return parse_qsl(text, keep_blank_values=True)


def parameter(name: str) -> str:
    """The first value of one parameter, "" without. `request.args` will not do: it fails on bytes that are no UTF-8."""
    text = request.query_string.decode("utf-8", "replace")
    return dict(reversed(parse_qsl(text, keep_blank_values=True))).get(name, "")


def results_url(criteria: Criteria) -> str:
    """The address of a question, in the language of the page."""
    query = criteria.query()
    return url_for("results") + (f"?{query}" if query else "")
