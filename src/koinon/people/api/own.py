"""Oneself: who a token speaks for, one's own data, and an end to the token."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from koinon.kernel.refusals import Refused
from koinon.people.actions import persons as actions
from koinon.people.actions import tokens
from koinon.people.api import shapes
from koinon.people.api.bearer import caller, token
from koinon.people.api.conditions import alone, shows, upon, version_of
from koinon.people.api.operations import get, operation
from koinon.people.api.persons import mandate_record
from koinon.people.queries import own

TAG = "oneself"


@get("/me", shapes.SelfOut, "me", tag=TAG, scope="")
def me(request: HttpRequest) -> dict[str, Any]:
    """Whom this token speaks for, in which mandates, and what it may be used for."""
    shows(request, _version(caller(request)))
    return _record(request)


@operation(
    "PUT", "/me", answer=shapes.SelfOut, name="change_me", tag=TAG, scope="own", acts="people.change_data",
    changes=True,
)  # fmt: skip
def change_me(request: HttpRequest, data: shapes.SelfIn) -> dict[str, Any]:
    """Change how one is called here, and in which language one reads."""
    person = caller(request)
    if data.language not in dict(settings.LANGUAGES):
        raise Refused(
            "people.language",
            "There is no interface in the language {language}: choose among {languages}.",
            language=data.language,
            languages=", ".join(code for code, _ in settings.LANGUAGES),
        )
    with alone(person.reference):
        person.refresh_from_db()
        upon(request, _version(person))
        actions.change_data(by=person, person=person, name=data.name, language=data.language)
    shows(request, _version(person))
    return _record(request)


@operation(
    "DELETE", "/me/token", answer=None, status=204, name="revoke_token", tag=TAG, scope="",
    acts="people.revoke_token",
)  # fmt: skip
def revoke_token(request: HttpRequest) -> None:
    """Revoke the token that this call is made with, at once."""
    tokens.revoke_token(by=caller(request), token=token(request))


def _record(request: HttpRequest) -> dict[str, Any]:
    person, key = caller(request), token(request)
    return {
        "id": person.pk,
        "name": person.name,
        "email": person.email,
        "language": person.language,
        "mandates": [mandate_record(m) for m in own.mandates(person)],
        "token": {"name": key.name, "scopes": key.scopes, "expires": key.expires},
    }


def _version(person: Any) -> str:
    return version_of(person.name, person.language)
