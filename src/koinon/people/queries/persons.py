"""Persons and their mandates."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from koinon.kernel.refusals import NotFound
from koinon.people.engine.roles import ROLES
from koinon.people.models import Mandate, Party, Person


def persons() -> QuerySet[Person]:
    """Everyone with an account, by name, with mandates and their parties at hand."""
    held = Prefetch("mandates", Mandate.objects.select_related("party"))
    return Person.objects.prefetch_related(held).order_by("name", "email")


def person(pk: UUID) -> Person:
    """One person by key."""
    found = persons().filter(pk=pk).first()
    if found is None:
        raise NotFound("people.person.unknown", "There is no such person here.")
    return found


def person_of(email: str) -> Person | None:
    """The person who signs in with that address, in any case of letters."""
    return Person.objects.filter(email__iexact=email.strip()).first()


def someone(email: str = "", name: str = "", language: str = "en") -> Person:
    """A person who is not here yet: whoever is about to join."""
    return Person(email=email, name=name, language=language)


def mandate(pk: int) -> Mandate:
    """One mandate by key."""
    found = Mandate.objects.select_related("person", "party").filter(pk=pk).first()
    if found is None:
        raise NotFound("people.mandate.unknown", "There is no such mandate.")
    return found


def mandate_of(email: str, role: str, party: Party | None, *, on: date) -> Mandate:
    """The mandate that someone holds on a day, or holds later."""
    held = Mandate.objects.select_related("person", "party").filter(Q(until=None) | Q(until__gte=on))
    found = held.filter(person__email__iexact=email.strip(), role=role, party=party).order_by("since").first()
    if found is None:
        office = f"{role} for {party.name}" if party else f"{role} for the partnership"
        raise NotFound(
            "people.mandate.unknown", "{email} holds no mandate as {office}.", email=email, office=office
        )
    return found


def in_force(on: date) -> Q:
    """Mandates that hold on a day."""
    return Q(since__lte=on) & (Q(until=None) | Q(until__gte=on))


def overlapping(
    person: Person, role: str, party: Party | None, since: date, until: date | None
) -> QuerySet[Mandate]:
    """Mandates of the same office that the person holds at some time between the two days."""
    same = person.mandates.filter(Q(until=None) | Q(until__gte=since), role=role, party=party)
    return same if until is None else same.filter(since__lte=until)


def others_may(
    permission: str, *lost: Mandate, on: date | None = None, without: Person | None = None
) -> bool:
    """Whether someone still holds the permission for the partnership once mandates or a person are gone.

    Asked for the day after `on`; true also where the lost mandates never gave the permission.
    """
    roles = [role.key for role in ROLES.values() if permission in role.may]
    mine = [m for m in lost if m.role in roles and m.party_id is None]
    if lost and not mine:
        return True
    holding = Mandate.objects.filter(
        in_force(on or timezone.localdate()), role__in=roles, party=None, person__is_active=True
    )
    if without is not None and not holding.filter(person=without).exists():
        return True
    return holding.exclude(pk__in=[m.pk for m in mine]).exclude(person=without).exists()
