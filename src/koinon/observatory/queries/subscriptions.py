"""A person's own subscriptions to alerts, and who is owed a mail."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Q

from koinon.kernel.refusals import NotFound
from koinon.observatory.models import Sending, Subscription
from koinon.observatory.queries import alert_rules
from koinon.people.models import Person

APART = timedelta(hours=20)  # between two mails to one person
URGENT = timedelta(hours=1)  # where something is to be acknowledged within a day
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
