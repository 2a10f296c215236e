"""When a message that was not taken is tried again, and when trying ends."""

from __future__ import annotations

from datetime import timedelta

WAITS = (60, 300, 1800, 2 * 3600, 8 * 3600, 24 * 3600, 24 * 3600)  # seconds, after each failure in a row


def wait(failures: int) -> timedelta | None:
    """How long to wait after so many failures in a row, counted from 1; None where trying ends."""
    return timedelta(seconds=WAITS[failures - 1]) if failures <= len(WAITS) else None
