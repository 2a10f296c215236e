"""Joining by oneself, one's own data, closing an account, and being forgotten."""

from __future__ import annotations

from datetime import datetime

from koinon.kernel.lines import line
from koinon.kernel.refusals import Refused
from koinon.ledger import erasure
from koinon.ledger.acts import Actor, action, record
from koinon.ledger.models import Visibility
from koinon.people import rules, signin
from koinon.people.actions.mandates import KEEPS, LAST
from koinon.people.models import Invitation, Person
from koinon.people.queries import persons


@action("people.register", permit=rules.may_register)
def register(*, by: Person, email: str, name: str, password: str, now: datetime) -> Person:
    """Sign up by oneself. Makes a person without any mandate, where the installation lets anyone join.

    `by` is the person who is about to exist. The address is proved afterwards, by a mailed link.
    """
    by.email, by.name, by.joined = email.strip().lower(), called(name), now
    by.set_password(password)
    by.save(force_insert=True)
    record("account", {}, visibility=Visibility.RESTRICTED)
    return by


@action("people.change_data", permit=rules.only_oneself)
def change_data(*, by: Actor, person: Person, name: str, language: str) -> None:
    """Change one's own data. How one is called here, and in which language one reads."""
    person.name, person.language = name if name == person.name else called(name), language
    person.save(update_fields=["name", "language"])
    record("account", {"changed": ["name", "language"]}, visibility=Visibility.RESTRICTED)


@action("people.close", permit=rules.may_keep_mandates)
def close(*, by: Actor, person: Person) -> None:
    """Close an account. Its person can no longer sign in, and is signed out everywhere at once."""
    if not person.is_active:
        raise Refused("people.close.closed", "The account of {person} is closed already.", person=person.name)
    if not persons.others_may(KEEPS, without=person):
        raise Refused("people.close.last", LAST)
    person.is_active = False
    person.save(update_fields=["is_active"])
    signin.end_every_session(person)
    record("account", {"open": False}, private={"person": person.reference}, visibility=Visibility.RESTRICTED)


@action("people.reopen", permit=rules.may_keep_mandates)
def reopen(*, by: Actor, person: Person) -> None:
    """Open a closed account again. Its person signs in with the mandates still in force."""
    person.is_active = True
    person.save(update_fields=["is_active"])
    record("account", {"open": True}, private={"person": person.reference}, visibility=Visibility.RESTRICTED)


@action("people.erase", permit=rules.only_oneself)
def erase(*, by: Person, person: Person) -> None:
    """Forget a person. Account, mandates, sessions, second factors, addresses, and their ledger parts go.

    What they decided stays, and is a person's; the chain keeps the digests of what is gone.
    """
    reference = person.reference
    record("account", {})
    signin.end_every_session(person)
    Invitation.objects.filter(email__iexact=person.email).delete()
    person.delete()
    erasure.forget(reference)


def called(name: str) -> str:
    """A name as it is kept, unless there is nothing of it to be read."""
    if kept := line(name):
        return kept
    raise Refused("people.person.name", "Give the name by which you are called here.", field="name")
