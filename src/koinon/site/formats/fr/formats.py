"""Dates and numbers in French, where Django's own need a change."""

from __future__ import annotations

DATETIME_FORMAT = "j F Y, H:i"
THOUSAND_SEPARATOR = "\u202f"
