"""Verdicts, failing conditions, amounts and last known figures, on small made-up packs."""

from datetime import date
from decimal import Decimal
from typing import Any

from made_up_packs import DATES, FACTS, FIGURES, figure, gives, leaf, make_pack, make_rules

from matcher.incentives.clocks import Clock, Dates
from matcher.incentives.evaluator import Rules
from matcher.incentives.parts import Verdict

LOST = {"state": "not_found", "conf": "U"}
GONE = {"state": "abolished", "src": ["S1"], "conf": "A"}


def verdict(rules: Rules, dates: Dates = DATES, **facts: Any) -> Verdict:
    named = {name.replace("_", ".", 1): one for name, one in facts.items()}
    return rules.evaluate(dates, FACTS.situation(named))["t"]


def one(*legs: Any, **rest: Any) -> Rules:
    return make_rules(make_pack({"all": list(legs)}, **rest))


def test_a_figure_that_is_not_known_is_unverified_whatever_the_fact() -> None:
    rules = one(leaf("hours", "job.hours", gte={"param": "t.never"}), parameters={"t.never": FIGURES["t.never"]})
    assert [verdict(rules).verdict.word, verdict(rules, job_hours=0).verdict.word] == ["unverified", "unverified"]


def test_an_unknown_fact_is_asked_and_never_counts_as_no_or_as_zero() -> None:
    rules = one(leaf("hours", "job.hours", gte={"const": 28}), leaf("a", "person.a", eq=True))
    asked = verdict(rules, person_a=True)
    assert (asked.verdict.word, asked.asks, asked.failing) == ("ask", ("job.hours",), ())


def test_the_threshold_itself_is_enough() -> None:
    rules = one(leaf("hours", "job.hours", gte={"const": 28}))
    words = [verdict(rules, job_hours=hours).verdict.word for hours in ("27.9", 28, 29)]
    assert words == ["no", "yes", "yes"]


def test_a_no_names_every_failing_condition_with_both_values() -> None:
    rules = one(
        leaf("hours", "job.hours", gte={"param": "t.known"}),
        {"any": [leaf("a", "person.a", eq=True), leaf("kind", "person.kind", eq="x")]},
        leaf("b", "person.b", eq=True),
        parameters={"t.known": FIGURES["t.known"]},
    )
    failing = verdict(rules, job_hours=23, person_a=False, person_kind="y").failing
    assert [(one.id, one.yours, one.needed) for one in failing] == [
        ("t.hours", Decimal(23), Decimal(32)),
        ("t.a", False, True),
        ("t.kind", "y", "x"),
    ]


def test_a_way_that_is_still_open_names_nothing_as_failing() -> None:
    rules = one(
        leaf("hours", "job.hours", gte={"const": 28}),
        {"any": [leaf("a", "person.a", eq=True), leaf("b", "person.b", eq=True)]},
    )
    assert [one.id for one in verdict(rules, job_hours=1, person_a=False).failing] == ["t.hours"]


def test_a_doubtful_value_is_unverified_and_another_is_no() -> None:
    rules = one(leaf("kind", "person.kind", **{"in": ["x"], "unsure": ["z"]}))
    assert [verdict(rules, person_kind=kind).verdict.word for kind in "xyz"] == ["yes", "no", "unverified"]


def test_before_and_after_its_existence_an_instrument_is_no_and_says_which_day() -> None:
    rules = one(leaf("a", "person.a", eq=True), exists={"from": "2019-09-01", "to": "2026-12-31"}, versions=[])
    for day, why, needed in (
        (date(2019, 8, 31), "not_yet", date(2019, 9, 1)),
        (date(2027, 1, 1), "ended", date(2026, 12, 31)),
    ):
        found = verdict(rules, Dates(day))
        assert (found.verdict.word, found.why, found.asks, found.amounts) == ("no", why, (), {})
        assert [(one.id, one.yours, one.needed) for one in found.failing] == [("t.exists", day, needed)]


def test_inside_its_existence_without_rules_it_is_unverified_never_no() -> None:
    rules = one(leaf("a", "person.a", eq=True), exists={"from": None, "to": None}, versions=[])
    found = verdict(rules, Dates(date(1950, 1, 1)), person_a=False)
    assert (found.verdict.word, found.why, found.failing) == ("unverified", "not_worked_out", ())


def test_outside_its_time_a_condition_is_left_out() -> None:
    rules = one(
        leaf("a", "person.a", eq=True), leaf("b", "person.b", eq=True, only={"from": "2025-09-01", "to": "2026-08-31"})
    )
    days = (date(2025, 8, 31), date(2025, 9, 1), date(2026, 8, 31), date(2026, 9, 1))
    assert [verdict(rules, Dates(day), person_a=True, person_b=False).verdict.word for day in days] == [
        "yes",
        "no",
        "no",
        "yes",
    ]


def test_a_group_of_which_nothing_is_left_is_left_out_too() -> None:
    past = {"from": "2019-01-01", "to": "2020-01-01"}
    rules = one(leaf("a", "person.a", eq=True), {"any": [leaf("b", "person.b", eq=True, only=past)]})
    assert verdict(rules, person_a=True).verdict.word == "yes"


def test_each_figure_has_its_own_clock() -> None:
    rules = one(
        leaf("hours", "job.hours", gte={"param": "t.hours"}),
        parameters={"t.hours": figure(("2019-01-01", 10), ("2026-01-01", 30), clock="purchase")},
    )
    bought_before = Dates(date(2026, 3, 1), {Clock.PURCHASE: date(2025, 12, 31)})
    assert verdict(rules, bought_before, job_hours=20).verdict.word == "yes"
    assert verdict(rules, job_hours=20).verdict.word == "no"


