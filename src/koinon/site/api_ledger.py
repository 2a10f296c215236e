"""The ledger over HTTP: the acts as everyone may see them, and the signatures over them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Field, Query, Schema

from koinon.ledger import queries
from koinon.ledger.checkpoints import public_key
from koinon.people.api.conditions import shows
from koinon.people.api.lists import following
from koinon.people.api.operations import get

TAG = "ledger"


class EntryOut(Schema):
    """One act in the chain. The facts of a restricted one stay inside; their digest is public."""

    number: int
    at: str = Field(description="As it stands in the chain, ISO 8601.")
    verb: str
    about: str
    visibility: str
    facts: dict[str, Any] | None = Field(None, description="Null where they are restricted.")
    facts_digest: str
    private_digest: str
    previous: str = Field(description="Hash of the entry before.")
    hash: str


class EntryWalk(Schema):
    """A step of the walk over the ledger."""

    next: str | None = Field(description="Address of the next step; null at the end.")
    items: list[EntryOut]


class CheckpointOut(Schema):
    """A signature over the number and hash of an entry (Ed25519, hexadecimal)."""

    number: int
    at: datetime
    hash: str
    signature: str
    public_key: str


class CheckpointWalk(Schema):
    """A step of the walk over the signatures."""

    next: str | None = Field(description="Address of the next step; null at the end.")
    public_key: str = Field(description="The key that signs today.")
    items: list[CheckpointOut]


class Walk(Schema):
    """Where a walk stands."""

    after: int = Field(0, ge=0, le=2**62, description="Number of the last entry seen; 0 to begin.")
    limit: int = Field(100, ge=1, le=500, description="How many, at most 500.")


class EntryFilter(Walk):
    """Filters of entries; each narrows the walk."""

    verb: str = Field("", max_length=80, description="Such as register.publish.")
    about: str = Field("", max_length=120, description="Such as document:some-slug.")


@get("/ledger/entries", EntryWalk, "entries", tag=TAG)
def entries(request: HttpRequest, filters: Query[EntryFilter]) -> dict[str, Any]:
    """The acts, oldest first. Keep the number of the last one, and ask what came after it."""
    found = queries.entries(filters.verb, filters.about).filter(number__gt=filters.after)
    rows = list(found.order_by("number")[: filters.limit])
    end = rows[-1].number if len(rows) == filters.limit else None
    return {"next": following(request, end), "items": [queries.exported(row) for row in rows]}


@get("/ledger/entries/{number}", EntryOut, "entry", tag=TAG)
def entry(request: HttpRequest, number: int) -> dict[str, Any]:
    """One act with its place in the chain."""
    found = queries.entry(number)
    shows(request, found.hash[:16])
    return queries.exported(found)


@get("/ledger/checkpoints", CheckpointWalk, "checkpoints", tag=TAG)
def checkpoints(request: HttpRequest, walk: Query[Walk]) -> dict[str, Any]:
    """The signatures, oldest first. Whoever keeps one notices when the past before it is rewritten."""
    rows = list(queries.checkpoints().filter(entry__gt=walk.after)[: walk.limit])
    end = rows[-1].entry_id if len(rows) == walk.limit else None
    return {
        "next": following(request, end),
        "public_key": public_key(),
        "items": [
            {
                "number": row.entry_id,
                "at": row.entry.at,
                "hash": row.hash,
                "signature": row.signature,
                "public_key": row.public_key,
            }
            for row in rows
        ],
    }
