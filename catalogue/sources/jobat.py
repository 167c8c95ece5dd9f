"""The feed that schools send to Jobat: a JSON list, one course a row, with prices, dates, hours as free text.

Its job titles, skills and ISCO codes were made by machine in the feed we know: links with origin INFERRED and
confidence .5. `degree_type` and `course_type` are numbers without a published meaning: they stay in raw.
"""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from catalogue.checks import Gravity
from catalogue.course import (
    Certificate,
    CertificateKind,
    Course,
    Link,
    Origin,
    PriceLine,
    Provider,
    ProviderKind,
    Run,
    SourceId,
    Subject,
)
from catalogue.sources import (
    amounts,
    certificates,
    claims,
    findings,
    jobat_runs,
    jobat_sizes,
    jobat_text,
    json_feed,
    providers,
)
from catalogue.sources.base import Row, Source
from catalogue.sources.files import find
from catalogue.sources.rows import Build, Draft, finish, slug
from catalogue.sources.text import folded

USUAL_FILE = "DEF-JobAt.json"
_KNOWN = frozenset(
    "internal_id title language description description_program description_extrainfo price certificate_name "
    "course_image job_title skills audience domain_category domain_subcategory job_function_category "
    "esco_category_code nacebel_sector required_knowledge government_subsidy webaddress degree_type duration_length "
    "duration_type provider course_type location_and_date[].date_start location_and_date[].date_end "
    "location_and_date[].hours location_and_date[].location_name location_and_date[].location_address "
    "location_and_date[].location_zip location_and_date[].location_city sessions[].date sessions[].startTime "
    "sessions[].endTime sessions[].locationName sessions[].street sessions[].number sessions[].zipCode "
    "sessions[].city sessions[].sessionDescription".split()
)
_REQUIRED = {"id": "internal_id", "title": "title", "provider": "provider"}
_NO_PRICE = re.compile(r"geen prijs|op aanvraag|in overleg|nader te bepalen|prix sur demande|on request|tbd")
_WEAK = 0.5


def read(path: Path, today: date) -> Iterator[Row]:
    """The courses of the feed. `path` is the file or the folder that holds `DEF-JobAt.json`."""
    return json_feed.rows(find(path, USUAL_FILE), (), _KNOWN, _read_row, today)


def _read_row(draft: Draft, today: date) -> Row:
    build = Build(draft, Course)
    identifier = draft.line("internal_id", 1_000)
    build.put("source", "jobat").put("title", draft.line("title"), "title")
    if identifier:
        build.put("id", f"jobat-{slug(identifier)}", "internal_id")
        build.put("identifiers", (SourceId(scheme="jobat", value=identifier[:500]),), "internal_id")
    build.put("provider", _provider(draft), "provider")
    _put_language(draft, build)
    _put_texts(draft, build)
    _put_certificate(draft, build)
    _put_links(draft, build)
    _put_price(draft, build)
    _put_web(draft, build)
    if identifier:
        texts = " ".join(draft.text(key) for key in ("title", "description", "description_program"))
        extra = draft.text("description_extrainfo")
        build.put("runs", jobat_runs.runs(draft, str(build.value("id")), f"{texts} {extra}"))
    jobat_sizes.put_duration(draft, build)
    jobat_sizes.put_credits(draft, build)
    _tell_past(draft, build.value("runs") or (), today)
    return finish(draft, build, _REQUIRED)


def _provider(draft: Draft) -> Provider | None:
    name = draft.line("provider")
    kind = providers.kind_of(name)
    if kind is not ProviderKind.UNKNOWN:
        draft.infer("provider.kind", 0.9, name, Origin.INFERRED)
    return Provider(id=slug(name), name=name, kind=kind) if name else None


def _put_language(draft: Draft, build: Build[Course]) -> None:
    language = draft.line("language").lower()
    if language and not re.fullmatch("[a-z]{2}", language):
        draft.tell("language", findings.not_a_choice(language, "nl, fr, de, en"))
        return
    build.put("text_language", language, "language").put("teaching_language", language, "language")


