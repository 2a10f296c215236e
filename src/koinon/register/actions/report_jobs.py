"""What takes too long for a request: a job counts a report, or publishes it, once, whoever dies."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import DatabaseError, OperationalError, connection, transaction
from procrastinate.contrib.django import app

from koinon.kernel.refusals import Refusal
from koinon.kernel.sentences import sentence
from koinon.ledger import guard
from koinon.register.actions import reports
from koinon.register.models import Report

log = logging.getLogger(__name__)
_LOCK = 0x72_65_70_6F
_WAITING = "a report waits for a job, or no longer does"


def begin(*, report: Report, working: str, person: Any = None) -> None:
    """Let a job count, or publish. One at a time for each report; without its job a report waits for none."""
    with guard.writing(_WAITING), transaction.atomic():
        if Report.objects.filter(pk=report.pk, working="").update(working=working, problem=""):
            task = app.configure_task("koinon.register.tasks.work_on_report", queue="reading")
            task.defer(report=report.pk, person=str(person.pk) if person else "", revision=report.revision)


def carry_out(*, report: Report, person: Any, revision: int, now: datetime) -> None:
    """Do what a report waits for, and tell what went wrong.

    A run that was killed has done nothing, and is done again; one that was killed once all was done finds
    that the report waits for nothing.
    """
    with _alone(report.pk):
        current = Report.objects.filter(pk=report.pk).exclude(working="").first()
        if current is None:
            return
        problem = _problem(current, person, revision, now)
        with guard.writing(_WAITING):
            Report.objects.filter(pk=current.pk).update(working="", problem=problem)


@contextmanager
def _alone(report: int) -> Iterator[None]:
    """No other process works on the report; one that died has let go."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s, %s)", [_LOCK, report])
        try:
            yield
        finally:
            if connection.is_usable():
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [_LOCK, report])


def _problem(report: Report, person: Any, revision: int, now: datetime) -> str:
    """Work on the report; why it came to nothing, or nothing."""
    try:
        reports.count(report=report, now=now)
        if report.working == Report.Working.PUBLISHING:
            reports.publish(by=person, report=report, revision=revision, now=now)
    except Refusal as refusal:
        return refusal.message
    except OperationalError:
        raise  # the database is away: the job is tried again
    except Exception as error:
        if isinstance(error, DatabaseError) and not connection.is_usable():
            raise
        log.exception("The report %s met a fault.", report.pk)
        return sentence(
            "Making the report met a fault of its own ({fault}), and nothing was published: tell whoever "
            "runs the platform.",
            fault=type(error).__name__,
        )
    return ""
