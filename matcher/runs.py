"""Which run of a course somebody would take, and what stands in the way of each."""

from dataclasses import dataclass
from datetime import date

from catalogue.course import Run
from catalogue.places import Place
from catalogue.week import Fit, Week, WeekFit, fit_of, run_order
from matcher.counterfactual import Change, Obstacles
from matcher.profile import Profile
from matcher.scorers.feasible import USUAL_KM
from matcher.search import Finder
from matcher.shelf import Edition, Known

_FIT_ORDER = {Fit.FITS: 0, Fit.UNKNOWN: 1, Fit.LEAVE: 1, Fit.CLASHES: 2}


@dataclass(frozen=True, kw_only=True, slots=True)
class Chosen:
    """The coming run that suits best; the last one where all are over; the course alone where there is none.

    `obstacles` are those of every coming run.
    """

    edition: Edition
    week: WeekFit | None
    distance_km: float | None
    obstacles: tuple[Obstacles, ...]

    @property
    def run(self) -> Run | None:
        """The run."""
        return self.edition.run

    @property
    def start(self) -> date | None:
        """The day on which it starts."""
        return self.edition.run.start if self.edition.run else None


@dataclass(frozen=True, slots=True)
class _Looked:
    """One run that was looked at, for one person."""

    edition: Edition
    run: Run
    week: WeekFit
    distance_km: float | None
    far: bool


class Runs:
    """Looks at the runs of courses for one person."""

    def __init__(self, finder: Finder, profile: Profile) -> None:
        self._finder, self._budget = finder, profile.budget
        self._week: Week = profile.week.week()
        self._place = place_of(profile, finder)
        self._radius = profile.radius_km or USUAL_KM
        self._km: dict[str, float | None] = {}

    def best(self, known: Known) -> Chosen:
        """The run that suits best."""
        looked = [one for one in map(self._looked, known.coming) if one is not None]
        best = min(looked, key=_order) if looked else self._looked(known.last)
        return Chosen(
            edition=best.edition if best else known.last,
            week=best.week if best else None,
            distance_km=best.distance_km if best else None,
            obstacles=tuple(map(self._obstacles, looked)),
        )

    def _looked(self, one: Edition) -> _Looked | None:
        if one.run is None:
            return None
        km = self._distance(one.run)
        far = km is not None and not one.online and km > self._radius
        return _Looked(one, one.run, fit_of(one.takes, self._week), km, far)

    def _distance(self, run: Run) -> float | None:
        if self._place is None or run.venue is None or run.venue.at_customer:
            return None
        code = run.venue.postcode
        if code not in self._km:
            there = self._finder.places.by_postcode(code)
            self._km[code] = None if there is None else self._finder.places.distance(self._place, there)
        return self._km[code]

    def _obstacles(self, one: _Looked) -> Obstacles:
        found = {Change(what="free", cell=cell) for cell in one.week.clashing}
        if one.far:
            found.add(Change(what="radius"))
        price = one.edition.price
        if self._budget is not None and price is not None and price > self._budget:
            found.add(Change(what="budget"))
        return frozenset(found)


def _order(one: _Looked) -> tuple[int, bool, date, str]:
    """What fits the week first, then what is within reach, then what starts first."""
    return (_FIT_ORDER[one.week.fit], one.far, *run_order(one.run))


def place_of(profile: Profile, finder: Finder) -> Place | None:
    """The place of a profile; None where it names none that is known."""
    return next(iter(finder.places.find(profile.place)), None) if profile.place else None
