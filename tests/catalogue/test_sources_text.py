"""Texts, numbers, hours and days as feeds write them."""

from datetime import date, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.course import CertificateKind, DurationUnit, ProviderKind, Slot
from catalogue.sources import amounts, certificates, claims, dates, hours, jobat_text, providers, vdab_text
from catalogue.sources.text import MOST_READ, one_line, plain


def test_cdata_and_html_become_plain_lines_with_list_items() -> None:
    text = "<![CDATA[Het programma:<ul><li><strong>Dag 1:</strong> starten</li><li>Dag 2 &amp; 3</li></ul>Einde.]]>"
    assert plain(text) == "Het programma:\n- Dag 1: starten\n- Dag 2 & 3\nEinde."


def test_nested_lists_and_paragraphs_keep_their_lines() -> None:
    text = "<p>Eerst</p><ul><li>Ochtend:<ul><li>een</li><li>twee</li></ul></li><li>Middag</li></ul><p>Dan</p>"
    assert plain(text) == "Eerst\n\n- Ochtend:\n- een\n- twee\n- Middag\n\nDan"


@pytest.mark.parametrize(
    "text",
    [
        "Voor<script>alert('x')</script> na",
        "Voor<style>p { color: red }</style> na",
        "Voor<SCRIPT type='a'>document.write('<b>alert</b>')</SCRIPT> na",
        "Voor<img src=x onerror=alert(1)> na",
    ],
)
def test_scripts_and_styles_leave_nothing_behind(text: str) -> None:
    assert plain(text) == "Voor na"


def test_a_script_that_never_ends_takes_no_words_along() -> None:
    assert plain("Voor<script>alert(1)") == "Voor"
    assert "alert" not in plain("<i>" * 5_000 + "Voor<script>alert(1)")


def test_a_link_gives_its_address_unless_the_words_are_the_address() -> None:
    assert plain('zie <a href="https://example.be/x">hier</a>') == "zie hier (https://example.be/x)"
    assert plain('zie <a href="http://example.be/">example.be</a>') == "zie example.be"
    assert plain('mail <a href="mailto:info@example.be">ons</a>') == "mail ons"


def test_line_breaks_of_plain_text_stay_and_bullets_become_dashes() -> None:
    text = "Inhoud:\r\n\x95 een\r\n * twee\r\n&#61656; drie\r\n-vier\r\n\r\n\r\n\r\nvijf\x85"
    assert plain(text) == "Inhoud:\n- een\n- twee\n- drie\n- vier\n\nvijf…"


def test_a_smaller_sign_is_no_tag() -> None:
    assert plain("personen < 18 jaar & > 16") == "personen < 18 jaar & > 16"


@given(st.text())
def test_plain_text_never_fails_and_is_stable(text: str) -> None:
    once = plain(text)
    assert "\x00" not in once
    assert once == once.strip()
    once.encode()


@pytest.mark.parametrize("piece", ["<b>", "<div>", "<a", "<", "&", "<!--", "<script>"])
def test_hostile_markup_is_read_in_linear_time(piece: str) -> None:
    assert len(plain(piece * 300_000)) <= MOST_READ * 6


def test_one_line_has_no_breaks() -> None:
    assert one_line("Een<br>twee\n drie") == "Een twee drie"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (3150, "3150"),
        (Decimal("495.6"), "495.6"),
        ("495,60", "495.60"),
        ("€ 1.250,00", "1250.00"),
        ("1.250", "1250"),
        ("1 250,-", "1250"),
        ("135 euro", "135"),
        ("gratis", "0"),
        ("1,234.50", "1234.50"),
    ],
)
def test_prices_are_read_in_every_notation(value: object, expected: str) -> None:
    assert amounts.price(value) == Decimal(expected)


@pytest.mark.parametrize(
    "value",
    ["geen prijs beschikbaar", "70 euro per dag", "", True, None, "1e9999", Decimal("1E+999999"), "NaN", "12,3,4"],
)
def test_what_is_no_plain_amount_gives_none(value: object) -> None:
    assert amounts.price(value) is None


def test_a_decimal_comma_and_point_are_the_same_number() -> None:
    assert amounts.number("2,5") == amounts.number("2.5") == Decimal("2.5")


