"""The mail that tells a person of alerts: one for all of them, however many there are.

At most once, as the mails of kept searches: that it is begun is committed before a mail server hears of it. A
server that has not taken it is tried again; one that refuses the address for good is told no more after the
third time, and the subscription says so.
"""

from __future__ import annotations

import smtplib
from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from koinon.ledger import guard
from koinon.observatory.actions.subscribing import stop_token
from koinon.observatory.models import Alert, Sending, Subscription
from koinon.observatory.queries.subscriptions import KEPT
from koinon.people.actions.letters import home
from koinon.people.models import Person

SHOWN = 40  # alerts that a mail lists
REFUSED_AT_MOST = 3  # times that a mail server may refuse an address before it is told no more
_NOT_TAKEN = (
    ConnectionRefusedError,
    TimeoutError,
    smtplib.SMTPConnectError,
    smtplib.SMTPHeloError,
    smtplib.SMTPAuthenticationError,
    smtplib.SMTPSenderRefused,
)


def send(*, person: UUID, now: datetime) -> bool:
    """Send a person all that they are owed by mail, once; whether a server took it."""
    reader = Person.objects.filter(pk=person, is_active=True).first()
    begun = _begun(reader, now) if reader else []
    if reader is None or not begun:
        return False
    with override(reader.language):
        message = _message(reader, _told(begun))
    try:
        message.send()
    except (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError) as error:
        if _for_good(error):
            _refused(reader, begun, now)
            return False
        _taken_back(begun)
        raise
    except _NOT_TAKEN:
        _taken_back(begun)
        raise
    with guard.writing("a mail of alerts was taken"):
        Subscription.objects.filter(person=reader, way=Subscription.Way.MAIL).update(failures=0)
    return True


def _begun(reader: Person, now: datetime) -> list[int]:
    """What is told now, noted as told; empty where it was before, by someone quicker."""
    waiting = Sending.objects.filter(
        subscription__person=reader,
        subscription__way=Subscription.Way.MAIL,
        subscription__paused_at=None,
        sent_at=None,
        made_at__gte=now - KEPT,
    )
    with transaction.atomic(), guard.writing("a mail of alerts is begun"):
        keys = list(waiting.select_for_update(of=("self",)).values_list("pk", flat=True))
        Sending.objects.filter(pk__in=keys).update(sent_at=now, attempts=F("attempts") + 1, trouble="")
    return keys


def _taken_back(begun: Sequence[int]) -> None:
    with guard.writing("a mail of alerts was not taken"):
        Sending.objects.filter(pk__in=begun).update(sent_at=None)


def _for_good(error: smtplib.SMTPRecipientsRefused | smtplib.SMTPDataError) -> bool:
    if isinstance(error, smtplib.SMTPDataError):
        return error.smtp_code >= 500
    return all(code >= 500 for code, _said in error.recipients.values())


def _refused(reader: Person, begun: Sequence[int], now: datetime) -> None:
    with guard.writing("a mail of alerts was refused"):
        Sending.objects.filter(pk__in=begun).update(sent_at=None, trouble="refused")
        own = Subscription.objects.filter(person=reader, way=Subscription.Way.MAIL)
        own.update(failures=F("failures") + 1)
        own.filter(failures__gte=REFUSED_AT_MOST, paused_at=None).update(paused_at=now)


def _told(begun: Sequence[int]) -> list[Alert]:
    """The alerts of some sendings, each once, the latest change first."""
    found = Alert.objects.filter(sendings__in=begun).select_related("place").distinct()
    return list(found.order_by("-since", "-pk"))


def _message(reader: Person, alerts: Sequence[Alert]) -> EmailMessage:
    stop = home() + reverse("observatory:stop_alerts", args=[stop_token(reader)])
    told = {
        "alerts": alerts[:SHOWN],
        "more": max(0, len(alerts) - SHOWN),
        "home": home(),
        "all": home() + reverse("observatory:alerts"),
        "own": home() + reverse("observatory:subscriptions"),
        "partnership": settings.ENV.name,
        "stop": stop,
    }
    subject = ngettext("%(partnership)s: %(many)s alert", "%(partnership)s: %(many)s alerts", len(alerts)) % {
        "partnership": settings.ENV.name,
        "many": len(alerts),
    }
    return EmailMessage(
        " ".join(subject.split()),
        render_to_string("observatory/alerts/digest.txt", told),
        None,
        [reader.email],
        headers={
            "List-Unsubscribe": f"<{stop}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Auto-Submitted": "auto-generated",
        },
    )


def tell_of_end(*, person: UUID, made_on: date) -> bool:
    """Tell someone that the secretariat ended a subscription of theirs; whether there was anyone to tell."""
    reader = Person.objects.filter(pk=person, is_active=True).first()
    if reader is None:
        return False
    with override(reader.language):
        own = home() + reverse("observatory:subscriptions")
        told = {"made_on": made_on, "own": own, "partnership": settings.ENV.name}
        EmailMessage(
            _("%(partnership)s: a subscription of yours to alerts was ended") % told,
            render_to_string("observatory/alerts/ended.txt", told),
            None,
            [reader.email],
            headers={"Auto-Submitted": "auto-generated"},
        ).send()
    return True


def tell_of_pause(*, subscription: int) -> bool:
    """Tell a person that their address is sent nothing any more; whether there was anyone to tell."""
    row = (
        Subscription.objects.select_related("person").filter(pk=subscription, person__is_active=True).first()
    )
    if row is None or row.paused_at is None:
        return False
    with override(row.person.language):
        own = home() + reverse("observatory:subscriptions")
        told = {"address": row.address, "own": own, "partnership": settings.ENV.name}
        EmailMessage(
            _("%(partnership)s: alerts are no longer sent to your address") % told,
            render_to_string("observatory/alerts/paused.txt", told),
            None,
            [row.person.email],
            headers={"Auto-Submitted": "auto-generated"},
        ).send()
    return True
