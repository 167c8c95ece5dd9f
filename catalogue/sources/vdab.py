"""The catalogue of VDAB as an Elasticsearch dump (hits.hits): one offer a row, no dates, no prices.

Left out on purpose: `knelpuntberoep` (whether an occupation is a bottleneck is looked up by date, never stored),
`disclaimer` (N for VDAB's own offer, J for that of others) and `_score`.
"""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

from catalogue.course import (
    Certificate,
    Coaching,
    Course,
    Delivery,
    Duration,
    DurationUnit,
    Link,
    Origin,
    Provider,
    ProviderKind,
    Run,
    SourceId,
    Subject,
    Venue,
)
from catalogue.sources import amounts, certificates, dates, json_feed, providers, vdab_text
from catalogue.sources.base import Row, Source
from catalogue.sources.files import find
from catalogue.sources.rows import Build, Draft, finish, slug
from catalogue.sources.text import folded

USUAL_FILE = "alle_opleidingen.json"
_KEYS = (
    "code naam programma doelstelling attestering getuigschrift trefwoord sectieCode wijzigingsDatum disclaimer "
    "infoSessieUrl beroepenFilmUrl afbeeldingPath organisator.id organisator.oe organisator.ikp organisator.naam "
    "organisator.telefoon organisator.website organisator.adres.straat organisator.adres.nr organisator.adres.bus "
    "organisator.adres.postcode organisator.adres.gemeente organisator.adres.land organisator.adres.straatNrBus "
    "organisator.adres.coordinaat.lat organisator.adres.coordinaat.lon publicatie.van publicatie.tot "
    "sjablonen[].code sjablonen[].knelpuntberoep sjablonen[].omschrijving vakgebieden[].code vakgebieden[].omschrijving"
)
_ENVELOPE = ("_index", "_type", "_id", "_score")
_KNOWN = frozenset({*_ENVELOPE, *(f"_source.{key}" for key in _KEYS.split())})
_LEFT_OUT = ("_score", "_source.sjablonen[].knelpuntberoep")
_REQUIRED = {"id": "_source.code", "title": "_source.naam", "provider": "_source.organisator.naam"}
_COUNTRIES = {
    "belgie": "BE",
    "belgique": "BE",
    "nederland": "NL",
    "frankrijk": "FR",
    "duitsland": "DE",
    "luxemburg": "LU",
}
_NO_SECTION = "NIKS"
_WEB = re.compile(
    r"\bdeze (?:online (?:cursus|leermodule)|webcursus|webmodule)|^webmodule wordt|\bonline cursus\b", re.MULTILINE
)
# The numbers that VDAB gives to its web courses; every one of them that was read is one.
_WEB_CODE = re.compile(r"800\d{3}")
# Beside the web course something is done at a centre.
_WORKSHOP = re.compile(r"tijdens de workshop|workshop en online cursus|in het opleidingsatelier")
_DISTANCE = re.compile(r"\b(?:nha|afstandsonderwijs|thuisstudie)\b")
_WITH_COACHING = re.compile(r"\bwebcoaching\b|\bmet\s+(?:online )?coaching\b")
_WITHOUT_COACHING = re.compile(r"\bzonder\s+(?:online )?coaching\b")
_STUDY_HOURS = re.compile(r"gemiddelde leertijd van deze cursus bedraagt (\d{1,4}) (?:uren|uur)")
_LENGTH = re.compile(r"(?:opleiding duurt|duur(?:tijd)? ?:) (\d{1,4}(?:,\d)?) ?(u|uur|uren|dagen|weken|maanden|jaar)\b")


def read(path: Path, today: date) -> Iterator[Row]:
    """The offers of the dump. `path` is the file or the folder that holds `alle_opleidingen.json`."""
    return json_feed.rows(find(path, USUAL_FILE), ("hits", "hits"), _KNOWN, _read_row, today)


def _read_row(draft: Draft, today: date) -> Row:
    build = Build(draft, Course, yields=("published_until",))
    code = draft.line("_source.code")
    build.put("source", "vdab").put("title", draft.line("_source.naam"), "_source.naam")
    if code:
        build.put("id", f"vdab-{slug(code)}", "_source.code")
    build.put("provider", _provider(draft), "_source.organisator.naam")
    build.put("identifiers", tuple(_identifiers(draft)))
    build.put("activity", draft.line("_type"), "_type")
    _put_texts(draft, build)
    _put_links(draft, build)
    _put_sizes(draft, build)
    build.put("modified", dates.moment(str(draft.values.get("_source.wijzigingsDatum", ""))), "_source.wijzigingsDatum")
    build.put("published_from", draft.day("_source.publicatie.van"), "_source.publicatie.van")
    build.put("published_until", draft.day("_source.publicatie.tot"), "_source.publicatie.tot")
    if build.has("id"):
        build.put("runs", _runs(draft, build))
    return finish(draft, build, _REQUIRED, _LEFT_OUT)


