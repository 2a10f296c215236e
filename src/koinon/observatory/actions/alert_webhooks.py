"""Messages to an address of someone's own: JSON, signed, tried again, and given up in the end.

At least once: a machine that dies between a message and the note of it sends it again, under the same
delivery number. Only machines of the open internet are reached; redirects are not followed.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Sequence
from contextlib import closing
from datetime import datetime
from importlib.metadata import version
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import F
from django.utils import timezone
from django.utils.translation import override
from procrastinate.contrib.django import app

from koinon.ledger import guard
from koinon.observatory.actions import alert_telling
from koinon.observatory.engine.alerts.retrying import wait
from koinon.observatory.engine.alerts.signing import signature
from koinon.observatory.models import Sending, Subscription
from koinon.observatory.queries import alerts
from koinon.observatory.queries.subscriptions import KEPT
from koinon.people.actions.letters import home
from koinon.people.actions.reaching import Unreached, connected, parts_of, path_of

AT_ONCE = 100  # alerts in one message
PATIENCE = 15.0  # seconds for one message
GONE = 410  # by which an address says that it wants no more
NAME = f"Koinon/{version('koinon')} (tells a subscriber of alerts)"


class NotTaken(Exception):
    """A message that was not taken; `status` is 0 where no answer came."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status, self.why = status, why


def deliver(*, subscription: int, now: datetime) -> int:
    """Send an address all it is owed; how many alerts it took. A failure is noted, and when to try again.

    Where messages are switched off nothing is sent or noted: what waits goes out once they are on again.
    """
    if not settings.KOINON_WEBHOOKS:
        return 0
    row = Subscription.objects.select_related("person").filter(
        pk=subscription, way=Subscription.Way.WEBHOOK, paused_at=None, person__is_active=True
    ).first()  # fmt: skip
    taken = 0
    while row and (waiting := _waiting(row, now)):
        try:
            _post(row, _body(row, waiting, now), waiting, now)
        except NotTaken as failure:
            _failed(row, waiting, failure, now)
            break
        taken += len(waiting)
        with guard.writing("an address was told of alerts"):
            Sending.objects.filter(pk__in=[one.pk for one in waiting]).update(
                sent_at=now, attempts=F("attempts") + 1, trouble=""
            )
            Subscription.objects.filter(pk=row.pk).update(failures=0)
    return taken


def _waiting(row: Subscription, now: datetime) -> list[Sending]:
    found = Sending.objects.filter(subscription=row, sent_at=None, made_at__gte=now - KEPT)
    return list(found.select_related("alert__place").order_by("pk")[:AT_ONCE])


def _body(row: Subscription, waiting: Sequence[Sending], now: datetime) -> bytes:
    today = timezone.localdate(now)
    with override(row.language):
        told = [alerts.record(one.alert, home(), today) for one in waiting]
    message: dict[str, Any] = {
        "type": "koinon.alerts",
        "subscription": row.pk,
        "sent_at": now,
        "alerts": told,
    }
    return json.dumps(message, cls=DjangoJSONEncoder, ensure_ascii=False).encode()


def _post(row: Subscription, body: bytes, waiting: Sequence[Sending], now: datetime) -> None:
    """Send one message, or NotTaken."""
    timestamp = int(now.timestamp())
    loopback = settings.KOINON_COPY_FROM_LOOPBACK
    headers = {
        "Content-Type": "application/json",
        "User-Agent": NAME,
        "Koinon-Delivery": _number(row, waiting),
        "Koinon-Timestamp": str(timestamp),
        "Koinon-Signature": signature(row.secret, timestamp, body),
        "Connection": "close",
    }
    try:
        parts = parts_of(row.address, loopback=loopback)
        with connected(parts, loopback=loopback, deadline=time.monotonic() + PATIENCE) as connection:
            connection.request("POST", path_of(parts), body=body, headers=headers)
            with closing(connection.getresponse()) as response:
                status = response.status
    except Unreached as error:
        raise NotTaken(0, error.why.value) from error
    if not 200 <= status < 300:
        raise NotTaken(status, str(status))


def _number(row: Subscription, waiting: Sequence[Sending]) -> str:
    """The same for the same alerts, so that a message that comes twice can be told."""
    named = json.dumps([row.pk, [one.alert_id for one in waiting]])
    return hashlib.sha256(named.encode()).hexdigest()[:32]


def _failed(row: Subscription, waiting: Sequence[Sending], failure: NotTaken, now: datetime) -> None:
    row.failures += 1
    pause = wait(row.failures) if failure.status != GONE else None
    with guard.writing("an address took no alerts"):
        Sending.objects.filter(pk__in=[one.pk for one in waiting]).update(
            attempts=F("attempts") + 1, trouble=failure.why[:200]
        )
        changed: dict[str, Any] = {"failures": row.failures}
        if pause is None:
            changed["paused_at"] = now
        Subscription.objects.filter(pk=row.pk).update(**changed)
    if pause is None:
        app.configure_task(f"{alert_telling.TASKS}.tell_of_pause", queue="mail").defer(subscription=row.pk)
    else:
        alert_telling.queue(row.pk, at=now + pause)
