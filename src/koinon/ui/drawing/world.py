"""Places on a map of the world, coloured and patterned by class.

The shapes were projected once (see `frontend/world.mjs`); to draw a map is to join strings. Places too
small to be seen are dots; a place without a figure is hatched; one without a shape is told in the note.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from koinon.ui.drawing.chart import Chart, Swatch, digest, framed
from koinon.ui.drawing.tones import Class, fill, patterns, swatch

FILE = Path(__file__).resolve().parent.parent / "data" / "world.json"
NONE = "none"
MARGIN = 0.06  # of the part of the world that is shown, on every side
LEAST = 220  # units that a part of the world is high and wide at least
WHOLE = 3.2  # how much the patterns and dots of the whole world are enlarged


@dataclass(frozen=True)
class Placed:
    """A place on the map: its code, its name, the key of its class (None: no figure), its figure as text."""

    code: str
    name: str
    found: str | None
    text: str = ""


@cache
def world() -> dict[str, Any]:
    """Shapes, boxes and dots by place code, with their source."""
    return json.loads(FILE.read_text("utf-8"))  # type: ignore[no-any-return]


def world_map(
    places: Sequence[Placed],
    classes: Sequence[Class],
    *,
    title: str,
    summary: str,
    columns: tuple[str, str, str],
    focus: Collection[str] = (),
    link: Callable[[str], str] | None = None,
) -> Chart:
    """A map of classes. `columns`: what place, class and figure are called in the table.

    `focus` shows the part of the world where these places lie. With `link` (code → address) each place
    leads somewhere for those who point at it; the drawing is then passed over by those who hear the
    page, as its table says the same.
    """
    labels = {one.key: one.label for one in classes}
    missing = _("No figure")
    rows = tuple((p.name, labels[p.found] if p.found else missing, p.text or "–") for p in places)
    if not places:
        return Chart(title, summary, columns, (), "", "", words=True)
    key = f"m{digest(title, rows, sorted(focus))[:8]}"
    frame = _frame(focus)
    body = _body(places, classes, key, frame, link)
    box = " ".join(f"{n:g}" for n in frame)
    drawn = _linked(body, box) if link else framed(body, box, title, summary, key)
    nothing = Class(NONE, missing, "none")
    legend: tuple[Swatch, ...] = tuple(swatch(one, key) for one in (*classes, nothing))
    links = tuple(link(p.code) for p in places) if link else ()
    return Chart(
        title, summary, columns, rows, drawn, "", legend=legend, note=_note(places), words=True, links=links
    )  # fmt: skip


def _frame(focus: Collection[str]) -> tuple[float, float, float, float]:
    """The view box: the whole world, or where the places of `focus` lie."""
    held = world()
    boxes = [held["shapes"][c]["box"] for c in focus if c in held["shapes"]]
    boxes += [[*held["dots"][c], *held["dots"][c]] for c in focus if c in held["dots"]]
    if not boxes:
        return 0, 0, held["width"], held["height"]
    left, top = (min(b[n] for b in boxes) for n in (0, 1))
    right, bottom = (max(b[n] for b in boxes) for n in (2, 3))
    wide, high = (max(size * (1 + 2 * MARGIN), LEAST) for size in (right - left, bottom - top))
    wide = max(wide, high * 1.5)  # so that a tall part of the world does not fill pages
    return round((left + right - wide) / 2), round((top + bottom - high) / 2), round(wide), round(high)


def _body(
    places: Sequence[Placed],
    classes: Sequence[Class],
    key: str,
    frame: tuple[float, float, float, float],
    link: Callable[[str], str] | None,
) -> str:
    """Patterns, then all land by class, then the dots above it."""
    unit = WHOLE * frame[2] / world()["width"]
    tones = {one.key: one.tone for one in classes} | {NONE: "none"}
    by_class: dict[str, list[Placed]] = {one: [] for one in (NONE, *tones)}
    for place in places:
        by_class[place.found or NONE].append(place)
    told = {place.code for place in places}
    land, dots = [], []
    for found, own in by_class.items():
        ink = fill(tones[found], key)
        shapes = "".join(_shape(p, frame, link) for p in own)
        if found == NONE:
            shapes += _rest(told, frame)
        land.append(f'<g fill="{ink}">{shapes}</g>' if shapes else "")
        points = "".join(_dot(p, frame, unit, link) for p in own)
        dots.append(f'<g fill="{ink}">{points}</g>' if points else "")
    coast = "var(--ink-soft,#47555f)"
    return (
        patterns(tones.values(), key, round(unit, 2))
        + f'<g stroke="{coast}" stroke-width="{unit * 0.25:.2g}" stroke-linejoin="round">{"".join(land)}</g>'
        + f'<g class="dots" stroke="{coast}" stroke-width="{unit * 0.5:.2g}">{"".join(dots)}</g>'
    )


def _rest(told: Collection[str], frame: tuple[float, float, float, float]) -> str:
    """Land of which nothing is told, as one path."""
    held = world()
    shapes = [s["d"] for c, s in held["shapes"].items() if c not in told and _seen(s["box"], frame)]
    return f'<path d="{"".join((*shapes, *held["others"].values()))}"/>'


def _seen(box: Sequence[float], frame: tuple[float, float, float, float]) -> bool:
    left, top, wide, high = frame
    return box[0] <= left + wide and box[2] >= left and box[1] <= top + high and box[3] >= top


def _shape(place: Placed, frame: tuple[float, float, float, float], link: Callable[[str], str] | None) -> str:
    shape = world()["shapes"].get(place.code)
    if shape is None or not _seen(shape["box"], frame):
        return ""
    return _named(f'<path d="{shape["d"]}">', "</path>", place, link)


def _dot(
    place: Placed,
    frame: tuple[float, float, float, float],
    unit: float,
    link: Callable[[str], str] | None,
) -> str:
    at = world()["dots"].get(place.code)
    if at is None or not _seen([*at, *at], frame):
        return ""
    return _named(f'<circle cx="{at[0]}" cy="{at[1]}" r="{unit * 2.6:.3g}">', "</circle>", place, link)


def _named(before: str, after: str, place: Placed, link: Callable[[str], str] | None) -> str:
    words = escape(f"{place.name}: {place.text}" if place.text else place.name)
    drawn = f"{before}<title>{words}</title>{after}"
    return f'<a href={quoteattr(link(place.code))} tabindex="-1">{drawn}</a>' if link else drawn


def _linked(body: str, frame: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{frame}" aria-hidden="true" direction="ltr">'
        f"{body}</svg>"
    )


def _note(places: Sequence[Placed]) -> str:
    held = world()
    said = _("Borders follow %(source)s (public domain) and imply no opinion on any of them.") % {
        "source": held["source"]
    }
    without = sum(p.code not in held["shapes"] and p.code not in held["dots"] for p in places)
    if not without:
        return said
    unseen = ngettext(
        "%(count)s place has no shape there and stands in the table alone: a former state or a part of one.",
        "%(count)s places have no shape there and stand in the table alone: former states or parts of one.",
        without,
    ) % {"count": without}
    return f"{said} {unseen}"
