"""Haalbaarheid: time, place, price, start and language of one run. The weakest of what is known counts, not a mean."""

from catalogue.messages import message
from catalogue.week import Fit, is_past
from matcher.scorers.base import MIDDLE, Part, Scorer, Standing, Value

# From twice the distance on it is too far.
_TOO_FAR = 2.0
# How far people go who did not say it, in km.
USUAL_KM = 25
_A_MONTH = 30.4


def _time(one: Standing) -> Part:
    week = one.week
    if week is None or week.fit == Fit.UNKNOWN:
        return Part(name="time", value=None)
    if week.fit == Fit.FITS:
        return Part(name="time", value=1.0, why=message("bar.haalbaarheid.fits"))
    if week.fit == Fit.CLASHES:
        return Part(name="time", value=one.numbers.feasible.clashes, why=message("bar.haalbaarheid.clashes"))
    if week.leave is None:
        return Part(name="time", value=MIDDLE, why=message("bar.haalbaarheid.leave"))
    hours = float(week.leave)
    why = message("bar.haalbaarheid.leave_hours", hours=hours)
    return Part(name="time", value=one.numbers.feasible.leave.worth(hours), why=why)


def _place(one: Standing) -> Part:
    if one.online:
        return Part(name="place", value=1.0, why=message("bar.haalbaarheid.online"))
    if one.distance_km is None:
        return Part(name="place", value=None)
    radius = one.profile.radius_km or USUAL_KM
    far = one.distance_km / radius
    km = round(one.distance_km)
    if far <= 1:
        return Part(name="place", value=1.0, why=message("bar.haalbaarheid.near", km=km))
    value = max(0.0, (_TOO_FAR - far) / (_TOO_FAR - 1))
    return Part(name="place", value=value, why=message("bar.haalbaarheid.far", km=km))


def _price(one: Standing) -> Part:
    budget = one.profile.budget
    if one.price is None or (budget is None and one.price):
        return Part(name="price", value=None)
    if budget is None or one.price <= budget:
        return Part(name="price", value=1.0)
    return Part(name="price", value=float(budget) / one.price, why=message("bar.haalbaarheid.dear", price=one.price))


def _start(one: Standing) -> Part:
    run = one.run
    if run is None:
        return Part(name="start", value=None, why=message("bar.haalbaarheid.no_run"))
    if is_past(run, one.today):
        return Part(name="start", value=0.0, why=message("bar.haalbaarheid.past"))
    if run.start is None:
        return Part(name="start", value=None)
    months = max(0, (run.start - one.today).days) / _A_MONTH
    return Part(name="start", value=one.numbers.feasible.start.worth(months))


def _language(one: Standing) -> Part:
    """By the languages that were told; nothing is taken for granted of who told none."""
    language, asked = one.teaches_in, one.language_level
    if language is None or not one.profile.languages:
        return Part(name="language", value=None)
    if language not in one.profile.spoken_level:
        return Part(name="language", value=0.0, why=message("bar.haalbaarheid.language", language=language))
    held = one.profile.spoken_level[language]
    if asked is None or held is None or held >= asked:
        return Part(name="language", value=1.0)
    why = message("bar.haalbaarheid.language_level", language=language)
    return Part(name="language", value=MIDDLE if held == asked - 1 else 0.0, why=why)


# In the order in which people think of them; of equals the first is said.
_PARTS = (_time, _place, _price, _start, _language)


def _find(one: Standing) -> Value:
    parts = tuple(find(one) for find in _PARTS)
    known = [(part, part.value) for part in parts if part.value is not None]
    if not known:
        return Value(value=MIDDLE, known=0.0, parts=parts)
    weakest, value = min(known, key=lambda pair: pair[1])
    share = len(known) / len(parts)
    # A weakness that is known counts whole; only what is not known stands in the middle.
    mixed = value if value < MIDDLE else share * value + (1 - share) * MIDDLE
    why = (weakest.why,) if weakest.why is not None else ()
    return Value(value=mixed, known=share, why=why, parts=parts)


FEASIBLE = Scorer(
    name="haalbaarheid", label=message("bar.haalbaarheid"), help=message("bar.haalbaarheid.help"), find=_find
)
