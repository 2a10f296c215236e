"""Persons, their mandates, and invitations."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query

from koinon.kernel.refusals import NotPermitted
from koinon.kernel.verdicts import Verdict
from koinon.people import rules
from koinon.people.actions import invitations, letters, mandates
from koinon.people.actions import persons as actions
from koinon.people.api import shapes
from koinon.people.api.bearer import caller
from koinon.people.api.conditions import alone, shows, upon, version_of
from koinon.people.api.lists import Paging, made, part, site
from koinon.people.api.operations import get, operation
from koinon.people.api.parties import party_named
from koinon.people.engine.roles import ROLES
from koinon.people.queries import invitations as waiting
from koinon.people.queries import persons as queries

TAG = "people"


@get("/roles", list[shapes.RoleOut], "roles", tag=TAG)
def roles(request: HttpRequest) -> list[dict[str, Any]]:
    """In what capacity persons act here, and what each role may do."""
    return [{"key": r.key, "name": r.name, "bound": r.bound, "may": sorted(r.may)} for r in ROLES.values()]


@get("/desk/persons", shapes.PersonPart, "persons", tag=TAG, scope="read")
def persons(request: HttpRequest, paging: Query[Paging]) -> dict[str, Any]:
    """Everyone with an account, by name."""
    _let(rules.may_keep_mandates(by=caller(request)))
    return part(request, queries.persons(), paging, person_record)


@get("/desk/persons/{pk}", shapes.PersonOut, "person", tag=TAG, scope="read")
def person(request: HttpRequest, pk: UUID) -> dict[str, Any]:
    """One person with their mandates."""
    _let(rules.may_keep_mandates(by=caller(request)))
    return _shown(request, queries.person(pk))


@operation(
    "POST", "/desk/persons/{pk}/mandates", answer=shapes.MandateOut, status=201, name="grant", tag=TAG,
    scope="people", acts="people.grant",
)  # fmt: skip
def grant(request: HttpRequest, pk: UUID, mandate: shapes.MandateIn) -> dict[str, Any]:
    """Give a person a further mandate."""
    me = caller(request)
    _let(rules.may_keep_mandates(by=me))
    granted = mandates.grant(
        by=me,
        person=queries.person(pk),
        role=mandate.role,
        party=party_named(mandate.party),
        since=mandate.since,
        until=mandate.until,
    )
    made(request, f"/desk/mandates/{granted.pk}")
    shows(request, _mandate_version(granted))
    return mandate_record(granted)


@get("/desk/mandates/{pk}", shapes.MandateOut, "mandate", tag=TAG, scope="read")
def mandate(request: HttpRequest, pk: int) -> dict[str, Any]:
    """One mandate."""
    _let(rules.may_keep_mandates(by=caller(request)))
    found = queries.mandate(pk)
    shows(request, _mandate_version(found))
    return mandate_record(found)


@operation(
    "POST", "/desk/mandates/{pk}/end", answer=shapes.MandateOut, name="end_mandate", tag=TAG,
    scope="people", acts="people.end_mandate", changes=True,
)  # fmt: skip
def end_mandate(request: HttpRequest, pk: int, end: shapes.EndIn) -> dict[str, Any]:
    """Say on which day a mandate ends."""
    me = caller(request)
    _let(rules.may_keep_mandates(by=me))
    with alone(f"mandate:{pk}"):
        found = queries.mandate(pk)
        upon(request, _mandate_version(found))
        mandates.end(by=me, mandate=found, last_day=end.last_day)
    shows(request, _mandate_version(found))
    return mandate_record(found)


@operation(
    "POST", "/desk/persons/{pk}/closing", answer=shapes.PersonOut, name="close_account", tag=TAG,
    scope="people", acts="people.close", changes=True,
)  # fmt: skip
def close_account(request: HttpRequest, pk: UUID) -> dict[str, Any]:
    """Close an account: its person can no longer sign in, and their tokens open nothing."""
    return _of_account(request, pk, actions.close)


@operation(
    "POST", "/desk/persons/{pk}/opening", answer=shapes.PersonOut, name="reopen_account", tag=TAG,
    scope="people", acts="people.reopen", changes=True,
)  # fmt: skip
def reopen_account(request: HttpRequest, pk: UUID) -> dict[str, Any]:
    """Open a closed account again."""
    return _of_account(request, pk, actions.reopen)


def _of_account(request: HttpRequest, pk: UUID, act: Any) -> dict[str, Any]:
    me = caller(request)
    _let(rules.may_keep_mandates(by=me))
    with alone(f"person:{pk}"):
        found = queries.person(pk)
        upon(request, _version(found))
        act(by=me, person=found)
    return _shown(request, found)


@get("/desk/invitations", list[shapes.InvitationOut], "invitations", tag=TAG, scope="read")
def open_invitations(request: HttpRequest) -> list[dict[str, Any]]:
    """Invitations that wait for an answer."""
    _let(rules.may_invite(by=caller(request)))
    return [invitation_record(row) for row in waiting.open_invitations(now=timezone.now())]


@operation(
    "POST", "/desk/invitations", answer=shapes.InvitedOut, status=201, name="invite", tag=TAG,
    scope="people", acts="people.invite",
)  # fmt: skip
def invite(request: HttpRequest, invitation: shapes.InvitationIn) -> dict[str, Any]:
    """Invite someone into a mandate; the link is mailed to them, and given out this once."""
    me = caller(request)
    _let(rules.may_invite(by=me))
    sent = invitations.invite(
        by=me,
        email=invitation.email,
        name=invitation.name,
        role=invitation.role,
        party=party_named(invitation.party),
        now=timezone.now(),
        post=letters.invitation_by_mail(site(request)),
    )
    made(request, f"/desk/invitations/{sent.invitation.pk}")
    shows(request, _invitation_version(sent.invitation))
    return invitation_record(sent.invitation) | {"link": letters.link(site(request), sent.token)}


@get("/desk/invitations/{pk}", shapes.InvitationOut, "invitation", tag=TAG, scope="read")
def invitation(request: HttpRequest, pk: UUID) -> dict[str, Any]:
    """One invitation; what it said of the invited is gone once it was answered or taken back."""
    _let(rules.may_invite(by=caller(request)))
    found = waiting.invitation(pk)
    shows(request, _invitation_version(found))
    return invitation_record(found)


@operation(
    "DELETE", "/desk/invitations/{pk}", answer=None, status=204, name="withdraw_invitation", tag=TAG,
    scope="people", acts="people.withdraw", changes=True,
)  # fmt: skip
def withdraw_invitation(request: HttpRequest, pk: UUID) -> None:
    """Take an invitation back: its link opens nothing from now on."""
    me = caller(request)
    _let(rules.may_invite(by=me))
    with alone(f"invitation:{pk}"):
        found = waiting.invitation(pk)
        upon(request, _invitation_version(found))
        invitations.withdraw(by=me, invitation=found, now=timezone.now())


def _let(verdict: Verdict) -> None:
    """Who may not, does not learn whether there is such a thing."""
    if not verdict:
        raise NotPermitted("people.not_permitted", verdict.reason)


def person_record(person: Any) -> dict[str, Any]:
    """A person as the secretariat sees them."""
    return {
        "id": person.pk,
        "name": person.name,
        "email": person.email,
        "open": person.is_active,
        "mandates": [mandate_record(m) for m in person.mandates.all()],
    }


def mandate_record(mandate: Any) -> dict[str, Any]:
    """A mandate as it is told."""
    return {
        "id": mandate.pk,
        "role": mandate.role,
        "party": mandate.party.key if mandate.party else None,
        "since": mandate.since,
        "until": mandate.until,
    }


def invitation_record(row: Any) -> dict[str, Any]:
    """An invitation without its link."""
    party = row.party.key if row.party else None
    columns = ("email", "name", "role", "expires")
    return {"id": row.pk, "party": party, **{column: getattr(row, column) for column in columns}}


def _shown(request: HttpRequest, person: Any) -> dict[str, Any]:
    shows(request, _version(person))
    return person_record(person)


def _version(person: Any) -> str:
    return version_of(person.is_active, person.name, person.email)


def _mandate_version(mandate: Any) -> str:
    return version_of(mandate.role, mandate.party_id, mandate.since, mandate.until)


def _invitation_version(row: Any) -> str:
    return version_of(row.accepted, row.withdrawn)
