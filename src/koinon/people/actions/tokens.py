"""Making and revoking the tokens by which programs act for a person."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from koinon.kernel.lines import visible
from koinon.kernel.refusals import Refused
from koinon.ledger.acts import Actor, action, record
from koinon.ledger.models import Visibility
from koinon.people import rules
from koinon.people.engine import scopes as engine
from koinon.people.models import Person, Token

MOST = 50


@dataclass(frozen=True)
class Made:
    """A token with its secret, which exists nowhere else: show it now or never."""

    token: Token
    secret: str


@action("people.make_token", permit=rules.may_make_token)
def make_token(
    *, by: Actor, person: Person, name: str, scopes: Sequence[str], days: int, now: datetime
) -> Made:
    """Make a token for programs. It acts for its person, within its scopes, for so many days."""
    if not visible(name):
        raise Refused("people.token.name", "Give the token a name by which you will know it again.")
    if not 1 <= days <= engine.LONGEST_DAYS:
        raise Refused(
            "people.token.days",
            "A token lasts from 1 to {most} days: choose a number between.",
            most=engine.LONGEST_DAYS,
        )
    wanted = engine.chosen(scopes)
    if person.tokens.filter(expires__gt=now).count() >= MOST:
        raise Refused(
            "people.token.many", "There are {most} tokens already: revoke those no longer used.", most=MOST
        )
    secret = engine.PREFIX + secrets.token_urlsafe(32)
    made = Token.objects.create(
        person=person,
        name=visible(name)[:100],
        digest=engine.token_digest(secret),
        scopes=wanted,
        expires=now + timedelta(days=days),
    )
    record("account", {"scopes": wanted, "days": days}, visibility=Visibility.RESTRICTED)
    return Made(made, secret)


@action("people.revoke_token", permit=rules.may_revoke_token)
def revoke_token(*, by: Actor, token: Token) -> None:
    """Revoke a token. Whatever program holds it can do nothing with it from now on."""
    token.delete()
    record("account", {"scopes": list(token.scopes)}, visibility=Visibility.RESTRICTED)
