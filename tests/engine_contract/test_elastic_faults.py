"""What goes wrong with a server has a name, comes within the timeout, and is over when the server is back."""

import json
import socket
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from catalogues import TABLE, TODAY, course, stamp_for
from worlds import settings_for

from catalogue.settings import load_settings
from indexer.engine.elastic import ElasticEngine, PageTooDeep
from indexer.engine.elastic_store import ElasticStore
from indexer.engine.embedded import EmbeddedEngine
from indexer.engine.embedded_store import EmbeddedStore
from indexer.engine.opening import open_engine, open_store
from indexer.engine.port import EngineAway, IndexMissing, Question, TextList

ANY = Question(today=TODAY, lists=(TextList(field="words", tokens=("las",), weight=1.0),))
COURSES = [course("a", "las"), course("b", "hout")]


def engine_at(url, **given):
    return ElasticEngine(settings_for(url, LEERLOKET_TIMEOUT="1", **given), TABLE)


def each_request(engine):
    return (lambda: engine.ask(ANY), engine.stamp, lambda: engine.stored(["a"]))


def assert_away(engine, code):
    """Every request raises EngineAway with this code, each within the timeout of a second and a bit."""
    for request in each_request(engine):
        began = time.monotonic()
        with pytest.raises(EngineAway) as caught:
            request()
        assert caught.value.reason.code == code
        assert time.monotonic() - began < 2.5


def test_nobody_at_the_address_is_away():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    engine = engine_at(f"http://127.0.0.1:{port}")
    assert_away(engine, "index.away")
    store = ElasticStore(settings_for(f"http://127.0.0.1:{port}"), TABLE)
    for request in (
        store.serving,
        store.names,
        lambda: store.stamp_of("index-1"),
        lambda: store.count_of("index-1"),
        lambda: store.swap("index-1"),
        lambda: store.drop("index-1"),
        lambda: store.sample_of("index-1", ["a"]),
        lambda: store.write("index-1", stamp_for(COURSES), COURSES, lambda _: None),
    ):
        with pytest.raises(EngineAway):
            request()
    engine.close()
    store.close()


def test_a_server_that_never_answers_is_away_after_the_timeout():
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        engine = engine_at(f"http://127.0.0.1:{silent.getsockname()[1]}")
        assert_away(engine, "index.away")
        engine.close()


@contextmanager
def server_that_says(status, body, product="Elasticsearch"):
    """A loopback server with one answer for every request."""

    class Handler(BaseHTTPRequestHandler):
        def _answer(self):
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            text = body if isinstance(body, bytes) else json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(text)))
            if product:
                self.send_header("X-Elastic-Product", product)
            self.end_headers()
            self.wfile.write(text)

        do_GET = do_POST = do_PUT = do_DELETE = _answer  # noqa: N815 - the names that http.server calls

        def log_message(self, *_):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


def failure(kind):
    return {"error": {"type": kind, "reason": "r", "root_cause": [{"type": kind, "reason": "r"}]}}


@pytest.mark.parametrize(
    ("status", "body", "code"),
    [
        (503, failure("no_shard_available_action_exception"), "index.away"),
        (503, failure("search_phase_execution_exception"), "index.away"),
        (500, {}, "index.away"),
        (502, {}, "index.away"),
        (429, failure("circuit_breaking_exception"), "index.away"),
        (401, failure("security_exception"), "index.forbidden"),
        (403, failure("security_exception"), "index.forbidden"),
        (400, failure("media_type_header_exception"), "index.client_too_new"),
        (400, failure("parsing_exception"), "index.refused"),
        (200, b"<html>not json", "index.away"),
    ],
)
def test_each_answer_that_is_no_answer_has_its_words(status, body, code):
    with server_that_says(status, body) as url:
        engine = engine_at(url)
        assert_away(engine, code)
        engine.close()


def test_a_server_that_is_not_elasticsearch_is_refused():
    with server_that_says(200, {}, product="") as url:
        engine = engine_at(url)
        assert_away(engine, "index.refused")
        engine.close()


@pytest.fixture
def served(elasticsearch_url, request):
    """Settings for a real server on which COURSES are served."""
    request.node.user_properties.append(("engine", "elastic"))
    settings = settings_for(elasticsearch_url)
    yield from _served(settings)


def _served(settings):
    store = ElasticStore(settings, TABLE)
    try:
        store.write("index-1", stamp_for(COURSES), COURSES, lambda _: None)
        store.swap("index-1")
        yield settings
    finally:
        for name in store.names():
            store.drop(name)
        store.close()


@pytest.fixture
def fault_in_search(monkeypatch):
    """Lets every `_msearch` end in an answer that was changed on the way."""

    def install(engine, change):
        real = engine._client.msearch
        monkeypatch.setattr(engine._client, "msearch", lambda **given: change(real(**given).body))

    return install


def _timed_out(body):
    body["responses"][0]["timed_out"] = True
    return body


def _lost_shard(body):
    body["responses"][-1]["_shards"]["failed"] = 1
    return body


def _failed(body):
    body["responses"][-1] = {"status": 503, **failure("search_phase_execution_exception")}
    return body


@pytest.mark.elastic
@pytest.mark.parametrize("change", [_timed_out, _lost_shard, _failed])
def test_half_an_answer_is_a_fault(served, fault_in_search, change):
    engine = ElasticEngine(served, TABLE)
    assert engine.ask(ANY).count == 2
    fault_in_search(engine, change)
    with pytest.raises(EngineAway):
        engine.ask(ANY)
    engine.close()


