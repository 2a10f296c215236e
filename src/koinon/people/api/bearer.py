"""Who calls: the person whose token stands in the Authorization header. Cookies are not looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.http import HttpRequest
from django.utils import timezone
from ninja.security import HttpBearer

from koinon.kernel.refusals import NotPermitted, Refusal
from koinon.people.queries.tokens import token_of

if TYPE_CHECKING:
    from koinon.people.models import Person, Token


class Unknown(Refusal):
    """A call without a token that opens: 401."""


class Bearer(HttpBearer):
    """Opens to tokens with one scope; "" opens to every token."""

    def __init__(self, scope: str) -> None:
        super().__init__()
        self.scope = scope

    def __call__(self, request: HttpRequest) -> Token:
        scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
        return self.authenticate(request, secret.strip() if scheme.lower() == "bearer" else "")

    def authenticate(self, request: HttpRequest, token: str) -> Token:
        found = token_of(token, now=timezone.now()) if token else None
        if found is None and token:
            raise Unknown(
                "api.token",
                "This token opens nothing: it has expired, was revoked or never was. Make another on your "
                "account page.",
            )
        if found is None:
            raise Unknown("api.no_token", "This needs a token: send it as “Authorization: Bearer koinon_…”.")
        if self.scope and self.scope not in found.scopes:
            raise NotPermitted(
                "api.scope",
                "This needs a token with the scope “{scope}”: make one on your account page.",
                scope=self.scope,
            )
        return found


def token(request: HttpRequest) -> Token:
    """The token that the call was made with."""
    return cast("Token", request.auth)  # type: ignore[attr-defined]


def caller(request: HttpRequest) -> Person:
    """The person for whom the call is made."""
    return token(request).person
