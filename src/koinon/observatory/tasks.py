"""Jobs of the observatory: ids in, action called."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from koinon.ledger.platform import PLATFORM
from koinon.observatory.actions import (
    agreement,
    alert_mail,
    alert_telling,
    alert_webhooks,
    alerting,
    bringing,
    outlooks,
)
from koinon.observatory.models import Loading
from koinon.observatory.queries import agreement as agreements
from koinon.observatory.queries import ideal_points, subscriptions
from koinon.people.models import Person


@app.periodic(cron="37 1 * * *")
@app.task(
    queue="upkeep", queueing_lock=alerting.JOB, lock=alerting.JOB,
    retry=RetryStrategy(max_attempts=5, exponential_wait=4),
)  # fmt: skip
def watch_for_alerts(timestamp: int = 0) -> None:
    """Look at everything that alerts are raised of; nightly, and after figures or incidents came."""
    alerting.watch(now=timezone.now())


@app.periodic(cron="23 * * * *")
@app.task(queue="upkeep", queueing_lock="tell of alerts")
def tell_of_alerts(timestamp: int) -> None:
    """Have a mail sent to everyone to whom one is due, and the messages that no job is left for."""
    for person in subscriptions.owed_mail(timezone.now()):
        mail_alerts.defer(person=str(person))
    for subscription in subscriptions.owed_messages(timezone.now()):
        alert_telling.queue(subscription)


@app.task(queue="mail", retry=RetryStrategy(max_attempts=8, exponential_wait=4))
def mail_alerts(person: str) -> None:
    """Send a person one mail of all that they are owed."""
    alert_mail.send(person=UUID(person), now=timezone.now())


@app.task(queue="mail", retry=RetryStrategy(max_attempts=3, exponential_wait=4))
def post_alerts(subscription: int) -> None:
    """Send an address all it is owed; when it takes nothing, that is noted and tried again later."""
    alert_webhooks.deliver(subscription=subscription, now=timezone.now())


@app.task(queue="mail", retry=RetryStrategy(max_attempts=8, exponential_wait=4))
def tell_of_pause(subscription: int) -> None:
    """Tell a person that their address is sent nothing any more."""
    alert_mail.tell_of_pause(subscription=subscription)


@app.task(queue="mail", retry=RetryStrategy(max_attempts=8, exponential_wait=4))
def tell_of_end(person: str, made_on: str) -> None:
    """Tell someone that their subscription, made on that day, was ended."""
    alert_mail.tell_of_end(person=UUID(person), made_on=date.fromisoformat(made_on))


@app.task(queue="reading", retry=RetryStrategy(max_attempts=5, exponential_wait=2))
def load_brought(loading: int) -> None:
    """Load the files that someone brought; what was removed meanwhile is nothing to load."""
    row = Loading.objects.select_related("brought_by").filter(pk=loading).first()
    if row:
        bringing.carry_out(row, timezone.now())


@app.periodic(cron="*/10 * * * *")
@app.task(queue="upkeep", queueing_lock="place voters", lock="place voters")
def place_voters(timestamp: int = 0) -> None:
    """Find the ideal points of roll calls that were loaded, where they are not found yet."""
    for held in ideal_points.due():
        ideal_points.find(held)


@app.periodic(cron="*/5 * * * *")
@app.task(
    queue="upkeep", queueing_lock="count agreement", lock="count agreement",
    retry=RetryStrategy(max_attempts=5, exponential_wait=4),
)  # fmt: skip
def count_agreement(timestamp: int = 0) -> None:
    """Count in how many draws the episodes of each release hold, where that is not counted yet."""
    for release, errors in agreements.missing():
        agreement.count(release, errors)


@app.task(
    queue="reading", queueing_lock=outlooks.LOCK, lock=outlooks.LOCK,
    retry=RetryStrategy(max_attempts=5, exponential_wait=4),
)  # fmt: skip
def make_the_outlook(person: str = "") -> None:
    """Make the outlook by whoever asked for it; "" is the platform. Folds that were done are not redone."""
    by = Person.objects.get(pk=person) if person else PLATFORM
    outlooks.carry_out(by=by, now=timezone.now())


@app.periodic(cron="11 3 * * *")
@app.task(queue="upkeep", queueing_lock="look for an outlook")
def look_for_an_outlook(timestamp: int = 0) -> None:
    """Have the outlook made of figures that were loaded since it was made."""
    if outlooks.due():
        outlooks.begin(by=PLATFORM)
