"""A chart as a file that stands alone: its words, legend, drawing and sources in one SVG."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from xml.sax.saxutils import escape

from koinon.ui.drawing.chart import FACE, Chart

WIDTH, MARGIN = 720, 20  # px
LETTERS = 98  # of a line of small text
INK, SOFT = "#14222b", "#47555f"
# The colours of the dark page, as `frontend/css/tokens.css` has them: an image cannot ask the page.
DARK = {
    "surface": "#152027", "sunk": "#0a1115", "ink": "#e7edef", "ink-soft": "#a8b6bd", "line": "#2a3942",
    "line-strong": "#768892", "rubric": "#f4a09c", "good": "#86d3a5", "series-1": "#7fc6db",
    "series-2": "#e0b352", "series-3": "#4a8ba0", "series-4": "#8496a0", "series-5": "#f4a09c",
    "step-1": "#20343d", "step-2": "#2f5868", "step-3": "#4a8ba0", "step-4": "#7fc6db",
    "step-5": "#d5f0f8", "mark-bad": "#b0575c", "mark-care": "#a9812f", "mark-soft": "#56656d",
}  # fmt: skip


def bare(chart: Chart, *, narrow: bool = False) -> str:
    """The drawing without its words, for a page that shows it as an image, by day and by night."""
    drawn = chart.narrow if narrow and chart.narrow else chart.wide
    head, _, body = drawn.partition(">")
    night = "".join(f"--{name}:{colour};" for name, colour in DARK.items())
    return f"{head}><style>@media (prefers-color-scheme:dark){{:root{{{night}}}}}</style>{body}"


def alone(chart: Chart, sources: Sequence[str]) -> str:
    """The file. Its colours are those of the light page: an image knows nothing of where it is shown."""
    parts: list[str] = []
    y = MARGIN + 22
    for line in textwrap.wrap(chart.title, 64):
        parts.append(
            f'<text x="{MARGIN}" y="{y}" font-size="20" font-weight="600" fill="{INK}">{escape(line)}</text>'
        )
        y += 26
    y = _small(parts, chart.summary, y)
    y = _legend(parts, chart, y + 4)
    frame = [float(n) for n in chart.wide.split('viewBox="')[1].split('"')[0].split()]
    wide = WIDTH - 2 * MARGIN
    high = round(wide * frame[3] / frame[2])
    placed = f'<svg x="{MARGIN}" y="{y}" width="{wide}" height="{high}" '
    parts.append(placed + chart.wide.removeprefix("<svg "))
    y += high + 24
    for line in (chart.note, *sources):
        y = _small(parts, line, y)
    body = "".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {y}" width="{WIDTH}" height="{y}"'
        f' font-family="{FACE}"><rect width="{WIDTH}" height="{y}" fill="#ffffff"/>{body}</svg>'
    )


def _small(parts: list[str], text: str, y: int) -> int:
    for line in textwrap.wrap(text, LETTERS):
        parts.append(f'<text x="{MARGIN}" y="{y}" font-size="14" fill="{SOFT}">{escape(line)}</text>')
        y += 19
    return y


def _legend(parts: list[str], chart: Chart, y: int) -> int:
    x = MARGIN
    for one in chart.legend:
        room = 42 + round(7.4 * len(one.label))
        if x > MARGIN and x + room > WIDTH - MARGIN:
            x, y = MARGIN, y + 22
        parts.append(f'<svg x="{x}" y="{y}" width="24" height="14" viewBox="0 0 24 14">{one.drawn}</svg>')
        parts.append(
            f'<text x="{x + 31}" y="{y + 12}" font-size="14" fill="{INK}">{escape(one.label)}</text>'
        )
        x += room
    return y + 28 if chart.legend else y
