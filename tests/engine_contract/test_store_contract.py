"""What `Store` promises, on every engine that keeps indexes, and how an engine notices what its store does."""

import gc
import threading
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from catalogues import TABLE, TODAY, course, stamp_for

from indexer.engine.embedded import EmbeddedEngine
from indexer.engine.embedded_store import EmbeddedStore
from indexer.engine.port import Between, Count, IndexMismatch, IndexMissing, Question
from indexer.fields import Field, FieldTable, Kind, Level

OLD = [course("a", "las"), course("b", "hout")]
NEW = [course("a", "las"), course("c", "kok"), course("d", "kok")]
OTHER_TABLE = FieldTable((*TABLE.fields, Field("more", Kind.KEYWORD, Level.COURSE, "one field more")))


def write(store, name, documents, **changes):
    return store.write(name, replace(stamp_for(documents), **changes), documents, lambda _: None)


def found(engine):
    return {hit.id for hit in engine.ask(Question(today=TODAY)).hits}


def test_a_store_begins_empty(stored_world):
    make_store, _ = stored_world.place()
    store = make_store()
    assert (store.serving(), store.names(), store.stamp_of("index-1")) == (None, (), None)


def test_a_written_index_is_finished_and_counted_but_does_not_serve_yet(stored_world):
    make_store, make_engine = stored_world.place()
    store, steps = make_store(), []
    stamp = replace(stamp_for(OLD), note="é ∎", sources=())
    assert store.write("index-1", stamp, iter(OLD), steps.append) == 2
    assert sum(steps) == 2
    assert (store.names(), store.serving(), store.count_of("index-1")) == (("index-1",), None, 2)
    assert store.stamp_of("index-1") == stamp
    assert store.sample_of("index-1", ["b", "nobody"]) == {"b": '{"id": "b"}'}
    assert store.sample_of("index-1", []) == {}
    with pytest.raises(IndexMissing):
        make_engine().ask(Question(today=TODAY))


def test_an_index_that_was_never_finished_is_named_but_has_no_stamp(stored_world):
    make_store, _ = stored_world.place()

    def broken():
        yield OLD[0]
        raise KeyboardInterrupt

    store = make_store()
    with pytest.raises(KeyboardInterrupt):
        store.write("index-1", stamp_for(OLD), broken(), lambda _: None)
    assert (store.names(), store.stamp_of("index-1")) == (("index-1",), None)
    store.drop("index-1")
    assert store.names() == ()


def test_swap_lets_an_open_engine_answer_from_the_new_index_and_drop_takes_the_old_one_away(stored_world):
    make_store, make_engine = stored_world.place()
    store, engine = make_store(), make_engine()
    write(store, "index-1", OLD)
    store.swap("index-1")
    assert (store.serving(), found(engine)) == ("index-1", {"a", "b"})
    write(store, "index-2", NEW, digest="new")
    assert (store.names(), found(engine)) == (("index-1", "index-2"), {"a", "b"})
    store.swap("index-2")
    assert (found(engine), engine.stamp().digest) == ({"a", "c", "d"}, "new")
    assert engine.stored(["b", "c"]) == {"c": '{"id": "c"}'}
    store.drop("index-1")
    assert (store.names(), store.serving(), found(engine)) == (("index-2",), "index-2", {"a", "c", "d"})


def test_an_answer_keeps_the_records_of_the_index_that_gave_it(stored_world):
    make_store, make_engine = stored_world.place()
    store, engine = make_store(), make_engine()
    write(store, "index-1", OLD)
    store.swap("index-1")
    answer = engine.ask(Question(today=TODAY))
    write(store, "index-2", NEW, digest="new")
    store.swap("index-2")
    store.drop("index-1")
    assert set(answer.stored) == {hit.id for hit in answer.hits} == {"a", "b"}


def test_the_stamp_that_was_seen_is_at_most_one_question_old(stored_world):
    make_store, make_engine = stored_world.place()
    store, engine = make_store(), make_engine()
    with pytest.raises(IndexMissing):
        engine.seen()
    write(store, "index-1", OLD, digest="old")
    store.swap("index-1")
    assert engine.seen().digest == "old"
    write(store, "index-2", NEW, digest="new")
    store.swap("index-2")
    found(engine)
    assert engine.seen().digest == "new"


