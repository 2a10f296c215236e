"""Jobs of the register: ids in, action called."""

from __future__ import annotations

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from koinon.register.actions import reading as readings
from koinon.register.models import Reading


@app.task(queue="reading", retry=RetryStrategy(max_attempts=5, exponential_wait=2))
def read_document(reading: int) -> None:
    """Read an uploaded file; a document that was removed meanwhile is nothing to read."""
    row = Reading.objects.select_related("document__source").filter(pk=reading).first()
    if row:
        readings.perform(row)
