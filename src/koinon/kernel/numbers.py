"""Whole numbers out of text that anybody may have written."""

from __future__ import annotations

_DIGITS = 18  # as many always fit a column of the database


def natural(text: str) -> int | None:
    """The number that up to 18 plain digits write; None for anything else: "²", "٣", "-1", "" too."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _DIGITS else None
