"""What each filter means, said once more on the records themselves: slow, plain, and nothing of the index in it.

Each takes the chosen values, the course and one of its runs (None for a course without runs).
"""

import re
from collections.abc import Callable
from datetime import date, time, timedelta

from making import TODAY

from catalogue.bottlenecks import load_bottlenecks
from catalogue.competences import Occupation
from catalogue.course import Course, Entry, PriceKind, PriceLine, Run
from catalogue.places import load_places
from catalogue.studies import load_studies
from catalogue.vocabulary import load_vocabulary

Values = frozenset[str]
Plain = Callable[[Values, Course, Run | None], bool]
Meeting = tuple[int | None, time | None, time | None]


def meetings(run: Run | None) -> list[Meeting]:
    if run is None:
        return []
    slots: list[Meeting] = [(one.weekday, one.start, one.end) for one in run.slots]
    return slots + [(one.day.isoweekday(), one.start, one.end) for one in run.sessions]


def only(run: Run | None, fits: Callable[[Meeting], bool]) -> bool:
    return bool(meetings(run)) and all(fits(one) for one in meetings(run))


def in_parts(meeting: Meeting, parts: Values) -> bool:
    weekday, start, end = meeting
    if weekday in (6, 7):
        return "weekend" in parts
    if start is None:
        return False
    evening = start >= time(17) or (end is not None and end > time(18))
    return (start >= time(17) or "day" in parts) and (not evening or "evening" in parts)


def when(values: Values, course: Course, run: Run | None) -> bool:
    own = run is not None and not meetings(run) and run.delivery is not None and run.delivery.self_paced == 100
    return ("own" in values and own) or only(run, lambda one: in_parts(one, values))


def weekday(values: Values, course: Course, run: Run | None) -> bool:
    return only(run, lambda one: str(one[0]) in values)


def not_before(values: Values, course: Course, run: Run | None) -> bool:
    return any(only(run, lambda one, v=value: one[1] is not None and one[1] >= time(int(v))) for value in values)


def done_by(values: Values, course: Course, run: Run | None) -> bool:
    return any(only(run, lambda one, v=value: one[2] is not None and one[2] <= time(int(v))) for value in values)


def last_day(run: Run, course: Course) -> date:
    permanent = run.entry == Entry.PERMANENT
    own = (run.end or run.enrol_until) if permanent else (run.start or run.enrol_until or run.end)
    return own or course.published_until or date.max


def start(values: Values, course: Course, run: Run | None) -> bool:
    if run is None:
        return False
    days = max({"1": 31, "3": 92, "6": 183, "12": 365}[value] for value in values)
    soon = TODAY + timedelta(days=days)
    if run.start is not None and TODAY <= run.start <= soon:
        return True
    begun = run.start is None or run.start <= soon
    return run.entry == Entry.PERMANENT and begun and last_day(run, course) >= TODAY


def radius(values: Values, course: Course, run: Run | None) -> bool:
    if run is None or run.venue is None or run.venue.at_customer or run.venue.country != "BE":
        return False
    places = load_places()
    here, there = places.find("Gent")[0], places.by_postcode(run.venue.postcode)
    return there is not None and places.distance(here, there) <= max(float(value) for value in values)


def how(values: Values, course: Course, run: Run | None) -> bool:
    delivery = run.delivery if run else None
    if delivery is None:
        return False
    online = delivery.live_online + delivery.self_paced
    form = "online" if online == 100 else "blended" if online else "on_site" if delivery.on_site else ""
    return form in values or ("workplace" in values and delivery.workplace > 0)


def band(values: Values, number: float | None, bands: dict[str, tuple[float, float]]) -> bool:
    """Above the first, at most the second."""
    return number is not None and any(bands[value][0] < number <= bands[value][1] for value in values)


