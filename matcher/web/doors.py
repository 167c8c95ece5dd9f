"""Two more doors to the same search, with other words and other choices set: for counsellors and for employers."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import render_template

from matcher.criteria import Criteria
from matcher.filters import BY_NAME, Choice, Facts
from matcher.web.asking import View, finder


@dataclass(frozen=True, kw_only=True, slots=True)
class Preset:
    """A choice that a door offers: its filter, how many courses it brings, and whether it is ticked from the start."""

    name: str
    choice: Choice
    count: int
    ticked: bool
    criteria: Criteria


def _presets(wanted: Sequence[tuple[str, str, bool]], facts: Facts) -> list[Preset]:
    """The choices that exist today, each counted by itself."""
    made = []
    for name, value, ticked in wanted:
        choice = next((one for one in BY_NAME[name].choices(facts) if one.value == value), None)
        if choice:
            criteria = Criteria(chosen={name: (value,)})
            count = finder().count(criteria, facts)
            made.append(Preset(name=name, choice=choice, count=count, ticked=ticked, criteria=criteria))
    return made


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
    facts = finder().facts()
    return render_template("pages/counsellor.html", presets=_presets(COUNSELLOR, facts))


def employer() -> str:
    """For a firm: learning at work by occupation and place, with a mentor, days a week and places."""
    facts = finder().facts()
    schemes = [one for one in finder().schemes if one.code in ("vov", "kmo-portefeuille")]
    return render_template("pages/employer.html", presets=_presets(EMPLOYER, facts), schemes=schemes)


PAGES: dict[str, tuple[str, View]] = {
    "counsellor": ("/begeleider", counsellor),
    "employer": ("/werkgever", employer),
}
