"""Reading the ledger: what is shown, and what leaves it as an export."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet

from koinon.kernel.refusals import NotFound
from koinon.ledger.checkpoints import public_key
from koinon.ledger.engine.verification import FORMAT
from koinon.ledger.models import Checkpoint, Entry, Visibility

_PAGE = 1000


def entries(verb: str = "", about: str = "") -> QuerySet[Entry]:
    """The entries, newest first, of one verb or about one thing where given."""
    found = Entry.objects.order_by("-number").select_related("checkpoint")
    if verb:
        found = found.filter(verb=verb)
    return found.filter(about=about) if about else found


def entry(number: int) -> Entry:
    """One entry, or NotFound."""
    found = Entry.objects.select_related("checkpoint").filter(number=number).first()
    if found is None:
        raise NotFound("ledger.entry", "The ledger has no entry {number}.", number=number)
    return found


def verbs() -> list[str]:
    """Every verb that occurs, in alphabetical order."""
    return list(Entry.objects.order_by("verb").values_list("verb", flat=True).distinct())


def head() -> Entry | None:
    """The newest entry."""
    return Entry.objects.order_by("-number").first()


def state() -> str:
    """A value that changes with every act that everyone may see: the number of the last one's entry."""
    seen = Entry.objects.filter(visibility=Visibility.PUBLIC).order_by("-number")
    return str(seen.values_list("number", flat=True).first() or 0)


def last_checkpoint() -> Checkpoint | None:
    """The newest signature."""
    return Checkpoint.objects.order_by("-entry").first()


def checkpoints() -> QuerySet[Checkpoint]:
    """The signatures, oldest first, with the entries that they sign."""
    return Checkpoint.objects.select_related("entry").order_by("entry")


def exported(entry: Entry) -> dict[str, Any]:
    """An entry as it leaves the ledger: facts of a restricted one only as their digest."""
    row: dict[str, Any] = {
        "number": entry.number,
        "at": entry.link.at,
        "verb": entry.verb,
        "about": entry.about,
        "visibility": entry.visibility,
        "facts_digest": entry.facts_digest,
        "private_digest": entry.private_digest,
        "previous": entry.previous,
        "hash": entry.hash,
    }
    if entry.visibility == Visibility.PUBLIC:
        row["facts"] = entry.facts
    return row


def export() -> Iterator[str]:
    """The ledger as JSON Lines, entry by entry, as it stood when the export began."""
    last = head()
    total = last.number if last else 0
    yield _line({"format": FORMAT, "public_key": public_key(), "entries": total})
    done = 0
    while done < total:
        page = (
            Entry.objects.filter(number__gt=done, number__lte=total)
            .order_by("number")
            .select_related("checkpoint")[:_PAGE]
        )
        for entry in page:
            yield _line(exported(entry))
            if hasattr(entry, "checkpoint"):
                signed = entry.checkpoint
                yield _line({"number": entry.number, "hash": signed.hash, "signature": signed.signature})
            done = entry.number


def _line(row: dict[str, Any]) -> str:
    return json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n"
