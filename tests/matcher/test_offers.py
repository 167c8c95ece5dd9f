"""What filters offer is made once for the same facts, and shown with the counts of an answer."""

from dataclasses import replace
from datetime import timedelta

from making import TODAY

from catalogue.places import load_places
from catalogue.schemes import load_schemes
from matcher.filters import FILTERS, Facts
from matcher.offers import MOST_KEPT, Offers, facets

FACTS = Facts(today=TODAY, places=load_places(), schemes=load_schemes())
GENT, AALST = (FACTS.places.find(name)[0] for name in ("Gent", "Aalst"))


def test_each_choice_has_its_count_in_the_same_order() -> None:
    offers = Offers().of(replace(FACTS, place=GENT))
    assert [one.filter.name for one in offers] == [one.name for one in FILTERS]
    for one in offers:
        assert [choice.value for choice in one.choices] == [count.choice for count in one.counts]
        assert {(count.name, count.in_run) for count in one.counts} == {(one.filter.name, one.filter.in_run)}


def test_a_filter_that_can_not_be_used_is_not_offered() -> None:
    assert {one.filter.name for one in Offers().of(FACTS)} == {one.name for one in FILTERS} - {"radius"}


def test_the_same_facts_bring_the_same_offers_and_another_day_place_or_list_others() -> None:
    offers = Offers()
    first = offers.of(replace(FACTS, place=GENT))
    assert offers.of(replace(FACTS, place=replace(GENT))) is first
    tomorrow, elsewhere = TODAY + timedelta(days=1), replace(FACTS, place=AALST)
    others = (elsewhere, replace(FACTS, place=GENT, today=tomorrow), replace(FACTS, place=GENT, schemes=()))
    for facts in others:
        assert offers.of(facts) is not first
        assert offers.of(facts) == Offers().of(facts)
        assert offers.of(facts) != first


def test_no_more_offers_are_kept_than_are_said() -> None:
    offers = Offers()
    for number in range(MOST_KEPT + 5):
        offers.of(replace(FACTS, today=TODAY + timedelta(days=number)))
    assert len(offers._kept) == 5


def test_a_facet_says_what_is_chosen_and_how_many_each_choice_brings() -> None:
    offers = Offers().of(FACTS)
    counts = {(count.name, count.choice): number for one in offers for number, count in enumerate(one.counts)}
    made = facets({"when": ("evening",)}, offers, counts)
    assert [one.filter for one in made] == [one.filter for one in offers]
    chosen = [(one.filter.name, each.choice.value) for one in made for each in one.choices if each.chosen]
    assert chosen == [("when", "evening")]
    assert all([each.count for each in one.choices] == list(range(len(one.choices))) for one in made)
