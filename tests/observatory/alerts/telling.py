"""Who is subscribed to alerts, several alerts, and the jobs by which they are told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from procrastinate.contrib.django.models import ProcrastinateJob

from koinon.ledger.platform import PLATFORM
from koinon.observatory.actions import alerting, subscribing
from koinon.observatory.models import Alert, Subscription
from koinon.people.models import Person
from tests.factories.people import person
from tests.observatory.alerts import examples_alerts as ex
from tests.observatory.alerts.examples_alerts import NOW


def subscribed(who: str = "Nadia", **wanted: Any) -> Subscription:
    reader = Person.objects.filter(name=who).first() or person(who)
    return subscribing.subscribe(by=reader, now=NOW, **({"way": "mail"} | wanted)).subscription


def several(many: int) -> list[Alert]:
    one = ex.finding("KEN")
    days = [date(1000, 1, 1) + timedelta(days=400 * n) for n in range(many)]
    findings = [replace(one, since=day) for day in days]
    return alerting.raise_alerts(by=PLATFORM, findings=findings, now=NOW)


def jobs(task: str = "post_alerts") -> list[ProcrastinateJob]:
    return list(ProcrastinateJob.objects.filter(task_name=f"koinon.observatory.tasks.{task}").order_by("id"))
