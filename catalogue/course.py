"""The record: Course, Run and what they are made of. Validated at the door, never changed afterwards.

Course and run are two records: a run is one planned edition. No scheme name stands here, only in data.
The fields follow table E2 of the project's research (schema.org, ELM, OOAPI, LHEO); see docs/glossary.md.
"""

from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=60_000)]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]
Identifier = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9._-]{0,119}$")]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]
Share = Annotated[int, Field(ge=0, le=100)]
Confidence = Annotated[float, Field(ge=0, le=1)]
Hours = Annotated[Decimal, Field(ge=0, le=20_000)]
Count = Annotated[int, Field(ge=0, le=100_000)]


class Record(BaseModel):
    """A frozen value without unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Origin(StrEnum):
    """Where a value comes from. Anything but `declared` can be overruled by the provider."""

    DECLARED = "declared"
    PARSED = "parsed"
    INFERRED = "inferred"
    REVIEWED = "reviewed"


class Inference(Record):
    """A value of this record that was not given as such: which field, from where, how sure, from what text."""

    field: Name
    origin: Origin
    confidence: Confidence
    text: Text = ""


class SourceId(Record):
    """An identifier in somebody's own numbering, the register's number included."""

    scheme: Name
    value: Name


class Link(Record):
    """A course leads to an occupation or teaches a competence. `target` is a vocabulary id where one is known."""

    label: Name
    target: str | None = None
    code: str | None = None
    scheme: str | None = None
    origin: Origin = Origin.DECLARED
    confidence: Confidence = 1.0


class Subject(Record):
    """A field of study in the words, and where there is one the code, of the source."""

    label: Name
    code: str | None = None
    scheme: str | None = None


class Slot(Record):
    """A recurring moment. `weekday` is 1 (Monday) to 7, or None where only the hours are known."""

    weekday: Annotated[int, Field(ge=1, le=7)] | None = None
    start: time
    end: time

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> Self:
        if self.end <= self.start:
            raise ValueError("a slot ends after it starts")
        return self


class Session(Record):
    """One dated meeting of a run, where the source lists them."""

    day: date
    start: time | None = None
    end: time | None = None
    subject: Text = ""


class Venue(Record):
    """A place. `origin` is inferred where the source gives only the provider's own address."""

    name: Text = ""
    street: Text = ""
    postcode: Annotated[str, StringConstraints(pattern=r"^[0-9A-Z -]{0,12}$")] = ""
    municipality: Text = ""
    country: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")] = "BE"
    latitude: Annotated[float, Field(ge=-90, le=90)] | None = None
    longitude: Annotated[float, Field(ge=-180, le=180)] | None = None
    at_customer: bool = False
    accessible: bool | None = None
    child_care: bool | None = None
    origin: Origin = Origin.DECLARED


class ProviderKind(StrEnum):
    """The kinds of provider that Flanders has; the Dutch words stand in docs/glossary.md."""

    PUBLIC_CENTRE = "public_centre"
    ADULT_EDUCATION = "adult_education"
    BASIC_EDUCATION = "basic_education"
    ENTREPRENEUR_TRAINING = "entrepreneur_training"
    UNIVERSITY_COLLEGE = "university_college"
    UNIVERSITY = "university"
    SECTOR_FUND = "sector_fund"
    PRIVATE = "private"
    NON_PROFIT = "non_profit"
    WEB = "web"
    TALENT_HOUSE = "talent_house"
    UNKNOWN = "unknown"


class Recognition(Record):
    """A decision of the register on a course or a provider. The scheme is data (catalogue/data/schemes.csv)."""

    scheme: Identifier
    recognised: bool
    theme: Text = ""
    valid_from: date | None = None
    valid_until: date | None = None
    level_limit: Text = ""
    number: Text = ""
    source: Text = ""

    def holds_on(self, day: date) -> bool:
        """Whether the register says yes for this day; an open end has no limit."""
        after = self.valid_from is None or self.valid_from <= day
        before = self.valid_until is None or day <= self.valid_until
        return self.recognised and after and before


class Claim(Record):
    """What the provider says of a scheme: kept apart from what the register decided."""

    scheme: Identifier
    text: Text = ""
    claimed: bool = True


class Provider(Record):
    """Who gives the course."""

    id: Identifier
    name: Name
    kind: ProviderKind = ProviderKind.UNKNOWN
    url: Text = ""
    phone: Text = ""
    email: Text = ""
    address: Venue | None = None
    identifiers: tuple[SourceId, ...] = ()
    recognitions: tuple[Recognition, ...] = ()


class PriceKind(StrEnum):
    """What a price line pays for."""

    TUITION = "tuition"
    MATERIAL = "material"
    EXAM = "exam"
    OTHER = "other"


class PriceLine(Record):
    """An amount in euro. `for_whom` is empty where everybody pays it."""

    kind: PriceKind = PriceKind.TUITION
    amount: Annotated[Decimal, Field(ge=0, le=1_000_000)]
    vat_included: bool | None = None
    for_whom: Text = ""
    text: Text = ""


