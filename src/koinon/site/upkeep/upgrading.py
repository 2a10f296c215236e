"""Tables brought to this version: looked at, backed up, migrated, indexed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from koinon.flows.demonstration import marker
from koinon.site.environment import Environment
from koinon.site.server import preparing
from koinon.site.server.databases import connect
from koinon.site.upkeep import backup, schema
from koinon.site.upkeep.schema import Schema

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Upgraded:
    """What was done: the migrations applied, the backup made before, the provisions indexed anew."""

    applied: tuple[str, ...]
    backup: str | None
    indexed: int | None

    def facts(self) -> dict[str, Any]:
        """For a program."""
        return asdict(self)


def state(environment: Environment) -> Schema:
    """The database's tables beside this version's; Django must be set up."""
    with connect(environment) as connection:
        return schema.compared(schema.applied(connection))


def upgrade(
    environment: Environment, *, now: datetime, say: Say, keep: bool = True, index: bool = True
) -> Upgraded:
    """Bring everything to this version; `keep` makes a backup first when there is something to lose.

    `index` builds the search index now; else whoever searches first has it built. A database that is
    newer than the code is refused before anything is touched.
    """
    found = state(environment)
    found.not_newer()
    saved = None
    if found.pending and keep and _worth_keeping(environment):
        say("Making a backup before the tables change …")
        saved = backup.back_up(
            environment, folder(environment), now=now, recipient=environment.backups_key
        ).path
        say(f"It is in {saved}.")
    if found.pending and not found.new:
        say(f"Applying {len(found.pending)} migrations …")
    preparing.prepare(environment)
    return Upgraded(found.pending, str(saved) if saved else None, _indexed(say) if index else None)


def folder(environment: Environment) -> Path:
    """Where backups go that nobody named a place for."""
    return environment.backups or environment.data / "backups"


def _worth_keeping(environment: Environment) -> bool:
    """Whether anyone has acted here, apart from the invented partnership."""
    if marker.sign_ins(environment.data):
        return False
    with connect(environment) as connection:
        return bool(backup.head(connection)["number"])


def _indexed(say: Say) -> int | None:
    """The index of this version's layout, built when it is not there; how many provisions it took."""
    from koinon.register.queries import index

    if (index.folder() / "meta.json").is_file():
        return None
    say("Building the search index …")
    return index.rebuild()
