"""Field of study: what a course is about, in the words of `catalogue/data/studies.yaml`."""

from catalogue.messages import message
from matcher.filters.base import Filter, Group, has, studies

LABEL = message("filter.study")


STUDY = Filter(
    name="study",
    label=LABEL,
    in_run=False,
    single=False,
    choices=studies(LABEL),
    clause=has("study"),
    group=Group.CONTENT,
    sparse=True,
)
