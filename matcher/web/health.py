"""Whether the process lives (/healthz) and whether it can answer (/readyz)."""

from typing import cast

from flask import Blueprint, Response, current_app, jsonify

from catalogue.messages import message
from matcher.minds import Minds
from matcher.web.asking import finder
from matcher.web.words import say

HEALTH = Blueprint("health", __name__)


@HEALTH.get("/healthz")
def healthz() -> Response:
    """The process answers."""
    return jsonify(status="ok")


def _why_not() -> str | None:
    """Why questions are not understood by meaning, or None."""
    minds = cast("Minds", current_app.extensions["minds"])
    if finder().by_meaning():
        return None
    return say(minds.reason or message("model.not_in_index"))


@HEALTH.get("/readyz")
def readyz() -> Response:
    """The index can be read: its engine, its size, the day it was built for. Otherwise 503 with the reason."""
    engine = finder().engine
    stamp = engine.stamp()
    response = jsonify(
        status="ok",
        engine=engine.name,
        courses=stamp.count,
        built_for=stamp.built_for.isoformat(),
        sources=list(stamp.sources),
        by_meaning=finder().by_meaning(),
        without_meaning_because=_why_not(),
    )
    response.headers["Cache-Control"] = "no-store"
    return response
