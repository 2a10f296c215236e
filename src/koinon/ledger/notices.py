"""Telling persons of entries: each of them once, never of what they did themselves."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from koinon.ledger import guard, wording
from koinon.ledger.models import Entry, Notice

MOST = 20


def tell(entry: Entry, references: Iterable[str]) -> None:
    """Note the entry for everyone concerned but who acted; telling again changes nothing.

    Called by a follower, which writes under the guard's permission and within its own transaction.
    """
    private = getattr(entry, "private", None)
    actor = private.person if private else ""
    Notice.objects.bulk_create(
        [Notice(person=reference, entry=entry) for reference in sorted(set(references) - {actor})],
        ignore_conflicts=True,
    )


def unseen(reference: str) -> list[wording.Shown]:
    """What a person has not seen yet, newest first, at most twenty."""
    rows = Notice.objects.filter(person=reference, seen=None).select_related("entry")[:MOST]
    return [wording.shown(row.entry) for row in rows]


def mark_seen(reference: str, now: datetime) -> None:
    """The person has seen what was there."""
    with guard.writing("notices seen"):
        Notice.objects.filter(person=reference, seen=None).update(seen=now)