def test_swap_goes_back_too(stored_world):
    make_store, make_engine = stored_world.place()
    store, engine = make_store(), make_engine()
    write(store, "index-1", OLD)
    write(store, "index-2", NEW)
    for name, expected in (("index-1", {"a", "b"}), ("index-2", {"a", "c", "d"}), ("index-1", {"a", "b"})):
        store.swap(name)
        assert (store.serving(), found(engine)) == (name, expected)


def test_dropping_what_is_not_there_is_no_fault(stored_world):
    make_store, _ = stored_world.place()
    store = make_store()
    store.drop("index-nothing")
    assert store.names() == ()


def test_without_an_index_every_question_says_that_it_is_missing(stored_world):
    _, make_engine = stored_world.place()
    engine = make_engine()
    for ask in (lambda: engine.ask(Question(today=TODAY)), engine.stamp, lambda: engine.stored(["a"])):
        with pytest.raises(IndexMissing):
            ask()


def test_an_index_that_is_gone_is_missing_not_empty(stored_world):
    make_store, make_engine = stored_world.place()
    store, engine = make_store(), make_engine()
    write(store, "index-1", OLD)
    store.swap("index-1")
    assert found(engine) == {"a", "b"}
    store.drop("index-1")
    for ask in (lambda: found(engine), engine.stamp, lambda: engine.stored(["a"])):
        with pytest.raises(IndexMissing):
            ask()


def test_an_index_of_another_shape_is_refused_by_name(stored_world):
    make_store, make_engine = stored_world.place()
    store = make_store()
    write(store, "index-1", OLD)
    store.swap("index-1")
    engine = make_engine(OTHER_TABLE)
    for ask in (lambda: engine.ask(Question(today=TODAY)), engine.stamp, lambda: engine.stored(["a"])):
        with pytest.raises(IndexMismatch) as caught:
            ask()
        assert caught.value.reason.params["wanted"] == OTHER_TABLE.fingerprint


def test_an_open_engine_refuses_an_index_of_another_shape_that_takes_over(stored_world):
    make_store, make_engine = stored_world.place()
    store, engine = make_store(), make_engine()
    write(store, "index-1", OLD)
    store.swap("index-1")
    assert found(engine) == {"a", "b"}
    write(make_store(OTHER_TABLE), "index-2", OLD, shape=OTHER_TABLE.fingerprint)
    store.swap("index-2")
    for ask in (lambda: engine.ask(Question(today=TODAY)), engine.stamp, lambda: engine.stored(["a"])):
        with pytest.raises(IndexMismatch):
            ask()


def test_questions_during_swaps_meet_the_old_index_or_the_new_one(stored_world):
    make_store, make_engine = stored_world.place()
    store, engine = make_store(), make_engine()
    write(store, "index-1", OLD)
    write(store, "index-2", NEW)
    store.swap("index-1")
    seen, faults, done = set(), [], threading.Event()

    def ask():
        try:
            while not done.is_set():
                seen.add(frozenset(found(engine)))
        except Exception as fault:  # noqa: BLE001 - carried over to the test's own thread
            faults.append(fault)

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    for name in ("index-2", "index-1") * 6:
        store.swap(name)
    done.set()
    for thread in threads:
        thread.join()
    assert faults == []
    assert seen <= {frozenset("ab"), frozenset("acd")}
    assert seen


def open_files():
    for one in Path("/proc/self/fd").iterdir():
        with suppress(OSError):
            yield str(one.readlink())


def test_a_replaced_embedded_index_lets_go_of_its_files_at_once(tmp_path):
    store, engine = EmbeddedStore(tmp_path, TABLE), EmbeddedEngine(tmp_path, TABLE)
    gc.disable()
    try:
        for number in range(6):
            write(store, f"index-{number}", OLD)
            store.swap(f"index-{number}")
            one = Count(name="n", choice="c", clause=Between("until", low=1), in_run=False)
            engine.ask(Question(today=TODAY, counts=(one,)))
        held = {link for link in open_files() if link.startswith(str(tmp_path)) and "documents.sqlite" in link}
    finally:
        gc.enable()
        engine.close()
    assert len(held) == 1
