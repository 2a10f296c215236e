"""The example of the documentation tells a message of the platform from any other."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import Any

from koinon.observatory.engine.alerts.signing import signature

PAGE = Path(__file__).resolve().parents[3] / "docs" / "how-to" / "subscribe-to-alerts.md"
BODY = '{"type": "koinon.alerts", "alerts": [{"place": "Côte"}]}'.encode()


def example() -> Any:
    (code,) = re.findall(r"```python\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    names: dict[str, Any] = {}
    exec(code, names)
    return names["genuine"]


def test_the_documented_check_takes_ours_and_no_other() -> None:
    genuine, now = example(), 1_938_000_000
    headers = {"Koinon-Timestamp": str(now), "Koinon-Signature": signature("secret", now, BODY)}
    assert genuine("secret", headers, BODY, now=now + 60)
    assert not genuine("secret", headers, BODY, now=now + 301)
    assert not genuine("another", headers, BODY, now=now)
    assert not genuine("secret", headers, BODY + b" ", now=now)
    assert not genuine("secret", {**headers, "Koinon-Timestamp": str(now + 1)}, BODY, now=now)


def test_the_signature_is_the_one_of_the_standard() -> None:
    """HMAC as RFC 2104 writes it: the hash of the outer key and the hash of the inner key and the message."""
    key = b"secret".ljust(64, b"\0")
    message = b"1938000000." + BODY
    inner = hashlib.sha256(bytes(byte ^ 0x36 for byte in key) + message).digest()
    outer = hashlib.sha256(bytes(byte ^ 0x5C for byte in key) + inner).hexdigest()
    assert signature("secret", 1_938_000_000, BODY) == f"v1={outer}"
