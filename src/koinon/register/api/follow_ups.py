"""Follow-ups by programs: the list of all, narrowed at will, and one with its dates."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query

from koinon.people.api.conditions import shows
from koinon.people.api.lists import framed, site
from koinon.people.api.operations import get
from koinon.register.api import follow_up_shapes as shapes
from koinon.register.queries import following, following_threads
from koinon.register.queries import following_figures as figures
from koinon.register.queries import following_lists as lists
from koinon.register.queries import following_records as records

TAG = "follow-ups"


@get("/follow-ups", shapes.FollowUpPage, "follow_ups", tag=TAG)
def follow_ups(request: HttpRequest, filters: Query[shapes.FollowUpFilter]) -> dict[str, Any]:
    """Follow-ups of published provisions, as they stand now. Paging reaches the first 10,000.

    To take everything, take the open-data dump, or the list as a file.
    """
    where, now = site(request), timezone.now()
    given = filters.dict(exclude={"limit", "offset", "q"})
    chosen = lists.Chosen(**{name: str(value) for name, value in given.items()}, words=filters.q)
    known = figures.known(chosen, figures.of_scope(chosen, now))
    part = lists.part(chosen, now, offset=filters.offset, limit=filters.limit, known=known)
    more = filters.offset + len(part.rows) + (len(part.rows) == filters.limit)
    frame = framed(request, more if part.count is None else part.count, filters)
    return frame | {
        "total": part.count,
        "items": [records.record(row, where, now) for row in part.rows],
    }


@get("/follow-ups/{pk}", shapes.FollowUpWithDatesOut, "follow_up", tag=TAG)
def follow_up(request: HttpRequest, pk: int) -> dict[str, Any]:
    """One follow-up with every date that it has or had, and whom each told when."""
    now, found = timezone.now(), following.follow_up(pk)
    shows(request, found.revision)
    dates = [
        {**asdict(one), "days_overdue": one.past.days if one.past else None}
        for one in following_threads.dates(found, now)
    ]
    return records.record(found, site(request), now) | {"dates": dates}
