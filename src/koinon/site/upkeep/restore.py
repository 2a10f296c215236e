"""A backup put back: checked, filled in beside what stands, verified, and only then put in its place."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit

from koinon.kernel.refusals import Refused
from koinon.site.environment import Environment, socket_folder
from koinon.site.server import children
from koinon.site.server.databases import check_external, connect, connect_to
from koinon.site.server.hold import Hold
from koinon.site.server.postgres import Cluster
from koinon.site.upkeep import archive, backup, dumping, schema, sealing, swap
from koinon.site.upkeep.archive import Manifest

Say = Callable[[str], None]
_ROOM = 64 * 1024**2


@dataclass(frozen=True, slots=True)
class Restored:
    """What is in place now: the backup's manifest, and what was found when it was verified."""

    manifest: Manifest
    found: dict[str, Any]

    def facts(self) -> dict[str, Any]:
        """For a program."""
        told = json.loads(self.manifest.text())
        return {**{k: v for k, v in told.items() if k != "members"}, "verified": self.found}


def restore(
    environment: Environment,
    source: Path,
    *,
    replace: bool,
    say: Say,
    identity: Path | None = None,
) -> Restored:
    """Put a backup in place; `replace` lets it take the place of what is not empty. Django is set up."""
    with _stopped(environment):
        swap.finish(environment)
        _may_replace(environment, replace)
        staged = environment.data / swap.STAGED
        try:
            told = _unpacked(environment, source, staged, identity, say)
            _filled(environment, staged, told, say)
            say("Bringing tables up to date, building the index, verifying the ledger …")
            found = _settled(environment, staged, told)
            shutil.rmtree(staged / ".archive")
            say("Putting it in place …")
            owned = sorted({name.partition("/")[0] for name, _ in backup.owned(environment.data)})
            swap.decide(environment, owned, ["index"])
        finally:
            swap.finish(environment)
    return Restored(told, found)


@contextmanager
def _stopped(environment: Environment) -> Iterator[None]:
    """The database answering, and nobody else using it."""
    hold = Hold(environment.data)
    hold.take_or_refuse()
    cluster = None if environment.database_url else Cluster(environment.data)
    try:
        if cluster:
            cluster.start()
        else:
            check_external(environment)
            if count := swap.others(environment):
                raise Refused(
                    "restore.in_use",
                    "{count} connections to the database are open: stop every Koinon that uses it first.",
                    count=count,
                )
        yield
    finally:
        if cluster:
            cluster.stop()
        hold.release()


def _may_replace(environment: Environment, replace: bool) -> None:
    with connect(environment) as connection:
        number = backup.head(connection)["number"]
    if number and not replace:
        raise Refused(
            "restore.not_empty",
            "This installation is not empty: its ledger has {number} entries. Say --yes to replace all of it "
            "by the backup, or name another folder with --data.",
            number=number,
        )


def _unpacked(
    environment: Environment, source: Path, staged: Path, identity: Path | None, say: Say
) -> Manifest:
    """The archive's files below the staged folder, as a data folder has them."""
    place = staged / ".archive"
    place.mkdir(mode=0o700, parents=True)
    plain = _plain(source, place, identity)
    told = archive.manifest(plain)
    schema.compared(told.migrations).not_newer("The backup")
    _room(environment, told)
    say(f"Checking and unpacking the backup of {told.made_at} …")
    archive.unpack(plain, place)
    for path in (place / archive.FILES).glob("*"):
        path.replace(staged / path.name)
    return told


def _plain(source: Path, place: Path, identity: Path | None) -> Path:
    if not archive.sealed(source):
        return source
    if identity is None:
        raise Refused(
            "restore.sealed",
            "{file} is encrypted: name the file with the secret key by --identity.",
            file=source.name,
        )
    path = place / "plain"
    with os.fdopen(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600), "wb") as file:
        sealing.unseal(source, file, identity)
    return path


def _room(environment: Environment, told: Manifest) -> None:
    needed = sum(member.size for member in told.members) + _ROOM
    if not environment.database_url:
        needed += 2 * told.database_bytes  # tables, and as much again for indexes and the log
    free = shutil.disk_usage(environment.data).free
    if free < needed:
        raise Refused(
            "restore.room",
            "{folder} has {free} MiB free and the restoration needs {needed}: make room first.",
            folder=str(environment.data),
            free=free // 1024**2,
            needed=needed // 1024**2,
        )


def _filled(environment: Environment, staged: Path, told: Manifest, say: Say) -> None:
    """The dump in a new database, with as many rows in every table as were backed up."""
    say(f"Filling the database ({sum(told.counts.values()):,} rows) …")
    swap.create(environment)
    dumping.load(environment, swap.new_name(environment), staged / ".archive" / archive.DUMP)
    with connect_to(environment, swap.new_name(environment)) as connection:
        differing = {t for t, n in backup.counts(connection).items() if told.counts.get(t) != n}
        head = backup.head(connection)
    if differing or head != told.ledger:
        raise Refused(
            "restore.differs",
            "What was filled in is not what was backed up ({what}). Nothing was replaced.",
            what=", ".join(sorted(differing)) or "the head of the ledger",
        )


def _settled(environment: Environment, staged: Path, told: Manifest) -> dict[str, Any]:
    """What the process finds that migrates, indexes and verifies what is not yet in place."""
    variables = {
        **os.environ, "KOINON_DATA": str(staged), "KOINON_DATABASE_URL": _url(environment),
        "DJANGO_SETTINGS_MODULE": "koinon.site.settings",
    }  # fmt: skip
    process = children.spawn(
        [sys.executable, "-m", "koinon.site.upkeep.settling"],
        last_wish=signal.SIGKILL,
        variables=variables,
        output=subprocess.PIPE,
    )
    said = process.communicate()[0].decode("utf-8", "replace").strip()
    if process.returncode:
        raise Refused(
            "restore.settling", "{why} Nothing was replaced.", why=said.splitlines()[-1] if said else ""
        )
    found: dict[str, Any] = json.loads(said.splitlines()[-1])
    return found


def _url(environment: Environment) -> str:
    name = quote(swap.new_name(environment), safe="")
    if environment.database_url:
        parts = urlsplit(environment.database_url)
        return urlunsplit(parts._replace(path=f"/{name}"))
    return f"postgresql://koinon@/{name}?host={quote(str(socket_folder(environment.data)))}"
