"""How classes are told apart: a colour and a pattern each, so that neither is needed to see the other.

A drawing declares the patterns it uses under a key of its own, so that two on a page do not mix.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from koinon.ui.drawing.chart import Swatch

STEPS = ("#dcecf1", "#a3cbd8", "#5d9fb6", "#24708b", "#063c50")
_STEP = {f"step-{n}": f"var(--step-{n},{STEPS[n - 1]})" for n in range(1, 6)}
COLOURS = {
    **_STEP,
    "good": "var(--series-1,#0a5570)",
    "bad": "var(--mark-bad,#dd8d8f)",
    "care": "var(--mark-care,#dcb45c)",
    "soft": "var(--mark-soft,#b9c4ca)",
    "none": "var(--sunk,#e9eeef)",
}
_INK, _PALE = "var(--ink,#14222b)", "var(--surface,#ffffff)"
_FINE, _BOLD = ".9", "1.6"
# What is drawn over the colour within a square of eight units: the path, its colour, and how wide a line.
PATTERNS = {
    "step-1": ("", "", ""),
    "step-2": ("M2 2h1.2M6 6h1.2", _INK, "1.2"),
    "step-3": ("M0 8L8 0M-2 2L2-2M6 10L10 6", _PALE, _FINE),
    "step-4": ("M0 4h8M4 0v8", _PALE, ".8"),
    "step-5": ("", "", ""),
    "good": ("", "", ""),
    "bad": ("M0 8L8 0M-2 2L2-2M6 10L10 6", _INK, _BOLD),
    "care": ("M1.5 2h2M5.5 6h2", _INK, "2"),
    "soft": ("", "", ""),
    "none": ("M0 0L8 8M-2 6L2 10M6-2L10 2", "var(--line-strong,#75848d)", ".7"),
}


@dataclass(frozen=True)
class Class:
    """One of the classes that places or years fall into: its key, its words, its tone, its letter."""

    key: str
    label: str
    tone: str
    letter: str = ""


def patterns(tones: Iterable[str], key: str, unit: float = 1) -> str:
    """The declarations of the patterns of these tones, enlarged by `unit`."""
    return "<defs>" + "".join(_pattern(tone, key, unit) for tone in dict.fromkeys(tones)) + "</defs>"


def fill(tone: str, key: str) -> str:
    """The value of a fill."""
    return f"url(#{key}-{tone})" if PATTERNS[tone][0] else COLOURS[tone]


def swatch(one: Class, key: str) -> Swatch:
    """A class in the legend."""
    own = f"{key}-{one.key}-k"
    defs = patterns([one.tone], own) if PATTERNS[one.tone][0] else ""
    words = f"{one.label} ({one.letter})" if one.letter else one.label
    return Swatch(f'{defs}<path d="M0 0h24v14H0z" fill="{fill(one.tone, own)}"/>', words)


def _pattern(tone: str, key: str, unit: float) -> str:
    path, ink, width = PATTERNS[tone]
    if not path:
        return ""
    bigger = f' patternTransform="scale({unit:g})"' if unit != 1 else ""
    return (
        f'<pattern id="{key}-{tone}" width="8" height="8" patternUnits="userSpaceOnUse"{bigger}>'
        f'<path d="M0 0h8v8H0z" fill="{COLOURS[tone]}"/>'
        f'<path d="{path}" stroke="{ink}" stroke-width="{width}"/></pattern>'
    )
