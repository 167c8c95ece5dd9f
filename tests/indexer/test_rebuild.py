"""A build replaces the serving index only when it is whole and good; otherwise the old one goes on."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from generated_build import Silent, build, generated, stamp_for

from indexer.engine.embedded_store import EmbeddedStore
from indexer.engine.port import Document, Stamp
from indexer.fields import TABLE
from indexer.rebuild import BuildRefused, Built, Phase, index_name, only_builder, rebuild


def rebuilt(
    store: EmbeddedStore, generation: int, count: int, *, sent: int | None = None, force: bool = False
) -> Built:
    return rebuild(
        store,
        generated(generation, count if sent is None else sent),
        stamp_for(generation, count),
        Silent(),
        moment=datetime.now(UTC),
        force=force,
    )


def refusal(build: Callable[[], object]) -> str:
    with pytest.raises(BuildRefused) as refused:
        build()
    return refused.value.reason.code


def served(store: EmbeddedStore) -> Stamp | None:
    name = store.serving()
    return store.stamp_of(name) if name else None


@pytest.fixture
def store(tmp_path: Path) -> EmbeddedStore:
    return EmbeddedStore(tmp_path / "index", TABLE)


def test_a_first_build_serves(store: EmbeddedStore) -> None:
    built = rebuilt(store, 1, 20)
    assert (store.serving(), built.count, built.kept) == (built.name, 20, None)
    assert served(store) == stamp_for(1, 20)


def test_the_last_index_is_kept_and_older_ones_go(store: EmbeddedStore) -> None:
    names = [rebuilt(store, generation, 5).name for generation in (1, 2, 3)]
    assert store.names() == tuple(names[1:])
    assert store.serving() == names[2]


def test_the_phases_come_in_order(store: EmbeddedStore) -> None:
    seen: list[object] = []

    class Notes(Silent):
        def phase(self, phase: Phase) -> None:
            seen.append(phase)

        def advance(self, documents: int) -> None:
            seen.append(documents)

    build(store.folder, 1, 3, Notes())
    assert seen == [Phase.WRITE, 1, 1, 1, Phase.COMPARE, Phase.SWAP, Phase.CLEAN]


def test_nothing_good_is_refused_and_the_old_index_serves(store: EmbeddedStore) -> None:
    rebuilt(store, 1, 5)
    assert refusal(lambda: rebuilt(store, 2, 0)) == "rebuild.nothing_good"
    assert refusal(lambda: rebuilt(store, 2, 0, force=True)) == "rebuild.nothing_good"
    assert served(store) == stamp_for(1, 5)


def test_fewer_than_half_of_the_courses_is_refused_unless_forced(store: EmbeddedStore) -> None:
    rebuilt(store, 1, 11)
    assert refusal(lambda: rebuilt(store, 2, 5)) == "rebuild.shrinks"
    assert served(store) == stamp_for(1, 11)
    rebuilt(store, 2, 5, force=True)
    assert served(store) == stamp_for(2, 5)


def test_half_of_the_courses_is_not_refused(store: EmbeddedStore) -> None:
    rebuilt(store, 1, 10)
    rebuilt(store, 2, 5)
    assert served(store) == stamp_for(2, 5)


def test_what_a_killed_build_left_is_removed(store: EmbeddedStore) -> None:
    first = rebuilt(store, 1, 5).name
    unfinished, never_served = "index-19990101t000000000000-00000a", index_name(datetime.now(UTC))
    (store.folder / unfinished).mkdir()
    store.write(never_served, stamp_for(2, 5), generated(2, 5), lambda _: None)
    built = rebuilt(store, 3, 5)
    assert {unfinished, never_served} == set(built.dropped)
    assert store.names() == (first, built.name)


def test_a_failing_feed_leaves_the_old_index_serving_and_the_next_build_tidies_up(store: EmbeddedStore) -> None:
    first = rebuilt(store, 1, 5).name

    def broken() -> Iterable[Document]:
        yield from generated(2, 3)
        raise OSError("the disk is gone")

    with pytest.raises(OSError, match="the disk is gone"):
        rebuild(store, broken(), stamp_for(2, 5), Silent(), moment=datetime.now(UTC))
    assert [name for name in store.names() if store.stamp_of(name)] == [first]
    assert served(store) == stamp_for(1, 5)
    assert store.names()[:1] == (first,)
    assert rebuilt(store, 3, 5).kept == first
    assert len(store.names()) == 2


def test_fewer_documents_than_the_stamp_says_are_refused(store: EmbeddedStore) -> None:
    assert refusal(lambda: rebuilt(store, 1, 5, sent=4)) == "rebuild.count"
    assert store.names() == ()


class CountsWrong(EmbeddedStore):
    def count_of(self, name: str) -> int:
        return super().count_of(name) - 1


class StampsWrong(EmbeddedStore):
    def stamp_of(self, name: str) -> Stamp | None:
        stamp = super().stamp_of(name)
        return stamp and replace(stamp, digest="of another catalogue")


class LosesOne(EmbeddedStore):
    def sample_of(self, name: str, ids: Sequence[str]) -> Mapping[str, str]:
        return super().sample_of(name, ids[1:])


class ChangesASpace(EmbeddedStore):
    def sample_of(self, name: str, ids: Sequence[str]) -> Mapping[str, str]:
        return {id_: stored + " " for id_, stored in super().sample_of(name, ids).items()}


@pytest.mark.parametrize(
    ("lying", "reason"),
    [
        (CountsWrong, "rebuild.count"),
        (StampsWrong, "rebuild.stamp"),
        (LosesOne, "rebuild.sample"),
        (ChangesASpace, "rebuild.sample"),
    ],
)
def test_a_store_that_does_not_hold_what_was_sent_is_caught(
    store: EmbeddedStore, lying: type[EmbeddedStore], reason: str
) -> None:
    first = rebuilt(store, 1, 60).name
    assert refusal(lambda: rebuilt(lying(store.folder, TABLE), 2, 60)) == reason
    assert store.names() == (first,)
    assert served(store) == stamp_for(1, 60)


def test_a_second_builder_is_refused_while_the_first_builds(store: EmbeddedStore) -> None:
    with only_builder(store.folder / "building.lock"):
        assert refusal(lambda: build(store.folder, 1, 5, Silent())) == "rebuild.busy"
    build(store.folder, 1, 5, Silent())


def test_an_index_can_be_built_after_the_serving_one_was_lost(store: EmbeddedStore) -> None:
    store.drop(rebuilt(store, 1, 5).name)
    assert rebuilt(store, 2, 2).kept is None
    assert served(store) == stamp_for(2, 2)


def test_names_sort_by_the_moment_whatever_the_clock_of_the_place() -> None:
    brussels = timezone(timedelta(hours=1))
    earlier, later = (
        datetime(2026, 11, 24, 10, 59, tzinfo=brussels),
        datetime(2026, 11, 24, 10, 0, tzinfo=UTC),
    )
    assert index_name(earlier).startswith("index-20261124t095900000000-")
    assert index_name(earlier) < index_name(later)
    assert index_name(later) != index_name(later)
