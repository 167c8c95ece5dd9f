"""Two more doors to the same search, with other words and other choices set: for counsellors and for employers."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import render_template

from matcher.criteria import Criteria
from matcher.filters import Choice
from matcher.web.asking import View, finder
from matcher.web.words import language


@dataclass(frozen=True, kw_only=True, slots=True)
class Preset:
    """A choice that a door offers: its filter, how many courses it brings, and whether it is ticked from the start."""

    name: str
    choice: Choice
    count: int
    ticked: bool


def _presets(wanted: Sequence[tuple[str, str, bool]]) -> list[Preset]:
    """The choices that exist today, with their counts as a search without any choice has them."""
    whole = finder().find(Criteria(per_page=1), finder().facts(), language())
    counted = {(facet.filter.name, one.choice.value): one for facet in whole.facets for one in facet.choices}
    return [
        Preset(name=name, choice=found.choice, count=found.count, ticked=ticked)
        for name, value, ticked in wanted
        if (found := counted.get((name, value)))
    ]


COUNSELLOR = (
    ("when", "evening", False),
    ("when", "weekend", False),
    ("how", "blended", False),
    ("how", "online", False),
    ("length", "40", False),
    ("entry", "permanent", False),
    ("price", "free", False),
    ("child_care", "yes", False),
)
EMPLOYER = (
    ("how", "workplace", True),
    ("mentor", "yes", False),
    ("workplace_days", "1", False),
    ("workplace_days", "2", False),
    ("workplace_days", "3", False),
    ("host_places", "5", False),
)


def counsellor() -> str:
    """For who helps somebody else: short, evening and blended courses, two side by side, on paper."""
    return render_template("pages/counsellor.html", presets=_presets(COUNSELLOR))


def employer() -> str:
    """For a firm: learning at work by occupation and place, with a mentor, days a week and places."""
    schemes = [one for one in finder().schemes if one.code in ("vov", "kmo-portefeuille")]
    return render_template("pages/employer.html", presets=_presets(EMPLOYER), schemes=schemes)


PAGES: dict[str, tuple[str, View]] = {
    "counsellor": ("/begeleider", counsellor),
    "employer": ("/werkgever", employer),
}
