"""What filters look at, from a course or one of its runs to values of the field table. Words are in `documents`.

A value that is not known is left out (None or no token), so that no filter counts it as a yes.
"""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, time, timedelta
from decimal import Decimal
from functools import lru_cache

from catalogue.bottlenecks import occupation_tokens
from catalogue.competences import Occupation
from catalogue.course import Coaching, Course, Entry, PriceKind, PriceLine, ProviderKind, Run, Venue, Workplace
from catalogue.studies import by_words, load_studies, studies_of
from catalogue.week import all_day_parts, all_weekdays, earliest_start, last_day_to_start, latest_end
from indexer.engine.port import Value
from indexer.fields import ALWAYS

# How often a course runs is counted so many days ahead, from the day of the build.
YEAR = timedelta(days=365)
LEVELS = ("A1", "A2", "B1", "B2", "C1", "C2")
# Tokens of coaching: somebody answers, and at the latest after so many hours.
ANSWERED_WITHIN = {"day": 24, "two_days": 48}
# Days a week can be halves; numbers of the index are whole.
TENTHS = 10

_LEVEL = re.compile(r"\b[ABC][12]\b")
# "Other firms" are not all others, and "job seekers with a certificate" are only some of them.
_ALL_OTHERS = re.compile(
    r"(?:alle |tous les |toutes les |les |all |die )?(?:anderen?|autres?|others?)(?: deelnemers| participants)?",
    re.IGNORECASE,
)
_JOB_SEEKERS = re.compile(
    r"(?:niet-werkende |ingeschreven )?werkzoekenden?|wie werk zoekt"
    r"|demandeu(?:r|rs|se|ses) d.emploi|arbeit(?:s?suchende|slose)n?|job ?seekers?",
    re.IGNORECASE,
)


def together(parts: Sequence[object]) -> tuple[str, ...]:
    """A whole set as one token ("day+evening"), so that "nothing but these" can be asked; none where it is empty."""
    return ("+".join(str(part) for part in parts),) if parts else ()


def course_values(course: Course, occupations: Sequence[Occupation], today: date) -> Mapping[str, Value]:
    """The values of a course. `occupations` are those that it surely leads to."""
    kind, certificate = course.provider.kind, course.certificate
    return {
        "minutes": _minutes(course),
        "provider": () if kind == ProviderKind.UNKNOWN else (str(kind),),
        "entry_level": course.entry_level,
        "certificate": () if certificate is None else (str(certificate.kind),),
        "occupation": tuple(dict.fromkeys(token for one in occupations for token in occupation_tokens(one))),
        "study": studies_of(_iscos(course, occupations), course.subjects, load_studies()),
        "often": _often(course, today),
    }


def _minutes(course: Course) -> int | None:
    """With a teacher, else all; 0 hours with a teacher says nothing of the length."""
    hours = course.contact_hours or course.total_hours or None
    return None if hours is None else math.ceil(hours * 60)


def _iscos(course: Course, occupations: Sequence[Occupation]) -> Iterator[str]:
    """ISCO-08 codes: of the occupations, and as the source gives them; good enough for a field of study."""
    yield from (one.isco for one in occupations if one.isco)
    yield from (link.code for link in course.occupations if link.scheme == "isco" and link.code)


def _often(course: Course, today: date) -> int:
    return sum(1 for run in course.runs if run.start is not None and today <= run.start < today + YEAR)


def offer_values(course: Course, run: Run | None) -> Mapping[str, Value]:
    """What holds for a course without runs too: price and language."""
    lines = run.prices if run is not None and run.prices else course.prices
    language, level = course.teaching_language, course.language_level
    if run is not None:
        # The level of the course speaks of its own language only.
        level = run.language_level or (level if run.language in (None, language) else "")
        language = run.language or language
    return {
        "price": _cents(lines),
        "free_for": ("job_seekers",) if _free_for_job_seekers(lines) else (),
        "language": (language,) if language else (),
        "language_level": _level(level),
    }


