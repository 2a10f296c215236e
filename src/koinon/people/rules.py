"""Who may do what, and why not: permissions come from the roles of the mandates in force today."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, TypeAlias

from django.conf import settings
from django.utils import timezone

from koinon.kernel.sentences import either, sentence
from koinon.kernel.verdicts import YES, Verdict, no
from koinon.ledger.platform import PLATFORM
from koinon.people.engine.links import link_digest
from koinon.people.engine.roles import ROLES, Role
from koinon.people.models import Invitation, Mandate, Party, Person, Token

SIGN_IN = sentence("Sign in first.")
LEFT = sentence("This account has been closed.")
ASK = sentence("Ask whoever invited you for a new one.")


Permission: TypeAlias = str | tuple[str, ...]  # one, or several of which any will do


def may(by: Any, permission: Permission, *, today: date | None = None) -> Verdict:
    """Whether `by` holds the permission for the partnership as a whole: a mandate without a party.

    `permission` is a key of `people/data/roles.toml`, or several keys of which any will do; `today` is the
    installation's date by default.
    """
    if (standing := _stands(by)) is not None:
        return standing
    if any(_for_all(m) for m in _granting(by, permission, today)):
        return YES
    return no("This needs a mandate in force for the partnership as {roles}.", roles=_able(permission))


def may_for(by: Any, permission: Permission, party: Party, *, today: date | None = None) -> Verdict:
    """Whether `by` holds the permission for that party: by a mandate for it, or for the partnership."""
    if (standing := _stands(by)) is not None:
        return standing
    if any(m.party_id == party.pk or _for_all(m) for m in _granting(by, permission, today)):
        return YES
    return no(
        "This needs a mandate in force for {party} as {roles}.", party=party.name, roles=_able(permission)
    )


def may_somewhere(by: Any, permission: Permission, *, today: date | None = None) -> Verdict:
    """Whether `by` holds the permission for any party at all: what a menu asks."""
    if (standing := _stands(by)) is not None:
        return standing
    if any(_granting(by, permission, today)):
        return YES
    return no("This needs a mandate in force as {roles}.", roles=_able(permission))


def mandates_in_force(person: Person, today: date | None = None) -> Iterator[Mandate]:
    """The mandates a person holds on that day (one query, none when `mandates` are prefetched)."""
    day = today or timezone.localdate()
    return (mandate for mandate in person.mandates.all() if mandate.holds(day))


def may_administer_parties(*, by: Any, **_: Any) -> Verdict:
    """Places and parties are kept by the secretariat."""
    return may(by, "people.parties")


def may_invite(*, by: Any, **_: Any) -> Verdict:
    """Inviting someone, and taking an invitation back, is the secretariat's."""
    return may(by, "people.invite")


def may_keep_mandates(*, by: Any, **_: Any) -> Verdict:
    """Granting and ending mandates, and closing accounts, is the secretariat's."""
    return may(by, "people.mandates")


def only_oneself(*, by: Any, person: Person, **_: Any) -> Verdict:
    """One's own data are one's own: nobody else may change, export or erase them."""
    if (standing := _stands(by)) is not None and not standing:
        return standing
    return YES if getattr(by, "pk", None) == person.pk else no("Only the person concerned may do this.")


def may_make_token(*, by: Any, person: Person, **_: Any) -> Verdict:
    """A token acts for its person: only they make one, or whoever commands the machine."""
    return YES if by is PLATFORM else only_oneself(by=by, person=person)


def may_revoke_token(*, by: Any, token: Token, **_: Any) -> Verdict:
    """A token is revoked by its person, or by whoever commands the machine."""
    return YES if by is PLATFORM else only_oneself(by=by, person=token.person)


def only_the_platform(*, by: Any, **_: Any) -> Verdict:
    """Upkeep that no person asks for."""
    return YES if by is PLATFORM else no("Only the platform does this.")


def _stands(by: Any) -> Verdict | None:
    """The verdict that needs no mandate, or None when mandates decide."""
    if by is PLATFORM:
        return YES
    if not isinstance(by, Person):
        return no(SIGN_IN)
    return None if by.is_active else no(LEFT)


def _granting(person: Person, permission: Permission, today: date | None) -> Iterator[Mandate]:
    return (m for m in mandates_in_force(person, today) if _grants(ROLES[m.role], permission))


def _grants(role: Role, permission: Permission) -> bool:
    return any(one in role.may for one in ((permission,) if isinstance(permission, str) else permission))


def _for_all(mandate: Mandate) -> bool:
    """Whether a mandate is held for the whole partnership; a role that needs a party never is."""
    return mandate.party_id is None and ROLES[mandate.role].bound != "party"


def _able(permission: Permission) -> str:
    """The roles of which one would do."""
    able = [sentence(role.name) for role in ROLES.values() if _grants(role, permission)]
    return either(able) if able else sentence("a role that no one has yet")


def may_accept(*, token: str, now: datetime, **_: Any) -> Verdict:
    """Whoever holds the link of an open invitation may accept it."""
    return opens(Invitation.objects.filter(token_digest=link_digest(token)).first(), now=now)


def opens(invitation: Invitation | None, *, now: datetime) -> Verdict:
    """Whether a link still opens its invitation."""
    if invitation is None:
        return no("This link opens no invitation. {ask}", ask=ASK)
    if invitation.accepted:
        return no("This invitation has been accepted already. Sign in instead.")
    if invitation.withdrawn:
        return no("This invitation was taken back. {ask}", ask=ASK)
    if invitation.expires <= now:
        return no("This invitation was open until {expires}. {ask}", expires=invitation.expires, ask=ASK)
    return YES


def may_register(**_: Any) -> Verdict:
    """Signing up by oneself is open where the installation says so."""
    if settings.KOINON_SELF_REGISTRATION:
        return YES
    return no("Accounts are opened by invitation here: ask the secretariat for one.")
