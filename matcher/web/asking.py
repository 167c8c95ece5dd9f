"""What pages and API share of a request: its parameters and the finder."""

from typing import cast
from urllib.parse import parse_qsl

from flask import abort, current_app, request

from matcher.search import Finder

MOST_PARAMETERS = 200


def finder() -> Finder:
    """Search, as `create_app` put it together."""
    return cast("Finder", current_app.extensions["finder"])


def parameters() -> list[tuple[str, str]]:
    """The parameters of this request in their order, blanks included. Too many are refused with 400."""
    text = request.query_string.decode("utf-8", "replace")
    if text.count("&") >= MOST_PARAMETERS:
        abort(400)
    return parse_qsl(text, keep_blank_values=True)
