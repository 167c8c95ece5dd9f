"""Whether the process lives (/healthz) and whether it can answer (/readyz)."""

from flask import Blueprint, Response, jsonify

from matcher.web.asking import finder

HEALTH = Blueprint("health", __name__)


@HEALTH.get("/healthz")
def healthz() -> Response:
    """The process answers."""
    return jsonify(status="ok")


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
    )
    response.headers["Cache-Control"] = "no-store"
    return response
