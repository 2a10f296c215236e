"""Episodes on the pages of a country, of a region, and of the world."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString

from koinon.observatory.queries import agreement, episode_lists, places, regimes
from koinon.observatory.queries import episodes as queries
from koinon.ui.beside import beside

SHOWN = 12  # rows of a section


@beside("country", 20)
def of_country(request: HttpRequest, *, place: Any) -> SafeString | str:
    """The episodes of a country, the latest first, and how many draws and releases see one now."""
    release = queries.source()
    if release is None:
        return ""
    of = queries.whole(release)
    rows = of.of(place.code)[::-1]
    unit = queries.unit_of(release, place.code)
    context = {
        "of": of,
        "place": place,
        "rows": rows[:SHOWN],
        "now": [row for row in rows if of.reaches(row)],
        "years": agreement.of_year(release, unit, of.last) if unit else [],
        "across": _across(of, unit) if unit else None,
    }
    return render_to_string("observatory/episodes/_of_country.html", context, request)


@beside("country", 21)
def regime_of_country(request: HttpRequest, *, place: Any) -> SafeString | str:
    """The class of a country by our own rule, beside the published one and those of other releases."""
    release, missing = regimes.source()
    shown = release or queries.source()
    if shown is None:
        return ""
    told = regimes.of_place(release, place.code) if release else None
    if told is None and not missing:
        return ""
    context = {"told": told, "missing": missing, "place": place, "release": shown}
    return render_to_string("observatory/episodes/_regime.html", context, request)


@beside("world", 20)
def movers(request: HttpRequest) -> SafeString | str:
    """Who entered an episode in the last three years, and how many are under way."""
    release = queries.source()
    if release is None:
        return ""
    of = queries.whole(release)
    return render_to_string("observatory/episodes/_movers.html", _told(of, of.rows, of.new()), request)


@beside("region", 20)
def of_region(request: HttpRequest, *, place: Any, since: int) -> SafeString | str:
    """The episodes of a region's members that are under way or fell into its years."""
    release = queries.source()
    if release is None:
        return ""
    of = queries.whole(release)
    within = places.members(place.code, timezone.localdate())
    rows = [row for row in of.rows if row.code in within and row.story.end >= since]
    rows.sort(key=lambda row: (not of.reaches(row), -row.story.end, row.name))
    context = _told(of, rows, rows) | {"place": place, "since": since}
    return render_to_string("observatory/episodes/_of_region.html", context, request)


def _told(of: queries.Whole, rows: Any, shown: list[queries.Found]) -> dict[str, Any]:
    return {
        "of": of,
        "first": of.last - queries.OPENING + 1,
        "counts": episode_lists.counts(of, rows),
        "down": [row for row in shown if row.story.kind == "aut"][:SHOWN],
        "up": [row for row in shown if row.story.kind == "dem"][:SHOWN],
        "more": len(shown) > 2 * SHOWN,
    }


def _across(of: queries.Whole, unit: str) -> dict[str, Any] | None:
    """In how many releases a unit is in an episode, in the last year that all cover."""
    others = queries.by_version(of.release)
    if len(others) < 2:
        return None
    told = queries.laid_over(others)
    year = min(one.last for one in others if one.last is not None)
    if unit not in told.names:
        return None
    at = (told.names.index(unit), year - told.first)
    shares = {kind: told.share(verdict) for kind, verdict in (("aut", told.aut), ("dem", told.dem))}
    covered = int(shares["aut"][1][at])
    return {"year": year, "of": covered, **{kind: int(share[0][at]) for kind, share in shares.items()}}
