"""One indicator: what it is, its scale, the world, and its releases side by side; and how all is reached."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from koinon.observatory.charts import world as charts
from koinon.observatory.charts.classes import ends
from koinon.observatory.pages import looking
from koinon.observatory.pages.drawings import COLUMNS, Drawn, records_of, shown
from koinon.observatory.pages.serving import files, public
from koinon.observatory.pages.world import place_address
from koinon.observatory.queries import observations, rule_sets, world
from koinon.ui.downloads import links
from koinon.ui.files import Listing


@public
def indicator(request: HttpRequest, dataset: str, key: str) -> HttpResponse:
    """One indicator of a dataset, in the release that is asked for, else the newest."""
    chosen = world.indicator(dataset, key, request.GET.get("version", ""))
    release = chosen.release
    years = observations.years(release, chosen)
    drawn = _map(request, chosen, years, place_address())
    year = drawn.query["year"] if drawn else None
    siblings = world.siblings(dataset, key)
    context = {
        "indicator": chosen,
        "release": release,
        "ends": ends(chosen),
        "years": years,
        "year": year,
        "notes": looking.missed_year(request, chosen.title, year),
        "figure": shown(request, drawn, image=True),
        "spread": charts.spread(chosen, year, _section(chosen, year)) if isinstance(year, int) else None,
        "middle": shown(request, _middle(chosen)),
        "releases": [_release(one) for one in siblings],
        "revised": _revised(siblings),
        "downloads": links(request, "observatory:indicator", dataset, key),
    }
    return render(request, "observatory/world/indicator.html", context)


@files
def indicator_files(request: HttpRequest, dataset: str, key: str) -> Listing:
    """Every figure of an indicator, of all places and years."""
    chosen = world.indicator(dataset, key, request.GET.get("version", ""))

    def records() -> Any:
        every = observations.every(chosen.release, chosen)
        names = world.named(one.place for one in every)
        for record in records_of(chosen, every, names):
            yield {column: record.get(column) for column in COLUMNS}

    return Listing(f"{dataset}-{key}", COLUMNS, records)


def indicator_map(request: HttpRequest, dataset: str, key: str) -> Drawn | None:
    """The map of an indicator in a year; its places lead on where it stands by itself."""
    chosen = world.indicator(dataset, key, request.GET.get("version", ""))
    link = place_address() if request.GET.get("bare") else None
    return _map(request, chosen, observations.years(chosen.release, chosen), link)


def indicator_years(request: HttpRequest, dataset: str, key: str) -> Drawn | None:
    """The middle of all places over the years."""
    return _middle(world.indicator(dataset, key, request.GET.get("version", "")))


@public
def method(request: HttpRequest) -> HttpResponse:
    """Where the figures come from, what is worked out here and how, and what is known to be weak."""
    context = {"releases": world.current(), "rules": rule_sets.every()}
    return render(request, "observatory/world/method.html", context)


def _map(request: HttpRequest, chosen: Any, years: list[int], link: Any) -> Drawn | None:
    year = looking.year(request, years, observations.last_covered(chosen.release, chosen))
    if year is None:
        return None
    found = _section(chosen, year)
    names = world.named(one.place for one in found)
    return Drawn(
        charts.figures_map(chosen, year, found, names, link=link),
        (chosen.release,),
        "indicator-map",
        lambda: records_of(chosen, found, names),
        args=_args(chosen),
        query={"year": year, "version": chosen.release.version},
    )


def _middle(chosen: Any) -> Drawn:
    rows = observations.quartiles(chosen.release, chosen)

    def records() -> list[Any]:
        about = records_of(chosen, [observations.Figure("", y, m, a, b) for y, m, a, b, _n in rows], {"": ""})
        return [{**record, "class": "median, quartiles"} for record in about]

    query = {"version": chosen.release.version}
    return Drawn(
        charts.middle(chosen, rows), (chosen.release,), "indicator-years", records,
        args=_args(chosen), query=query,
    )  # fmt: skip


def _args(chosen: Any) -> tuple[str, str]:
    return chosen.release.dataset.key, chosen.key


def _section(chosen: Any, year: int) -> list[Any]:
    return observations.cross_section(chosen.release, chosen, year)


def _release(one: Any) -> dict[str, Any]:
    """A release in the table of releases: what it covers, and its middle in its last covered year."""
    rows = observations.quartiles(one.release, one)
    covered = observations.last_covered(one.release, one)
    last = next((row for row in rows if row[0] == covered), None)
    return {
        "release": one.release,
        "first": rows[0][0] if rows else None,
        "last": rows[-1][0] if rows else None,
        "year": covered,
        "places": last[4] if last else 0,
        "median": charts.number_text(last[1], places=charts.decimals(one) or 1) if last else "–",
    }


def _revised(siblings: list[Any]) -> dict[str, Any] | None:
    """How the newest release differs from the one before it, in the last year that both cover."""
    if len(siblings) < 2:
        return None
    new, old = siblings[:2]
    common = set(observations.years(new.release, new)) & set(observations.years(old.release, old))
    if not common:
        return None
    year = max(common)
    moves = observations.revisions((old.release, old), (new.release, new), year)
    known = [move for move in moves if move.beyond is not None]
    names = world.named(move.place for move in moves[:5])
    return {
        "year": year,
        "new": new.release,
        "old": old.release,
        "of": len(moves),
        "known": len(known),
        "beyond": sum(bool(move.beyond) for move in known),
        "largest": [
            {
                "name": names[move.place],
                "code": move.place,
                "before": charts.told(move.before, old),
                "after": charts.told(move.after, new),
            }
            for move in moves[:5]
            if move.change
        ],
    }
