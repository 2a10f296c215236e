"""Who appears in the tests of the people room, made through the real actions."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from django.test import Client

from koinon.ledger.platform import PLATFORM
from koinon.people.actions import invitations, mandates
from koinon.people.models import Party, Person

PASSWORD = "a harbour with seven lamps"
NOW = datetime.now(UTC)


def unposted(*_: Any) -> None:
    """For invitations whose letter is not what is tested."""


def joined(email: str, name: str, role: str = "observer", party: Party | None = None) -> Person:
    """Someone who was invited into a mandate and has accepted."""
    made = invitations.invite(
        by=PLATFORM, email=email, name=name, role=role, party=party, now=NOW, post=unposted
    )
    return invitations.accept(by=Person(), token=made.token, name=name, password=PASSWORD, now=NOW)


def secretary(name: str = "Ines Okoro") -> Person:
    """An officer of the secretariat."""
    return joined(f"{name.split()[0].lower()}@secretariat.example", name, "secretariat")


def without_mandate(email: str = "left@nowhere.example", name: str = "Aldo Ruiz") -> Person:
    """Someone whose only mandate has ended."""
    person = joined(email, name)
    mandate = person.mandates.get()
    mandates.end(by=PLATFORM, mandate=mandate, last_day=mandate.since)
    from koinon.ledger import guard

    with guard.writing("the past of a test"):
        person.mandates.update(since=date(2020, 1, 1), until=date(2020, 12, 31))
    return person


def signed_in(person: Person) -> Client:
    """A browser in which the person has just signed in with their password."""
    client = Client()
    answer = client.post("/account/login/", {"login": person.email, "password": PASSWORD})
    assert answer.status_code == 302, answer.content.decode()[:2000]
    return client
