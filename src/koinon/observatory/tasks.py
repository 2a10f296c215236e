"""Jobs of the observatory: ids in, action called."""

from __future__ import annotations

from uuid import UUID

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from koinon.observatory.actions import alert_mail, alert_webhooks, alerting, bringing
from koinon.observatory.models import Loading
from koinon.observatory.queries import ideal_points, subscriptions


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
    """Have a mail sent to everyone to whom one is due."""
    for person in subscriptions.owed_mail(timezone.now()):
        mail_alerts.defer(person=str(person))


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