def _cents(lines: Sequence[PriceLine]) -> int | None:
    """The most that anybody pays, in cents: the dearest tuition with all other lines that everybody pays.

    None where the lines are only for some, unless one of them is for all others.
    """
    everybody = [line for line in lines if not line.for_whom]
    tuition = [line.amount for line in everybody if line.kind == PriceKind.TUITION]
    some = [line.amount for line in lines if line.for_whom and line.kind == PriceKind.TUITION]
    if not tuition and some:
        if not any(_ALL_OTHERS.fullmatch(line.for_whom) for line in lines):
            return None
        tuition = some
    if not everybody and not tuition:
        return None
    other = sum((line.amount for line in everybody if line.kind != PriceKind.TUITION), Decimal())
    return math.ceil((max(tuition, default=Decimal()) + other) * 100)


def _free_for_job_seekers(lines: Sequence[PriceLine]) -> bool:
    """Whether a line says so, and no other line is paid by everybody."""
    theirs = [line for line in lines if _JOB_SEEKERS.fullmatch(line.for_whom) and line.kind == PriceKind.TUITION]
    more = any(line.amount for line in lines if not line.for_whom and line.kind != PriceKind.TUITION)
    return bool(theirs) and not any(line.amount for line in theirs) and not more


def _level(text: str) -> int | None:
    """The language level that is needed, 1 (A1) to 6 (C2): the highest that the text names."""
    found = [LEVELS.index(level) + 1 for level in _LEVEL.findall(text.upper())]
    return max(found, default=None)


def week_values(run: Run) -> Mapping[str, Value]:
    """Days and hours. Each only where it is known of every meeting, because people ask for what fits wholly."""
    return {
        "daypart": together(all_day_parts(run)),
        "weekdays": together(all_weekdays(run)),
        "begins": _minute(earliest_start(run)),
        "finishes": _minute(latest_end(run)),
    }


def _minute(hour: time | None) -> int | None:
    return None if hour is None else hour.hour * 60 + hour.minute


def form_values(run: Run, published_until: date | None) -> Mapping[str, Value]:
    """How it is taught and how one gets in. `published_until` is the end of a course that says no other."""
    delivery = run.delivery
    last = last_day_to_start(run) or published_until
    return {
        "online_share": None if delivery is None else delivery.live_online + delivery.self_paced,
        "coaching": _coaching(run.coaching),
        "entry": () if run.entry == Entry.UNKNOWN else (str(run.entry),),
        "places": _places(run),
        "enter_by": ALWAYS if last is None else last.toordinal(),
        "offers": (*_facilities(run.venue), *(("mentor",) if run.workplace and run.workplace.mentor else ())),
        **_workplace(run.workplace),
    }


def _coaching(coaching: Coaching | None) -> tuple[str, ...]:
    if coaching is None or not coaching.offered:
        return ()
    hours = coaching.answer_hours
    return ("offered", *(name for name, most in ANSWERED_WITHIN.items() if hours is not None and hours <= most))


def _places(run: Run) -> tuple[str, ...]:
    """`free`, or `waiting_list` where nothing is known to be free and one can be put on a list."""
    if run.places_free:
        return ("free",)
    return ("waiting_list",) if run.waiting_list else ()


def _facilities(venue: Venue | None) -> tuple[str, ...]:
    if venue is None:
        return ()
    known = {"accessible": venue.accessible, "child_care": venue.child_care}
    return tuple(name for name, is_there in known.items() if is_there)


def _workplace(workplace: Workplace | None) -> Mapping[str, Value]:
    if workplace is None:
        return {}
    days = workplace.days_a_week
    return {
        "workplace_days": None if days is None else math.ceil(days * TENTHS),
        "host_sector": _sectors(workplace.sector),
        "host_places": workplace.places,
    }


# The same few words come with every run, and again with every page that shows one.
@lru_cache(maxsize=2000)
def _sectors(words: str) -> tuple[str, ...]:
    return by_words(words, load_studies())
