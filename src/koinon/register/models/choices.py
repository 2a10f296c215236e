"""The choices of the register's columns, taken from its engine."""

from __future__ import annotations

from typing import Any

from koinon.register.engine.documents import Kind, Strength

KINDS = [(k.value, k.value) for k in Kind]
STRENGTHS = [(s.value, s.value) for s in Strength]


def list_of_nothing() -> list[Any]:
    """A fresh empty list for a JSON column."""
    return []
