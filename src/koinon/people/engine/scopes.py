"""What a token may be used for, and how a token looks."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from koinon.kernel.refusals import Refused

SCOPES = (
    "read", "upload", "review", "publish", "follow", "answer", "claim", "convene", "observe", "people", "own",
)  # fmt: skip
PREFIX = "koinon_"  # so that scanners for leaked secrets know one when they see it
LONGEST_DAYS = 365
USUAL_DAYS = 90


def token_digest(secret: str) -> str:
    """SHA-256 of a token, hexadecimal: enough to recognise it, too little to make it."""
    return hashlib.sha256(secret.encode()).hexdigest()


def chosen(scopes: Iterable[str]) -> list[str]:
    """The scopes in their usual order, each once; one that does not exist, or none at all, is refused."""
    wanted = set(scopes)
    if unknown := sorted(wanted - set(SCOPES)):
        raise Refused(
            "people.token.scope",
            "There is no scope {scope}: choose among {scopes}.",
            scope=unknown[0],
            scopes=", ".join(SCOPES),
        )
    if not wanted:
        raise Refused("people.token.scopes", "Choose at least one thing that the token may be used for.")
    return [scope for scope in SCOPES if scope in wanted]
