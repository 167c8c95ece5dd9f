"""Field of study: what a course is about, in the words of `catalogue/data/studies.yaml`."""

from collections.abc import Sequence

from catalogue.messages import message
from catalogue.studies import load_studies
from indexer.engine.port import Clause, Has
from matcher.filters.base import Choice, Facts, Filter, Group

LABEL = message("filter.study")


def _choices(facts: Facts) -> Sequence[Choice]:
    return [Choice(value=one.id, label=LABEL, names=one.names) for one in load_studies()]


def _clause(value: str, facts: Facts) -> Clause:
    return Has("study", (value,))


STUDY = Filter(
    name="study",
    label=LABEL,
    in_run=False,
    single=False,
    choices=_choices,
    clause=_clause,
    group=Group.CONTENT,
    sparse=True,
)
