"""Jobs of the register: ids in, action called."""

from __future__ import annotations

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from koinon.ledger.platform import PLATFORM
from koinon.people.models import Person
from koinon.register.actions import reading as readings
from koinon.register.actions import taking
from koinon.register.models import Intake, Reading


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
