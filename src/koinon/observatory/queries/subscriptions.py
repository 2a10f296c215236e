"""A person's own subscriptions to alerts, and who is owed a mail."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery
from procrastinate.contrib.django.models import ProcrastinateJob

from koinon.kernel.refusals import NotFound
from koinon.observatory.models import Sending, Subscription
from koinon.observatory.queries import alert_rules
from koinon.people.models import Person

APART = timedelta(hours=20)  # between two mails to one person
URGENT = timedelta(hours=1)  # where something is to be acknowledged within a day
MESSAGES = "koinon.observatory.tasks.post_alerts"
KEPT = timedelta(days=30)  # for which what could not be sent is still worth sending


def subscriptions(person: Person) -> list[Subscription]:
    """A person's own subscriptions, the first made first; each knows how many alerts it was `told` of,
    and how many are `owed`."""
    told = Count("sendings", filter=Q(sendings__sent_at__isnull=False))
    owed = Count("sendings", filter=Q(sendings__sent_at=None))
    return list(Subscription.objects.filter(person=person).annotate(told=told, owed=owed).order_by("pk"))


def subscription(person: Person, pk: int) -> Subscription:
    """One of a person's own."""
    found = next((one for one in subscriptions(person) if one.pk == pk), None)
    if found is None:
        raise NotFound(
            "observatory.no_subscription", "You have no such subscription: it may have ended already."
        )
    return found


def owed_mail(now: datetime) -> list[UUID]:
    """Persons to whom a mail is due: something waits, and the last mail is long enough ago."""
    urgent = [rule.label for rule in alert_rules.every().values() if rule.urgency == 1]
    mails = Sending.objects.filter(
        subscription__way=Subscription.Way.MAIL, subscription__person__is_active=True
    )
    waiting = mails.filter(sent_at=None, subscription__paused_at=None, made_at__gte=now - KEPT)
    rows = waiting.values_list("subscription__person").annotate(
        pressing=Count("pk", filter=Q(alert__rule__in=urgent))
    )
    last: Mapping[Any, datetime] = dict(
        mails.exclude(sent_at=None).values_list("subscription__person").annotate(last=Max("sent_at"))
    )
    return [
        person
        for person, pressing in rows.order_by("subscription__person")
        if person not in last or now - last[person] >= (URGENT if pressing else APART)
    ]


def owed_messages(now: datetime) -> list[int]:
    """Addresses for which messages wait and no job is left: they were switched off, or a job was lost."""
    if not settings.KOINON_WEBHOOKS:
        return []
    waiting = Sending.objects.filter(
        subscription__way=Subscription.Way.WEBHOOK, subscription__person__is_active=True,
        subscription__paused_at=None, sent_at=None, made_at__gte=now - KEPT,
    )  # fmt: skip
    jobs = ProcrastinateJob.objects.filter(task_name=MESSAGES, status__in=("todo", "doing"))
    queued = set(jobs.values_list("args__subscription", flat=True))
    return sorted(set(waiting.values_list("subscription", flat=True)) - queued)


# ── What fails, as the secretariat sees it ──────────────────────────────────────────────────────────────────


def failing() -> QuerySet[Any]:
    """Every subscription whose last mails or messages were not taken, the one that failed most often first.

    Each knows what was last said (`trouble`), and how many alerts are `owed`.
    """
    said = Sending.objects.filter(subscription=OuterRef("pk")).exclude(trouble="").order_by("-pk")
    owed = Count("sendings", filter=Q(sendings__sent_at=None))
    return _fails().select_related("person").annotate(owed=owed, trouble=Subquery(said.values("trouble")[:1]))


def host_of(one: Subscription) -> str:
    """The machine that messages go to: as much of an address as anyone else needs; "" for mail."""
    return urlsplit(one.address).hostname or ""


def failing_count() -> int:
    """How many subscriptions fail."""
    return _fails().count()


def failing_one(pk: int) -> Subscription:
    """One of those that fail."""
    found = _fails().filter(pk=pk).first()
    if found is None:
        raise NotFound("observatory.no_failing_subscription", "There is no such subscription that fails.")
    return found


def _fails() -> QuerySet[Subscription]:
    return Subscription.objects.filter(failures__gt=0).order_by("-failures", "pk")


def failing_record(one: Any) -> dict[str, Any]:
    """A subscription that fails as a plain record; of its address no more than the machine."""
    return {
        "id": one.pk,
        "person": str(one.person_id),
        "name": one.person.name,
        "way": one.way,
        "host": host_of(one),
        "failures": one.failures,
        "trouble": one.trouble or "",
        "owed": one.owed,
        "paused_at": one.paused_at,
    }


def record(one: Subscription) -> dict[str, Any]:
    """A subscription as a plain record; its secret is in none."""
    return {
        "id": one.pk,
        "way": one.way,
        "address": one.address,
        "places": one.places,
        "kinds": one.kinds,
        "favourable": one.favourable,
        "language": one.language,
        "made_at": one.made_at,
        "paused_at": one.paused_at,
        "failures": one.failures,
    }
