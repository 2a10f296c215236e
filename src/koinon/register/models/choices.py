"""The choices of the register's columns, taken from its engine."""

from __future__ import annotations

from typing import Any

from koinon.register.engine.documents import Kind, Strength
from koinon.register.engine.following.terms import To
from koinon.register.engine.following.words import Level, Position, Side
from koinon.register.engine.reviewing.words import Owner, Paper, Stage

KINDS = [(k.value, k.value) for k in Kind]
STRENGTHS = [(s.value, s.value) for s in Strength]
POSITIONS = [(p.value, p.value) for p in Position]
LEVELS = [(v.value, v.value) for v in Level]
SIDES = [(s.value, s.value) for s in Side]
TO = [(t.value, t.value) for t in To]
STAGES = [(s.value, s.value) for s in Stage]
OWNERS = [(o.value, o.value) for o in Owner]
PAPERS = [(p.value, p.value) for p in Paper]


def list_of_nothing() -> list[Any]:
    """A fresh empty list for a JSON column."""
    return []
