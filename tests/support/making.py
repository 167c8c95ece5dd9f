"""Courses and indexes for tests: small, real, made by the same code as the product's."""

from collections.abc import Iterable
from datetime import date, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from catalogue.course import Course, Delivery, Link, PriceLine, Provider, Recognition, Run, Slot, Venue
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
        course("nurse", "Bachelor verpleegkunde", runs=(run(delivery=Delivery(on_site=40, live_online=60)),)),
        course("cook", "Koken voor een grote keuken", runs=(run(delivery=Delivery(on_site=20, workplace=80)),)),
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
