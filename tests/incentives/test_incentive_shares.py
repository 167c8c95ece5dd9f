"""Who pays and whose time it takes: three shares that always add up, and nothing unconfirmed inside a sum."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from people import EMPLOYEE

from matcher.incentives.bars import Bars, bars
from matcher.incentives.cases import facts_of, read_cases
from matcher.incentives.clocks import Dates
from matcher.incentives.cumulation import cumulation
from matcher.incentives.evaluator import Rules
from matcher.incentives.facts import Kind
from matcher.incentives.packs import library
from matcher.incentives.shares import Shares, shares
from matcher.incentives.splits import Split

RULES = Rules(library())
FACTS = library().facts
BASE: dict[str, Any] = {
    **EMPLOYEE,
    "job.gross_month": 3000,
    "course.adult_education": False,
    "course.vdab_recognised": False,
    "course.vok_flag": False,
    "job.rva_break_allowance": False,
    "job.tenure_months": 60,
    "course.ects": 0,
}


def both(day: date, **changed: Any) -> tuple[Shares, Bars]:
    facts = FACTS.situation({**BASE, **{name.replace("__", "."): value for name, value in changed.items()}})
    verdicts = RULES.evaluate(Dates(day), facts)
    found = shares(verdicts, facts, cumulation(), day)
    return found, bars(verdicts, found, FACTS)


def splits(found: Shares) -> list[Split]:
    several = [found.money.price, *found.money.others, found.time.hours, found.time.pay]
    return [one for one in several if one is not None]


def test_the_voucher_pays_half_of_250_and_the_learner_the_rest() -> None:
    """S45, S53: vouchers of 250 EUR of which the government pays half, for who pays himself."""
    money = both(date(2019, 10, 7))[0].money
    assert money.price == Split(
        kind="price", total=Decimal(900), learner=Decimal(775), employer=Decimal(0), government=Decimal(125)
    )
    assert money.net == 775


def test_the_firm_that_pays_gets_a_share_back_and_the_learner_pays_nothing() -> None:
    """S93: 20 % of 900 for a medium firm."""
    found = both(date(2024, 10, 7), employer__pays_course=True)[0]
    assert found.money.price == Split(
        kind="price", total=Decimal(900), learner=Decimal(0), employer=Decimal(720), government=Decimal(180)
    )
    assert [one.instrument for one in found.money.supports] == ["kmo_portefeuille"]
    assert ("kmo_portefeuille", "vov") in found.doubts


def test_leave_is_the_time_of_the_employer_and_the_refund_the_money_of_the_government() -> None:
    """S05: 120 hours at 14.91 EUR; S09: the wage of 4,000 is kept up to 3,714."""
    time = both(date(2025, 10, 6), job__gross_month=4000)[0].time
    assert time.hours == Split(
        kind="hours", total=Decimal(120), learner=Decimal(0), employer=Decimal(120), government=Decimal(0)
    )
    assert (time.pay_month, time.refund) == (3714, Decimal("1789.20"))
    # 120 hours of 3,714 a month over 52 weeks of 38 hours in 12 months.
    assert time.pay is not None
    assert (time.pay.total, time.pay.employer, time.pay.government) == (
        Decimal("2706.56"),
        Decimal("917.36"),
        Decimal("1789.20"),
    )


def test_hours_beyond_the_leave_are_the_own_time_of_the_learner() -> None:
    """S01: at most 125 hours on one's own initiative."""
    hours = both(date(2019, 10, 7), course__contact_hours=200)[0].time.hours
    assert hours is not None
    assert (hours.total, hours.learner, hours.employer) == (200, 75, 125)


def test_a_figure_of_last_year_stands_beside_the_sums_with_its_year() -> None:
    found, drawn = both(date(2026, 11, 24))
    assert "vov" not in found.chosen
    assert found.time.hours is not None
    assert found.time.hours.learner == 120
    hatched = {one.kind: (one.amount, one.year) for one in drawn.time.segments if one.state == "hatched"}
    assert hatched["employer_refund"] == (Decimal("1789.20"), "2025-2026")
    assert drawn.time.total("employer_refund") == 0


def test_without_a_price_there_is_no_split_and_the_price_is_asked() -> None:
    found, drawn = both(date(2024, 10, 7), course__price=None)
    assert found.money.price is None
    assert found.money.net is None
    assert [(one.kind, one.state, one.ask) for one in drawn.money.segments if one.kind == "price"] == [
        ("price", "ask", "course.price")
    ]


def test_who_pays_is_said_to_be_unknown_where_nobody_said_so() -> None:
    money = both(date(2024, 10, 7), employer__pays_course=None)[0].money
    assert (money.payer, money.payer_known) == ("learner", False)


def test_other_costs_are_split_and_counted_in_what_the_learner_pays() -> None:
    money = both(date(2025, 10, 6), course__exam_fee=60, course__material_cost=40, person__child_care_cost=300)[0].money
    assert {one.kind: one.learner for one in money.others} == {"exam": 60, "material": 40, "child_care": 300}
    assert money.net == 900 + 400


