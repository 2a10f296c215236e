"""The signature of what is sent to an address: HMAC-SHA256 (RFC 2104) over the moment and the body."""

from __future__ import annotations

import hashlib
import hmac

VERSION = "v1"


def signature(secret: str, timestamp: int, body: bytes) -> str:
    """What stands in the header Koinon-Signature: "v1=" and 64 hexadecimal digits.

    `timestamp`: seconds since 1970, as in the header Koinon-Timestamp; it is signed too, so that an old
    message cannot be sent again later under a new time.
    """
    message = f"{timestamp}.".encode() + body
    return f"{VERSION}={hmac.new(secret.encode(), message, hashlib.sha256).hexdigest()}"
