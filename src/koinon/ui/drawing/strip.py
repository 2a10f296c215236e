"""The class of each year as a strip of cells, one strip for each label: colour, pattern and letter.

Years of one class run together; a year without one is an empty cell.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from xml.sax.saxutils import escape

from koinon.ui.drawing.chart import NARROW, WIDE, Chart, digest, framed
from koinon.ui.drawing.labels import ABOVE, HIGH, wrapped
from koinon.ui.drawing.tones import Class, fill, patterns, swatch

ROW, CELL, AXIS = 34, 24, 24  # px: a strip with its room, the cells' height, the axis below
LINE = 18  # px of a line of the label above its strip, where the screen is narrow
BESIDE = 0.3  # of the width, for labels beside their strips
ROOM = 13  # px that a letter needs
LETTERS = 30  # of a line of a label that stands beside
LINES = 3  # of a label at most
INK = "var(--ink,#14222b)"
SOFT = "var(--ink-soft,#47555f)"

Years = Mapping[int, str]  # year → key of its class


def strip(
    rows: Sequence[tuple[str, Years]],
    classes: Sequence[Class],
    *,
    title: str,
    summary: str,
    columns: tuple[str, str, str],
    years: tuple[int, int] | None = None,
) -> Chart:
    """Strips in the order given. `columns`: what label, years and class are called in the table.

    `years`: the first and last shown, else those of the rows. The table has a row a run of years.
    """
    labels = {one.key: one.label for one in classes}
    table = tuple(
        (name, str(first) if first == last else f"{first}–{last}", labels[found])
        for name, held in rows
        for first, last, found in runs(held)
    )
    if not table:
        return Chart(title, summary, columns, (), "", "", words=True)
    every = [year for _name, held in rows for year in held]
    span = years or (min(every), max(every))
    key = f"s{digest(title, table)[:8]}"
    wide, narrow = (_svg(rows, classes, span, w, title, summary, f"{key}{w}") for w in (WIDE, NARROW))
    used = {found for _name, held in rows for found in held.values()}
    legend = tuple(swatch(one, key) for one in classes if one.key in used)
    return Chart(title, summary, columns, table, wide, narrow, legend=legend, words=True)


def runs(held: Years) -> list[tuple[int, int, str]]:
    """(first year, last year, class) of years that follow each other in one class."""
    found: list[tuple[int, int, str]] = []
    for year in sorted(held):
        if found and found[-1][1] == year - 1 and found[-1][2] == held[year]:
            found[-1] = (found[-1][0], year, held[year])
        else:
            found.append((year, year, held[year]))
    return found


def _svg(
    rows: Sequence[tuple[str, Years]],
    classes: Sequence[Class],
    span: tuple[int, int],
    width: int,
    title: str,
    summary: str,
    key: str,
) -> str:
    narrow = width == NARROW
    named = any(name for name, _held in rows)
    left = 0.0 if narrow or not named else width * BESIDE
    step = (width - left) / (span[1] - span[0] + 1)
    parts, top = [patterns((one.tone for one in classes), key)], 0.0
    for name, held in rows:
        lines = wrapped(name, ABOVE if narrow else LETTERS, LINES) if name else ()
        high = ROW if narrow else max(ROW, HIGH * len(lines) + 4)
        top += LINE * len(lines) if narrow else (high - ROW) / 2
        parts.append(_label(name, lines, top, narrow))
        parts.append(_cells(held, classes, span, left, step, top, key))
        top += ROW if narrow else (high + ROW) / 2
    parts.append(_axis(span, left, step, top, narrow))
    return framed("".join(parts), f"0 0 {width} {top + AXIS:g}", title, summary, key)


def _label(name: str, lines: Sequence[str], top: float, narrow: bool) -> str:
    """A label above its strip or beside it, whole for those who point at it."""
    if not lines:
        return ""
    apart = LINE if narrow else HIGH
    last = top - 5 if narrow else top + CELL / 2 + 5 + (len(lines) - 1) * apart / 2
    spans = "".join(
        f'<tspan x="0" y="{last - apart * (len(lines) - 1 - number):g}">{escape(line)}</tspan>'
        for number, line in enumerate(lines)
    )
    return f'<text font-size="13" fill="{INK}"><title>{escape(name)}</title>{spans}</text>'


def _cells(
    held: Years,
    classes: Sequence[Class],
    span: tuple[int, int],
    left: float,
    step: float,
    top: float,
    key: str,
) -> str:
    by_key = {one.key: one for one in classes}
    base = f"M{left:.1f} {top + CELL:.1f}h{step * (span[1] - span[0] + 1):.1f}"
    parts = [f'<path d="{base}" stroke="var(--line-strong,#75848d)"/>']
    for found, own in groupby(
        sorted(runs(held), key=lambda run: list(by_key).index(run[2])), lambda run: run[2]
    ):
        one, paths, words = by_key[found], [], []
        for first, last, _found in own:
            a, b = max(first, span[0]), min(last, span[1])
            if a > b:
                continue
            x, wide = left + (a - span[0]) * step, (b - a + 1) * step
            paths.append(f"M{x:.1f} {top:g}h{wide:.1f}v{CELL}h{-wide:.1f}z")
            if one.letter and wide >= ROOM:
                words.append(_letter(one.letter, x + wide / 2, top))
        parts.append(f'<path d="{"".join(paths)}" fill="{fill(one.tone, key)}"/>{"".join(words)}')
    return "".join(parts)


def _letter(letter: str, x: float, top: float) -> str:
    """A letter on a small ground of its own, so that it is read on any pattern."""
    return (
        f'<rect x="{x - 6:.1f}" y="{top + 4:g}" width="12" height="16" rx="2" fill="var(--surface,#ffffff)"/>'
        f'<text x="{x:.1f}" y="{top + 16.5:g}" font-size="12" font-weight="600" text-anchor="middle"'
        f' fill="{INK}">{escape(letter)}</text>'
    )


def _axis(span: tuple[int, int], left: float, step: float, top: float, narrow: bool) -> str:
    """Round years below the strips, as many as there is room for."""
    room = 44 if narrow else 56
    apart = next(n for n in (1, 2, 5, 10, 20, 25, 50, 100, 200, 500) if n * step >= room or n == 500)
    parts = []
    for year in range(-(-span[0] // apart) * apart, span[1] + 1, apart):
        x = left + (year - span[0] + 0.5) * step
        end = "start" if x < 16 else "middle"
        end = "end" if x > left + step * (span[1] - span[0] + 1) - 16 else end
        parts.append(
            f'<text x="{x:.1f}" y="{top + 14:g}" font-size="13" text-anchor="{end}" fill="{SOFT}">'
            f"{year}</text>"
        )
    return "".join(parts)