def _identifiers(draft: Draft) -> Iterator[SourceId]:
    """VDAB's own number, the address of the document in its index, and the section that keeps it."""
    code, section = draft.line("_source.code"), draft.line("_source.sectieCode")
    document = [draft.line(key) for key in _ENVELOPE[:3]]
    if code:
        yield SourceId(scheme="vdab", value=code)
    if all(document):
        draft.typed.update(_ENVELOPE[:3])
        yield SourceId(scheme="vdab-document", value="/".join(document))
    if section and section != _NO_SECTION:
        draft.typed.add("_source.sectieCode")
        yield SourceId(scheme="vdab-section", value=section)


def _provider(draft: Draft) -> Provider | None:
    at = "_source.organisator."
    name, number = draft.line(f"{at}naam"), draft.line(f"{at}id")
    if not name:
        return None
    website = draft.line(f"{at}website")
    kind = providers.kind_of(name, website)
    if kind is not ProviderKind.UNKNOWN:
        draft.infer("provider.kind", 0.9, name, Origin.INFERRED)
    numbers = [("vdab-organiser", f"{at}id"), ("vdab-ikp", f"{at}ikp")]
    known = [(scheme, path) for scheme, path in numbers if draft.line(path)]
    build = Build(draft, Provider).put("name", name, f"{at}naam").put("kind", kind)
    build.put("id", f"vdab-{slug(number or name)}", f"{at}id").put("url", website, f"{at}website")
    build.put("phone", draft.line(f"{at}telefoon"), f"{at}telefoon").put("address", _address(draft))
    ids = tuple(SourceId(scheme=scheme, value=draft.line(path)) for scheme, path in known)
    return build.put("identifiers", ids, *(path for _, path in known)).make()


def _address(draft: Draft) -> Venue | None:
    """The address of the organiser; its four notations of the street say the same."""
    at = "_source.organisator.adres."
    street = draft.line(f"{at}straatNrBus")
    parts = [f"{at}straat", f"{at}nr", f"{at}bus"]
    if not street:
        street = " ".join(filter(None, (draft.line(path) for path in parts)))
    told = [path for path in (*parts, f"{at}straatNrBus") if path in draft.values and draft.line(path) in street]
    build = Build(draft, Venue).put("street", _name(street), *told).put("name", draft.line("_source.organisator.naam"))
    build.put("postcode", draft.line(f"{at}postcode", 12).upper(), f"{at}postcode")
    build.put("municipality", _name(draft.line(f"{at}gemeente")), f"{at}gemeente")
    build.put("country", _COUNTRIES.get(folded(draft.line(f"{at}land"))), f"{at}land")
    for field, key in (("latitude", "lat"), ("longitude", "lon")):
        value = draft.number(f"{at}coordinaat.{key}")
        build.put(field, None if value is None else float(value), f"{at}coordinaat.{key}")
    return build.make() if street or build.has("municipality") or build.has("latitude") else None


def _name(name: str) -> str:
    """SINT-MICHIELS as people write it; names that are not all capitals stay."""
    return re.sub(r"[^\W\d_]+", lambda word: word[0].capitalize(), name) if name.isupper() else name


def _put_texts(draft: Draft, build: Build[Course]) -> None:
    """The programme and the goal give their sections to the fields; both cells count for each."""
    parts: dict[str, tuple[str, list[str]]] = {}
    for path, default in (("_source.programma", "content"), ("_source.doelstelling", "summary")):
        for field, text in vdab_text.sections(draft.text(path), default).items():
            before, paths = parts.get(field, ("", []))
            parts[field] = (f"{before}\n\n{text}".strip(), [*paths, path])
    for field, (text, paths) in parts.items():
        build.put(field, text, *paths)
    keywords = vdab_text.keywords(draft.line("_source.trefwoord", 5_000))
    build.put("keywords", keywords, "_source.trefwoord")
    _put_certificate(draft, build)


