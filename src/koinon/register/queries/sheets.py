"""Provisions as a stream for files of any length, with what a sheet shows beside each."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet

from koinon.register.models import Provision
from koinon.register.queries import search as finding

CHUNK = 500  # provisions at hand at a time


def flowing(found: QuerySet[Provision]) -> Iterator[Provision]:
    """Each of the provisions, read a chunk at a time."""
    return found.iterator(chunk_size=CHUNK)


def answering(search: finding.Search) -> Iterator[Provision]:
    """What a search finds, best first, read a chunk at a time."""
    keys = finding.keys_of(search)
    for start in range(0, len(keys), CHUNK):
        yield from finding.in_order(keys[start : start + CHUNK])
