"""Courses and indexes for tests: small, real, made by the same code as the product's."""

from collections.abc import Iterable
from datetime import date, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from catalogue.course import (
    Certificate,
    CertificateKind,
    Coaching,
    Course,
    Delivery,
    Entry,
    Link,
    PriceLine,
    Provider,
    ProviderKind,
    Recognition,
    Run,
    Slot,
    Venue,
    Workplace,
)
from catalogue.places import load_places
from catalogue.vocabulary import load_vocabulary
from indexer.documents import to_document
from indexer.engine.embedded_store import EmbeddedStore
from indexer.engine.port import Stamp
from indexer.fields import TABLE

TODAY = date(2026, 11, 24)
PROVIDER = Provider(id="p-linde", name="Centrum De Linde")
GENT = Venue(name="Lokaal 1", street="Kaai 1", postcode="9000", municipality="Gent")


def run(number: int = 1, /, **values: Any) -> Run:
    """A run on Tuesday evenings in Gent that starts in four weeks, unless said otherwise."""
    usual: dict[str, Any] = {
        "id": f"run-{number}",
        "start": TODAY + timedelta(days=28),
        "end": TODAY + timedelta(days=98),
        "slots": (Slot(weekday=2, start=time(18, 30), end=time(21, 30)),),
        "venue": GENT,
        "delivery": Delivery(on_site=100),
    }
    return Run(**(usual | values))


def course(course_id: str, title: str, /, **values: Any) -> Course:
    """A course with one run, unless said otherwise."""
    usual: dict[str, Any] = {"id": course_id, "source": "test", "title": title, "provider": PROVIDER, "runs": (run(),)}
    return Course(**(usual | values))


def build(folder: Path, courses: Iterable[Course], today: date = TODAY) -> Path:
    """An embedded index of these courses that serves."""
    vocabulary, places = load_vocabulary(), load_places()
    documents = [to_document(one, vocabulary=vocabulary, places=places, today=today) for one in courses]
    store = EmbeddedStore(folder, TABLE)
    stamp = Stamp(
        shape=TABLE.fingerprint,
        digest="test",
        built_for=today,
        count=len(documents),
        sources=("test",),
        providers=1,
    )
    store.write("index-test", stamp, documents, lambda _: None)
    store.swap("index-test")
    return folder


def catalogue() -> list[Course]:
    """Nine courses in which each filter, state and reason of the pages occurs."""
    register = (Recognition(scheme="vov", recognised=True, valid_from=date(2026, 9, 1), valid_until=date(2027, 8, 31)),)
    saturday = (Slot(weekday=6, start=time(9), end=time(12)),)
    aalst = Venue(postcode="9300", municipality="Aalst")
    return [
        course(
            "accounting",
            "Boekhouder",
            content="Je boekt facturen.\n\n- dagboek\n- balans",
            occupations=(Link(label="boekhouder", target="accountant"),),
            recognitions=register,
            prices=(PriceLine(amount=Decimal("180.50")),),
            url="https://linde.example/boekhouder",
        ),
        course("ledger", "Dubbel boekhouden, module 1", runs=(run(slots=saturday, venue=aalst), run(2))),
        course("welding", "Lassen met MIG en MAG", occupations=(Link(label="lasser", target="welder"),)),
        course(
            "nurse",
            "Bachelor verpleegkunde",
            contact_hours=Decimal(900),
            entry_level=4,
            certificate=Certificate(kind=CertificateKind.DIPLOMA, name="Bachelor", level=6),
            runs=(
                run(
                    delivery=Delivery(on_site=40, live_online=60),
                    coaching=Coaching(offered=True, answer_hours=Decimal(24)),
                    entry=Entry.FIXED,
                    places=20,
                    places_free=3,
                ),
            ),
        ),
        course(
            "cook",
            "Koken voor een grote keuken",
            provider=Provider(id="p-centrum", name="Vakcentrum De Kade", kind=ProviderKind.PUBLIC_CENTRE),
            teaching_language="nl",
            language_level="A2",
            runs=(
                run(
                    delivery=Delivery(on_site=20, workplace=80),
                    venue=GENT.model_copy(update={"accessible": True, "child_care": True}),
                    workplace=Workplace(sector="horeca", mentor=True, days_a_week=Decimal(4), places=6),
                ),
            ),
        ),
        course("bread", "Brood bakken", runs=()),
        course("past", "Boekhouden met de hand", runs=(run(start=date(2025, 1, 7), end=date(2025, 3, 4)),)),
        course(
            "claimed",
            "Excel voor boekhouders",
            claims=({"scheme": "opleidingscheques"}, {"scheme": "vov"}),
            recognitions=(Recognition(scheme="vov", recognised=False),),
            runs=(run(delivery=Delivery(self_paced=100), venue=None, slots=()),),
        ),
        course(
            "script",
            "Veilig <script>alert(1)</script> surfen",
            summary="</script><script>alert(2)</script> & meer",
            text_language="nl",
        ),
    ]
