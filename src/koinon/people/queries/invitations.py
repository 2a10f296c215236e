"""Invitations: the door from a link to its invitation, and the lists the secretariat reads."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from koinon.kernel.refusals import NotFound
from koinon.people import rules
from koinon.people.engine.links import link_digest
from koinon.people.models import Invitation, Person


def open_invitation(token: str, *, now: datetime) -> Invitation:
    """The invitation that a link opens; NotFound says why it no longer opens one."""
    found = Invitation.objects.select_related("party").filter(token_digest=link_digest(token)).first()
    verdict = rules.opens(found, now=now)
    if found is None or not verdict:
        raise NotFound("people.invitation", verdict.reason)
    return found


def open_invitations(*, now: datetime) -> QuerySet[Invitation]:
    """Invitations that still wait for an answer, the next to expire first."""
    waiting = Invitation.objects.filter(accepted=None, withdrawn=None, expires__gt=now)
    return waiting.select_related("party", "invited_by").order_by("expires")


def invitation(pk: UUID) -> Invitation:
    """One invitation by its key."""
    found = Invitation.objects.filter(pk=pk).first()
    if found is None:
        raise NotFound("people.invitation.unknown", "There is no such invitation.")
    return found


def inviter_of(person: object) -> Person | None:
    """Who is named as the inviter: a person, or nobody when the platform invites."""
    return person if isinstance(person, Person) else None
