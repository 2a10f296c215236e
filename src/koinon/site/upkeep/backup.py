"""A backup: database, keys and whatever else an installation owns, in one file, while it runs."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from koinon.kernel.refusals import Refused
from koinon.site.environment import SOCKET_MARKER, Environment
from koinon.site.server.databases import connect, database
from koinon.site.upkeep import archive, dumping, keeping, schema, sealing
from koinon.site.upkeep.archive import Draft, Manifest

#: What lies in a data folder and is rebuilt, belongs to this machine, or is the database itself.
PROJECTIONS = frozenset(
    {
        "postgres", SOCKET_MARKER, "up.lock", "prepared.json", "index", "static", "cache", "logs", "drafts",
        "derived", "backups", "restoring", "replaced", "restored.json",
    }
)  # fmt: skip
_ROOM = 64 * 1024**2  # bytes that stay free beside a backup

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that was made: where, how large in bytes, and what it holds."""

    path: Path
    size: int
    manifest: Manifest

    def facts(self) -> dict[str, Any]:
        """For a program."""
        told = json.loads(self.manifest.text())
        return {
            "file": str(self.path),
            "bytes": self.size,
            **{k: v for k, v in told.items() if k != "members"},
        }


def _silent(done: int, total: int) -> None: ...


def back_up(
    environment: Environment,
    target: Path,
    *,
    now: datetime,
    recipient: str | None = None,
    progress: Progress = _silent,
) -> Made:
    """Write a backup to `target`, a new file or a folder that gets one named after the moment."""
    key = sealing.recipient(recipient) if recipient else None
    path = _place(environment, target, now, sealed=key is not None)
    with database(environment), connect(environment) as connection:
        needed = _size(connection) + sum(_weight(file) for _, file in owned(environment.data))
        _room(path.parent, needed * (2 if key else 1))
        with archive.placed(path) as file:
            if key is None:
                found = _written(environment, connection, Draft(file), now, progress, needed)
            else:
                with archive.scratch(path) as plain:
                    found = _written(environment, connection, Draft(plain), now, progress, needed)
                    plain.seek(0)
                    sealing.seal(plain, file, key)
    return Made(path, path.stat().st_size, found)


def _place(environment: Environment, target: Path, now: datetime, *, sealed: bool) -> Path:
    if target.suffix in (".koinon", ".age"):
        folder, path = target.parent, target
    else:
        folder = target
        path = folder / (keeping.file_name(now) + (".age" if sealed else ""))
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise Refused(
            "backup.folder", "{folder} cannot be made ({why}): name another folder.",
            folder=str(folder), why=error.strerror,
        ) from error  # fmt: skip
    if path.exists():
        raise Refused("backup.exists", "{file} is there already: name another file.", file=str(path))
    return path


def _size(connection: psycopg.Connection[Any]) -> int:
    """The bytes that tables take, without their indexes: more than a compressed dump of them."""
    row = connection.execute(
        "SELECT coalesce(sum(pg_table_size(c.oid)), 0)::bigint FROM pg_class c "
        "WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace"
    ).fetchone()
    return int(row[0]) if row else 0


def _room(folder: Path, needed: int) -> None:
    free = shutil.disk_usage(folder).free
    if free < needed + _ROOM:
        raise Refused(
            "backup.room",
            "{folder} has {free} MiB free, the backup may need {needed}: make room, or name another folder.",
            folder=str(folder),
            free=free // 1024**2,
            needed=(needed + _ROOM) // 1024**2,
        )


def owned(data: Path) -> Iterator[tuple[str, Path]]:
    """Every file of the data folder that is neither a projection nor the database, by its path in there."""
    for home, folders, files in os.walk(data):  # which passes over a folder that goes meanwhile
        folders.sort()
        for path in (Path(home, name) for name in sorted(files)):
            name = path.relative_to(data)
            if name.parts[0] not in PROJECTIONS and path.is_file() and not path.is_symlink():
                yield name.as_posix(), path
        if Path(home) == data:
            folders[:] = [folder for folder in folders if folder not in PROJECTIONS]


@contextmanager
def held(data: Path) -> Iterator[list[tuple[str, Path]]]:
    """Every owned file under a second name, so that one that is deleted meanwhile is copied all the same:
    a release of figures that is taken out while the database is dumped still stands in that dump.

    On a disk without second names a file is read where it lies, and passed over if it is gone by then.
    """
    drafts = data / "drafts"
    drafts.mkdir(mode=0o700, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="backup-", dir=drafts) as folder:
        found = []
        for number, (name, path) in enumerate(owned(data)):
            second = Path(folder, str(number))
            try:
                os.link(path, second)
            except FileNotFoundError:
                continue
            except OSError:
                second = path
            found.append((name, second))
        yield found


def _weight(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def _written(
    environment: Environment,
    connection: psycopg.Connection[Any],
    draft: Draft,
    now: datetime,
    progress: Progress,
    total: int,
) -> Manifest:
    done = 0

    def seen(count: int) -> None:
        nonlocal done
        done += count
        progress(min(done, total), total)

    connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
    row = connection.execute("SELECT pg_export_snapshot()").fetchone()
    assert row is not None
    with held(environment.data) as files:
        with dumping.dump(environment, row[0]) as stream:
            draft.add(archive.DUMP, stream, seen)
        for name, path in files:
            with suppress(FileNotFoundError), path.open("rb") as file:
                draft.add(f"{archive.FILES}/{name}", file, seen)
    found = Manifest(
        version=version("koinon"),
        made_at=now.astimezone(UTC).isoformat(timespec="seconds"),
        name=environment.name,
        server=connection.info.server_version // 10000,
        migrations=schema.applied(connection),
        counts=counts(connection),
        ledger=head(connection),
        database_bytes=_size(connection),
        members=draft.members,
    )
    connection.execute("COMMIT")
    draft.close(found.text())
    progress(total, total)
    return found


def counts(connection: psycopg.Connection[Any]) -> dict[str, int]:
    """How many rows every table has that a backup keeps."""
    tables = connection.execute(
        "SELECT relname FROM pg_class "
        "WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY relname"
    ).fetchall()
    found = {}
    for (table,) in tables:
        if table not in dumping.NOT_KEPT:
            row = connection.execute(
                sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier("public", table))
            ).fetchone()
            found[str(table)] = int(row[0]) if row else 0
    return found


def head(connection: psycopg.Connection[Any]) -> dict[str, Any]:
    """The newest entry of the ledger: number and hash; 0 and nothing where there is none."""
    if connection.execute("SELECT to_regclass('public.ledger_entry')").fetchone() != (None,):
        row = connection.execute(
            "SELECT number, hash FROM ledger_entry ORDER BY number DESC LIMIT 1"
        ).fetchone()
        if row:
            return {"number": int(row[0]), "hash": str(row[1])}
    return {"number": 0, "hash": ""}