@pytest.mark.parametrize(
    ("text", "length", "unit"),
    [
        ("3 days", "3", DurationUnit.DAYS),
        ("1 day", "1", DurationUnit.DAYS),
        ("32 uur", "32", DurationUnit.HOURS),
        ("6 maanden", "6", DurationUnit.MONTHS),
        ("2,5 jours", "2.5", DurationUnit.DAYS),
        ("2 Wochen", "2", DurationUnit.WEEKS),
        ("0.5 years", "0.5", DurationUnit.YEARS),
    ],
)
def test_lengths_are_read_in_mixed_units(text: str, length: str, unit: DurationUnit) -> None:
    assert amounts.length(text) == (Decimal(length), unit)


def test_a_length_to_be_agreed_is_no_length() -> None:
    assert amounts.length("In overleg te bepalen") is None


def slot(day: int | None, start: str, end: str) -> Slot:
    return Slot(weekday=day, start=time.fromisoformat(start), end=time.fromisoformat(end))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Van 9 tot 16 u.", [slot(None, "09:00", "16:00")]),
        ("Van 9 - 16 u.", [slot(None, "09:00", "16:00")]),
        ("9.00 u. – 16.00 u.", [slot(None, "09:00", "16:00")]),
        ("Van 8.30 u. tot 18 u.", [slot(None, "08:30", "18:00")]),
        ("Telkens tussen 9.30 en 18 u.", [slot(None, "09:30", "18:00")]),
        (
            "Van 9 tot 16 u. Intervisiemomenten van 18.30 tot ten laatste 20.30 u.",
            [slot(None, "09:00", "16:00"), slot(None, "18:30", "20:30")],
        ),
        ("Dinsdag- en donderdagavond (18:00-21:30)", [slot(2, "18:00", "21:30"), slot(4, "18:00", "21:30")]),
        (
            "Vrijdag van 13:30 tot 20 u. en zaterdag van 9  ot 17 u. (tweewekelijks)",
            [slot(5, "13:30", "20:00"), slot(6, "09:00", "17:00")],
        ),
        ("5 donderdagen (ca. 9 tot 16 u.)", [slot(4, "09:00", "16:00")]),
        ("di 18:30-21:30", [slot(2, "18:30", "21:30")]),
        ("ma-vr 9-17", [slot(day, "09:00", "17:00") for day in range(1, 6)]),
        ("lundi 9h30 à 12h", [slot(1, "09:30", "12:00")]),
        ("Iedere lesdag start om 8.30 u. en eindigt ten laatste om 18 u.", [slot(None, "08:30", "18:00")]),
        ("Eén lesdag per week (dinsdag, 8u-18u)", [slot(2, "08:00", "18:00")]),
        ("Online intervisie maandag 9 februari van 18.30 tot 19.30 u.", []),
        ("blended: 1-2u les + 8u zelfstudie per week", []),
        ("Dinsdag (hele dag)", []),
        ("3", []),
        ("van 17 tot 9 u.", []),
    ],
)
def test_hours_of_every_shape_become_slots(text: str, expected: list[Slot]) -> None:
    assert list(hours.slots(text)) == expected


def test_the_weekday_of_a_single_day_is_used_where_none_is_named() -> None:
    assert hours.slots("Van 9 tot 16 u.", weekday=4) == (slot(4, "09:00", "16:00"),)
    assert hours.slots("di 9-12", weekday=4) == (slot(2, "09:00", "12:00"),)


@given(st.text(alphabet="di wo 0123456789.:-–u", max_size=60))
def test_slots_never_fail_and_always_end_after_they_start(text: str) -> None:
    assert all(found.start < found.end for found in hours.slots(text))


@pytest.mark.parametrize("text", ["2025-12-3", "03/12/2025", "2025-12-03T10:00:00", "3.12.2025"])
def test_days_are_read_in_their_notations(text: str) -> None:
    assert dates.day(text) == date(2025, 12, 3)


@pytest.mark.parametrize("text", ["", "2025-13-01", "31/02/2025", "3 december", "12/25"])
def test_what_is_no_day_gives_none(text: str) -> None:
    assert dates.day(text) is None


def test_an_address_gives_up_its_postcode_and_town() -> None:
    assert jobat_text.address("Voorbeeldstraat 4, 2018 Antwerpen") == ("Voorbeeldstraat 4", "2018", "Antwerpen")
    assert jobat_text.address("Voorbeeldstraat 4") == ("Voorbeeldstraat 4", "", "")