def _put_texts(draft: Draft, build: Build[Course]) -> None:
    build.put("summary", draft.text("description"), "description")
    build.put("content", draft.text("description_program"), "description_program")
    build.put("for_whom", draft.text("audience"), "audience")
    build.put("entry_requirements", draft.text("required_knowledge"), "required_knowledge")
    for field, text in jobat_text.sections(draft.text("description_extrainfo")).items():
        before = build.value(field)
        paths = ("description_extrainfo", *([key] if (key := _CELL_OF.get(field)) and before else []))
        build.put(field, f"{before}\n\n{text}" if before else text, *paths)
    subsidy = draft.text("government_subsidy")
    told = f"{subsidy}\n\n{build.value('claims_text') or ''}".strip()
    build.put("claims_text", told, *(["government_subsidy"] if subsidy else []))
    build.put("claims", claims.claims(subsidy), "government_subsidy")


_CELL_OF = {"for_whom": "audience", "entry_requirements": "required_knowledge"}


def _put_certificate(draft: Draft, build: Build[Course]) -> None:
    name = draft.line("certificate_name")
    if not name:
        return
    kind, level = certificates.kind_of(name), certificates.level_of(name)
    for field, found in (("certificate.kind", kind is not CertificateKind.UNKNOWN), ("certificate.level", level)):
        if found:
            draft.infer(field, 0.8, name)
    build.put("certificate", Certificate(kind=kind, name=name, level=level), "certificate_name")


def _put_links(draft: Draft, build: Build[Course]) -> None:
    titles = [Link(label=word, origin=Origin.INFERRED, confidence=_WEAK) for word in _words(draft, "job_title")]
    code = draft.line("esco_category_code")
    cells = ["job_title"] if titles else []
    if re.fullmatch(r"\d{4}", code):
        titles.append(Link(label=f"ISCO {code}", code=code, scheme="isco", origin=Origin.INFERRED, confidence=_WEAK))
        cells.append("esco_category_code")
    elif code:
        draft.tell("esco_category_code", findings.not_a_form(code, "2221"))
    build.put("occupations", tuple(titles), *cells)
    skills = tuple(Link(label=word, origin=Origin.INFERRED, confidence=_WEAK) for word in _words(draft, "skills"))
    build.put("competences", skills, "skills")
    build.put("subjects", *_subjects(draft))
    if sector := draft.line("nacebel_sector"):
        build.put("sectors", (Subject(label=f"NACE-BEL {sector}", code=sector, scheme="nacebel"),), "nacebel_sector")


def _words(draft: Draft, key: str) -> tuple[str, ...]:
    return jobat_text.words(draft.text(key))


def _subjects(draft: Draft) -> tuple[tuple[Subject, ...], *tuple[str, ...]]:
    """The two levels of the domain, and Jobat's number of the job function, whose words the feed does not give."""
    keys = [key for key in ("domain_category", "domain_subcategory") if draft.line(key)]
    subjects = [Subject(label=draft.line(key), scheme=f"jobat-{key.replace('_', '-')}") for key in keys]
    if function := draft.line("job_function_category"):
        subjects.append(Subject(label=f"Jobat {function}", code=function, scheme="jobat-job-function"))
        keys.append("job_function_category")
    return tuple(subjects), *keys


def _put_price(draft: Draft, build: Build[Course]) -> None:
    value = draft.values.get("price", "")
    amount = amounts.price(value)
    if amount is not None:
        line = Build(draft, PriceLine).put("amount", amount, "price").make()
        build.put("prices", (line,) if line else ())
        return
    text = draft.line("price")
    build.put("price_text", text, "price")
    if text and not _NO_PRICE.search(folded(text)):
        draft.tell("price", findings.unread_price(text), Gravity.NOTE)


def _put_web(draft: Draft, build: Build[Course]) -> None:
    for field, key in (("url", "webaddress"), ("image_url", "course_image")):
        text = draft.line(key, 2_000)
        address = jobat_text.web_address(text)
        build.put(field, address, key)
        if text and not address:
            draft.tell(key, findings.not_a_form(text, "https://www.example.be/"))


def _tell_past(draft: Draft, runs: tuple[Run, ...], today: date) -> None:
    ends = [run.end or run.start for run in runs]
    if ends and all(end is not None and end < today for end in ends):
        draft.tell("location_and_date", findings.all_past(today.isoformat()), Gravity.NOTE)


SOURCE = Source(
    name="jobat",
    about="Feed of a school to Jobat (DEF-JobAt.json)",
    licence="as the school gives it; none is stated in the feed",
    read=read,
)
