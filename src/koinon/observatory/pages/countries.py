"""A country or territory: its headline figures with their intervals, and what other areas put beside."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from koinon.observatory.charts import world as charts
from koinon.observatory.pages import looking
from koinon.observatory.pages.drawings import COLUMNS, Drawn, records_of, shown
from koinon.observatory.pages.serving import files, page_of, public
from koinon.observatory.queries import episodes_shown, observations, places, world
from koinon.ui.charts import Span
from koinon.ui.downloads import links
from koinon.ui.files import Listing

KINDS = ("aut", "dem")
DRAWN = 3  # charts on the page of a country; every other indicator has its chart where its row leads


@public
def directory(request: HttpRequest) -> HttpResponse:
    """Countries, territories, regions and groups, found by their names."""
    wanted = request.GET.get("q", "").strip()[:100]
    context = {
        "wanted": wanted,
        "page": page_of(request, world.found(wanted), 60),
        "regions": world.regions(wanted),
        "downloads": links(request, "observatory:places"),
    }
    return render(request, "observatory/world/places.html", context)


@files
def directory_files(request: HttpRequest) -> Listing:
    """Countries and territories with their codes."""
    wanted = request.GET.get("q", "").strip()[:100]
    columns = ("code", "alpha2", "m49", "kind", "name")
    rows = world.found(wanted).values(*columns)
    return Listing("places", columns, lambda: iter(rows))


@public
def place(request: HttpRequest, code: str) -> HttpResponse:
    """One country or territory."""
    found = places.country(code)
    releases = world.current()
    rows: list[dict[str, Any]] = []
    charts_of: list[dict[str, object] | None] = []
    seen: set[str] = set()  # an index that two datasets hold is drawn once
    for release in releases:
        drawn = False
        for indicator in world.headlines([release]):
            figures = observations.series(release, indicator, code)
            if not figures:
                continue
            rows.append(_row(indicator, figures))
            if len(charts_of) < DRAWN and not drawn and indicator.key not in seen:
                charts_of.append(shown(request, _drawn(found, indicator, figures)))
                drawn = True
                seen.add(indicator.key)
    context = {
        "place": found,
        "name": world.name_of(found),
        "groups": world.groups_of(found, timezone.localdate()),
        "rows": rows,
        "figures": charts_of,
        "releases": releases,
        "downloads": links(request, "observatory:place-figures", code),
    }
    return render(request, "observatory/world/place.html", context)


@files
def place_files(request: HttpRequest, code: str) -> Listing:
    """Every headline figure of a country or territory, of every dataset that is loaded."""
    found = places.country(code)
    names = {code: world.name_of(found)}

    def records() -> Any:
        for indicator in world.headlines(world.current()):
            for record in records_of(
                indicator, observations.series(indicator.release, indicator, code), names
            ):
                yield {column: record.get(column) for column in COLUMNS}

    return Listing(f"place-{code}", COLUMNS, records)


def place_chart(request: HttpRequest, code: str, dataset: str, key: str) -> Drawn | None:
    """One indicator of a country over the years."""
    found = places.country(code)
    indicator = world.indicator(dataset, key, request.GET.get("version", ""))
    return _drawn(found, indicator, observations.series(indicator.release, indicator, code))


def _drawn(place: Any, indicator: Any, figures: Any) -> Drawn:
    name = world.name_of(place)
    dataset = indicator.release.dataset.key
    return Drawn(
        charts.line(indicator, name, figures, spans_of(indicator, place.code)),
        (indicator.release,),
        "place-chart",
        lambda: records_of(indicator, figures, {place.code: name}),
        args=(place.code, dataset, indicator.key),
    )


def spans_of(indicator: Any, code: str) -> list[Span]:
    """The episodes of a place, for the chart of the index that they are found in."""
    table = episodes_shown.release() if indicator.release.dataset.key == episodes_shown.DATASET else None
    if indicator.key != "v2x_polyarchy" or table is None or table.pk != indicator.release.pk:
        return []
    words = dict(zip(KINDS, charts.episode_words(), strict=True))
    tones = dict(zip(KINDS, ("bad", "good"), strict=True))
    return [
        Span(first, last, str(words[kind]), tones[kind])
        for kind, first, last in episodes_shown.spans(indicator.release, code)
    ]


def _row(indicator: Any, figures: Any) -> dict[str, Any]:
    """A headline indicator as a row: its last figure, and how that differs from ten years before."""
    last = figures[-1]
    before = next((one for one in figures if one.year == last.year - 10), None)
    move = observations.Move(before, last) if before else None
    return {
        "indicator": indicator,
        "key": looking.key_of(indicator),
        "year": last.year,
        "value": charts.told(last, indicator),
        "before": charts.told(before, indicator) if before else "–",
        "change": charts.signed(indicator, move.change) if move else "–",
        "beyond": move.beyond if move else None,
        "moved": bool(move and move.change),
    }
