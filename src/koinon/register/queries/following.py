"""Follow-ups that everyone may see, and the doors to them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Prefetch, QuerySet

from koinon.kernel.refusals import NotFound
from koinon.people.models import Party
from koinon.register.models import Document, Expectation, FollowUp, Provision

_HEAVY = tuple(f"provision__document__{column}" for column in ("text", "headings", "pages", "apart"))


def follow_ups() -> QuerySet[FollowUp]:
    """Follow-ups of standing provisions of published documents, those that ended included."""
    found = FollowUp.objects.filter(document__state=Document.State.PUBLISHED, provision__withdrawn=False)
    return found.select_related("party", "via", "provision__document").defer(*_HEAVY)


def dated(found: QuerySet[FollowUp]) -> QuerySet[FollowUp]:
    """With `dates`: the expectations that are still open, the earliest first, each with its term."""
    open_ = Expectation.objects.filter(ended_at=None, met_at=None).select_related("term")
    return found.prefetch_related(
        Prefetch("expectations", open_.order_by("term__overdue_at", "pk"), to_attr="dates")
    )


def running() -> QuerySet[FollowUp]:
    """Those that have not ended."""
    return follow_ups().filter(ended_at=None)


def silent(now: datetime) -> QuerySet[FollowUp]:
    """Those from whose addressee an answer is expected, whose date has passed and who has not answered."""
    return running().filter(silent_from__lte=now)


def of_provision(provision: Provision) -> QuerySet[FollowUp]:
    """Every addressee of a provision, with those that ended, in the order of their names."""
    return FollowUp.objects.filter(provision=provision).select_related("party", "via").order_by("name", "id")


def of_parties(parties: Iterable[Party]) -> QuerySet[FollowUp]:
    """The running ones of any of the parties."""
    return running().filter(party__in=list(parties))


def follow_up(pk: int) -> FollowUp:
    """The public follow-up of that key."""
    found = dated(follow_ups().filter(pk=pk)).first()
    if found is None:
        raise NotFound("register.no_follow_up", "There is no such follow-up, or its document is not public.")
    return found
