"""Against lost updates: which version an answer shows, and which one a change was made upon.

A tag is `"<version>-<digest of the answer>"`: the whole of it tells whether an answer changed
(If-None-Match), its version whether the thing did (If-Match). The version alone, as `"5"`, will do
for If-Match.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction
from django.http import HttpRequest

from koinon.kernel.refusals import Refusal

_TAG = re.compile(r'\s*"([^"]*)"\s*')
_LOCK = 0x6B617069


class Unconditional(Refusal):
    """A change that does not say upon which version it was made: 428."""


class Stale(Refusal):
    """A change made upon a version that no longer stands: 412."""


def shows(request: HttpRequest, version: object) -> None:
    """The answer to this request shows that version of a thing."""
    request.shown_version = str(version)  # type: ignore[attr-defined]


def version_of(*facts: object) -> str:
    """A version for things that count none: a digest of everything that can be changed of them."""
    return hashlib.sha256(repr(facts).encode()).hexdigest()[:16]


def upon(request: HttpRequest, version: object) -> None:
    """Refuse unless the request names the version that stands."""
    given = request.headers.get("If-Match", "")
    if not given.strip():
        raise Unconditional(
            "api.if_match",
            "Say which version you saw: send its ETag, or its revision in quotation marks, as If-Match.",
        )
    if given.strip() == "*":
        return
    seen = {tag.partition("-")[0] for tag in _TAG.findall(given)}
    if str(version) not in seen:
        raise Stale(
            "api.stale",
            "Someone else changed this meanwhile: get it again, compare, and send the change anew.",
        )


@contextmanager
def alone(about: object) -> Iterator[None]:
    """One transaction, in which a thing without revisions is weighed and changed by one call at a time."""
    number = int.from_bytes(hashlib.sha256(str(about).encode()).digest()[:4], "big", signed=True)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK, number])
        yield
