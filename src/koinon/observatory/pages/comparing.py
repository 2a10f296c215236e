"""Up to five places side by side, or one place in several releases or datasets."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from koinon.observatory.charts import world as charts
from koinon.observatory.charts.classes import ends
from koinon.observatory.pages import looking
from koinon.observatory.pages.drawings import Drawn, records_of, shown
from koinon.observatory.pages.serving import public
from koinon.observatory.queries import observations, world
from koinon.observatory.queries.asked import one_of
from koinon.ui.charts import Chart, Point, Series, lines
from koinon.ui.files import Record

WAYS = ("places", "releases", "datasets")
MOST = world.ASKED_MOST


@public
def compare(request: HttpRequest) -> HttpResponse:
    """Places, releases or datasets in one chart."""
    offered = world.headlines(world.current())
    asked = _asked(request, offered)
    drawn = _drawn(asked)
    boxes = [place.code for place in asked["places"]]
    context = {
        "asked": asked,
        "figure": shown(request, drawn),
        "notes": looking.missed_indicator(request, asked["indicator"], "indicator"),
        "boxes": boxes + [""] * (MOST - len(boxes)),
        "ways": list(zip(WAYS, (_("Places"), _("Releases of one dataset"), _("Datasets")), strict=True)),
        "known": world.found(""),
        "choices": [(looking.key_of(one), one) for one in offered],
        "chosen": looking.key_of(asked["indicator"]) if asked["indicator"] else "",
    }
    return render(request, "observatory/world/compare.html", context)


def compare_chart(request: HttpRequest) -> Drawn | None:
    """The comparison that the address asks for."""
    return _drawn(_asked(request, world.headlines(world.current())))


def _asked(request: HttpRequest, offered: list[Any]) -> dict[str, Any]:
    """What is compared: the places by code or name, the indicator, and along which way."""
    words = [w.strip() for given in request.GET.getlist("places") for w in given.split(",") if w.strip()]
    found, unknown = world.resolved(words)
    return {
        "places": found[:MOST],
        "more": max(0, len(found) - MOST),
        "unknown": unknown,
        "by": one_of("by", request.GET.get("by"), WAYS) or WAYS[0],
        "indicator": looking.indicator(request, offered, "indicator"),
        "offered": offered,
    }


def _drawn(asked: dict[str, Any]) -> Drawn | None:
    if not asked["places"] or asked["indicator"] is None:
        return None
    way = {"places": _places, "releases": _releases, "datasets": _datasets}[asked["by"]]
    chart, releases, records = way(asked)
    query = {
        "places": [place.code for place in asked["places"]],
        "indicator": looking.key_of(asked["indicator"]),
        "by": asked["by"],
    }
    return Drawn(chart, releases, "compare", lambda: records, query=query)


Way = tuple[Chart, list[Any], list[Record]]


def _places(asked: dict[str, Any]) -> Way:
    indicator = asked["indicator"]
    held = [
        (world.name_of(place), observations.series(indicator.release, indicator, place.code))
        for place in asked["places"]
    ]
    names = {place.code: world.name_of(place) for place in asked["places"]}
    records = [r for _name, found in held for r in records_of(indicator, found, names)]
    return charts.several(indicator, indicator.title, held), [indicator.release], records


def _releases(asked: dict[str, Any]) -> Way:
    """One place as each release of a dataset has it, the newest first."""
    indicator, place = asked["indicator"], asked["places"][0]
    name = world.name_of(place)
    every = world.siblings(indicator.release.dataset.key, indicator.key)[:MOST]
    held = [(f"{one.release.version}", observations.series(one.release, one, place.code)) for one in every]
    title = _("%(indicator)s of %(place)s in the releases of %(dataset)s") % {
        "indicator": indicator.title, "place": name, "dataset": indicator.release.dataset.title,
    }  # fmt: skip
    records = [
        record
        for one, (_version, found) in zip(every, held, strict=True)
        for record in records_of(one, found, {place.code: name})
    ]
    return charts.several(indicator, title, held), [one.release for one in every], records


def _datasets(asked: dict[str, Any]) -> Way:
    """One place in the first headline indicator of each dataset, every scale from worse (0) to better (1)."""
    place = asked["places"][0]
    name = world.name_of(place)
    drawn: list[Series] = []
    used: list[Any] = []
    records: list[Record] = []
    for indicator in _first_of_each(asked["offered"]):
        found = observations.series(indicator.release, indicator, place.code)
        if not found or len(drawn) == MOST:
            continue
        drawn.append(Series(indicator.release.dataset.title, tuple(_laid(indicator, one) for one in found)))
        used.append(indicator.release)
        records += records_of(indicator, found, {place.code: name})
    title = _("%(place)s in %(count)s datasets") % {"place": name, "count": len(drawn)}
    said = _(
        "Each scale is laid from its worse end (0) to its better end (1), so that directions can be "
        "compared; levels cannot. The files hold the figures as published."
    )
    return lines(drawn, title=title, summary=said, scale=(0.0, 1.0)), used, records


def _first_of_each(offered: list[Any]) -> list[Any]:
    first: dict[str, Any] = {}
    for indicator in offered:
        if ends(indicator):
            first.setdefault(indicator.release.dataset.key, indicator)
    return list(first.values())


def _laid(indicator: Any, one: Any) -> Point:
    span = indicator.better - indicator.worse
    value, low, high = (
        None if figure is None else (figure - indicator.worse) / span
        for figure in (one.value, one.low, one.high)
    )
    return Point(
        one.year, value, *sorted((low, high)) if low is not None and high is not None else (None, None)
    )
