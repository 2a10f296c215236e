"""The pass over everything that alerts are raised of: what is new becomes an alert, once.

A pass looks first, which takes long, then raises all it found in one transaction under a lock: a machine that
dies in it has raised nothing, two passes at a time raise nothing twice. What is raised is due to its
subscribers in the same transaction.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from koinon.ledger.acts import Actor, action, record
from koinon.ledger.platform import PLATFORM
from koinon.observatory.actions import alert_telling
from koinon.observatory.engine.alerts import thread
from koinon.observatory.engine.alerts.findings import Finding, Known, fresh, gone
from koinon.observatory.models import Alert, AlertStep
from koinon.observatory.queries import alert_figures, alert_rules, places
from koinon.observatory.rules.alerts import may_raise
from koinon.people.models import Place

LOCK = 0x616C7274  # of the pass
JOB = "watch for alerts"
FIGURES = ("episode", "drop", "disruption")  # kinds that later figures, or a refutation, can take back


@dataclass(frozen=True)
class Passed:
    """What a pass came to. `missing`: what it could not look at; `unplaced`: findings at no known place."""

    raised: int
    taken_back: int
    missing: tuple[str, ...]
    unplaced: int = 0


def watch(*, now: datetime) -> Passed:
    """Look at everything, and raise what is new; nothing is written where nothing is."""
    today = timezone.localdate(now)
    looked = alert_figures.look(today)
    named = places.named(finding.place for finding in looked.findings)
    placed = [finding for finding in looked.findings if finding.place in named]
    lost = _taken_back(now)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        new = fresh(placed, _known(Alert.objects.all()), _within())
        if new or lost:
            raise_alerts(by=PLATFORM, findings=new, taken_back=lost, now=now)
    unplaced = len(looked.findings) - len(placed)
    return Passed(len(new), len(lost), looked.missing, unplaced)


def have_looked() -> None:
    """Queue the pass, unless it waits already."""
    task = app.configure_task(
        f"{alert_telling.TASKS}.watch_for_alerts", queue="upkeep", queueing_lock=JOB, lock=JOB
    )
    try:
        with transaction.atomic():  # a second one is refused by the database
            task.defer()
    except AlreadyEnqueued:
        return


@action("observatory.raise_alerts", permit=may_raise)
def raise_alerts(
    *, by: Actor, findings: Sequence[Finding], taken_back: Sequence[Alert] = (), now: datetime
) -> list[Alert]:
    """Raise alerts of what the rules found. Note on others that later figures no longer show them."""
    named = places.named(finding.place for finding in findings)
    raised = Alert.objects.bulk_create([_alert(finding, named[finding.place], now) for finding in findings])
    AlertStep.objects.bulk_create(
        [AlertStep(alert=one, step=AlertStep.Step.RAISED, at=now, open=True) for one in raised]
    )
    for one in taken_back:
        one.save(update_fields=["facts"])
    alert_telling.owe(raised, now=now)
    record(
        "alerts",
        {
            "raised": [one.pk for one in raised],
            "rules": dict(sorted(Counter(one.rule for one in raised).items())),
            "taken_back": [one.pk for one in taken_back],
        },
    )
    return raised


def _alert(finding: Finding, place: Place, now: datetime) -> Alert:
    rule = alert_rules.every()[finding.rule]
    return Alert(
        kind=finding.kind,
        rule=f"{finding.rule}@{finding.version}",
        place=place,
        fingerprint=finding.fingerprint,
        facts={"subject": finding.subject, **finding.facts},
        evidence=[one.record() for one in finding.evidence],
        favourable=finding.favourable,
        since=finding.since,
        raised_at=now,
        due_on=thread.due(rule, thread.State.OPEN, timezone.localdate(now)),
        invented=place.invented,
    )


def _known(found: Any) -> list[Known]:
    rows = found.values_list("rule", "place__code", "facts__subject", "since")
    return [Known(rule.partition("@")[0], place, subject, since) for rule, place, subject, since in rows]


def _within() -> dict[str, int]:
    return {key: rule.within_days for key, rule in alert_rules.every().items()}


def _taken_back(now: datetime) -> list[Alert]:
    """Open alerts of figures that the newest figures no longer show, however long ago they are dated."""
    standing = Alert.objects.filter(kind__in=FIGURES).exclude(state=Alert.State.CLOSED)
    held = [one for one in standing.select_related("place") if "taken_back" not in one.facts]
    if not held:
        return []
    looked = alert_figures.look(timezone.localdate(now), history=True)
    known = {_one(one): one for one in held}
    lost = [known[key] for key in gone(list(known), looked.findings, _within())]
    newest = {dataset: f"{dataset}@{version}" for dataset, version in alert_figures.newest()}
    found = []
    for one in lost:
        source = _later(one, newest)
        if source:
            one.facts = {**one.facts, "taken_back": source}
            found.append(one)
    return found


def _one(alert: Alert) -> Known:
    return Known(alert.rule.partition("@")[0], alert.place.code, alert.facts["subject"], alert.since)


def _later(alert: Alert, newest: dict[str, str]) -> str:
    """The release that took an alert back; "" while the one stands by which it was raised.

    A disruption that no incident tells of any more was refuted or struck.
    """
    if alert.kind == Alert.Kind.DISRUPTION:
        return "incidents"
    was = str(alert.evidence[0]["source"])
    now = newest.get(was.partition("@")[0], was)
    return now if now != was else ""
