"""Leads to a bottleneck occupation, by the list of the day; and the same as a sign for one course.

The index keeps the occupations of a course; which of them are bottleneck is asked of the dated lists each time.
"""

from collections.abc import Sequence

from catalogue.competences import Occupation, Vocabulary
from catalogue.course import Course
from catalogue.messages import message
from indexer.documents import led_to
from indexer.engine.port import Clause, Has
from matcher.filters.base import YES, Choice, Facts, Filter, Group

LABEL = message("filter.bottleneck")
# Beside a course that leads to one; `bottlenecks_of` says which.
SIGN = message("sign.bottleneck")


def _choices(facts: Facts) -> Sequence[Choice]:
    """None where no list holds today: then nothing can be said."""
    return (Choice(value=YES, label=LABEL),) if facts.bottlenecks.on(facts.today) else ()


def _clause(value: str, facts: Facts) -> Clause:
    return Has("occupation", facts.bottlenecks.tokens(facts.today))


def bottlenecks_of(course: Course, vocabulary: Vocabulary, facts: Facts) -> tuple[Occupation, ...]:
    """The bottleneck occupations of the day that a course leads to; none too where no list is known of that day."""
    found = led_to(course, vocabulary)
    return tuple(one for one in found if facts.bottlenecks.is_bottleneck(one, facts.today))


BOTTLENECK = Filter(
    name="bottleneck",
    label=LABEL,
    help=message("filter.bottleneck.help"),
    in_run=False,
    single=False,
    choices=_choices,
    clause=_clause,
    group=Group.CONTENT,
    always=(YES,),
    yes_only=True,
)