class Delivery(Record):
    """Shares of the learning time in per cent; together 100."""

    on_site: Share = 0
    live_online: Share = 0
    self_paced: Share = 0
    workplace: Share = 0
    origin: Origin = Origin.DECLARED

    @model_validator(mode="after")
    def _sums_to_hundred(self) -> Self:
        if self.on_site + self.live_online + self.self_paced + self.workplace != 100:
            raise ValueError("the delivery shares sum to 100")
        return self


class Coaching(Record):
    """Whether somebody answers questions between lessons, and within how many hours."""

    offered: bool
    answer_hours: Hours | None = None


class Workplace(Record):
    """Workplace learning: at which firm or in which sector, with a mentor or not, how many days a week."""

    host: Text = ""
    sector: Text = ""
    mentor: bool | None = None
    days_a_week: Annotated[Decimal, Field(ge=0, le=7)] | None = None
    places: Count | None = None


class Entry(StrEnum):
    """Fixed: everybody starts together. Permanent: you can start when you like."""

    FIXED = "fixed"
    PERMANENT = "permanent"
    UNKNOWN = "unknown"


class Run(Record):
    """One planned edition. Free text that was parsed stands beside it (`hours_text`)."""

    id: Identifier
    start: date | None = None
    end: date | None = None
    enrol_from: date | None = None
    enrol_until: date | None = None
    entry: Entry = Entry.UNKNOWN
    slots: tuple[Slot, ...] = ()
    sessions: tuple[Session, ...] = ()
    hours_text: Text = ""
    venue: Venue | None = None
    delivery: Delivery | None = None
    coaching: Coaching | None = None
    hours_a_week: Hours | None = None
    places: Count | None = None
    places_free: Count | None = None
    waiting_list: bool | None = None
    language: Language | None = None
    language_level: Text = ""
    prices: tuple[PriceLine, ...] = ()
    workplace: Workplace | None = None

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> Self:
        if self.start and self.end and self.end < self.start:
            raise ValueError("a run ends on or after the day it starts")
        if self.places is not None and self.places_free is not None and self.places_free > self.places:
            raise ValueError("there are no more free places than places")
        return self


class DurationUnit(StrEnum):
    """The unit in which a source gives the length."""

    HOURS = "hours"
    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"


class Duration(Record):
    """The length as the source gives it; hours are never guessed from it here."""

    length: Annotated[Decimal, Field(gt=0, le=10_000)]
    unit: DurationUnit


class CertificateKind(StrEnum):
    """What the learner holds at the end, from most to least formal."""

    DIPLOMA = "diploma"
    CERTIFICATE = "certificate"
    PARTIAL_CERTIFICATE = "partial_certificate"
    ATTESTATION = "attestation"
    PROOF_OF_ATTENDANCE = "proof_of_attendance"
    NONE = "none"
    UNKNOWN = "unknown"


class Certificate(Record):
    """Kind, name in the source's words, and level 1 to 8 (VKS, EQF) where it is known."""

    kind: CertificateKind = CertificateKind.UNKNOWN
    name: Text = ""
    level: Annotated[int, Field(ge=1, le=8)] | None = None


class Measure(StrEnum):
    """In what the size of the course is counted by the rules."""

    CONTACT_HOURS = "contact_hours"
    CREDITS = "credits"
    PERIODS = "periods"
    EXAM = "exam"


class Course(Record):
    """What can be learned. Its runs say when and where."""

    id: Identifier
    source: Identifier
    title: Name
    provider: Provider
    identifiers: tuple[SourceId, ...] = ()
    summary: Text = ""
    content: Text = ""
    for_whom: Text = ""
    entry_requirements: Text = ""
    entry_level: Annotated[int, Field(ge=0, le=8)] | None = None
    bring: Text = ""
    assessment: Text = ""
    where_next: Text = ""
    practical: Text = ""
    text_language: Language = "nl"
    teaching_language: Language | None = None
    language_level: Text = ""
    activity: Text = ""
    contact_hours: Hours | None = None
    total_hours: Hours | None = None
    credits: Hours | None = None
    measure: Measure | None = None
    duration: Duration | None = None
    certificate: Certificate | None = None
    subjects: tuple[Subject, ...] = ()
    keywords: tuple[Name, ...] = ()
    occupations: tuple[Link, ...] = ()
    competences: tuple[Link, ...] = ()
    sectors: tuple[Subject, ...] = ()
    prices: tuple[PriceLine, ...] = ()
    price_text: Text = ""
    recognitions: tuple[Recognition, ...] = ()
    claims: tuple[Claim, ...] = ()
    claims_text: Text = ""
    module_of: tuple[Identifier, ...] = ()
    prerequisites: tuple[Identifier, ...] = ()
    experiment: bool = False
    runs: tuple[Run, ...] = ()
    url: Text = ""
    image_url: Text = ""
    contact: Text = ""
    modified: datetime | None = None
    published_from: date | None = None
    published_until: date | None = None
    licence: Text = ""
    inferences: tuple[Inference, ...] = ()
    raw: Mapping[str, str] = Field(default_factory=dict)
