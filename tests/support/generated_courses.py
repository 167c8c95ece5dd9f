"""Courses drawn by seed, in which every field that a filter looks at is now known, now unknown, in any combination."""

import random
from collections.abc import Sequence
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any, TypeVar

from making import TODAY

from catalogue.course import (
    Certificate,
    CertificateKind,
    Claim,
    Coaching,
    Course,
    Delivery,
    Entry,
    Link,
    PriceKind,
    PriceLine,
    Provider,
    ProviderKind,
    Recognition,
    Run,
    Session,
    Slot,
    Subject,
    Venue,
    Workplace,
)

T = TypeVar("T")
HOURS = (time(7), time(9), time(12, 30), time(16), time(17), time(18), time(18, 30), time(21), time(22, 15))
AMOUNTS = ("0", "50", "100", "100.01", "250", "499.99", "500", "999", "1000", "2500")
WHOM = ("", "", "", "werkzoekenden", "werkzoekenden met een attest", "alle anderen", "leden")
OCCUPATIONS = ("welder", "nurse", "accountant", "cook", "office-clerk", "hairdresser")
SUBJECTS = ("Lassen", "Verpleegkunde", "Boekhouden", "Frans", "Iets anders", "ICT en Italiaans")
DELIVERIES = (
    Delivery(on_site=100),
    Delivery(on_site=70, live_online=30),
    Delivery(on_site=40, self_paced=60),
    Delivery(live_online=100),
    Delivery(self_paced=100),
    Delivery(on_site=20, workplace=80),
    Delivery(workplace=50, live_online=50),
)


class Drawing:
    """Draws values from one seed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def one(self, values: Sequence[T]) -> T:
        """Any of the values."""
        return self.random.choice(values)

    def maybe(self, values: Sequence[T], chance: float = 0.7) -> T | None:
        """Any of the values, or nothing."""
        return self.one(values) if self.random.random() < chance else None

    def some(self, values: Sequence[T], most: int) -> tuple[T, ...]:
        """None to `most` of the values, each once."""
        return tuple(self.random.sample(values, self.random.randint(0, most)))

    def slot(self) -> Slot:
        """A moment; now and then only its hours are known."""
        start, end = sorted(self.random.sample(HOURS, 2))
        return Slot(weekday=self.maybe(range(1, 8), 0.9), start=start, end=end)

    def session(self) -> Session:
        """A dated meeting; now and then without its hours."""
        start = self.maybe(HOURS[:-1], 0.8)
        end = self.maybe([hour for hour in HOURS if start and hour > start], 0.8) if start else None
        return Session(day=TODAY + timedelta(days=self.random.randint(0, 60)), start=start, end=end)

    def prices(self) -> tuple[PriceLine, ...]:
        """None to three lines."""
        kinds = (PriceKind.TUITION, PriceKind.TUITION, PriceKind.MATERIAL)
        return tuple(
            PriceLine(kind=self.one(kinds), amount=Decimal(self.one(AMOUNTS)), for_whom=self.one(WHOM))
            for _ in range(self.random.randint(0, 3))
        )

    def workplace(self) -> Workplace:
        """Any workplace learning."""
        return Workplace(
            sector=self.maybe(("zorg", "horeca en voeding", "bouw", "onbekend")) or "",
            mentor=self.maybe((True, False)),
            days_a_week=self.maybe([Decimal(days) for days in ("0.5", "1", "1.5", "2", "3", "4.5", "5")]),
            places=self.maybe((0, 1, 4, 5, 9, 10, 30)),
        )

    def venue(self) -> Venue:
        """Somewhere in Belgium, or abroad."""
        postcode, country = self.one((("9000", "BE"), ("9300", "BE"), ("2000", "BE"), ("8400", "BE"), ("1012", "NL")))
        return Venue(
            postcode=postcode,
            country=country,
            at_customer=self.one((False, False, False, True)),
            accessible=self.maybe((True, False)),
            child_care=self.maybe((True, False)),
        )

    def run(self, number: int) -> Run:
        """One run."""
        start = self.maybe(
            [TODAY + timedelta(days=days) for days in (-400, -30, 0, 20, 31, 32, 90, 200, 365, 500)], 0.85
        )
        places = self.maybe((0, 12))
        values: dict[str, Any] = {
            "id": f"run-{number}",
            "start": start,
            "end": start + timedelta(days=self.one((0, 60, 500))) if start and self.maybe((1,)) else None,
            "entry": self.one(tuple(Entry)),
            "slots": tuple(self.slot() for _ in range(self.random.randint(0, 3))),
            "sessions": tuple(self.session() for _ in range(self.one((0, 0, 0, 1, 2)))),
            "venue": self.venue() if self.maybe((1,)) else None,
            "delivery": self.maybe(DELIVERIES, 0.85),
            "coaching": self.maybe(
                [Coaching(offered=True, answer_hours=hours) for hours in (None, Decimal(24), Decimal(36), Decimal(72))]
                + [Coaching(offered=False)]
            ),
            "places": places,
            "places_free": self.maybe((0, places)) if places is not None else None,
            "waiting_list": self.maybe((True, False)),
            "language": self.maybe(("nl", "fr", "ja"), 0.3),
            "language_level": self.one(("", "", "A1", "van A2 tot B1", "C1")),
            "prices": self.prices() if self.maybe((1,), 0.4) else (),
            "workplace": self.workplace() if self.maybe((1,), 0.4) else None,
        }
        return Run(**values)

    def course(self, number: int) -> Course:
        """One course, with none to four runs."""
        decision = Recognition(scheme="vov", recognised=self.one((True, False)), valid_until=date(2027, 1, 31))
        return Course(
            id=f"course-{number:03}",
            source="generated",
            title=f"Cursus {number}",
            provider=Provider(id="p", name="P", kind=self.one(tuple(ProviderKind))),
            runs=tuple(self.run(at) for at in range(self.one((0, 1, 1, 2, 3, 4)))),
            entry_level=self.maybe(range(9)),
            certificate=Certificate(kind=self.one(tuple(CertificateKind))) if self.maybe((1,)) else None,
            contact_hours=self.maybe([Decimal(hours) for hours in ("0", "4", "8", "8.1", "40", "120", "121", "400")]),
            total_hours=self.maybe([Decimal(hours) for hours in ("7.5", "40.5", "300", "401", "900")]),
            teaching_language=self.maybe(("nl", "fr", "en"), 0.8),
            language_level=self.one(("", "", "B2")),
            prices=self.prices(),
            subjects=tuple(Subject(label=label) for label in self.some(SUBJECTS, 2)),
            occupations=tuple(Link(label=id_, target=id_) for id_ in self.some(OCCUPATIONS, 2)),
            recognitions=(decision,) if self.maybe((1,), 0.4) else (),
            claims=(Claim(scheme="opleidingscheques"),) if self.maybe((1,), 0.3) else (),
        )


def generated_courses(seed: int, count: int) -> list[Course]:
    """So many courses; the same seed gives the same ones."""
    drawing = Drawing(seed)
    return [drawing.course(number) for number in range(count)]
