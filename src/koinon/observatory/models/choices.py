"""Defaults of columns."""

from __future__ import annotations

from typing import Any


def list_of_nothing() -> list[Any]:
    """An empty list of its own for every row."""
    return []


def table_of_nothing() -> dict[str, Any]:
    """An empty table of its own for every row."""
    return {}
