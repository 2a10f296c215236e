"""What every chart is: words, a table, and a drawing as SVG that follows the page's colours.

A chart carries a title, a sentence, and its rows as a table: nobody needs to see it to read it.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

from django.utils.formats import number_format

WIDE, NARROW = 680, 340  # px of the whole drawing, for screens above and below 640 px
SERIES = 5
FALLBACK = ("#0a5570", "#ad7f12", "#4c8ba4", "#7d8b94", "#a4202c")
INK, SOFT, LINE, BAD, GOOD = "#010203", "#010204", "#010205", "#010206", "#010207"
PLACEHOLDERS = {
    INK: "var(--ink,#14222b)",
    SOFT: "var(--ink-soft,#47555f)",
    LINE: "var(--line,#d3dcdf)",
    BAD: "var(--rubric,#a4202c)",
    GOOD: "var(--good,#17663b)",
    **{f"#02030{n}": f"var(--series-{n},{FALLBACK[n - 1]})" for n in range(1, SERIES + 1)},
}
FACE = "Koinon Sans, 'Source Sans 3', sans-serif"
MEASURED_AS = "Liberation Sans"  # a face the renderer carries, a little wider than the browser's


@dataclass(frozen=True)
class Swatch:
    """One entry of a legend: what is drawn, as SVG markup, and what it stands for."""

    drawn: str
    label: str


@dataclass(frozen=True)
class Chart:
    """A drawn chart. `rows` are the table's cells as text, the first of each row being its label.

    A drawing without `narrow` is shown at every width. `series` names the colours of parts; `legend` is
    there where colour alone does not tell them apart. `words` says that the cells are text, not figures.
    `links` are the addresses that the labels of the rows lead to, if they lead anywhere.
    """

    title: str
    summary: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    wide: str
    narrow: str
    series: tuple[str, ...] = ()
    legend: tuple[Swatch, ...] = ()
    note: str = ""
    words: bool = False
    links: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """A short digest of the content, usable in ids and as an entity tag."""
        return digest(self.title, self.columns, self.rows)

    @property
    def size(self) -> tuple[str, str]:
        """How wide and how high the drawing is, in its own units."""
        wide, high = self.wide.split('viewBox="')[1].split('"')[0].split()[2:]
        return wide, high

    @property
    def linked_rows(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The rows of the table, each with the address that its label leads to, "" for none."""
        return tuple(zip(self.links or ("",) * len(self.rows), self.rows, strict=True))


def digest(*content: object) -> str:
    """A short name of what is drawn: letters and figures."""
    return hashlib.sha256(json.dumps(content, default=str).encode("utf-8")).hexdigest()[:12]


def number_text(value: float, unit: str = "", places: int | None = None) -> str:
    """A figure as the language of the page writes it: 1204 → “1 204”, 3.25 → “3.2”, with its unit."""
    kept = places if places is not None else 0 if float(value).is_integer() else 1
    whole = number_format(f"{value:.{kept}f}", decimal_pos=kept, force_grouping=True)
    return whole + (f"\u202f{unit}" if unit else "")


def interval_text(value: float | None, low: float | None, high: float | None, places: int) -> str:
    """A figure with its interval as one cell: “0.51 (0.43–0.59)”; “–” where there is none."""
    if value is None:
        return "–"
    own = number_text(value, places=places)
    if low is None or high is None:
        return own
    return f"{own} ({number_text(low, places=places)}–{number_text(high, places=places)})"


def look(narrow: bool) -> dict[str, Any]:
    """The configuration that every drawing by the grammar shares."""
    size = 13 if narrow else 14
    return {
        "font": MEASURED_AS,
        "background": "transparent",
        "view": {"stroke": None},
        "axis": {
            "labelColor": INK, "labelFontSize": size, "gridColor": LINE, "tickColor": LINE,
            "titleColor": SOFT, "titleFontSize": size,
        },
        "axisX": {"labelColor": SOFT},
        "axisY": {"grid": False},
        "text": {"fontSize": size},
    }  # fmt: skip


def dressed(svg: str, title: str, summary: str, key: str) -> str:
    """Take out fixed sizes, styles and screen-reader noise; put in the page's colours, title and words."""
    head, _, body = svg.partition(">")
    view_box = re.search(r'viewBox="([^"]+)"', head)
    body = re.sub(r"<style.*?</style>", "", body, flags=re.S)
    body = re.sub(r' (?:style|aria-[\w-]+|role|class)="[^"]*"', "", body)
    for placeholder, colour in PLACEHOLDERS.items():
        body = body.replace(f'"{placeholder}"', f'"{colour}"')
    body = re.sub(r' (?:font-family|pointer-events|opacity)="(?:[^"0]*|1)"', "", body)
    body = re.sub(r'<path d="(?:M0,0h0v0h0Z)?"(?: display="none")?/>', "", body)
    body = re.sub(r"(\d\.\d)\d+", r"\1", body)
    frame = view_box.group(1) if view_box else f"0 0 {WIDE} 100"
    return framed(body.removesuffix("</svg>"), frame, title, summary, key)


def framed(body: str, frame: str, title: str, summary: str, key: str) -> str:
    """A drawing with its words, as one image to those who hear it. `frame`: the view box."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{frame}" role="img" direction="ltr"'
        f' font-family="{FACE}"'
        f' aria-labelledby="t-{key} d-{key}"><title id="t-{key}">{escape(title)}</title>'
        f'<desc id="d-{key}">{escape(summary)}</desc>{body}</svg>'
    )