FAR = float("inf")
LENGTHS = {"8": (-1, 8), "40": (8, 40), "120": (40, 120), "400": (120, 400), "more": (400, FAR)}
PRICES = {
    "free": (-1, 0),
    "100": (0, 100),
    "250": (100, 250),
    "500": (250, 500),
    "1000": (500, 1000),
    "more": (1000, FAR),
}
SHARES = {"0": (-1, 0), "49": (0, 49), "99": (49, 99), "100": (99, 100)}
TIMES = {"1": (0, 1), "3": (1, 3), "more": (3, FAR)}
DAYS = {"1": (0, 1), "2": (1, 2), "3": (2, 3), "4": (3, FAR)}


def length(values: Values, course: Course, run: Run | None) -> bool:
    hours = course.contact_hours or course.total_hours
    return band(values, float(hours) if hours else None, LENGTHS)


def lines(course: Course, run: Run | None) -> tuple[PriceLine, ...]:
    return run.prices if run and run.prices else course.prices


def most(given: tuple[PriceLine, ...]) -> float | None:
    for_all = [one for one in given if not one.for_whom]
    tuition = [one for one in for_all if one.kind == PriceKind.TUITION]
    for_some = [one for one in given if one.for_whom and one.kind == PriceKind.TUITION]
    if for_some and not tuition:
        if not any(one.for_whom.casefold() in OTHERS for one in given):
            return None
        tuition = for_some
    if not tuition and not for_all:
        return None
    return float(
        max((one.amount for one in tuition), default=0)
        + sum(one.amount for one in for_all if one.kind != PriceKind.TUITION)
    )


def price(values: Values, course: Course, run: Run | None) -> bool:
    given = lines(course, run)
    tuition = [one for one in given if one.kind == PriceKind.TUITION]
    seekers = [one for one in tuition if one.for_whom.replace("’", "'").casefold() in JOB_SEEKERS]
    extra = any(one.amount for one in given if not one.for_whom and one.kind != PriceKind.TUITION)
    free = bool(seekers) and not any(one.amount for one in seekers) and not extra
    return ("job_seekers" in values and free) or band(values - {"job_seekers"}, most(given), PRICES)


JOB_SEEKERS = {
    *("werkzoekende", "werkzoekenden", "niet-werkende werkzoekenden", "ingeschreven werkzoekenden", "wie werk zoekt"),
    *("demandeurs d'emploi", "demandeuses d'emploi", "arbeitsuchende", "arbeitssuchende", "arbeitslose", "job seekers"),
}
OTHERS = {
    f"{before}{other}{after}"
    for before in ("", "alle ", "tous les ", "les ", "all ", "die ")
    for other in ("andere", "anderen", "autres", "others", "other")
    for after in ("", " deelnemers", " participants")
}


def recognised(values: Values, course: Course, run: Run | None) -> bool:
    day = (run.start if run else None) or TODAY
    decisions = (*course.recognitions, *course.provider.recognitions)
    said = {one.scheme for one in decisions if one.holds_on(day)}
    claims = {f"claim-{one.scheme}" for one in course.claims if one.claimed}
    return bool(values & (said | claims - {f"claim-{one.scheme}" for one in decisions}))


def language(values: Values, course: Course, run: Run | None) -> bool:
    return ((run.language if run else None) or course.teaching_language) in values


def language_level(values: Values, course: Course, run: Run | None) -> bool:
    said = run.language_level if run else course.language_level
    if run is not None and not said and run.language in (None, course.teaching_language):
        said = course.language_level
    levels = re.findall(r"[ABC][12]", said)
    return bool(levels) and max(levels) <= max(values)


def provider(values: Values, course: Course, run: Run | None) -> bool:
    return str(course.provider.kind) in values


def entry_level(values: Values, course: Course, run: Run | None) -> bool:
    return course.entry_level is not None and course.entry_level <= max(int(value) for value in values)


def certificate(values: Values, course: Course, run: Run | None) -> bool:
    return course.certificate is not None and str(course.certificate.kind) in values


def occupations(course: Course) -> list[Occupation]:
    vocabulary, found = load_vocabulary(), []
    for link in course.occupations:
        called = [] if link.target else vocabulary.occupations_called(link.label)
        found += [vocabulary.by_id[link.target]] if link.target else called if len(called) == 1 else []
    return [one for one in found if isinstance(one, Occupation)]


