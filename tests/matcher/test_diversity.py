"""At most three of one provider in ten, and it is said what moved."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from matcher.counterfactual import Change, best_change
from matcher.diversity import BLOCK, MOST, spread

Item = tuple[int, str]


def spread_out(providers: list[str]):  # type: ignore[no-untyped-def]
    items = list(enumerate(providers))
    return spread(items, lambda one: one[1], lambda one: str(one[0]))


def test_the_fourth_of_a_provider_waits_for_the_next_ten_and_it_is_said() -> None:
    placed, moved = spread_out(["a"] * 5 + [f"p{n}" for n in range(20)])
    assert [one[1] for one in placed[:3]] == ["a"] * 3
    assert Counter(one[1] for one in placed[:BLOCK])["a"] == MOST
    assert [(one.id, one.before, one.now) for one in moved] == [("3", 4, 11), ("4", 5, 12)]


def test_where_nobody_else_is_left_the_ten_are_filled_all_the_same() -> None:
    placed, moved = spread_out(["a"] * 12)
    assert [one[0] for one in placed] == list(range(12))
    assert moved == ()


@given(st.lists(st.sampled_from("abcdef"), max_size=60))
def test_nothing_is_lost_and_no_ten_has_more_than_three_while_others_wait(providers: list[str]) -> None:
    placed, moved = spread_out(providers)
    assert sorted(placed) == list(enumerate(providers))
    for start in range(0, len(placed), BLOCK):
        block, after = placed[start : start + BLOCK], placed[start + BLOCK :]
        for name, times in Counter(one[1] for one in block).items():
            assert times <= MOST or all(
                one[1] in {n for n, t in Counter(o[1] for o in block).items() if t >= MOST} for one in after
            ), name
    assert all(one.now > one.before for one in moved)


def test_the_one_change_that_brings_most_courses_is_named_with_its_number() -> None:
    saturday, radius = Change(what="free", cell=(6, "morning")), Change(what="radius")  # type: ignore[arg-type]
    courses = [
        [frozenset()],
        [frozenset({saturday})],
        [frozenset({saturday}), frozenset({radius})],
        [frozenset({saturday, radius})],
        [],
    ]
    found = best_change(courses)
    assert found is not None
    assert (found.change, found.more, found.now) == (saturday, 2, 1)


def test_where_nothing_stands_in_the_way_no_change_is_named() -> None:
    assert best_change([[frozenset()], []]) is None
