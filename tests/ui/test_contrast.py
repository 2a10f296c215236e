"""Every pair of colours in use reaches WCAG 2.2 AA, in light and in dark."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from koinon.ui.drawing.files import DARK

TOKENS = Path(__file__).resolve().parents[2] / "src/koinon/ui/frontend/css/tokens.css"
PAPERS = ("ground", "surface", "sunk")
TEXT = [
    *((ink, paper) for ink in ("ink", "ink-soft", "sea", "sea-strong", "rubric") for paper in PAPERS),
    *((tone, paper) for tone in ("good", "care") for paper in (*PAPERS, f"{tone}-wash")),
    ("rubric", "rubric-wash"),
    *((ink, "sea-wash") for ink in ("ink", "ink-soft", "sea", "sea-strong")),
    *((ink, marker) for ink in ("ink",) for marker in ("marker", "marker-strong", "good-wash", "care-wash")),
    ("ink", "rubric-wash"),
    ("ink-soft", "marker"),
    ("on-sea", "sea"),
    ("on-sea", "sea-strong"),
    ("on-band", "band"),
    ("on-band-soft", "band"),
]
SHAPES = [
    *((line, paper) for line in ("line-strong", "focus", "sea") for paper in PAPERS),
    ("hearth", "band"),
    *((f"series-{n}", paper) for n in range(1, 6) for paper in ("ground", "surface")),
]


def tokens(dark: bool) -> dict[str, str]:
    """Name → #rrggbb of the light colours, overlaid with the dark ones when asked."""
    light, night = TOKENS.read_text("utf-8").split("@media screen and (prefers-color-scheme: dark)")
    night = night.partition("@media")[0]
    found = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", light))
    return found | (dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", night)) if dark else {})


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """From 1 (the same) to 21 (black on white)."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_the_measure_itself() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


def test_an_image_has_the_colours_of_the_dark_page() -> None:
    night = tokens(dark=True)
    assert {name: night[name] for name in DARK} == DARK


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize(("need", "pairs"), [(4.5, TEXT), (3.0, SHAPES)], ids=["text", "shapes"])
def test_pairs_reach_aa(dark: bool, need: float, pairs: list[tuple[str, str]]) -> None:
    colours = tokens(dark)
    low = {pair: round(contrast(*(colours[name] for name in pair)), 2) for pair in pairs}
    assert not {pair: value for pair, value in low.items() if value < need}


def test_every_colour_has_its_night() -> None:
    night = TOKENS.read_text("utf-8").split("prefers-color-scheme: dark)")[1]
    kept = {"on-band", "hearth"}
    missing = [n for n in tokens(dark=False) if f"--{n}: #" not in night and n not in kept]
    assert not missing
