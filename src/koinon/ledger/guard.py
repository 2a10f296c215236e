"""The write guard: a table of Koinon's is written inside an action, or not at all."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Any

from django.apps import apps

_permitted: ContextVar[str | None] = ContextVar("koinon_write_permitted", default=None)
_migrating = False

_WRITE = re.compile(
    r'\s*(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM|TRUNCATE(?:\s+TABLE)?|COPY)\s+(?:ONLY\s+)?"?(\w+)"?', re.I
)


class WriteOutsideAction(RuntimeError):
    """Code tried to write a guarded table without an action: a mistake of ours, never of a user."""


@contextmanager
def writing(reason: str) -> Iterator[None]:
    """Permit writes for the time of an action, or of an upkeep task that leaves no entry by design."""
    token = _permitted.set(reason)
    try:
        yield
    finally:
        _permitted.reset(token)


@cache
def guarded_tables() -> frozenset[str]:
    """Every table of a Koinon room; sessions, jobs and sign-in tables belong to their libraries."""
    return frozenset(
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if model.__module__.startswith("koinon.")
    )


def refuse_stray_writes(
    execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]
) -> Any:
    """The wrapper around every statement of a connection."""
    if _permitted.get() is None and not _migrating:
        match = _WRITE.match(sql)
        if match and match[1] in guarded_tables():
            raise WriteOutsideAction(f"{match[1]} may only be written inside an action.")
    return execute(sql, params, many, context)


def install(*, connection: Any, **_: object) -> None:
    """Put the guard on a new database connection."""
    if refuse_stray_writes not in connection.execute_wrappers:
        connection.execute_wrappers.append(refuse_stray_writes)


def migration_begins(**_: object) -> None:
    """Migrations may write: they run before anyone acts."""
    global _migrating
    _migrating = True


def migration_ends(**_: object) -> None:
    """Back to guarding."""
    global _migrating
    _migrating = False
