"""The secret address of a person's own calendar: someone's own affair, so nothing of it enters the ledger.

The address is signed and holds nothing to guess from; it opens what is public anyway, so whoever finds it
learns only which parties its owner speaks for. Making a new one makes the old one worthless.
"""

from __future__ import annotations

from datetime import datetime

from django.core import signing
from django.db.models import F
from django.urls import reverse

from koinon.kernel.refusals import NotFound
from koinon.ledger import guard
from koinon.people.models import Person
from koinon.register.models import CalendarAddress

_SALT = "register.calendar"


def make(*, by: Person, now: datetime) -> None:
    """Give the person's calendar a new address."""
    with guard.writing("a calendar gets an address"):
        if not CalendarAddress.objects.filter(person=by).update(number=F("number") + 1, made_at=now):
            CalendarAddress.objects.create(person=by, made_at=now)


def path_of(person: Person) -> str:
    """The path of the person's calendar; "" where they have not made one."""
    row = CalendarAddress.objects.filter(person=person).first()
    if row is None:
        return ""
    token = signing.Signer(salt=_SALT).sign_object([str(person.pk), row.number])
    return reverse("register:own_calendar", args=[token])


def opened(*, token: str) -> Person:
    """Whose calendar an address opens."""
    try:
        person, number = signing.Signer(salt=_SALT).unsign_object(token)
    except (signing.BadSignature, ValueError):
        raise _unknown() from None
    row = CalendarAddress.objects.select_related("person").filter(person=person, number=number).first()
    if row is None or not row.person.is_active:
        raise _unknown()
    return row.person


def _unknown() -> NotFound:
    return NotFound(
        "register.no_calendar", "This address opens no calendar: make a new one on your desk, under Dates."
    )
