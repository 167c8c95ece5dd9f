"""The style sheet by itself: small, and every text on every ground can be read, light and dark. Needs no browser."""

import gzip
import re
from pathlib import Path

import pytest
from browsing import ROOT

SHEET = ROOT / "templates" / "static" / "style.css"
# (text, ground) as the sheet puts them together.
PAIRS = [
    *((text, ground) for text in ("ink", "soft") for ground in ("paper", "mist")),
    ("ink", "accent-soft"),
    *(("accent", ground) for ground in ("paper", "mist", "accent-soft")),
    ("accent", "stop-soft"),
    ("accent-ink", "accent"),
    ("paper", "ink"),
    ("yes", "paper"),
    ("yes", "mist"),
    ("warn", "paper"),
    ("warn", "mist"),
    ("warn", "warn-soft"),
    ("stop", "paper"),
    ("stop", "mist"),
    ("stop", "stop-soft"),
]
# What is no text but must be seen: borders of fields, signs, bars.
SHAPES = [("edge", "paper"), ("edge", "mist"), ("accent", "mist"), ("accent", "paper")]


def tokens() -> dict[str, dict[str, str]]:
    """The colours of the sheet, light and dark."""
    light, dark = re.findall(r":root \{(.*?)\}", SHEET.read_text(encoding="utf-8"), re.DOTALL)[:2]
    return {
        name: dict(re.findall(r"--([a-z-]+): (#[0-9a-f]+);", block))
        for name, block in (("light", light), ("dark", dark))
    }


def luminance(colour: str) -> float:
    """Relative luminance of #rgb or #rrggbb (WCAG 2.2)."""
    digits = colour.lstrip("#")
    digits = "".join(one * 2 for one in digits) if len(digits) == 3 else digits
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio, 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_stands_out_from_its_ground(text: str, ground: str, scheme: str) -> None:
    colours = tokens()[scheme]
    assert contrast(colours[text], colours[ground]) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("shape", "ground"), SHAPES)
def test_shapes_stand_out_from_their_ground(shape: str, ground: str, scheme: str) -> None:
    colours = tokens()[scheme]
    assert contrast(colours[shape], colours[ground]) >= 3


@pytest.mark.parametrize("sheet", sorted(SHEET.parent.glob("*.css")), ids=lambda file: file.name)
def test_each_sheet_stays_below_20_kb(sheet: Path) -> None:
    assert sheet.stat().st_size < 20_000


def test_what_a_first_visit_loads_stays_below_80_kb_compressed() -> None:
    static = SHEET.parent
    assert sum(len(gzip.compress(file.read_bytes())) for file in static.iterdir()) < 40_000


def test_the_templates_hold_no_script_and_no_style() -> None:
    for file in (ROOT / "templates").rglob("*.html"):
        text = file.read_text(encoding="utf-8")
        assert not re.search(r"\sstyle=|\son[a-z]+=|<style", text), file
        scripts = re.sub(r"<script src=\"{{ asset\('[a-z]+\.js'\) }}\" defer></script>", "", text)
        assert set(re.findall(r"<script[^>]*>", scripts)) <= {'<script type="application/ld+json">'}, file
