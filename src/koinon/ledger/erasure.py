"""Forgetting a person: their part beside the chain goes, the chain stays as it is."""

from __future__ import annotations

from koinon.ledger import guard
from koinon.ledger.models import Private


def forget(reference: str) -> int:
    """Delete content and salt of every personal part of one actor; how many there were.

    Where someone else acted on them (`private={"person": reference}`), who acted stays.

    Without the salt the digest that remains in the entry can no longer be tested against a guess.
    Call it inside the action that erases the person.
    """
    with guard.writing("a person is forgotten"):
        Private.objects.filter(data__person=reference).update(salt="", data={})
        parts = Private.objects.filter(person=reference)
        return parts.update(person="", salt="", data={})