def test_web_addresses_lose_what_follows_the_visitor() -> None:
    assert jobat_text.web_address("https://e.be/x?utm_source=a&id=3&utm_medium=b") == "https://e.be/x?id=3"
    assert jobat_text.web_address("turn0image8") == ""
    assert jobat_text.web_address("javascript:alert(1)") == ""


def test_schemes_are_found_in_what_a_provider_claims() -> None:
    found = claims.claims(
        "Vlaams opleidingsverlof (VOV), Opleidingscheques, Kmo-portefeuille, Vlaams opleidingskrediet"
    )
    assert [claim.scheme for claim in found] == ["vov", "opleidingscheques", "kmo-portefeuille", "opleidingskrediet"]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("GO! CVO Voorbeeld", ProviderKind.ADULT_EDUCATION),
        ("SYNTRA Noord", ProviderKind.ENTREPRENEUR_TRAINING),
        ("CENTRUM BASISEDUCATIE NOORD", ProviderKind.BASIC_EDUCATION),
        ("VDAB ", ProviderKind.PUBLIC_CENTRE),
        ("Voorbeeld Hogeschool", ProviderKind.UNIVERSITY_COLLEGE),
        ("Voorbeeld vzw", ProviderKind.NON_PROFIT),
        ("DE BRUG", ProviderKind.UNKNOWN),
    ],
)
def test_the_kind_of_a_provider_is_read_from_its_name(name: str, kind: ProviderKind) -> None:
    assert providers.kind_of(name) is kind


@pytest.mark.parametrize(
    ("name", "kind", "level"),
    [
        ("Attest van deelname", CertificateKind.PROOF_OF_ATTENDANCE, None),
        ("Getuigschrift postgraduaat X", CertificateKind.CERTIFICATE, None),
        ("Getuigschrift Micro-credential X", CertificateKind.PARTIAL_CERTIFICATE, None),
        ("Professionele bachelor-na-bachelor X", CertificateKind.DIPLOMA, 6),
        ("X (HBO5 - graduaat)", CertificateKind.DIPLOMA, 5),
        ("officieel getuigschrift", CertificateKind.CERTIFICATE, None),
        ("iets", CertificateKind.UNKNOWN, None),
    ],
)
def test_kind_and_level_of_a_certificate_are_read_from_its_name(
    name: str, kind: CertificateKind, level: int | None
) -> None:
    assert (certificates.kind_of(name), certificates.level_of(name)) == (kind, level)


def test_vdab_sections_follow_headings_and_fixed_sentences() -> None:
    text = (
        "Instapvoorwaarden:\nJe kan lezen.\nJe kan rekenen.\n\nDeze opleiding staat open voor iedereen.\n\n"
        "Dit leer je hier.\nDeze webcursus wordt aangeboden met coaching."
    )
    found = vdab_text.sections(text.replace("Instap", "Doel: alles\nInstap"), "summary")
    assert found["entry_requirements"].startswith("Je kan lezen.\nJe kan rekenen.")
    assert found["for_whom"] == "Deze opleiding staat open voor iedereen."
    assert found["practical"] == "Deze webcursus wordt aangeboden met coaching."


def test_an_unknown_heading_ends_a_section_of_the_programme() -> None:
    found = vdab_text.sections("Doelgroep:\nIedereen\n\nModule A:\n- lassen", "content")
    assert found == {"for_whom": "Iedereen", "content": "Module A:\n- lassen"}


def test_outcomes_become_statements_and_remarks_stay_apart() -> None:
    links, rest = vdab_text.outcomes("Na het volgen van deze module kan je:\n- plannen lezen\n- lassen\nZie de site")
    assert [link.label for link in links] == ["plannen lezen", "lassen"]
    assert rest == "Zie de site"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("lassen; metaal;lassen", ("lassen", "metaal")),
        ("lassen, TIG lassen", ("lassen", "TIG lassen")),
        ("lassen metaal", ("lassen", "metaal")),
        ("TKO - diploma - secundair", ("TKO", "diploma", "secundair")),
        ("", ()),
    ],
)
def test_keywords_split_at_what_separates_them(text: str, expected: tuple[str, ...]) -> None:
    assert vdab_text.keywords(text) == expected
