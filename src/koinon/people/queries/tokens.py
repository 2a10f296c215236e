"""Tokens: whom a secret speaks for, and the list a person reads."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from koinon.kernel.refusals import NotFound
from koinon.ledger import guard
from koinon.people.engine.scopes import PREFIX, token_digest
from koinon.people.models import Person, Token


def tokens(person: Person) -> QuerySet[Token]:
    """A person's tokens, the newest first."""
    return person.tokens.order_by("-created")


def token(person: Person, pk: UUID) -> Token:
    """One of a person's own tokens."""
    found = person.tokens.filter(pk=pk).first()
    if found is None:
        raise NotFound("people.token.unknown", "You have no such token: it may have been revoked already.")
    return found


def token_of(secret: str, *, now: datetime) -> Token | None:
    """The token that a secret is, while it lasts and its person's account is open; noted as used that day."""
    if not secret.startswith(PREFIX):
        return None
    found = (
        Token.objects.select_related("person")
        .filter(digest=token_digest(secret), expires__gt=now, person__is_active=True)
        .first()
    )
    if found and found.used_on != now.date():
        with guard.writing("the day a token was last used"):
            Token.objects.filter(pk=found.pk).update(used_on=now.date())
    return found
