"""A course becomes a document of the field table. Pure: the vocabulary, the places and the day are arguments."""

from collections.abc import Iterator, Mapping
from datetime import date

from catalogue.competences import Concept, Occupation, Vocabulary
from catalogue.course import Course, Delivery, Link, Origin, Run, Venue
from catalogue.places import Places
from catalogue.week import last_day_to_start
from indexer import analysis
from indexer.engine.port import Document, Value
from indexer.fields import ALWAYS, SENTINEL
from indexer.traits import course_values, form_values, offer_values, week_values

CLAIM = "claim-"
# Links that the provider or a reviewer stands for; others were guessed, by a feed or by us.
SAID = (Origin.DECLARED, Origin.REVIEWED)
# From this confidence on a guess brings the names of its concept along.
SURE = 0.7


def own_text(course: Course) -> Iterator[str]:
    """What the course says of itself, in its own language; the title twice, for it weighs most."""
    yield course.title
    yield course.title
    yield from (course.summary, course.content, course.for_whom, course.where_next)
    yield from course.keywords
    yield from (subject.label for subject in course.subjects)
    yield from (link.label for link in (*course.occupations, *course.competences) if link.origin in SAID)
    yield course.provider.name


def linked_labels(course: Course, vocabulary: Vocabulary) -> Iterator[tuple[str, str]]:
    """(language, label) of the concepts it is linked to: so a French word finds a Dutch course."""
    for link in (*course.occupations, *course.competences):
        concept = concept_of(link, vocabulary)
        if concept is not None and _is_sure(link):
            yield from concept.every_label()


def _is_sure(link: Link) -> bool:
    return link.origin in SAID or link.confidence >= SURE


def led_to(course: Course, vocabulary: Vocabulary) -> tuple[Occupation, ...]:
    """The occupations that it surely leads to, each once: said by somebody, or guessed with confidence."""
    found = [concept_of(link, vocabulary) for link in course.occupations if _is_sure(link)]
    return tuple({one.id: one for one in found if isinstance(one, Occupation)}.values())


def concept_of(link: Link, vocabulary: Vocabulary) -> Concept | None:
    """The concept that a link names: by its id, or where it has none the one occupation that is called just so."""
    if link.target is not None:
        return vocabulary.by_id.get(link.target)
    called = vocabulary.occupations_called(link.label)
    return called[0] if len(called) == 1 else None


def delivery_kinds(delivery: Delivery | None) -> tuple[str, ...]:
    """How it is taught, as people ask for it: on_site, blended, online, and workplace beside one of these."""
    if delivery is None:
        return ()
    online = delivery.live_online + delivery.self_paced
    kinds = ["workplace"] if delivery.workplace else []
    if online == 100:
        kinds.append("online")
    elif online:
        kinds.append("blended")
    elif delivery.on_site:
        kinds.append("on_site")
    return tuple(kinds)


def recognised(course: Course, day: date) -> tuple[str, ...]:
    """Schemes that the register recognises on this day, and `claim-` with those that only the provider names."""
    decisions = (*course.recognitions, *course.provider.recognitions)
    yes = {decision.scheme for decision in decisions if decision.holds_on(day)}
    decided = {decision.scheme for decision in decisions}
    claimed = {claim.scheme for claim in course.claims if claim.claimed} - decided
    return (*sorted(yes), *sorted(CLAIM + scheme for scheme in claimed))


def last_start(course: Course) -> int:
    """The last day on which one can still start, as a number; ALWAYS where nothing ends it."""
    ends = [_last_start_of(run, course) for run in course.runs]
    return max(ends, default=_number(course.published_until))


def _last_start_of(run: Run, course: Course) -> int:
    return _number(last_day_to_start(run) or course.published_until)


def _number(day: date | None) -> int:
    return ALWAYS if day is None else day.toordinal()


def _where(venue: Venue | None, places: Places) -> Mapping[str, Value]:
    if venue is None or venue.at_customer or venue.country != "BE":
        return {}
    place = places.by_postcode(venue.postcode)
    if place is None and venue.latitude is not None and venue.longitude is not None:
        place = places.nearest(venue.latitude, venue.longitude)
    return {} if place is None else {"postcode": (place.postcode,), "point": (place.latitude, place.longitude)}


def run_values(course: Course, run: Run, places: Places, today: date) -> Mapping[str, Value]:
    """The values of one run. What does not take place somewhere has no place."""
    day = run.start or today
    return {
        "starts": None if run.start is None else run.start.toordinal(),
        "delivery": delivery_kinds(run.delivery),
        "recognised": recognised(course, day),
        **week_values(run),
        **form_values(run, course.published_until),
        **offer_values(course, run),
        **_where(run.venue, places),
    }


def to_document(course: Course, *, vocabulary: Vocabulary, places: Places, today: date) -> Document:
    """The document of a course. One without runs gets a run with its recognition, price and language."""
    pieces = [(course.text_language, piece) for piece in own_text(course)]
    pieces += linked_labels(course, vocabulary)
    words = [token for language, piece in pieces for token in analysis.words(piece, stemmed_as(language))]
    grams = [gram for _, piece in pieces for gram in analysis.grams(piece)]
    runs = [run_values(course, run, places, today) for run in course.runs]
    return Document(
        id=course.id,
        tokens={"words": (SENTINEL, *words), "grams": (SENTINEL, *grams)},
        values={
            "until": last_start(course),
            "part_of": course.module_of,
            **course_values(course, led_to(course, vocabulary), today),
        },
        runs=tuple(runs or [{"recognised": recognised(course, today), **offer_values(course, None)}]),
        stored=course.model_dump_json(exclude_defaults=True),
    )


def stemmed_as(language: str) -> str:
    """The language whose stems a text of this language gets: Dutch for one that has none here."""
    return language if language in analysis.LANGUAGES else "nl"
