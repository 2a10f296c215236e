"""Horizontal bars, whole or in parts, by Vega-Lite."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import vl_convert
from django.utils.formats import get_format

from koinon.ui.drawing.chart import INK, NARROW, SERIES, WIDE, Chart, dressed, look, number_text
from koinon.ui.drawing.labels import ABOVE, BESIDE, HIGH, SPLIT, TO_THE_LAST, TO_THE_MIDDLE, labelled, tallest


def bars(
    rows: Sequence[tuple[str, float]], *, title: str, summary: str, columns: tuple[str, str], unit: str = ""
) -> Chart:
    """Horizontal bars in the order given. `rows`: (label, value); `columns`: what both are called."""
    data = [{"label": label, "value": value} for label, value in rows]
    table = tuple((label, number_text(value, unit)) for label, value in rows)
    return Chart(title, summary, columns, table, *_both(data, title, summary, ()))


def stacked(
    rows: Sequence[tuple[str, Sequence[float]]],
    *,
    title: str,
    summary: str,
    label: str,
    series: Sequence[str],
) -> Chart:
    """Horizontal bars made of up to five parts. `rows`: (label, one value for each of `series`)."""
    if len(series) > SERIES:
        raise ValueError(f"A stacked chart has at most {SERIES} parts; {len(series)} were given.")
    data = [
        {"label": name, "value": value, "part": part, "order": order}
        for name, values in rows
        for order, (part, value) in enumerate(zip(series, values, strict=True))
    ]
    table = tuple((name, *(number_text(value) for value in values)) for name, values in rows)
    columns = (label, *series)
    shown = tuple(series)
    return Chart(title, summary, columns, table, *_both(data, title, summary, shown), shown)


def _both(data: list[dict[str, Any]], title: str, summary: str, series: tuple[str, ...]) -> tuple[str, str]:
    if not data:
        return "", ""
    marks = (get_format("DECIMAL_SEPARATOR"), number_text(1000)[1])
    wide, narrow = (
        _svg(json.dumps(labelled(data, letters), sort_keys=True), title, summary, series, width, marks)
        for width, letters in ((WIDE, BESIDE), (NARROW, ABOVE))
    )
    return wide, narrow


@lru_cache(maxsize=256)
def _svg(
    packed: str, title: str, summary: str, series: tuple[str, ...], width: int, marks: tuple[str, str]
) -> str:
    spec = specification(json.loads(packed), series, width)
    written = {"decimal": marks[0], "thousands": marks[1], "grouping": [3], "currency": ["", ""]}
    drawn = vl_convert.vegalite_to_svg(spec, allowed_base_urls=[], format_locale=written)
    return dressed(drawn, title, summary, f"{hashlib.sha256(packed.encode()).hexdigest()[:8]}-{width}")


def specification(data: list[dict[str, Any]], series: tuple[str, ...], width: int) -> dict[str, Any]:
    """The Vega-Lite specification of horizontal bars, stacked when there are series."""
    import altair as alt  # half a second that a command which draws nothing need not wait

    narrow = width == NARROW
    base = alt.Chart(alt.InlineData(values=data))
    order = list(dict.fromkeys(row["label"] for row in data))
    lines = tallest(data)
    beside = alt.Axis(
        labelExpr=SPLIT, labelOffset=alt.ExprRef(TO_THE_MIDDLE), labelLimit=0, labelLineHeight=HIGH,
        labelPadding=8, domain=False, ticks=False,
    )  # fmt: skip
    y = alt.Y("label:N", sort=order, title=None, axis=None if narrow else beside)
    bar: dict[str, Any] = {"size": 15, "yOffset": 9} if narrow else {"size": 20}
    longest = max(sum(row["value"] for row in data if row["label"] == label) for label in order)
    marks = max(1, min(4, math.floor(longest)))  # so that few things are counted in whole ones
    ticks = alt.Axis(tickCount=marks, tickMinStep=1, format="~s", domain=False, ticks=False)
    highest = alt.X("value:Q", title=None, axis=ticks)
    if series:
        colours = [f"#02030{n}" for n in range(1, len(series) + 1)]
        colour = alt.Color("part:N", scale=alt.Scale(domain=list(series), range=colours), legend=None)
        plot: Any = base.mark_bar(**bar).encode(x=highest, y=y, color=colour, order=alt.Order("order:Q"))
    else:
        plain = base.mark_bar(**bar, color="#020301").encode(x=highest, y=y)
        words = base.mark_text(
            align="left", dx=6, yOffset=bar.get("yOffset", 0), color=INK, fontWeight=600
        ).encode(x="value:Q", y=y, text=alt.Text("value:Q", format="~s"))
        plot = plain + words
    if narrow:
        above = base.transform_aggregate(groupby=["label"])
        plot += above.mark_text(
            align="left",
            baseline="bottom",
            yOffset=-2,
            dy=alt.ExprRef(TO_THE_LAST),
            color=INK,
            lineBreak="\n",
            lineHeight=HIGH,
        ).encode(x=alt.value(0), y=y, text="label:N")
    height = (29 + HIGH * lines if narrow else 30 + 4 * (lines - 1)) * len(order) + 26
    plot = plot.properties(width=width, height=height, padding=2)
    plot = plot.properties(autosize=alt.AutoSizeParams(type="fit", contains="padding"))
    return dict(plot.configure(**look(narrow)).to_dict(validate=False))  # each part was, as it was made