def _put_certificate(draft: Draft, build: Build[Course]) -> None:
    """`getuigschrift` is the kind; `attestering` names it, or tells what you can do afterwards."""
    kind, prose = draft.line("_source.getuigschrift"), draft.text("_source.attestering")
    named = is_name = bool(prose) and vdab_text.is_proof(prose)
    title = draft.line("_source.naam")
    name = " ".join(prose.split()) if named else kind
    certificate = Build(draft, Certificate).put("name", name, *(["_source.attestering"] if is_name else []))
    if kind:
        certificate.put("kind", certificates.kind_of(kind), "_source.getuigschrift")
    if level := certificates.level_of(title) if folded(kind) == "diploma" else None:
        certificate.put("level", level)
        draft.infer("certificate.level", 0.8, title)
    if name:
        build.put("certificate", certificate.make())
    if prose and not named:
        competences, remarks = vdab_text.outcomes(prose)
        build.put("competences", competences, "_source.attestering")
        if remarks:
            build.put("assessment", f"{build.value('assessment') or ''}\n\n{remarks}".strip(), "_source.attestering")


def _put_links(draft: Draft, build: Build[Course]) -> None:
    occupations, subjects = [], []
    for at in (f"_source.sjablonen[{i}]." for i in draft.indices("_source.sjablonen")):
        code, label = draft.line(f"{at}code"), draft.line(f"{at}omschrijving")
        link = Build(draft, Link).put("label", label or code, f"{at}omschrijving").put("code", code, f"{at}code")
        occupations.append(link.put("scheme", "competent").make())
    for at in (f"_source.vakgebieden[{i}]." for i in draft.indices("_source.vakgebieden")):
        code, label = draft.line(f"{at}code"), draft.line(f"{at}omschrijving")
        subject = Build(draft, Subject).put("label", label or code, f"{at}omschrijving").put("code", code, f"{at}code")
        subjects.append(subject.put("scheme", "vdab-field").make())
    build.put("occupations", tuple(filter(None, occupations)))
    build.put("subjects", tuple(filter(None, subjects)))


def _put_sizes(draft: Draft, build: Build[Course]) -> None:
    """Hours and length only from the two sentences that leave no doubt."""
    text = folded(f"{draft.text('_source.programma')} {draft.text('_source.doelstelling')}")
    if found := _STUDY_HOURS.search(text):
        build.put("total_hours", Decimal(found[1]))
        draft.infer("total_hours", 0.9, found[0])
    length = _LENGTH.search(text)
    if length and (unit := amounts.unit(length[2])) and (number := amounts.number(length[1])):
        build.put("duration", Duration(length=number, unit=unit))
        draft.infer("duration", 0.8, length[0])
        if unit is DurationUnit.HOURS and "total_hours" not in {one.field for one in draft.inferences}:
            build.put("total_hours", number)
            draft.infer("total_hours", 0.7, length[0])


def _runs(draft: Draft, build: Build[Course]) -> tuple[Run, ...]:
    """One run of an unknown day. Its place is only the organiser's address, and a web course has none."""
    delivery = _delivery(draft)
    run = Build(draft, Run).put("id", f"{build.value('id')}-1").put("delivery", delivery)
    text = folded(draft.text("_source.doelstelling"))
    if _WITHOUT_COACHING.search(text) or _WITH_COACHING.search(text):
        run.put("coaching", Coaching(offered=not _WITHOUT_COACHING.search(text)), "_source.doelstelling")
    provider: Provider | None = build.value("provider")
    if delivery is None and provider and provider.address:
        run.put("venue", provider.address.model_copy(update={"origin": Origin.INFERRED}))
    made = run.make()
    return (made,) if made else ()


def _delivery(draft: Draft) -> Delivery | None:
    """Self-paced where the text says web course or the number is one of VDAB's web courses; else not known."""
    text = "\n".join(folded(draft.text(f"_source.{key}")) for key in ("doelstelling", "programma", "attestering"))
    if _WORKSHOP.search(text):
        return None
    if _WEB_CODE.fullmatch(draft.line("_source.code")):
        return Delivery(self_paced=100, origin=Origin.PARSED if _WEB.search(text) else Origin.INFERRED)
    if _DISTANCE.search(folded(draft.line("_source.organisator.naam"))):
        return Delivery(self_paced=100, origin=Origin.INFERRED)
    return None


SOURCE = Source(
    name="vdab",
    about="VDAB, catalogue of courses as an Elasticsearch dump (alle_opleidingen.json)",
    licence="© VDAB; no licence given: for private evaluation until VDAB agrees",
    read=read,
)
