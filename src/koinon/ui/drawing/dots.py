"""A figure with its interval for each label, one below the other, by Vega-Lite."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import vl_convert
from django.utils.formats import get_format
from django.utils.translation import gettext as _

from koinon.ui.drawing import chart
from koinon.ui.drawing.chart import Chart, interval_text
from koinon.ui.drawing.labels import ABOVE, BESIDE, HIGH, SPLIT, TO_THE_LAST, TO_THE_MIDDLE, labelled, tallest


@dataclass(frozen=True)
class Dot:
    """A figure with its interval where published; no value leaves the line empty."""

    label: str
    value: float | None
    low: float | None = None
    high: float | None = None


def dots(
    rows: Sequence[Dot],
    *,
    title: str,
    summary: str,
    columns: tuple[str, str],
    scale: tuple[float, float] | None = None,
    at: float | None = None,
    places: int = 2,
) -> Chart:
    """Dots with their intervals, in the order given. `at`: a figure to compare with, as an upright line."""
    table = tuple((one.label, interval_text(one.value, one.low, one.high, places)) for one in rows)
    if not any(one.value is not None for one in rows):
        return Chart(title, summary, columns, (), "", "")
    said = [{"label": one.label, "v": one.value, "l": one.low, "h": one.high} for one in rows]
    rest = {"scale": list(scale) if scale else None, "at": at, "none": _("no figure")}
    separators = (get_format("DECIMAL_SEPARATOR"), chart.number_text(1000)[1])
    wide, narrow = (
        _svg(json.dumps({"rows": labelled(said, letters), **rest}), title, summary, width, separators)
        for width, letters in ((chart.WIDE, BESIDE), (chart.NARROW, ABOVE))
    )
    return Chart(title, summary, columns, table, wide, narrow)


@lru_cache(maxsize=256)
def _svg(packed: str, title: str, summary: str, width: int, separators: tuple[str, str]) -> str:
    spec = specification(json.loads(packed), width)
    written = {"decimal": separators[0], "thousands": separators[1], "grouping": [3], "currency": ["", ""]}
    drawn = vl_convert.vegalite_to_svg(spec, allowed_base_urls=[], format_locale=written)
    return chart.dressed(drawn, title, summary, f"{chart.digest(packed)[:8]}-{width}")


def specification(data: dict[str, Any], width: int) -> dict[str, Any]:
    """The Vega-Lite specification: intervals as lines, figures as dots; on a phone labels stand above."""
    narrow = width == chart.NARROW
    order = [row["label"] for row in data["rows"]]
    down = 9 if narrow else 0
    lines = tallest(data["rows"])
    beside = {
        "labelExpr": SPLIT, "labelOffset": {"expr": TO_THE_MIDDLE}, "labelLimit": 0, "labelLineHeight": HIGH,
        "labelPadding": 8, "domain": False, "ticks": False, "grid": False,
    }  # fmt: skip
    y = {
        "field": "label", "type": "nominal", "sort": order, "title": None,
        "axis": None if narrow else beside,
    }  # fmt: skip
    across: dict[str, Any] = {"zero": False, "nice": data["scale"] is None}
    if data["scale"]:
        across["domain"] = data["scale"]
    x = {
        "field": "v", "type": "quantitative", "scale": across,
        "axis": {"title": None, "tickCount": 5, "domain": False, "ticks": False},
    }  # fmt: skip
    there = {"filter": "isValid(datum.v)"}
    layers: list[dict[str, Any]] = [
        {
            "transform": [{"filter": "isValid(datum.l) && isValid(datum.h)"}],
            "mark": {"type": "rule", "strokeWidth": 5, "opacity": 0.35, "color": "#020301", "yOffset": down},
            "encoding": {"x": {**x, "field": "l"}, "x2": {"field": "h"}, "y": y},
        },
        {
            "transform": [there],
            "mark": {
                "type": "point", "filled": True, "size": 70, "color": "#020301", "opacity": 1,
                "yOffset": down,
            },
            "encoding": {"x": x, "y": y},
        },
        {
            "transform": [{"filter": "!isValid(datum.v)"}],
            "mark": {
                "type": "text", "align": "left", "text": data["none"], "color": chart.SOFT,
                "yOffset": down,
            },
            "encoding": {"x": {"value": 4}, "y": y},
        },
    ]  # fmt: skip
    if data["at"] is not None:
        rule = {"type": "rule", "strokeDash": [4, 3], "color": chart.INK, "opacity": 0.6}
        layers.insert(0, {"data": {"values": [{"v": data["at"]}]}, "mark": rule, "encoding": {"x": x}})
    if narrow:
        layers.append({
            "mark": {
                "type": "text", "align": "left", "baseline": "bottom", "yOffset": -2, "color": chart.INK,
                "dy": {"expr": TO_THE_LAST}, "lineBreak": "\n", "lineHeight": HIGH,
            },
            "encoding": {"x": {"value": 0}, "y": y, "text": {"field": "label"}},
        })  # fmt: skip
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "data": {"values": data["rows"]},
        "width": width, "padding": 2,
        "height": (29 + HIGH * lines if narrow else 28 + 4 * (lines - 1)) * len(order) + 26,
        "autosize": {"type": "fit", "contains": "padding"},
        "layer": layers, "config": chart.look(narrow),
    }  # fmt: skip
