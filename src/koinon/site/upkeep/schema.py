"""What migrations a database has had, beside those that this version of Koinon knows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from typing import Any

import psycopg

from koinon.kernel.refusals import Refused


@dataclass(frozen=True, slots=True)
class Schema:
    """`pending`: known here and not applied there; `unknown`: applied there and not known here; both as
    "app.name". `new`: nothing was ever applied."""

    pending: tuple[str, ...]
    unknown: tuple[str, ...]
    new: bool

    @property
    def current(self) -> bool:
        return not self.pending and not self.unknown

    def not_newer(self, what: str = "The database") -> None:
        """Refuse tables that only a later version understands."""
        if self.unknown:
            raise Refused(
                "upgrade.newer",
                "{what} was written by a newer Koinon than this one ({version}), which does not know its "
                "tables ({unknown}). Nothing was changed: install the newer version again, or restore a "
                "backup made before the upgrade.",
                what=what,
                version=version("koinon"),
                unknown=", ".join(self.unknown[:3]),
            )


@cache
def _on_disk() -> dict[tuple[str, str], Any]:
    """The migrations that came with this version; they do not change while a process lives."""
    from django.db.migrations.loader import MigrationLoader

    return dict(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)


def compared(applied: Iterable[str]) -> Schema:
    """Applied migrations beside those on the disk; Django must be set up."""
    had = set(applied)
    new = not had
    disk = _on_disk()
    stand_ins = {f"{a}.{n}": {f"{x}.{y}" for x, y in m.replaces} for (a, n), m in disk.items() if m.replaces}
    had |= {name for name, replaced in stand_ins.items() if replaced <= had}
    replaced = set().union(*(old for name, old in stand_ins.items() if name in had))
    known = {f"{app}.{name}" for app, name in disk}
    return Schema(tuple(sorted(known - had - replaced)), tuple(sorted(had - known - replaced)), new)


def applied(connection: psycopg.Connection[Any]) -> list[str]:
    """The migrations that a database says it has had, in their order."""
    if connection.execute("SELECT to_regclass('public.django_migrations')").fetchone() == (None,):
        return []
    rows = connection.execute("SELECT app || '.' || name FROM django_migrations ORDER BY id").fetchall()
    return [str(row[0]) for row in rows]