def test_other_price_lines_of_the_catalogue_are_added() -> None:
    facts = FACTS.situation(BASE)
    day = date(2025, 10, 6)
    found = shares(RULES.evaluate(Dates(day), facts), facts, cumulation(), day, [Decimal("12.50"), Decimal(5)])
    assert [(one.kind, one.total) for one in found.money.others] == [("other", Decimal("17.50"))]


def test_training_of_a_job_seeker_is_free_and_child_care_is_paid_back() -> None:
    """S132, S131."""
    found, _ = both(
        date(2019, 9, 1),
        person__status="jobseeker_benefit",
        course__vdab_recognised=True,
        person__child_care_cost=300,
        employer__pays_course=None,
    )
    assert found.money.price is not None
    assert (found.money.price.learner, found.money.price.government) == (0, 900)
    assert [(one.kind, one.learner, one.government) for one in found.money.others] == [("child_care", 0, 300)]


def test_support_on_a_fee_of_which_nobody_read_that_it_may_be_combined_is_outside_the_sum() -> None:
    """S190: 1.50 a period; whether vouchers may pay it was not read (section 3)."""
    found, drawn = both(
        date(2022, 9, 5),
        course__adult_education=True,
        course__measure="cvo_periods",
        course__contact_hours=80,
        course__price=120,
        course__enrolment_count=1,
        course__semesters=1,
        course__basic_education=False,
        course__nt2=False,
        person__leefloon=False,
        person__first_diploma=False,
        person__disability_attest=False,
    )
    assert found.money.price is not None
    assert found.money.price.learner == 120
    outside = [one for one in drawn.money.segments if one.instrument == "opleidingscheque"]
    assert [(one.state, one.why) for one in outside] == [("hatched", "cumulation")]


def test_answering_the_one_question_again_and_again_leaves_nothing_to_ask() -> None:
    known = {**BASE, "job.weekly_hours": None}
    asked: list[str] = []
    while (question := drawn(known).question) is not None:
        assert known.get(question) is None
        asked.append(question)
        fact = FACTS.facts[question]
        known[question] = False if fact.kind == Kind.BOOL else next(iter(fact.values), 30)
    assert "job.weekly_hours" in asked
    assert len(asked) < 20


def drawn(known: dict[str, Any]) -> Bars:
    facts, day = FACTS.situation(known), date(2025, 10, 6)
    verdicts = RULES.evaluate(Dates(day), facts)
    return bars(verdicts, shares(verdicts, facts, cumulation(), day), FACTS)


def test_the_bars_add_up_to_the_splits() -> None:
    found, drawn = both(date(2019, 10, 7))
    assert found.money.price is not None
    assert drawn.money.total("price") == found.money.price.total
    assert drawn.money.total("price", "learner") == found.money.price.learner
    assert drawn.time.total("hours") == 120


def test_every_case_has_shares_that_add_up() -> None:
    """Over all cases that people wrote: price, other costs, hours and pay."""
    counted = 0
    for file in read_cases(Path(__file__).parent / "cases"):
        for case in file.cases:
            facts = facts_of(case.facts, FACTS)
            found = shares(RULES.evaluate(Dates(case.as_of), facts), facts, cumulation(), case.as_of)
            for one in splits(found):
                counted += 1
                assert one.total == one.learner + one.employer + one.government, case.id
    assert counted > 400


def anything(name: str) -> st.SearchStrategy[Any]:
    fact = FACTS.facts[name]
    if fact.kind == Kind.BOOL:
        return st.booleans()
    if fact.kind == Kind.ENUM:
        return st.sampled_from(list(fact.values))
    money = st.decimals(0, 100_000, places=4)
    return st.one_of(
        st.integers(0, 200).map(Decimal),
        money,
        st.fractions(0, 500).map(lambda f: Decimal(f.numerator) / f.denominator),
    )


SITUATIONS = st.fixed_dictionaries({"course.price": anything("course.price")}).flatmap(
    lambda price: st.fixed_dictionaries(
        {}, optional={name: anything(name) for name in FACTS.facts if name != "course.price"}
    ).map(lambda rest: {**rest, **price})
)
DAYS = st.sampled_from([date(2014, 9, 1), date(2019, 10, 7), date(2021, 9, 1), date(2024, 3, 4), date(2026, 11, 24)])


@settings(deadline=None, max_examples=60)
@given(changes=SITUATIONS, known=st.booleans(), day=DAYS)
def test_the_three_shares_of_a_price_always_add_up(changes: dict[str, Any], known: bool, day: date) -> None:
    facts = FACTS.situation({**BASE, **changes} if known else changes)
    found = shares(RULES.evaluate(Dates(day), facts), facts, cumulation(), day)
    assert found.money.price is not None
    for one in splits(found):
        assert one.total == one.learner + one.employer + one.government
    for one in (found.money.price, *found.money.others):
        assert min(one.learner, one.employer, one.government) >= 0
    assert abs(found.money.price.total - facts["course.price"]) <= Decimal("0.005")  # type: ignore[operator]


@pytest.mark.parametrize("price", ["0", "0.01", "99.995", "123456.78"])
def test_odd_prices_keep_their_cents(price: str) -> None:
    split = both(date(2019, 10, 7), course__price=price)[0].money.price
    assert split is not None
    assert split.total == split.learner + split.employer + split.government
