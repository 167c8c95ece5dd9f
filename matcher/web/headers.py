"""Headers on every answer: what browsers must refuse, what may be kept and for how long. And addresses of static files.

Nothing between reader and service keeps an answer to a question; who has one asks by its ETag whether it still holds.
"""

from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from flask import Flask, Response, current_app, request, url_for

from matcher.web.asking import parameter

# JSON-LD is data, not script: the strictest policy lets it stand. Scripts come from our own files only.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "manifest-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(), camera=(), microphone=(), payment=()",
}
# Static files carry their version in the address: a new file has a new address.
FOREVER = "public, max-age=31536000, immutable"
# A page without a question may be kept a minute by anybody, so that a rebuilt index is seen soon.
A_MINUTE = "public, max-age=60"
# An answer to a question is the reader's own, and so is the page of a course: it leads back to the question.
OWN = "private, no-cache"
ASK_FIRST = "no-cache"
# Their pages depend on the page that the reader comes from.
_BY_REFERRER = ("course",)


@lru_cache(maxsize=256)
def _version(file: Path, _changed: int) -> str:
    return sha256(file.read_bytes()).hexdigest()[:10]


def version(name: str) -> str:
    """The version of a static file by its content, read again when the file changes. Raises OSError."""
    file = Path(current_app.static_folder or "") / name
    return _version(file, file.stat().st_mtime_ns)


def asset(name: str) -> str:
    """The address of a static file with its version, so that browsers may keep it for a year."""
    return url_for("static", filename=name, v=version(name))


def _is_latest() -> bool:
    """Whether a static file is asked by the version that it has now."""
    return parameter("v") == version((request.view_args or {})["filename"])


def _kept(response: Response) -> str:
    """How long an answer may be kept, and by whom."""
    if request.endpoint == "static":
        return FOREVER if response.status_code in (200, 304) and _is_latest() else ASK_FIRST
    if request.query_string or request.endpoint in _BY_REFERRER or request.method not in ("GET", "HEAD"):
        return OWN
    return A_MINUTE if response.status_code == 200 else ASK_FIRST


def _mark(response: Response) -> None:
    """An ETag by the content, and 304 without content for who has it already. Weak: the same however compressed."""
    if response.status_code == 200 and request.method in ("GET", "HEAD"):
        response.add_etag(weak=True)
        response.make_conditional(request)


def _read_whole(response: Response) -> None:
    """A static file as one piece: compressed while it streams, its file would stay open and its length unknown."""
    if response.status_code == 200 and response.direct_passthrough:
        response.direct_passthrough = False
        response.make_sequence()


def register(app: Flask) -> None:
    """Sets the headers after every request."""
    app.jinja_env.globals["asset"] = asset

    @app.before_request
    def never_in_part() -> None:
        # All that we send is small, and a part of what is compressed is a part of something else.
        request.environ.pop("HTTP_RANGE", None)

    @app.after_request
    def secure(response: Response) -> Response:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if request.path.startswith("/api/") or request.path == "/openapi.json":
            response.headers["Access-Control-Allow-Origin"] = "*"
            response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
            response.vary.add("Accept-Language")
        if request.endpoint == "static" or "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = _kept(response)
        if request.endpoint == "static":
            _read_whole(response)
        elif response.headers["Cache-Control"] != "no-store":
            _mark(response)
        return response
