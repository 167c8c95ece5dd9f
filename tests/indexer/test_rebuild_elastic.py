"""The same builds and commands on a real Elasticsearch."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from generated_build import Silent, generated, stamp_for

from catalogue.settings import Settings, load_settings
from indexer.__main__ import main
from indexer.engine.elastic_store import ElasticStore
from indexer.rebuild import BuildRefused, Built, rebuild

pytestmark = pytest.mark.elastic
ALIAS = "test-rebuild"


@pytest.fixture
def settings(elasticsearch_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    environment = {
        "ELASTICSEARCH_URL": elasticsearch_url,
        "LEERLOKET_ALIAS": ALIAS,
        "LEERLOKET_INDEX": str(tmp_path),
        "LEERLOKET_TODAY": "2026-11-24",
    }
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    return load_settings(environment)


@pytest.fixture
def store(settings: Settings) -> Iterator[ElasticStore]:
    with closing(ElasticStore(settings)) as store:
        yield store
        for name in store.names():
            store.drop(name)


def rebuilt(store: ElasticStore, generation: int, count: int) -> Built:
    stamp = stamp_for(generation, count)
    return rebuild(store, generated(generation, count), stamp, Silent(), moment=datetime.now(UTC))


def test_builds_follow_each_other_and_the_last_is_kept(store: ElasticStore) -> None:
    names = [rebuilt(store, generation, 20).name for generation in (1, 2, 3)]
    assert store.names() == tuple(names[1:])
    assert store.serving() == names[2]
    assert store.stamp_of(names[2]) == stamp_for(3, 20)


def test_a_refused_build_leaves_the_old_index_and_nothing_else(store: ElasticStore) -> None:
    name = rebuilt(store, 1, 20).name
    with pytest.raises(BuildRefused):
        rebuilt(store, 2, 3)
    with pytest.raises(BuildRefused):
        rebuild(store, generated(2, 19), stamp_for(2, 20), Silent(), moment=datetime.now(UTC))
    assert (store.serving(), store.names()) == (name, (name,))


def test_the_commands_work_on_it(store: ElasticStore, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build"]) == 0
    assert main(["info"]) == 0
    said = capsys.readouterr().out
    assert f"serving  {store.serving()}" in said
    assert "engine   elastic, http" in said
    assert main(["compare"]) == 0
    assert "changed       0" in capsys.readouterr().out
    assert main(["drop", "--all", "--yes"]) == 0
    assert store.names() == ()
    assert main(["info"]) == 1
