"""What may be had together: rules on pairs, and the best lawful combination whatever the order."""

from datetime import date
from decimal import Decimal
from itertools import combinations
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from people import EMPLOYEE

from matcher.incentives.cases import StackingCase, read_cases
from matcher.incentives.clocks import Dates
from matcher.incentives.cumulation import Cumulation, Effect, PairRule, cumulation, read_cumulation
from matcher.incentives.evaluator import Rules
from matcher.incentives.packs import PacksWrong, library
from matcher.incentives.stacking import Candidate, candidates, stack
from matcher.incentives.stacking_cases import run_stacking

CASES = Path(__file__).parent / "cases"
DAY = date(2024, 3, 4)
NAMES = list("abcdefg")


def rule(a: str, b: str, effect: Effect) -> PairRule:
    unknown = effect == Effect.UNKNOWN
    return PairRule(a=a, b=b, effect=effect, src=() if unknown else ("S01",), conf="U" if unknown else "A")


def rules() -> st.SearchStrategy[list[PairRule]]:
    pairs = st.lists(st.sampled_from(list(combinations(NAMES, 2))), unique=True)
    return pairs.flatmap(
        lambda several: st.tuples(*(st.sampled_from(list(Effect)) for _ in several)).map(
            lambda effects: [rule(a, b, effect) for (a, b), effect in zip(several, effects, strict=True)]
        )
    )


def worths() -> st.SearchStrategy[list[Candidate]]:
    amounts = st.dictionaries(st.sampled_from(["EUR", "hour", "EUR/month"]), st.integers(0, 3).map(Decimal), max_size=2)
    return st.dictionaries(st.sampled_from(NAMES), amounts).map(
        lambda found: [Candidate(instrument=name, worth=worth) for name, worth in found.items()]
    )


@given(several=worths(), read=rules(), random=st.randoms())
def test_the_best_combination_never_depends_on_order(
    several: list[Candidate], read: list[PairRule], random: Random
) -> None:
    first = stack(several, Cumulation(read), DAY, "both")
    mixed, other = random.sample(several, len(several)), random.sample(read, len(read))
    turned = [
        one.model_copy(update={"a": one.b, "b": one.a}) if one.effect != Effect.REQUIRED else one for one in other
    ]
    second = stack(mixed, Cumulation(turned), DAY, "both")
    assert (first.best.instruments, first.best.worth) == (second.best.instruments, second.best.worth)
    assert (first.widest.instruments, first.widest.lawful) == (second.widest.instruments, second.widest.lawful)
    assert [one.instruments for one in first.others] == [one.instruments for one in second.others]


@given(several=worths(), read=rules())
def test_no_lawful_combination_is_worth_more_than_the_best(several: list[Candidate], read: list[PairRule]) -> None:
    known = Cumulation(read)
    found = stack(several, known, DAY, "both")
    worth = {one.instrument: one.worth for one in several}

    def rank(names: tuple[str, ...]) -> tuple[Decimal, ...]:
        units = ("EUR", "EUR/month", "hour")
        return tuple(sum((worth[name].get(unit, Decimal(0)) for name in names), Decimal(0)) for unit in units)

    every = [one for size in range(len(worth) + 1) for one in combinations(sorted(worth), size)]
    lawful = [one for one in every if known.judge(one, DAY).lawful == "yes"]
    possible = [one for one in every if known.judge(one, DAY).lawful != "no"]
    assert found.best.instruments in lawful
    assert rank(found.best.instruments) == max(map(rank, lawful))
    assert rank(found.widest.instruments) == max(map(rank, possible))


@given(several=worths(), read=rules())
def test_what_is_left_out_names_the_rule_that_excludes_it(several: list[Candidate], read: list[PairRule]) -> None:
    found = stack(several, Cumulation(read), DAY, "both")
    assert {one.instrument for one in found.excluded} == {one.instrument for one in several} - set(
        found.widest.instruments
    )
    for one in found.excluded:
        assert one.rules
        assert all(rule.effect == Effect.FORBIDDEN and one.instrument in rule.pair for rule in one.rules)


@given(names=st.lists(st.sampled_from(NAMES)), read=rules(), random=st.randoms())
def test_whether_a_set_is_lawful_never_depends_on_order_or_repetition(
    names: list[str], read: list[PairRule], random: Random
) -> None:
    known = Cumulation(read)
    assert known.judge(names, DAY) == known.judge(random.sample(names * 2, len(names) * 2), DAY)


