"""Random and hostile requests to the pages and the API, made with hypothesis from the OpenAPI document itself.

Only what is asked; what must hold for the answers stands in tests/web/test_fuzz.py.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from hypothesis import strategies as st

HOSTILE = (
    *("", " ", "\x00", "\x00lasser", "%00", "\ufeff", "\u202elasser", "\ud800".encode("utf-8", "replace").decode()),
    *("'", '"', "' OR 1=1 --", "<script>alert(1)</script>", "</script><svg onload=alert(1)>", "javascript:alert(1)"),
    *("{{7*7}}", "${7*7}", "%s", "%(count)s", "%n%n%n", "{0}", "{url}", "__class__", "../../../etc/passwd", "..%2f"),
    *("*", "?", "lasser*", "+lasser -mig", "title:lasser", "[* TO *]", "a AND (b OR", "lasser~99", "^^^", "\\", "/"),
    *("ﷺ" * 40, "e" + "\u0301" * 60, "学" * 50, "🦄" * 30, "ß" * 50, "İ" * 20, "ﬁ" * 50, "a" * 400, "a " * 200),
    *("verzekeringsmaatschappijj" * 3, "in Gent " * 30, "'s avonds " * 20, "niet-bestaand-woord " * 20),
    *("0", "-1", "1e9", "99999999999999999999", "NaN", "Infinity", "0x10", "1.5", "٣", "true", "null", "[]", "{}"),
    *("2026-02-30", "9000 Gent", "B-9000", "Nergenshuizen", "Brussel", "1000", "00000"),
)
WORDS = (
    *(
        "boekhouder",
        "boekhuoder",
        "lasser",
        "opleiding",
        "avond",
        "in",
        "Gent",
        "gratis",
        "online",
        "le soir",
        "soudeur",
    ),
    *("Schweißer", "abends", "weekends", "nurse", "excel", "C++", "worden", "ik wil", "verpleegkunde", "qzxq"),
)
BYTES = (
    "%",
    "%zz",
    "%ff%fe",
    "%ed%a0%80",
    "%00",
    "%c0%af",
    "&&&",
    "===",
    "q",
    "=q",
    "q=%",
    "lang=\xff",
    "a=b;c=d",
    "#",
    "?",
    "+++",
)
LANGUAGES = ("nl", "fr", "de", "en")


@dataclass(frozen=True, kw_only=True)
class Sent:
    """One request. `operation` is the id of the operation of the API that it means, "" for a page or for nothing.

    `query` as it comes over the line: each sign is one byte, of whatever encoding.
    """

    method: str
    path: str
    query: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None
    operation: str = ""


def texts() -> st.SearchStrategy[str]:
    """What somebody may put into a field: words, slips, what breaks other services, anything."""
    said = st.lists(st.sampled_from(WORDS), min_size=1, max_size=12).map(" ".join)
    strange = st.lists(st.text("abcdefghijklmnopqrstuvwxyz", min_size=4, max_size=14), min_size=1, max_size=48)
    return st.one_of(said, st.sampled_from(HOSTILE), st.text(max_size=60), st.text(max_size=400), strange.map(" ".join))


def _pair(name: str, value: str) -> str:
    return f"{quote(name, safe='')}={quote(value, safe='', errors='replace')}"


def _values(parameter: Mapping[str, Any]) -> st.SearchStrategy[str]:
    """Mostly what the document allows, else anything."""
    schema = parameter["schema"]
    one = schema.get("items", schema)
    if one.get("enum"):
        return st.one_of(st.sampled_from(one["enum"]), st.sampled_from(one["enum"]), texts())
    if one["type"] == "integer":
        return st.one_of(st.integers(1, one.get("maximum", 100)).map(str), st.integers().map(str), texts())
    return texts()


def _good(parameter: Mapping[str, Any]) -> st.SearchStrategy[str]:
    """Only what is allowed."""
    schema = parameter["schema"]
    one = schema.get("items", schema)
    if one.get("enum"):
        return st.sampled_from(one["enum"])
    if one["type"] == "integer":
        return st.integers(1, 20).map(str)
    return st.sampled_from(["Gent", "9300", "Oostende"]) if parameter["name"] == "place" else texts()


def _queries(parameters: Sequence[Mapping[str, Any]]) -> st.SearchStrategy[str]:
    """A query string: some parameters of the document, each up to many times, sometimes with bytes between."""
    in_query = [one for one in parameters if one["in"] == "query"]
    known = [st.builds(_pair, st.just(one["name"]), _values(one)) for one in in_query]
    name = st.one_of(st.sampled_from([one["name"] for one in parameters]), texts())
    loose = st.builds(_pair, name, texts())
    raw = st.binary(max_size=30).map(lambda line: "q=" + line.decode("latin-1"))
    piece = st.one_of(*known, *known, loose, raw, st.sampled_from(BYTES)) if known else st.one_of(loose, raw)
    good = st.one_of(
        *(st.builds(_pair, st.just(one["name"]), _good(one)) for one in parameters if one["in"] == "query")
    )
    sane = st.one_of(*known) if known else loose
    return st.one_of(
        st.lists(good, max_size=5).map("&".join),
        st.lists(good, min_size=1, max_size=40).map("&".join),
        st.lists(sane, max_size=6).map("&".join),
        st.lists(piece, max_size=12).map("&".join),
        st.builds(lambda one, times: "&".join([one] * times), sane, st.integers(2, 210)),
        st.lists(sane, min_size=30, max_size=120).map("&".join),
    )


def headers() -> st.SearchStrategy[dict[str, str]]:
    """Headers that the service looks at, with good and bad values."""
    line = st.one_of(
        st.sampled_from(["nl", "fr;q=0.8, de", "*", "x" * 300, "q=;;;", "en;q=nan", "%s", "zh-Hant-TW;q=1.0"]),
        st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=40),
    )
    came = st.one_of(st.builds("http://localhost/zoek?q={}".format, texts().map(quote)), line.map(str.strip))
    values = {
        "Accept-Language": line,
        "Accept-Encoding": st.one_of(st.sampled_from(["gzip", "br", "zstd", "deflate", "gzip;q=x", "*"]), line),
        "Accept": line,
        "Referer": came,
        "If-None-Match": st.one_of(st.sampled_from(['W/"x"', "*", '"', "x, y"]), line),
        "Range": st.sampled_from(["bytes=0-10", "bytes=-1", "bytes=9999999-", "pieces=1"]),
        "Cookie": line,
        "X-Forwarded-Host": line,
    }
    return st.one_of(st.just({}), st.fixed_dictionaries({}, optional=values))


def _anything() -> st.SearchStrategy[Any]:
    """Any value of JSON, some of them large or deep."""
    leaf = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), texts(), st.just(10**400))
    return st.recursive(
        leaf, lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(texts(), inner, max_size=4))
    )


def _broken(value: Any, drawn: st.DrawFn) -> Any:
    """An example with about one of its leaves replaced, taken away or put deeper."""
    if not isinstance(value, dict) or not value:
        return drawn(_anything())
    name = drawn(st.sampled_from(sorted(value)))
    how = drawn(st.sampled_from(["inside", "inside", "away", "extra", "replace"]))
    if how == "away":
        return {key: one for key, one in value.items() if key != name}
    if how == "extra":
        return {**value, drawn(texts()): drawn(_anything())}
    return {**value, name: _broken(value[name], drawn) if how == "inside" else drawn(_anything())}


def _bodies(operation: Mapping[str, Any]) -> st.SearchStrategy[bytes]:
    """JSON like the example of the document, JSON of any kind, and what is no JSON."""
    example = operation["requestBody"]["content"]["application/json"].get("example", {})

    @st.composite
    def like(draw: st.DrawFn) -> bytes:
        value = example
        for _ in range(draw(st.integers(0, 3))):
            value = _broken(value, draw)
        return to_json(value)

    raw = (b"", b"{", b"[" * 5000, b'{"facts":' * 2000, b"\xff\xfe", b"null", b"0", b'""', b"{}" * 9000, b" " * 70_000)
    return st.one_of(like(), like(), _anything().map(to_json), st.sampled_from(raw), st.binary(max_size=200))


def to_json(value: Any) -> bytes:
    """JSON, lone surrogates and numbers that JSON does not have included: a client may send them."""
    return json.dumps(value).encode("utf-8", "surrogatepass")


def _to_operation(path: str, method: str, operation: Mapping[str, Any], ids: Sequence[str]) -> st.SearchStrategy[Sent]:
    """A request that means an operation; its path parameters are ids that exist, or anything."""
    one_id = st.one_of(st.sampled_from(ids), texts()).map(lambda text: quote(text, safe="", errors="replace"))
    paths = one_id.map(lambda text: path.replace("{course_id}", text)) if "{" in path else st.just(path)
    return st.builds(
        Sent,
        method=st.just(method.upper()),
        path=paths,
        query=_queries(operation.get("parameters", ())),
        headers=headers(),
        body=_bodies(operation) if "requestBody" in operation else st.none(),
        operation=st.just(operation["operationId"]),
    )


def _to_page(page: str, prefixes: Sequence[str], parameters: Sequence[Mapping[str, Any]], ids: Sequence[str]) -> Any:
    one_id = st.one_of(st.sampled_from(ids), texts()).map(lambda text: quote(text, safe="", errors="replace"))
    path = st.builds(lambda prefix, one: prefix + page.replace("<course_id>", one), st.sampled_from(prefixes), one_id)
    listed = st.lists(one_id, max_size=50).map(lambda many: "&".join(f"id={one}" for one in many))
    query = st.one_of(_queries(parameters), listed) if page in ("/vergelijk", "/bewaard") else _queries(parameters)
    return st.builds(Sent, method=st.sampled_from(["GET"] * 9 + ["HEAD"]), path=path, query=query, headers=headers())


def _anywhere(paths: Sequence[str]) -> st.SearchStrategy[Sent]:
    """Any method to any address, known or not, with a body or none."""
    lost = st.one_of(
        st.sampled_from(["/..", "//evil.example", "/static/../wsgi.py", "/static/%2e%2e/app.py", "/api/", "/fr/fr/"]),
        st.sampled_from(["/static/style.css", "/static/nothing.css", "/healthz", "/readyz", "/openapi.json"]),
        texts().map(lambda text: "/" + quote(text, errors="replace")),
    )
    return st.builds(
        Sent,
        method=st.sampled_from(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"]),
        path=st.one_of(st.sampled_from(paths), lost),
        query=st.one_of(st.sampled_from(BYTES), texts().map(lambda text: quote(text, errors="replace"))),
        headers=headers(),
        body=st.one_of(st.none(), st.binary(max_size=100)),
    )


def requests(document: Mapping[str, Any], pages: Sequence[str], ids: Sequence[str]) -> st.SearchStrategy[Sent]:
    """Requests to every operation of the document, to every page in every language, and to what is neither."""
    operations = [
        _to_operation(path, method, operation, ids)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]
    search = document["paths"]["/api/courses"]["get"]["parameters"]
    more = [
        {"name": name, "in": "query", "schema": {"type": "string"}} for name in ("explain", "try", "id", "course_id")
    ]
    tries = {"name": "try", "in": "query", "schema": {"type": "string", "enum": ["searchCourses", "getCourse", "x"]}}
    prefixes = ["", *(f"/{code}" for code in LANGUAGES if code != "nl")]
    shown = [_to_page(page, prefixes, [*search, *more, tries], ids) for page in pages]
    results = _to_page("/zoek", prefixes, search, ids)
    return st.one_of(*operations, *operations, *shown, results, results, _anywhere([*document["paths"], *pages]))