def test_a_condition_on_a_figure_alone_follows_its_state() -> None:
    alone = {**leaf("on", "person.a", eq=True), "param": "t.on"}
    del alone["fact"]
    for value, word in ((True, "yes"), (False, "no"), (LOST, "unverified"), (GONE, "no")):
        rules = one(alone, parameters={"t.on": figure(("2019-01-01", value))})
        assert verdict(rules).verdict.word == word


def test_a_lost_figure_gives_a_second_verdict_with_the_last_known_one() -> None:
    rules = one(leaf("hours", "job.hours", gte={"param": "t.gone"}), parameters={"t.gone": FIGURES["t.gone"]})
    found = verdict(rules, job_hours=19)
    last = found.last_known
    assert found.verdict.word == "unverified"
    assert last is not None
    assert (last.verdict.word, last.year, [one.needed for one in last.failing]) == ("no", "2025", [Decimal(20)])


def test_where_the_verdict_is_unverified_the_questions_are_those_of_the_last_known_figures() -> None:
    rules = one(leaf("hours", "job.hours", gte={"param": "t.gone"}), parameters={"t.gone": FIGURES["t.gone"]})
    assert verdict(rules).asks == ("job.hours",)
    assert verdict(rules, job_hours=20).asks == ()


def test_a_figure_that_was_never_known_has_no_last_known_verdict() -> None:
    rules = one(leaf("hours", "job.hours", gte={"param": "t.never"}), parameters={"t.never": FIGURES["t.never"]})
    assert verdict(rules, job_hours=40).last_known is None


def with_amount(formula: str, **rest: Any) -> Rules:
    return one(leaf("a", "person.a", eq=True), gives=[gives("leave", formula, **rest)], parameters=FIGURES)


def test_an_amount_says_what_it_was_computed_from_and_how_sure_it_is() -> None:
    amount = verdict(with_amount("min(course.size, t.known)"), person_a=True, course_size=60).amounts["leave"]
    assert (amount.state, amount.value, amount.conf) == ("value", 32, "A")
    assert dict(amount.used) == {"course.size": 60, "t.known": 32}


def test_a_yes_can_have_an_amount_that_is_not_confirmed() -> None:
    found = verdict(with_amount("course.size * t.gone"), person_a=True, course_size=3)
    amount = found.amounts["leave"]
    assert found.verdict.word == "yes"
    assert (amount.state, amount.value, amount.missing) == ("unverified", None, ("t.gone",))
    assert (amount.last_known, amount.year) == (60, "2025")


def test_an_amount_asks_for_its_fact_and_shows_the_plain_case_apart() -> None:
    rules = with_amount("t.known - history.used", assuming={"history.used": 0})
    amount = verdict(rules, person_a=True).amounts["leave"]
    assert (amount.state, amount.value, amount.open) == ("ask", None, ("history.used",))
    assert (amount.plain, amount.assumed) == (32, (("history.used", 0),))
    assert verdict(rules, person_a=True, history_used=2).amounts["leave"].value == 30


def test_no_plain_case_without_what_the_pack_assumes() -> None:
    amount = verdict(with_amount("course.size - history.used", assuming={"history.used": 0}), person_a=True)
    assert (amount.amounts["leave"].plain, amount.amounts["leave"].assumed) == (None, ())


def test_a_no_gives_nothing() -> None:
    assert verdict(with_amount("t.known"), person_a=False).amounts == {}


def test_the_first_benefit_of_a_kind_whose_condition_is_not_false_stands() -> None:
    rules = one(
        leaf("a", "person.a", eq=True),
        gives=[gives("leave", "1", **{"if": 'person.kind == "x"'}), gives("leave", "2")],
    )
    amounts = [verdict(rules, person_a=True, person_kind=kind).amounts["leave"] for kind in ("x", "y")]
    assert [amount.value for amount in amounts] == [1, 2]
    assert verdict(rules, person_a=True).amounts["leave"].open == ("person.kind",)


def test_a_benefit_may_rest_on_another_of_the_same_version() -> None:
    rules = one(leaf("a", "person.a", eq=True), gives=[gives("leave", "1 + 1"), gives("refund", "gives.leave * 3")])
    assert verdict(rules, person_a=True).amounts["refund"].value == 6


def test_a_described_version_may_still_know_an_amount() -> None:
    version = {"from": "2019-01-01", "to": None, "note": "described", "gives": [gives("hours", "4")]}
    rules = make_rules(make_pack(None, kind="card", versions=[version]))
    found = verdict(rules)
    assert (found.verdict.word, found.amounts["hours"].value) == ("unverified", 4)


def test_the_trace_shows_each_condition_with_its_figure_and_source() -> None:
    rules = one(leaf("hours", "job.hours", gte={"param": "t.known"}), parameters={"t.known": FIGURES["t.known"]})
    trace = verdict(rules, job_hours=40).trace
    exists, hours = trace.conditions()
    assert (exists.id, exists.answer.word) == ("t.exists", "yes")
    assert (hours.id, hours.op, hours.yours, hours.needed, hours.figure) == ("t.hours", "gte", 40, 32, "t.known")
    assert (hours.since, hours.conf, hours.src) == (date(2019, 1, 1), "A", ("S1",))
    assert trace.answer.word == "yes"


def test_a_warning_that_surely_does_not_concern_somebody_is_left_out() -> None:
    text = dict.fromkeys(("nl", "fr", "de", "en"), "check")
    warnings = [{"text": text, "if": "job.hours <= 10"}, {"text": text}]
    rules = one(leaf("a", "person.a", eq=True), warnings=warnings)
    assert [len(verdict(rules, **facts).warnings) for facts in ({}, {"job_hours": 5}, {"job_hours": 11})] == [2, 2, 1]
