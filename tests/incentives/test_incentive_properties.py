"""What holds for all rules and all people: order, learning, unknown, and asking exactly what matters."""

import random
from collections.abc import Iterator
from itertools import product
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from made_up_packs import DATES, FACTS, FIGURES, SITUATIONS, make_pack, make_rules, trees

from matcher.incentives.evaluator import Rules
from matcher.incentives.logic import ASK, NO, UNVERIFIED, YES, Answer
from matcher.incentives.parts import Verdict

VALUES: dict[str, list[Any]] = {
    "person.a": [True, False],
    "person.b": [True, False],
    "person.kind": list("xyz"),
    "job.hours": [0, 19, 20, 31, 32, 40, 41],
    "course.size": [0, 31, 32, 100],
}


def rules_of(tree: Any) -> Rules:
    return make_rules(make_pack({"all": [tree]}, parameters=FIGURES))


def verdict(rules: Rules, facts: dict[str, Any]) -> Verdict:
    return rules.evaluate(DATES, FACTS.situation(facts))["t"]


def shuffled(tree: Any, seed: random.Random) -> Any:
    for word in ("all", "any"):
        if word in tree:
            legs = [shuffled(leg, seed) for leg in tree[word]]
            return {word: seed.sample(legs, len(legs))}
    return tree


def facts_of(tree: Any) -> Any:
    """Facts that the conditions of a tree look at."""
    if "fact" in tree:
        return {tree["fact"]}
    return set().union(*(facts_of(leg) for leg in tree.get("all", tree.get("any"))))


def completions(names: set[str], facts: dict[str, Any]) -> Iterator[dict[str, Any]]:
    open_names = sorted(names - facts.keys())
    for values in product(*(VALUES[name] for name in open_names)):
        yield {**facts, **dict(zip(open_names, values, strict=True))}


@given(trees(), SITUATIONS, st.randoms(use_true_random=False))
def test_the_order_of_conditions_never_matters(tree: Any, facts: dict[str, Any], seed: random.Random) -> None:
    first, second = verdict(rules_of(tree), facts), verdict(rules_of(shuffled(tree, seed)), facts)
    assert (first.verdict, first.asks) == (second.verdict, second.asks)
    assert {one.id for one in first.failing} == {one.id for one in second.failing}
    assert (first.last_known is None) == (second.last_known is None)
    if first.last_known and second.last_known:
        assert first.last_known.verdict == second.last_known.verdict


@given(trees(), trees(), SITUATIONS)
def test_the_order_of_packs_never_matters(one: Any, other: Any, facts: dict[str, Any]) -> None:
    first, second = make_pack({"all": [one]}, parameters=FIGURES), make_pack({"all": [other]}, id_="u")
    given_facts = FACTS.situation(facts)
    there = make_rules(first, second).evaluate(DATES, given_facts)
    back = make_rules(second, first).evaluate(DATES, given_facts)
    assert {name: (one.verdict, one.asks) for name, one in there.items()} == {
        name: (one.verdict, one.asks) for name, one in back.items()
    }


@given(trees(), SITUATIONS, st.sampled_from(sorted(VALUES)), st.data())
def test_learning_a_fact_never_turns_a_yes_or_a_no(
    tree: Any, facts: dict[str, Any], name: str, data: st.DataObject
) -> None:
    rules = rules_of(tree)
    before = verdict(rules, {key: one for key, one in facts.items() if key != name})
    after = verdict(rules, {**facts, name: data.draw(st.sampled_from(VALUES[name]))})
    if before.verdict in (YES, NO):
        assert after.verdict == before.verdict
    if before.last_known and after.last_known and before.last_known.verdict in (YES, NO):
        assert after.last_known.verdict == before.last_known.verdict


@settings(max_examples=60)
@given(trees(), SITUATIONS)
def test_unknown_is_never_taken_for_false_or_true(tree: Any, facts: dict[str, Any]) -> None:
    """A yes or a no stands only where every way to fill in the unknowns agrees."""
    rules = rules_of(tree)
    found = verdict(rules, facts).verdict
    if found in (YES, NO):
        assert all(verdict(rules, whole).verdict == found for whole in completions(facts_of(tree), facts))


def effects(rules: Rules, names: set[str], facts: dict[str, Any], *, last: bool) -> set[str]:
    """By trying every combination: the open facts of which some answer changes the verdict."""
    verdicts: dict[tuple[tuple[str, Any], ...], Answer] = {}
    for whole in completions(names, facts):
        found = verdict(rules, whole)
        own = found.last_known.verdict if last and found.last_known else found.verdict
        verdicts[tuple(sorted(whole.items()))] = own
    matter = set()
    for whole, answer in verdicts.items():
        for name in names - facts.keys():
            changed = [tuple((key, value if key == name else one) for key, one in whole) for value in VALUES[name]]
            if any(verdicts[one] != answer for one in changed):
                matter.add(name)
    return matter


@settings(max_examples=40, deadline=None)
@given(trees(), SITUATIONS.filter(lambda facts: len(facts) >= 2))
def test_exactly_the_facts_that_can_change_the_verdict_are_asked(tree: Any, facts: dict[str, Any]) -> None:
    rules = rules_of(tree)
    found = verdict(rules, facts)
    last = found.verdict == UNVERIFIED and found.last_known is not None
    assert set(found.asks) == effects(rules, facts_of(tree), facts, last=last)


@settings(max_examples=60, deadline=None)
@given(trees(), SITUATIONS.filter(lambda facts: len(facts) >= 1))
def test_an_ask_has_a_question_unless_every_answer_leads_to_the_same(tree: Any, facts: dict[str, Any]) -> None:
    rules = rules_of(tree)
    found = verdict(rules, facts)
    if found.verdict == ASK and not found.asks:
        assert len({verdict(rules, whole).verdict for whole in completions(facts_of(tree), facts)}) == 1


@given(trees(), SITUATIONS)
def test_a_no_always_names_a_failing_condition_and_nothing_else_does(tree: Any, facts: dict[str, Any]) -> None:
    found = verdict(rules_of(tree), facts)
    assert (found.verdict == NO) == bool(found.failing)


@given(trees(), SITUATIONS)
def test_specialising_to_a_person_first_changes_nothing(tree: Any, facts: dict[str, Any]) -> None:
    rules = rules_of(tree)
    whole = verdict(rules, facts)
    known = FACTS.situation(facts)
    course = {name: one for name, one in known.items() if name.startswith("course.")}
    person = {name: one for name, one in known.items() if name not in course}
    apart = rules.specialise(DATES, person).verdicts(course)["t"]
    assert (apart.verdict, apart.asks, apart.failing) == (whole.verdict, whole.asks, whole.failing)
    assert apart.trace == whole.trace
