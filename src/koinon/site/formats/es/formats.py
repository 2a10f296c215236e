"""Dates and numbers in Spanish, where Django's own need a change."""

from __future__ import annotations

DATETIME_FORMAT = r"j \d\e F \d\e Y, H:i"
THOUSAND_SEPARATOR = "\u202f"
