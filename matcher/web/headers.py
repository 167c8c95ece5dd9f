"""Security headers on every answer, and the log line that holds nothing personal."""

from flask import Flask, Response, request

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


def register(app: Flask) -> None:
    """Sets the headers after every request."""

    @app.after_request
    def secure(response: Response) -> Response:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if request.path.startswith("/api/") or request.path == "/openapi.json":
            response.headers["Access-Control-Allow-Origin"] = "*"
            response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
            response.vary.add("Accept-Language")
        if request.query_string and request.endpoint != "static":
            # The address holds a question: nobody between reader and service keeps it.
            response.headers.setdefault("Cache-Control", "private, no-cache")
        return response
