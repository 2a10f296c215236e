"""Figures over the years: lines with the band of their interval, by Vega-Lite.

A year without a figure leaves a gap; a figure alone between gaps is a dot. Lines differ by their dashes as
well as by their colours, spans by a sign at their head.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import vl_convert
from django.utils.formats import get_format
from django.utils.translation import gettext as _

from koinon.ui.drawing import chart
from koinon.ui.drawing.chart import Chart, Swatch, interval_text

DASHES = ([1, 0], [7, 4], [2, 3], [10, 3, 2, 3], [4, 2])
TONES = {"bad": (chart.BAD, "▼", 0.13), "good": (chart.GOOD, "▲", 0.13), "soft": (chart.SOFT, "■", 0.1)}
HEIGHT = {chart.WIDE: 260, chart.NARROW: 210}  # px


@dataclass(frozen=True)
class Point:
    """A figure of a year with the ends of its interval where published; no value is a gap."""

    year: int
    value: float | None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Series:
    """A line."""

    name: str
    points: tuple[Point, ...]


@dataclass(frozen=True)
class Span:
    """Years that are shaded, both included. `tone`: bad, good, soft."""

    first: int
    last: int
    label: str
    tone: str = "soft"


@dataclass(frozen=True)
class Mark:
    """Something that happened in a year, shown as a dashed line with a dot."""

    year: int
    label: str


def lines(
    series: Sequence[Series],
    *,
    title: str,
    summary: str,
    spans: Sequence[Span] = (),
    marks: Sequence[Mark] = (),
    scale: tuple[float, float] | None = None,
    places: int = 2,
) -> Chart:
    """Up to five lines over years. `scale`: the ends of the axis, else as the figures need.

    The table has a row a year, with each figure and its interval in one cell, newest first.
    """
    if len(series) > chart.SERIES:
        raise ValueError(f"A chart has at most {chart.SERIES} lines; {len(series)} were given.")
    rows = _rows(series, spans, marks, places)
    names = tuple(one.name for one in series)
    columns = (_("Year"), *names, *((_("Marked"),) if spans or marks else ()))
    if not rows:
        return Chart(title, summary, columns, (), "", "")
    packed = json.dumps(_data(series, spans, marks, scale))
    separators = (get_format("DECIMAL_SEPARATOR"), chart.number_text(1000)[1])
    wide, narrow = (_svg(packed, title, summary, w, separators) for w in (chart.WIDE, chart.NARROW))
    return Chart(title, summary, columns, rows, wide, narrow, legend=_legend(names, spans, marks))


def _rows(
    series: Sequence[Series], spans: Sequence[Span], marks: Sequence[Mark], places: int
) -> tuple[tuple[str, ...], ...]:
    held = [{p.year: p for p in one.points if p.value is not None} for one in series]
    noted = {mark.year for mark in marks} if any(held) else set()
    years = sorted({year for points in held for year in points} | noted, reverse=True)
    found = []
    for year in years:
        points = [points.get(year) for points in held]
        cells = [interval_text(p.value, p.low, p.high, places) if p else "–" for p in points]
        said = [s.label for s in spans if s.first <= year <= s.last]
        said += [m.label for m in marks if m.year == year]
        found.append((str(year), *cells, *(("; ".join(said),) if spans or marks else ())))
    return tuple(found)


def _data(
    series: Sequence[Series],
    spans: Sequence[Span],
    marks: Sequence[Mark],
    scale: tuple[float, float] | None,
) -> dict[str, Any]:
    points: list[dict[str, Any]] = [
        {"y": p.year, "v": p.value, "l": p.low, "h": p.high, "s": number, "r": f"{number}.{run}"}
        for number, one in enumerate(series)
        for run, part in enumerate(runs(one.points))
        for p in part
    ]
    sizes = Counter(p["r"] for p in points)
    years = [p["y"] for p in points]
    first, last = min(years), max(max(years), min(years) + 1)
    within = [s for s in spans if s.last >= first and s.first <= last]
    return {
        "points": points,
        "alone": [p for p in points if sizes[p["r"]] == 1],
        "spans": [
            {"a": max(s.first - 0.5, first), "b": min(s.last + 0.5, last), "t": s.tone} for s in within
        ],
        "marks": [{"y": m.year} for m in marks if first <= m.year <= last],
        "years": [first, last],
        "scale": list(scale) if scale else None,
        "count": len(series),
    }


def runs(points: Sequence[Point]) -> list[list[Point]]:
    """The points with a value, parted where a year is missing."""
    found: list[list[Point]] = []
    for point in sorted(points, key=lambda p: p.year):
        if point.value is None:
            continue
        if found and found[-1][-1].year == point.year - 1:
            found[-1].append(point)
        else:
            found.append([point])
    return found


@lru_cache(maxsize=256)
def _svg(packed: str, title: str, summary: str, width: int, separators: tuple[str, str]) -> str:
    spec = specification(json.loads(packed), width)
    written = {"decimal": separators[0], "thousands": separators[1], "grouping": [3], "currency": ["", ""]}
    drawn = vl_convert.vegalite_to_svg(spec, allowed_base_urls=[], format_locale=written)
    return chart.dressed(drawn, title, summary, f"{chart.digest(packed)[:8]}-{width}")


def specification(data: dict[str, Any], width: int) -> dict[str, Any]:
    """The Vega-Lite specification, the layers from the ground up: spans, bands, lines, dots, marks."""
    narrow = width == chart.NARROW
    colours = [f"#02030{n + 1}" for n in range(data["count"])]
    domain = list(range(data["count"]))
    colour = {"field": "s", "type": "nominal", "scale": {"domain": domain, "range": colours}, "legend": None}
    dash = {
        "field": "s", "type": "nominal", "scale": {"domain": domain, "range": list(DASHES[: len(domain)])},
        "legend": None,
    }  # fmt: skip
    ticks = {"format": "d", "tickCount": 5 if narrow else 9, "tickMinStep": 1, "grid": False, "title": None}
    x = {
        "field": "y", "type": "quantitative", "axis": {**ticks, "domainColor": chart.LINE},
        "scale": {"domain": data["years"], "nice": False, "zero": False},
    }  # fmt: skip
    upright: dict[str, Any] = {"zero": False, "nice": data["scale"] is None}
    if data["scale"]:
        upright["domain"] = data["scale"]
    y = {
        "field": "v", "type": "quantitative", "scale": upright,
        "axis": {"grid": True, "domain": False, "ticks": False, "tickCount": 5, "title": None},
    }  # fmt: skip
    points = {"values": data["points"]}
    layers = [
        *_spans(data["spans"], x),
        {
            "data": points, "transform": [{"filter": "isValid(datum.l) && isValid(datum.h)"}],
            "mark": {"type": "area", "opacity": 0.2, "clip": True},
            "encoding": {
                "x": x, "y": {**y, "field": "l"}, "y2": {"field": "h"}, "color": colour,
                "detail": {"field": "r"},
            },
        },
        {
            "data": points, "mark": {"type": "line", "strokeWidth": 2.2, "clip": True},
            "encoding": {"x": x, "y": y, "color": colour, "strokeDash": dash, "detail": {"field": "r"}},
        },
        {
            "data": {"values": data["alone"]}, "mark": {"type": "point", "filled": True, "size": 34},
            "encoding": {"x": x, "y": y, "color": colour},
        },
        *_marks(data["marks"], x),
    ]  # fmt: skip
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": width, "height": HEIGHT[width], "padding": 2,
        "autosize": {"type": "fit", "contains": "padding"},
        "layer": layers, "config": chart.look(narrow),
    }  # fmt: skip


def _spans(spans: Sequence[dict[str, Any]], x: dict[str, Any]) -> list[dict[str, Any]]:
    """The shading of each tone, and its sign at the head of each span."""
    found: list[dict[str, Any]] = []
    for tone, (ink, sign, opacity) in TONES.items():
        own = [{**s, "m": (s["a"] + s["b"]) / 2} for s in spans if s["t"] == tone]
        if own:
            across = {"x": {**x, "field": "a"}, "x2": {"field": "b"}}
            shade = {"type": "rect", "color": ink, "opacity": opacity}
            found.append({"data": {"values": own}, "mark": shade, "encoding": across})
            word = {"type": "text", "text": sign, "y": 8, "color": ink, "fontSize": 11}
            found.append({"data": {"values": own}, "mark": word, "encoding": {"x": {**x, "field": "m"}}})
    return found


def _marks(marks: Sequence[dict[str, Any]], x: dict[str, Any]) -> list[dict[str, Any]]:
    if not marks:
        return []
    rule = {"type": "rule", "strokeDash": [3, 3], "color": chart.INK, "opacity": 0.5}
    dot = {"type": "point", "shape": "diamond", "filled": True, "size": 60, "y": 20, "color": chart.INK}
    held = {"values": list(marks)}
    return [{"data": held, "mark": mark, "encoding": {"x": x}} for mark in (rule, dot)]


def _legend(names: Sequence[str], spans: Sequence[Span], marks: Sequence[Mark]) -> tuple[Swatch, ...]:
    found: list[Swatch] = []
    for number, name in enumerate(names):
        if len(names) > 1:
            dash = " ".join(map(str, DASHES[number]))
            ink = chart.PLACEHOLDERS[f"#02030{number + 1}"]
            line = f'<path d="M0 7h24" stroke="{ink}" stroke-width="2.4" stroke-dasharray="{dash}"/>'
            found.append(Swatch(line, name))
    for label, tone in dict.fromkeys((s.label, s.tone) for s in spans):
        code, sign, _opacity = TONES[tone]
        ink = chart.PLACEHOLDERS[code]
        shade = f'<path d="M0 0h24v14H0z" fill="{ink}" opacity=".16"/>'
        found.append(
            Swatch(
                f'{shade}<text x="12" y="11" text-anchor="middle" font-size="11" fill="{ink}">{sign}</text>',
                label,
            )
        )
    if marks:
        ink = chart.PLACEHOLDERS[chart.INK]
        found.append(Swatch(f'<path d="M12 2l5 5-5 5-5-5z" fill="{ink}"/>', "; ".join(_told(marks))))
    return tuple(found)


def _told(marks: Sequence[Mark]) -> list[str]:
    """Each label once, with its years."""
    years: dict[str, list[str]] = {}
    for mark in sorted(marks, key=lambda m: m.year):
        years.setdefault(mark.label, []).append(str(mark.year))
    return [f"{label} ({', '.join(held)})" for label, held in years.items()]