@pytest.mark.elastic
def test_a_page_beyond_10000_is_refused_by_name(served):
    engine = ElasticEngine(served, TABLE)
    assert engine.ask(Question(today=TODAY, offset=9_990, limit=10)).hits == ()
    with pytest.raises(PageTooDeep):
        engine.ask(Question(today=TODAY, offset=9_990, limit=11))
    engine.close()


@pytest.mark.elastic
def test_an_alias_on_an_unfinished_index_is_missing(served):
    def broken():
        yield COURSES[0]
        raise KeyboardInterrupt

    store, engine = ElasticStore(served, TABLE), ElasticEngine(served, TABLE)
    with pytest.raises(KeyboardInterrupt):
        store.write("index-2", stamp_for(COURSES), broken(), lambda _: None)
    store.swap("index-2")
    for request in each_request(engine):
        with pytest.raises(IndexMissing):
            request()
    store.close()
    engine.close()


@pytest.mark.elastic
def test_a_closed_index_is_away_not_empty(served):
    store, engine = ElasticStore(served, TABLE), ElasticEngine(served, TABLE)
    assert engine.ask(ANY).count == 2
    store._client.indices.close(index=f"{served.alias}-index-1")
    for request in (lambda: engine.ask(ANY), lambda: engine.stored(["a"])):
        with pytest.raises(EngineAway):
            request()
    store.close()
    engine.close()


@pytest.mark.elastic
def test_a_field_that_the_table_does_not_know_is_refused_when_written(served):
    store = ElasticStore(served, TABLE)
    odd = course("odd", "las", runs=[{"starts": "no number"}])
    with pytest.raises(EngineAway) as caught:
        store.write("index-2", stamp_for([odd]), [odd], lambda _: None)
    assert caught.value.reason.code == "index.refused"
    assert store.stamp_of("index-2") is None
    store.close()


@pytest.mark.elastic
@pytest.mark.slow
def test_a_node_that_freezes_or_dies_is_away_and_answers_again_when_it_is_back(own_cluster, request):
    request.node.user_properties.append(("engine", "elastic"))
    settings = settings_for(own_cluster.url, LEERLOKET_TIMEOUT="2")
    store, engine = ElasticStore(settings, TABLE), ElasticEngine(settings, TABLE)
    store.write("index-1", stamp_for(COURSES), COURSES, lambda _: None)
    store.swap("index-1")
    assert engine.ask(ANY).count == 2
    for down, up in ((("kill", "1", "--signal", "STOP"), ("kill", "1", "--signal", "CONT")), (("kill", "1"), None)):
        own_cluster.command(*down)
        for ask in each_request(engine):
            began = time.monotonic()
            with pytest.raises(EngineAway):
                ask()
            assert time.monotonic() - began < 2 + 1
        own_cluster.command(*(up or ("revive", "1")))
        assert engine.ask(ANY).count == 2
        assert engine.stored(["a"]) == {"a": '{"id": "a"}'}
    engine.close()
    store.close()


@pytest.mark.elastic
@pytest.mark.slow
def test_a_reader_with_least_rights_answers_over_tls_and_a_wrong_password_or_authority_has_its_words(
    secure_cluster, request
):
    request.node.user_properties.append(("engine", "elastic"))
    cluster, password = secure_cluster
    trusted = {"ELASTICSEARCH_CA_CERTS": str(cluster.folder / "ca.crt"), "LEERLOKET_TIMEOUT": "5"}
    builder = settings_for(cluster.url, ELASTICSEARCH_PASSWORD=password, **trusted)
    store = ElasticStore(builder, TABLE)
    store.write("index-1", stamp_for(COURSES), COURSES, lambda _: None)
    store.swap("index-1")
    reader = {"LEERLOKET_ALIAS": builder.alias, "ELASTICSEARCH_USER": "web"}
    engine = ElasticEngine(settings_for(cluster.url, ELASTICSEARCH_PASSWORD="secret-web", **reader, **trusted), TABLE)
    assert engine.ask(ANY).count == 2
    assert engine.stamp().count == 2
    assert engine.stored(["a"]) == {"a": '{"id": "a"}'}
    writer = ElasticStore(settings_for(cluster.url, ELASTICSEARCH_PASSWORD="secret-web", **reader, **trusted), TABLE)
    with pytest.raises(EngineAway) as caught:
        writer.drop("index-1")
    assert caught.value.reason.code == "index.forbidden"
    wrong = ElasticEngine(settings_for(cluster.url, ELASTICSEARCH_PASSWORD="wrong", **reader, **trusted), TABLE)
    stranger = ElasticEngine(settings_for(cluster.url, ELASTICSEARCH_PASSWORD="secret-web", **reader), TABLE)
    for other, code in ((wrong, "index.forbidden"), (stranger, "index.away")):
        with pytest.raises(EngineAway) as caught:
            other.ask(ANY)
        assert caught.value.reason.code == code
    for one in (store, engine, writer, wrong, stranger):
        one.close()


def test_the_settings_choose_the_engine(tmp_path):
    embedded = load_settings({"LEERLOKET_INDEX": str(tmp_path)})
    assert isinstance(open_engine(embedded), EmbeddedEngine)
    assert isinstance(open_store(embedded), EmbeddedStore)
    elastic = load_settings({"ELASTICSEARCH_URL": "http://127.0.0.1:1"})
    engine, store = open_engine(elastic), open_store(elastic)
    assert isinstance(engine, ElasticEngine)
    assert isinstance(store, ElasticStore)
    assert (engine.name, store.name) == ("elastic", "elastic")
    engine.close()
    store.close()