def bottleneck(values: Values, course: Course, run: Run | None) -> bool:
    rows = [row for row in load_bottlenecks().rows if row.region == "flanders" and row.holds_on(TODAY)]
    return any(one.id == row.occupation or one.uri == row.esco for one in occupations(course) for row in rows)


def study(values: Values, course: Course, run: Run | None) -> bool:
    beginnings = [(start, one.id) for one in load_studies() for start in one.isco]
    found = {id_ for one in load_studies() for id_ in [one.id] if any(one.named_in(x.label) for x in course.subjects)}
    for code in (one.isco for one in occupations(course) if one.isco):
        fitting = [(len(start), id_) for start, id_ in beginnings if code.startswith(start)]
        found |= {id_ for size, id_ in fitting if size == max(fitting)[0]}
    return bool(found & values)


def places(values: Values, course: Course, run: Run | None) -> bool:
    if run is None or last_day(run, course) < TODAY:
        return False
    full = not run.places_free and run.waiting_list is True
    return ("free" in values and bool(run.places_free)) or ("waiting_list" in values and full)


def offers(name: str) -> Plain:
    def plain(values: Values, course: Course, run: Run | None) -> bool:
        return run is not None and run.venue is not None and getattr(run.venue, name) is True

    return plain


def mentor(values: Values, course: Course, run: Run | None) -> bool:
    return run is not None and run.workplace is not None and run.workplace.mentor is True


def workplace_days(values: Values, course: Course, run: Run | None) -> bool:
    days = run.workplace.days_a_week if run and run.workplace else None
    return band(values, None if days is None else float(days), DAYS)


def host_sector(values: Values, course: Course, run: Run | None) -> bool:
    sector = run.workplace.sector if run and run.workplace else ""
    return bool(sector) and any(one.named_in(sector) for one in load_studies() if one.id in values)


def host_places(values: Values, course: Course, run: Run | None) -> bool:
    number = run.workplace.places if run and run.workplace else None
    return number is not None and number >= min(int(value) for value in values)


def online(values: Values, course: Course, run: Run | None) -> bool:
    delivery = run.delivery if run else None
    return band(values, None if delivery is None else delivery.live_online + delivery.self_paced, SHARES)


def coaching(values: Values, course: Course, run: Run | None) -> bool:
    given = run.coaching if run else None
    if given is None or not given.offered:
        return False
    most_hours = {"offered": FAR, "two_days": 48, "day": 24}
    hours = FAR if given.answer_hours is None else float(given.answer_hours)
    return any(hours <= most_hours[value] for value in values)


def entry(values: Values, course: Course, run: Run | None) -> bool:
    return run is not None and str(run.entry) in values


def often(values: Values, course: Course, run: Run | None) -> bool:
    year = TODAY + timedelta(days=365)
    return band(values, sum(1 for one in course.runs if one.start and TODAY <= one.start < year), TIMES)


PLAIN: dict[str, Plain] = {
    one.__name__: one
    for one in (
        *(radius, start, when, how, length, price, weekday, not_before, done_by, study, bottleneck, certificate),
        *(entry_level, recognised, online, coaching, entry, places, often, language, language_level, provider),
        *(workplace_days, host_sector, host_places, mentor),
    )
} | {"accessible": offers("accessible"), "child_care": offers("child_care")}
OF_THE_COURSE = ("length", "study", "bottleneck", "certificate", "entry_level", "often", "provider")


def passes(course: Course, chosen: dict[str, Values]) -> bool:
    """Whether a course holds all that is chosen: what is a fact of a run, within one and the same run."""
    of_course = [name for name in chosen if name in OF_THE_COURSE]
    of_run = [name for name in chosen if name not in OF_THE_COURSE]
    if not all(PLAIN[name](chosen[name], course, None) for name in of_course):
        return False
    runs: list[Run | None] = [*course.runs] or [None]
    return any(all(PLAIN[name](chosen[name], course, run) for name in of_run) for run in runs)
