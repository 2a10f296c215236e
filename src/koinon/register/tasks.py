"""Jobs of the register: ids in, action called."""

from __future__ import annotations

import secrets
from datetime import date

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from koinon.ledger.platform import PLATFORM
from koinon.people.models import Person
from koinon.register.actions import (
    comparing,
    digests,
    joining,
    passing,
    posting,
    preserving,
    report_jobs,
    saving,
    taking,
    telling,
)
from koinon.register.actions import reading as readings
from koinon.register.models import Evidence, Intake, Reading, Report
from koinon.register.queries import opendata, saved

FROM_HOUR = 6  # of the installation's day, when mails of kept searches begin


@app.task(queue="reading", retry=RetryStrategy(max_attempts=5, exponential_wait=2))
def read_document(reading: int) -> None:
    """Read an uploaded file; a document that was removed meanwhile is nothing to read."""
    row = Reading.objects.select_related("document__source").filter(pk=reading).first()
    if row:
        readings.perform(row)


@app.task(queue="reading", retry=RetryStrategy(max_attempts=5, exponential_wait=2))
def preview_rows(intake: int) -> None:
    """Preview a file of rows; one that was removed meanwhile is nothing to preview."""
    row = Intake.objects.select_related("source").filter(pk=intake).first()
    if row:
        taking.make_preview(row)


@app.task(queue="reading", retry=RetryStrategy(max_attempts=5, exponential_wait=2))
def take_rows_in(intake: int, person: str) -> None:
    """Take in a file of rows by whoever confirmed it; "" is the platform."""
    row = Intake.objects.select_related("source").filter(pk=intake).first()
    if row:
        taking.carry_out(row, Person.objects.get(pk=person) if person else PLATFORM)


@app.periodic(cron="7 * * * *")
@app.task(queue="upkeep", queueing_lock="tell of kept searches")
def tell_of_kept_searches(timestamp: int) -> None:
    """From six in the morning by the installation's clock, once a day for each person with something new.

    Asked every hour, so that a machine that slept at six still tells.
    """
    now = timezone.localtime()
    if now.hour < FROM_HOUR:
        return
    for person in saved.due(now.date()).values_list("person", flat=True).distinct():
        saving.tell(person=person, today=now.date())


@app.task(queue="mail", retry=RetryStrategy(max_attempts=8, exponential_wait=4))
def mail_kept_searches(person: str, day: str, told: list[list[int]]) -> None:
    """Send the mail of that day, once."""
    digests.send(
        person=person,
        day=date.fromisoformat(day),
        told=[(search, since, until) for search, since, until in told],
    )


@app.task(queue="pages", retry=RetryStrategy(max_attempts=3, exponential_wait=4))
def preserve(evidence: int) -> None:
    """Copy the page that evidence links to; what became of it is kept either way."""
    row = Evidence.objects.filter(pk=evidence).first()
    if row:
        preserving.make_copy(row, timezone.now())


@app.task(queue="reading", retry=RetryStrategy(max_attempts=5, exponential_wait=2))
def work_on_report(report: int, person: str, revision: int) -> None:
    """Count a report, or publish it by whoever asked for it; one that was deleted is nothing to work on."""
    row = Report.objects.filter(pk=report).first()
    if row:
        by = (Person.objects.filter(pk=person).first() or Person()) if person else PLATFORM
        report_jobs.carry_out(report=row, person=by, revision=revision, now=timezone.now())


@app.periodic(cron="43 2 * * *")
@app.task(queue="upkeep", queueing_lock="make open data")
def make_open_data(timestamp: int) -> None:
    """Make the dump that the page "Open data" offers."""
    opendata.offer(now=timezone.now())


@app.periodic(cron="9 0 * * *")
@app.task(queue="upkeep", queueing_lock="follow up members")
def follow_up_members(timestamp: int) -> None:
    """Follow up those who joined a class today, and let those go who left it."""
    joining.every_night(timezone.now())


@app.periodic(cron="17 * * * *")
@app.task(
    queue="upkeep",
    queueing_lock=comparing.LOCK,
    lock=comparing.LOCK,
    retry=RetryStrategy(max_attempts=5, exponential_wait=4),
)
def compare_documents(timestamp: int) -> None:
    """Propose restatements for every document that was not compared, or has changed since."""
    comparing.compare_waiting()


@app.periodic(cron="*/15 * * * *")
@app.task(queue="upkeep", queueing_lock="pass over clocks", lock="clocks")
def pass_over_clocks(timestamp: int) -> None:
    """Take the steps of dates whose time has come, and write the letters of places where it is morning."""
    now = timezone.now()
    passing.pass_over(now=now)
    telling.tell(now=now, reference=lambda: secrets.token_hex(16))


@app.task(queue="mail", retry=RetryStrategy(max_attempts=8, exponential_wait=4))
def mail_dates(letter: int) -> None:
    """Send a letter about dates, once."""
    posting.send(letter=letter, now=timezone.now())
