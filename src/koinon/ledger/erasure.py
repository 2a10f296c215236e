"""Forgetting a person: their part beside the chain goes, the chain stays as it is."""

from __future__ import annotations

from koinon.ledger import guard
from koinon.ledger.models import Notice, Private


def forget(reference: str) -> int:
    """Delete content and salt of every personal part by or about one person; how many there were.

    Without the salt the digest that remains in the entry can no longer be tested against a guess.
    Where someone else acted on the person, that other one stays named as who acted. Call it inside the
    action that erases the person.
    """
    with guard.writing("a person is forgotten"):
        Notice.objects.filter(person=reference).delete()
        about = Private.objects.exclude(person=reference).filter(data__person=reference)
        others = about.update(salt="", data={})
        own = Private.objects.filter(person=reference).update(person="", salt="", data={})
    return own + others
