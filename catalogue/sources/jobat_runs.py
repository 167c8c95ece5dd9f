"""The editions of a Jobat feed: `location_and_date` and `sessions` to runs with slots, place and delivery."""

import re
from collections.abc import Iterator
from datetime import date

from catalogue.course import Delivery, Entry, Origin, Run, Session, Venue
from catalogue.sources import amounts, dates, findings, hours, jobat_text
from catalogue.sources.rows import Build, Draft
from catalogue.sources.text import folded

_PLACES = "location_and_date"
_AT_CUSTOMER = re.compile(r"in jouw (?:organisatie|school|opvang|bedrijf|team)|op jouw (?:locatie|school)|in-?company")
_ONLINE = re.compile(r"online|teams|zoom|webinar")
_OWN_PACE = re.compile(r"eigen tempo|zelfstudie|own pace|af te ronden binnen")
_MIXED = re.compile(r"online|webinar|blended|zelfstudie|afstand|\bstage|werkplek|leerplatform|hybride|microsoft teams")


def runs(draft: Draft, course: str, texts: str) -> tuple[Run, ...]:
    """One run for each place and date that says anything. `texts` is all else that the row says."""
    made = [_run(draft, index, f"{course}-{number}", texts) for number, index in enumerate(draft.indices(_PLACES), 1)]
    return tuple(run for run in made if run)


def given_hours(draft: Draft) -> tuple[str, object]:
    """(path, number) of the first hours cell that holds nothing but a number: the hours of the whole course."""
    for index in draft.indices(_PLACES):
        path = f"{_PLACES}[{index}].hours"
        if (value := amounts.number(draft.values.get(path, ""))) is not None:
            return path, value
    return "", None


def _run(draft: Draft, index: int, name: str, texts: str) -> Run | None:
    at = f"{_PLACES}[{index}]."
    start, end = draft.day(f"{at}date_start"), draft.day(f"{at}date_end")
    own_pace = bool(_OWN_PACE.search(folded(draft.text(f"{at}hours"))))
    if own_pace and start == end:
        end = None  # the first day on which one can begin, written twice
    run = Build(draft, Run, yields=("end",)).put("id", name)
    run.put("start", start, f"{at}date_start").put("end", end, f"{at}date_end")
    hours_text = draft.text(f"{at}hours")
    if amounts.number(draft.values.get(f"{at}hours", "")) is None:
        run.put("hours_text", hours_text, f"{at}hours")
        _put_slots(draft, run, hours_text, start if start == (end or start) and not own_pace else None)
    place = draft.line(f"{at}location_name")
    if start:
        run.put("entry", Entry.PERMANENT if own_pace else Entry.FIXED)
    run.put("venue", _venue(draft, at, place), *([f"{at}location_name"] if place else []))
    run.put("delivery", _delivery(place, hours_text, texts, own_pace=own_pace))
    if _is_online(place) and run.has("delivery"):
        draft.typed.add(f"{at}location_name")
    sessions = tuple(_sessions(draft, run.value("venue"))) if index == draft.indices(_PLACES)[0] else ()
    return run.put("sessions", sessions).make()


def _put_slots(draft: Draft, run: Build[Run], text: str, only_day: date | None) -> None:
    slots = hours.slots(text, only_day.isoweekday() if only_day else None)
    run.put("slots", slots)
    if slots:
        draft.infer("runs.slots", 0.8, text)


def _is_online(place: str) -> bool:
    return folded(place).startswith("online")


def _venue(draft: Draft, at: str, place: str) -> Venue | None:
    if not place or _is_online(place):
        return None
    street, postcode, town = jobat_text.address(draft.line(f"{at}location_address"))
    venue = Build(draft, Venue).put("name", place, f"{at}location_name")
    if _AT_CUSTOMER.search(folded(place)):
        venue.put("at_customer", True, f"{at}location_name")
    venue.put("street", street, f"{at}location_address")
    code, city = draft.line(f"{at}location_zip", 12).upper(), draft.line(f"{at}location_city")
    venue.put("postcode", code or postcode, *([f"{at}location_zip"] if code else []))
    venue.put("municipality", city or town, *([f"{at}location_city"] if city else []))
    return venue.make()


def _delivery(place: str, hours_text: str, texts: str, *, own_pace: bool) -> Delivery | None:
    """Only where there is no doubt: online and nothing else, or at a place while no text speaks of anything else."""
    if not place:
        return None
    if _is_online(place):
        share = "self_paced" if own_pace else "live_online"
        return None if own_pace and "online" in folded(hours_text) else Delivery(origin=Origin.PARSED, **{share: 100})
    if _MIXED.search(folded(f"{place} {hours_text} {texts}")):
        return None
    return Delivery(on_site=100, origin=Origin.INFERRED)


def _sessions(draft: Draft, venue: Venue | None) -> Iterator[Session]:
    """The dated meetings. Their address is the run's own; where it differs it is told and kept in raw."""
    for at in (f"sessions[{i}]." for i in draft.indices("sessions")):
        session = Build(draft, Session).put("day", draft.day(f"{at}date"), f"{at}date")
        for field, key in (("start", "startTime"), ("end", "endTime")):
            text = draft.line(f"{at}{key}")
            value = dates.clock(text)
            if text and value is None:
                draft.tell(f"{at}{key}", findings.not_a_form(text, "18:30"))
            session.put(field, value, f"{at}{key}")
        made = session.put("subject", draft.text(f"{at}sessionDescription"), f"{at}sessionDescription").make()
        if made:
            _tell_place(draft, at, venue)
            yield made


def _tell_place(draft: Draft, at: str, venue: Venue | None) -> None:
    street = f"{draft.line(f'{at}street')} {draft.line(f'{at}number')}".strip()
    if venue and street and folded(street) == folded(venue.street):
        draft.typed.update({f"{at}street", f"{at}number"} & draft.values.keys())
    same = {"locationName": "name", "zipCode": "postcode", "city": "municipality"}
    for key, field in same.items():
        value = folded(draft.line(f"{at}{key}"))
        if venue and value and value in folded(getattr(venue, field)):
            draft.typed.add(f"{at}{key}")
