"""Inviting someone by a link, taking the link back, and accepting it."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.db import transaction

from koinon.kernel.lines import line
from koinon.kernel.refusals import Refused
from koinon.ledger import guard
from koinon.ledger.acts import Actor, action, record
from koinon.ledger.models import Visibility
from koinon.people import rules
from koinon.people.actions.mandates import refuse_wrong_party
from koinon.people.actions.persons import called
from koinon.people.engine.links import link_digest
from koinon.people.engine.roles import ROLES
from koinon.people.models import Invitation, Mandate, Party, Person
from koinon.people.queries import invitations as queries
from koinon.people.queries import persons

LASTS = timedelta(days=14)
Post = Callable[[Invitation, str], None]


@dataclass(frozen=True)
class Invited:
    """An invitation with its link's token, which exists nowhere else: show it now or never."""

    invitation: Invitation
    token: str


@action("people.invite", permit=rules.may_invite)
def invite(
    *, by: Actor, email: str, name: str, role: str, party: Party | None = None, now: datetime, post: Post
) -> Invited:
    """Invite someone into a mandate. An earlier open invitation of the same address is taken back.

    `post(invitation, token)` sends the link once the invitation stands.
    """
    refuse_wrong_party(role, party)
    email = email.strip().lower()
    if persons.person_of(email):
        raise Refused(
            "people.invite.known",
            "{email} signs in here already: open that person's page and grant a mandate instead.",
            email=email,
        )
    queries.open_invitations(now=now).filter(email=email).update(withdrawn=now)
    token = secrets.token_urlsafe(24)
    made = Invitation.objects.create(
        email=email,
        name=line(name),
        role=role,
        party=party,
        token_digest=link_digest(token),
        invited_by=queries.inviter_of(by),
        expires=now + LASTS,
    )
    transaction.on_commit(lambda: post(made, token), robust=True)
    record(f"invitation:{made.pk}", _facts(role, party), visibility=Visibility.RESTRICTED)
    return Invited(made, token)


@action("people.withdraw", permit=rules.may_invite)
def withdraw(*, by: Actor, invitation: Invitation, now: datetime) -> None:
    """Take an invitation back. Its link opens nothing from now on, and its address is forgotten."""
    if invitation.accepted:
        raise Refused(
            "people.withdraw.accepted", "This invitation has been accepted: end the person's mandate instead."
        )
    _close(invitation, withdrawn=now)
    record(
        f"invitation:{invitation.pk}",
        _facts(invitation.role, invitation.party),
        visibility=Visibility.RESTRICTED,
    )


@action("people.accept_invitation", permit=rules.may_accept)
def accept(*, by: Person, token: str, name: str, password: str, now: datetime) -> Person:
    """Join by an invitation. Makes a person with a proved address and the mandate they were invited into.

    `by` is the person who is about to exist: unsaved, so that the ledger names who acted.
    """
    found = queries.open_invitation(token, now=now)
    Invitation.objects.select_for_update().get(pk=found.pk)
    found = queries.open_invitation(token, now=now)  # the second of two tabs waits here, and finds it used
    if persons.person_of(found.email):
        raise Refused("people.accept.known", "An account with this address exists already: sign in instead.")
    by.email, by.name, by.joined = found.email, called(name), now
    by.set_password(password)
    by.save(force_insert=True)
    EmailAddress.objects.create(user=by, email=found.email, verified=True, primary=True)
    mandate = Mandate.objects.create(person=by, party=found.party, role=found.role, since=now.date())
    _close(found, accepted=now)
    record(
        f"invitation:{found.pk}",
        {**_facts(found.role, found.party), "mandate": mandate.pk},
        visibility=Visibility.RESTRICTED,
    )
    return by


def forget_expired(*, now: datetime) -> int:
    """Delete the invitations that nobody accepted in time, with the addresses in them; how many.

    Upkeep without an entry: that someone did not answer is not kept.
    """
    with guard.writing("expired invitations are forgotten"):
        return Invitation.objects.filter(accepted=None, expires__lte=now).delete()[0]


def _close(invitation: Invitation, **state: datetime) -> None:
    """Settle an invitation and keep of the invited only what was settled."""
    invitation.email = invitation.name = ""
    for field, value in state.items():
        setattr(invitation, field, value)
    invitation.save()


def _facts(role: str, party: Party | None) -> dict[str, str | None]:
    return {"role": ROLES[role].key, "party": party.key if party else None}
