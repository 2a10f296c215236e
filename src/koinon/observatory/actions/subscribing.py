"""One's own subscriptions to alerts: by mail, or by messages to an address of one's own.

Someone's own affair, like the searches they keep: nothing of it enters the ledger, unless the secretariat
ends what fails. The secret with which the messages to an address are signed is shown once, when it is made.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core import signing

from koinon.kernel.refusals import NotFound, Refused
from koinon.ledger import guard
from koinon.ledger.acts import action, record
from koinon.ledger.models import Visibility
from koinon.observatory.actions import alert_telling
from koinon.observatory.models import Sending, Subscription
from koinon.observatory.queries import places
from koinon.observatory.rules import alerts as rules
from koinon.people.actions.reaching import Unreached, parts_of
from koinon.people.models import Person

MOST = 20  # subscriptions of one person
_SALT = "observatory.alerts.stop"
_REASON = "a person subscribes to alerts"


@dataclass(frozen=True)
class Made:
    """A new subscription, and its secret, "" where it needs none; given out this once."""

    subscription: Subscription
    secret: str


def subscribe(
    *,
    by: Person,
    way: str,
    address: str = "",
    places_wanted: Sequence[str] = (),
    kinds: Sequence[str] = (),
    favourable: bool = True,
    now: datetime,
) -> Made:
    """Subscribe to the alerts of some places and kinds; of all where none are named."""
    known = places.named(places_wanted)
    unknown = sorted(set(places_wanted) - set(known))
    if unknown:
        raise Refused(
            "observatory.subscription.place",
            "No place has the code “{place}”: choose a country, a territory or a group.",
            place=unknown[0],
            field="places",
        )
    if Subscription.objects.filter(person=by).count() >= MOST:
        raise Refused(
            "observatory.subscription.many",
            "You have {most} subscriptions already: end one that you no longer need.",
            most=MOST,
        )
    hooked = way == Subscription.Way.WEBHOOK
    if hooked and not settings.KOINON_WEBHOOKS:
        raise Refused(
            "observatory.subscription.switched_off",
            "Messages to addresses are switched off here: subscribe by mail, or follow the feed.",
            field="way",
        )
    secret = secrets.token_urlsafe(32) if hooked else ""
    with guard.writing(_REASON):
        made = Subscription.objects.create(
            person=by, way=Subscription.Way(way), secret=secret, made_at=now,
            address=_reachable(address) if hooked else "", language=by.language,
            places=sorted(known), kinds=sorted(set(kinds)), favourable=favourable,
        )  # fmt: skip
    return Made(made, secret)


def renew(*, by: Person, subscription: Subscription) -> Made:
    """A new secret for an address; the one before opens nothing any more."""
    _own(by, subscription)
    if subscription.way != Subscription.Way.WEBHOOK:
        raise Refused("observatory.subscription.no_secret", "A subscription by mail has no secret.")
    with guard.writing(_REASON):
        subscription.secret = secrets.token_urlsafe(32)
        subscription.save(update_fields=["secret"])
    return Made(subscription, subscription.secret)


def pause(*, by: Person, subscription: Subscription, now: datetime) -> None:
    """Send nothing more of a subscription for now."""
    _own(by, subscription)
    with guard.writing(_REASON):
        subscription.paused_at = now
        subscription.save(update_fields=["paused_at"])


def resume(*, by: Person, subscription: Subscription) -> None:
    """Send again, with what has waited since."""
    _own(by, subscription)
    with guard.writing(_REASON):
        subscription.paused_at, subscription.failures = None, 0
        subscription.save(update_fields=["paused_at", "failures"])
    if subscription.way == Subscription.Way.WEBHOOK:
        alert_telling.queue(subscription.pk)


def end(*, by: Person, subscription: Subscription) -> None:
    """End a subscription; what it was still owed is forgotten."""
    _own(by, subscription)
    with guard.writing(_REASON):
        subscription.delete()


@action("observatory.end_failing_subscription", permit=rules.may_end_subscriptions)
def end_failing(*, by: Any, subscription: Subscription) -> None:
    """End a subscription that fails. What it sent was not taken; the person of an address is told by mail."""
    found = Subscription.objects.select_for_update().filter(pk=subscription.pk, failures__gt=0).first()
    if found is None:
        raise Refused(
            "observatory.subscription.sound",
            "This subscription does not fail, or has ended: only its own person can end it.",
        )
    reader, made_at = found.person, found.made_at
    facts = {"way": found.way, "failures": found.failures}
    about = f"subscription:{found.pk}"
    if found.way == Subscription.Way.WEBHOOK:
        alert_telling.queue_word_of_end(reader.pk, made_at)
    found.delete()
    record(about, facts, private={"person": reader.reference}, visibility=Visibility.RESTRICTED)


def stop_token(person: Person) -> str:
    """What a mail carries to stop all mails of alerts, without signing in."""
    return signing.dumps(str(person.pk), salt=_SALT)


def stop(*, token: str) -> int:
    """End every subscription by mail of the person of that token; how many there were."""
    try:
        person = signing.loads(token, salt=_SALT)
    except signing.BadSignature as error:
        raise NotFound(
            "observatory.bad_stop", "This link is not whole: copy all of it from the mail, or sign in."
        ) from error
    with guard.writing(_REASON):
        found = Subscription.objects.filter(person=person, way=Subscription.Way.MAIL)
        Sending.objects.filter(subscription__in=found).delete()
        return found.delete()[0]


def _own(by: Person, subscription: Subscription) -> None:
    if by.pk != subscription.person_id:
        raise _none()


def _none() -> NotFound:
    return NotFound(
        "observatory.no_subscription", "You have no such subscription: it may have ended already."
    )


def _reachable(address: str) -> str:
    """The address, if a message could be sent there; where it leads is looked up when one is."""
    wanted = address.strip()
    try:
        parts = parts_of(wanted, loopback=settings.KOINON_COPY_FROM_LOOPBACK)
    except Unreached as error:
        raise _unfit() from error
    if parts.scheme != "https" and not settings.KOINON_COPY_FROM_LOOPBACK:
        raise _unfit()
    return wanted


def _unfit() -> Refused:
    return Refused(
        "observatory.subscription.address",
        "Give an address that begins with https:// and has no port, name or password in it.",
        field="address",
    )
