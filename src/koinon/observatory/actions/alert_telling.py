"""Who is told of which alert: what subscribers are owed is noted as alerts are raised, each once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone
from procrastinate.contrib.django import app

from koinon.observatory.models import Alert, Sending, Subscription
from koinon.observatory.queries import places

TASKS = "koinon.observatory.tasks"


def owe(raised: Sequence[Alert], *, now: datetime) -> int:
    """Note whom some new alerts are owed to, and queue the messages to addresses; how many are owed.

    Called within the action that raises them. Mails are gathered by the hour, see `alert_mail.py`.
    """
    found = list(Subscription.objects.filter(person__is_active=True, paused_at=None))
    wanted = {code for one in found for code in one.places}
    within = {code: members(code, timezone.localdate(now)) for code in wanted}
    owed = [
        Sending(subscription=one, alert=alert, made_at=now)
        for one in found
        for alert in raised
        if wants(one, alert, within)
    ]
    Sending.objects.bulk_create(owed, ignore_conflicts=True)
    for pk in sorted({s.subscription_id for s in owed if s.subscription.way == Subscription.Way.WEBHOOK}):
        queue(pk)
    return len(owed)


def members(code: str, on: date) -> frozenset[str]:
    """A place with the places within it."""
    return places.members(code, on) | {code}


def wants(subscription: Subscription, alert: Alert, within: dict[str, frozenset[str]]) -> bool:
    """Whether an alert is among those a subscription is about; `within`: members by place or group."""
    if alert.favourable and not subscription.favourable:
        return False
    if subscription.kinds and alert.kind not in subscription.kinds:
        return False
    return not subscription.places or _any(alert.place.code, subscription.places, within)


def _any(code: str, wanted: Iterable[str], within: dict[str, frozenset[str]]) -> bool:
    return any(code in within[one] for one in wanted)


def queue(subscription: int, *, at: datetime | None = None) -> None:
    """Have the messages of a webhook sent, at once or later; one at a time for each."""
    task = app.configure_task(
        f"{TASKS}.post_alerts", queue="mail", lock=f"alerts-{subscription}", schedule_at=at
    )
    task.defer(subscription=subscription)


def queue_word_of_end(person: UUID, made_at: datetime) -> None:
    """Have someone told that their subscription of a day was ended."""
    task = app.configure_task(f"{TASKS}.tell_of_end", queue="mail")
    task.defer(person=str(person), made_on=timezone.localdate(made_at).isoformat())
