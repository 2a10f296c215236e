"""Follow-ups for which another date may be agreed with their addressee."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Prefetch, Q, QuerySet

from koinon.register.models import Expectation, FollowUp
from koinon.register.queries import following

MOST = 200


def offered(keys: Collection[int], party: str = "") -> list[FollowUp]:
    """The running follow-ups of those keys, and of the party of that key, each with its open dates.

    The nearest dates first, at most two hundred.
    """
    which = Q(pk__in=list(keys))
    if party:
        which |= Q(party__key=party)
    return list(_offered().filter(which)[:MOST])


def chosen(keys: Collection[int]) -> list[FollowUp]:
    """The running follow-ups of those keys."""
    return list(_offered().filter(pk__in=list(keys)))


def _offered() -> QuerySet[FollowUp]:
    standing = Expectation.objects.filter(ended_at=None, met_at=None).select_related("term")
    found = following.running().prefetch_related(Prefetch("expectations", standing, "open_dates"))
    return found.order_by("next_on", "pk")