@given(names=st.lists(st.sampled_from(NAMES)), more=st.sampled_from(NAMES), read=rules())
def test_one_instrument_more_never_makes_a_set_more_lawful(names: list[str], more: str, read: list[PairRule]) -> None:
    known, order = Cumulation(read), ["yes", "unverified", "no"]
    before, after = known.judge(names, DAY).lawful, known.judge([*names, more], DAY).lawful
    assert order.index(before) <= order.index(after)


def test_the_shipped_rules_meet_the_stacking_cases() -> None:
    found = [one for file in read_cases(CASES) for one in file.stacking]
    assert len(found) > 20
    broken = [b for case in found for b in run_stacking(case, "", cumulation(), library().packs)]
    assert broken == []


def test_a_wrong_stacking_case_is_named_with_the_rule() -> None:
    case = StackingCase(id="x", as_of=DAY, instruments=["kmo_portefeuille", "opleidingscheque"], lawful="yes")
    found = list(run_stacking(case, "f.yaml", cumulation(), library().packs))
    assert [(one.expected, one.what) for one in found] == [("yes", "lawful")]
    assert "forbidden" in found[0].found
    typing = StackingCase(id="y", as_of=DAY, instruments=["vov", "kmo_portfeuille"], lawful="unverified")
    assert [one.instrument for one in run_stacking(typing, "f", cumulation(), library().packs)] == ["kmo_portfeuille"]


def test_the_shipped_rules_name_only_packs_and_sources_that_exist() -> None:
    # Time credit for care is no instrument for learning: it stands here because it takes from the same months.
    assert cumulation().names - set(library().packs) <= {"tijdskrediet_zorg"}
    for pair in combinations(sorted(cumulation().names), 2):
        rule = cumulation().rule(*pair, DAY)
        assert rule is None or set(rule.src) <= set(library().sources)
        assert rule is None or rule.text is not None


def test_a_person_a_firm_and_both_each_have_their_best() -> None:
    """S45: half of 250 EUR of vouchers; S17: 120 hours at 21.30; S93: 30 % for a medium firm; S53: not both."""
    facts = library().facts.situation(EMPLOYEE)
    day = date(2019, 10, 7)
    verdicts = Rules(library()).evaluate(Dates(day), facts)
    person = stack(candidates(verdicts, "person"), cumulation(), day, "person")
    firm = stack(candidates(verdicts, "firm"), cumulation(), day, "firm")
    both = stack(candidates(verdicts, "both"), cumulation(), day, "both")
    assert person.best.instruments == ("opleidingscheque", "vov")
    assert (person.best.worth["EUR"], person.best.worth["hour"]) == (125, 120)
    assert firm.widest.instruments == ("kmo_portefeuille", "vov")
    assert firm.widest.lawful == "unverified"
    assert firm.widest.unknown == (("kmo_portefeuille", "vov"),)
    assert both.best.instruments == ("opleidingscheque", "vov")
    assert [one.instrument for one in both.excluded] == ["opleidingscheque"]
    assert [rule.pair for one in both.excluded for rule in one.rules] == [("kmo_portefeuille", "opleidingscheque")]


def test_an_instrument_that_asks_for_another_says_so() -> None:
    alone = stack([Candidate(instrument="vok", worth={})], cumulation(), DAY, "person")
    assert [one.b for one in alone.best.needs] == ["tijdskrediet_opleiding"]
    two = [Candidate(instrument=name, worth={}) for name in ("vok", "tijdskrediet_opleiding")]
    assert stack(two, cumulation(), DAY, "person").best.needs == ()


@pytest.mark.parametrize(
    "row",
    [
        "{a: x, b: x, effect: allowed, src: [S01], conf: A}",
        "{a: x, b: y, effect: allowed, conf: A}",
        "{a: x, b: y, effect: allowed, src: [S01], conf: U}",
        "{a: x, b: y, effect: perhaps, src: [S01], conf: A}",
    ],
)
def test_a_rule_that_is_not_honest_is_refused(tmp_path: Path, row: str) -> None:
    (tmp_path / "cumulation.yaml").write_text(f"checked: 2026-11-24\ncumulation: [{row}]\n", encoding="utf-8")
    with pytest.raises(PacksWrong) as refused:
        read_cumulation(tmp_path)
    assert refused.value.problems[0].file == "cumulation.yaml"
