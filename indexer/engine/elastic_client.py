"""The one place that knows the client: how it is made, and what each of its failures is called here.

`info()` and `ping()` are never used: a node may be built without that page.
"""

import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, NoReturn

from elasticsearch import ApiError, Elasticsearch, TransportError
from elasticsearch.helpers import BulkIndexError

from catalogue.messages import message
from catalogue.settings import Settings
from indexer.engine.elastic_mapping import Body
from indexer.engine.port import EngineAway, IndexMissing

_log = logging.getLogger(__name__)
# Of each hit only what is read: an answer of thousands of ids stays small.
_NEEDED = (
    "responses.status,responses.error,responses.timed_out,responses._shards.failed,"
    "responses.hits.hits.sort,responses.hits.hits._source,responses.hits.hits.matched_queries,responses.aggregations"
)


def connect(settings: Settings) -> Elasticsearch:
    """A client for the address in the settings. It connects at the first request, so this never fails.

    One more try after a broken connection (the server may have closed it while it lay idle), none after a timeout.
    """
    options: dict[str, Any] = {"request_timeout": settings.timeout, "max_retries": 1, "retry_on_timeout": False}
    if settings.ca_certs:
        options["ca_certs"] = str(settings.ca_certs)
    if settings.api_key:
        options["api_key"] = settings.api_key
    elif settings.password:
        options["basic_auth"] = (settings.user, settings.password)
    return Elasticsearch(settings.elasticsearch_url, **options)


@contextmanager
def named_failures(alias: str) -> Iterator[None]:
    """Turns each failure of the client into the port's name for it. Raises IndexMissing or EngineAway."""
    try:
        yield
    except ApiError as error:
        _log.warning("Elasticsearch answered %s: %s", error.status_code, error)
        raise_for(error.status_code, error.body, alias, error)
    except TransportError as error:
        _log.warning("Elasticsearch did not answer: %r", error)
        raise EngineAway(message("index.away", why=type(error).__name__)) from error
    except BulkIndexError as error:
        _log.warning("Elasticsearch refused documents: %s", error.errors[:3])
        raise EngineAway(message("index.refused", why=str(error))) from error


def _kind(body: object) -> str:
    """The type that Elasticsearch gives its error; empty where it gives none."""
    error = body.get("error", body) if isinstance(body, Mapping) else None
    return str(error.get("type", "")) if isinstance(error, Mapping) else ""


def raise_for(status: int, body: object, alias: str, cause: Exception | None = None) -> NoReturn:
    """The port's name for an error of the server, by its status and the `type` in its body."""
    kind = _kind(body)
    if kind == "index_not_found_exception" or (status == 404 and "alias" in str(body)):
        raise IndexMissing(message("index.missing_alias", alias=alias)) from cause
    if kind == "media_type_header_exception":
        raise EngineAway(message("index.client_too_new")) from cause
    if status in (401, 403):
        raise EngineAway(message("index.forbidden", status=status)) from cause
    if status >= 500 or status == 429:
        raise EngineAway(message("index.away", why=kind or str(status))) from cause
    why = kind or (type(cause).__name__ if cause else str(status))
    raise EngineAway(message("index.refused", why=why)) from cause


def msearch(client: Elasticsearch, alias: str, searches: Sequence[tuple[str, Body]]) -> list[Mapping[str, Any]]:
    """All searches, each an index and a body, in one round trip.

    Raises IndexMissing or EngineAway: also where one search of them failed, lacked a shard or ran out of time.
    """
    lines: list[Body] = []
    for index, body in searches:
        lines += [{"index": index, "allow_partial_search_results": False}, body]
    with named_failures(alias):
        responses = client.msearch(searches=lines, filter_path=_NEEDED)["responses"]
    for response in responses:
        if "error" in response:
            _log.warning("Elasticsearch answered a search with %s", response["error"])
            raise_for(response.get("status", 500), response, alias)
        if response.get("timed_out") or response["_shards"]["failed"]:
            raise EngineAway(message("index.partial"))
    return list(responses)


def sort_values(response: Mapping[str, Any]) -> list[list[Any]]:
    """The sort values of each hit, in order."""
    return [hit["sort"] for hit in response.get("hits", {}).get("hits", ())]
