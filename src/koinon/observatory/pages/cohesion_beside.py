"""What the pages of a country and of a region show of votes."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from koinon.observatory.charts import cohesion as charts
from koinon.observatory.engine.cohesion.votes import OPENED
from koinon.observatory.queries import cohesion as queries
from koinon.observatory.queries import roll_calls, voting_groups, voting_pairs
from koinon.observatory.queries.cohesion import Asked
from koinon.ui.beside import beside

FEW = 3  # nearest and farthest that a section names
GROUPS = 4


@beside("country", 80)
def with_country(request: HttpRequest, *, place: Any) -> SafeString | str:
    """How like its groups a country votes, and who stands nearest to it and farthest from it."""
    held = roll_calls.held()
    found = voting_pairs.near(held, place) if held else None
    if held is None or found is None or not found.others:
        return ""
    context = {
        "place": place,
        "found": found,
        "nearest": found.nearest[:FEW],
        "farthest": found.farthest[:FEW],
        "like": found.like[:GROUPS],
        "release": held.release,
    }
    return render_to_string("observatory/cohesion/country_section.html", context)


@beside("region", 80)
def with_region(request: HttpRequest, *, place: Any, since: int | None = None) -> SafeString | str:
    """How alike a region votes since a year."""
    held = roll_calls.held()
    if held is None:
        return ""
    of = voting_groups.group(place.code)
    rows = queries.by_session(of, held, Asked(first=since - OPENED if since else None))
    rows = [row for row in rows if row.summary.agreement is not None]
    if not rows:
        return ""
    context = {
        "place": place,
        "last": rows[-1],
        "summary": charts.moved(rows),
        "chart": charts.over_time(of.name, rows) if len(rows) > 1 else None,
        "release": held.release,
    }
    return render_to_string("observatory/cohesion/region_section.html", context)
