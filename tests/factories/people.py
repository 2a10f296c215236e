"""A named cast with stated relations: who they are is how they may act."""

from __future__ import annotations

from datetime import date

from allauth.account.models import EmailAddress

from koinon.kernel.directory import folded
from koinon.ledger import guard
from koinon.people.models import Alias, Mandate, Party, Person


def party(key: str, name: str, kind: str = "state", *names: str) -> Party:
    """A party known by its name and some others."""
    with guard.writing("factory"):
        made = Party.objects.create(key=key, name=name, kind=kind, invented=True)
        for text in (name, *names):
            Alias.objects.create(party=made, text=text, folded=folded(text))
    return made


def person(name: str, *, role: str | None = None, party: Party | None = None) -> Person:
    """A person, with a mandate in force when a role is given."""
    with guard.writing("factory"):
        made = Person(email=f"{name.lower()}@example.org", name=name, invented=True)
        made.set_password(f"{name}-long-password")
        made.save()
        EmailAddress.objects.create(user=made, email=made.email, verified=True, primary=True)
        if role:
            Mandate.objects.create(person=made, role=role, party=party, since=date(2020, 1, 1))
    return made
