"""Links that let someone in: what is kept of them."""

from __future__ import annotations

import hashlib


def link_digest(token: str) -> str:
    """SHA-256 of a link's token, hexadecimal: enough to recognise the link, too little to make it."""
    return hashlib.sha256(token.encode()).hexdigest()
