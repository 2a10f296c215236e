"""The request of someone who is signed in, for the types of pages behind a sign-in."""

from __future__ import annotations

from django.http import HttpRequest

from koinon.people.models import Person


class SignedInRequest(HttpRequest):
    """A request whose user is a person; login_required sees to it."""

    user: Person
