"""How allauth signs people in here: by invitation, without the library writing beside the ledger."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest

from koinon.ledger import guard
from koinon.people.models import Person


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Closed sign-up unless the installation opened it; passwords written under the guard's eye."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return bool(settings.KOINON_SELF_REGISTRATION)

    def set_password(self, user: Person, password: str) -> None:
        with guard.writing("a person sets a password"):
            super().set_password(user, password)
