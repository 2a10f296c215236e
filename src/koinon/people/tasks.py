"""Upkeep of the people room: what has run out is forgotten, every night."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from koinon.people import signin
from koinon.people.actions import invitations


@app.periodic(cron="17 3 * * *")
@app.task(queue="upkeep")
def forget_what_ran_out(timestamp: int) -> None:
    """Expired invitations and ended sessions."""
    invitations.forget_expired(now=timezone.now())
    signin.forget_ended_sessions()
