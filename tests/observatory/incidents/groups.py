"""Invented groups of places."""

from __future__ import annotations

from koinon.ledger import guard
from koinon.people.models import Membership, Place
from tests.factories.observatory import place


def group(code: str, *members: str) -> Place:
    """A group to which some countries have always belonged."""
    made = place(code, kind="group")
    with guard.writing("factory"):
        for member in members:
            Membership.objects.create(group=made, member=place(member))
    return made
