"""`koinon backup`, `koinon restore`, `koinon upgrade`."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn

from koinon.site.environment import Environment

_FILE = click.Path(path_type=Path)


@click.command(
    "backup",
    epilog="Exit codes: 0 written, or the checked file is whole; 1 not, and the sentence says why.",
)
@click.argument("target", type=_FILE, required=False)
@click.option("--encrypt", metavar="AGE1…", help="Encrypt it for this age public key (KOINON_BACKUPS_KEY).")
@click.option("--check", is_flag=True, help="Read TARGET, a backup, to its end and compare every digest.")
@click.option("--thin-out", is_flag=True, help="Keep 7 daily, 4 weekly and 6 monthly backups in the folder.")
@click.option("--json", "as_json", is_flag=True, help="Print the outcome as JSON.")
def backup(target: Path | None, encrypt: str | None, check: bool, thin_out: bool, as_json: bool) -> None:
    """Write database, keys and files into TARGET, a new file or a folder, while the platform runs.

    \b
    TARGET is a folder, where the file is named after the moment (KOINON_BACKUPS or backups/ of the
    data folder when left out), or a new file ending in .koinon or .age.

    \b
    Examples:
      koinon backup
      koinon backup /mnt/usb/monday.koinon
      koinon backup /mnt/usb --encrypt age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p
      koinon backup --check /mnt/usb/monday.koinon
    """
    if check:
        _checked(target, as_json)
        return
    from koinon.site.upkeep import keeping
    from koinon.site.upkeep.backup import back_up
    from koinon.site.upkeep.upgrading import folder

    environment = Environment.read()
    place = target or folder(environment)
    key = encrypt or environment.backups_key
    with _bar("Writing the backup", as_json) as progress:
        made = back_up(environment, place, now=datetime.now(UTC), recipient=key, progress=progress)
    gone = keeping.thin_out(made.path.parent) if thin_out else []
    if as_json:
        _print({**made.facts(), "encrypted": key is not None, "thinned_out": [str(path) for path in gone]})
        return
    told = made.manifest
    click.echo(
        f"{made.path} holds {sum(told.counts.values()):,} rows, the ledger to entry {told.ledger['number']} "
        f"and {len(told.members) - 1} files ({made.size / 1024**2:.1f} MiB)."
    )
    if key is None:
        click.echo("It holds personal data and the installation's keys: keep it where only you can read it.")


def _checked(target: Path | None, as_json: bool) -> None:
    from koinon.kernel.refusals import Refused
    from koinon.site.upkeep import archive

    if target is None:
        raise Refused("backup.check", "Name the backup to check: koinon backup --check FILE.")
    if archive.sealed(target):
        raise Refused("backup.check_sealed", "{file} is encrypted: open it by age first.", file=target.name)
    with _bar("Checking the backup", as_json, target.stat().st_size) as progress:
        done = 0

        def seen(count: int) -> None:
            nonlocal done
            done += count
            progress(done, target.stat().st_size)

        told = archive.check(target, seen)
    if as_json:
        _print({**json.loads(told.text()), "whole": True})
        return
    click.echo(
        f"{target.name} is whole: made {told.made_at} by Koinon {told.version}, "
        f"{sum(told.counts.values()):,} rows, the ledger to entry {told.ledger['number']}."
    )


@click.command("restore", epilog="Exit codes: 0 in place and verified; 1 not, and nothing was replaced.")
@click.argument("source", metavar="FILE", type=_FILE)
@click.option("--data", type=_FILE, help="The data folder to restore into (default: KOINON_DATA).")
@click.option("--identity", type=_FILE, help="File with the secret key of an encrypted backup.")
@click.option("--yes", is_flag=True, help="Replace what is there, if the installation is not empty.")
@click.option("--json", "as_json", is_flag=True, help="Print the outcome as JSON.")
def restore(source: Path, data: Path | None, identity: Path | None, yes: bool, as_json: bool) -> None:
    """Put a backup in place: checked, filled in beside what stands, verified, then swapped at once.

    The platform must be stopped. Whatever interrupts it, either the old installation stands or the
    restored one.

    \b
    Examples:
      koinon restore monday.koinon --data /srv/koinon
      koinon restore monday.koinon --yes
      koinon restore monday.koinon.age --identity key.txt --yes --json
    """
    if data is not None:
        os.environ["KOINON_DATA"] = str(data)
    environment = Environment.read()
    _django()
    from koinon.site.upkeep.restore import restore as put_in_place

    say = _say(as_json)
    done = put_in_place(environment, source, replace=yes, say=say, identity=identity)
    if as_json:
        _print(done.facts())
        return
    click.echo(
        f"Restored the backup of {done.manifest.made_at}: {sum(done.manifest.counts.values()):,} rows, "
        f"{done.found['provisions']:,} provisions indexed. "
        f"The ledger holds: {done.found['entries']} entries, "
        f"signed to {done.found['signed_to']}. Everyone signs in again."
    )


@click.command(
    "upgrade",
    epilog="Exit codes: 0 all is at this version; 1 refused or failed, and the sentence says why; "
    "2 --check found migrations that wait.",
)
@click.option("--check", is_flag=True, help="Only say what would be done.")
@click.option("--no-backup", is_flag=True, help="Do not make a backup before tables change.")
@click.option("--json", "as_json", is_flag=True, help="Print the outcome as JSON.")
def upgrade(check: bool, no_backup: bool, as_json: bool) -> None:
    """Bring tables, static files and search index to this version; makes a backup before tables change.

    `koinon up` does the same when it starts. A database newer than this version is refused.

    \b
    Examples:
      koinon upgrade --check
      koinon upgrade
    """
    from koinon.site.server.databases import database

    environment = Environment.read()
    with database(environment):
        _django()
        from koinon.site.upkeep import upgrading

        if check:
            _would(upgrading.state(environment), as_json)
            return
        done = upgrading.upgrade(environment, now=datetime.now(UTC), say=_say(as_json), keep=not no_backup)
    if as_json:
        _print(done.facts())
    elif done.applied:
        click.echo(
            f"{len(done.applied)} migrations are applied. Start with `koinon up`, then `koinon check`."
        )
    else:
        click.echo("Tables were up to date.")


def _would(found: Any, as_json: bool) -> None:
    if as_json:
        _print({"pending": found.pending, "unknown": found.unknown, "current": found.current})
    found.not_newer()
    if not as_json:
        for name in found.pending:
            click.echo(f"waits: {name}")
        click.echo("Tables are up to date." if found.current else "`koinon upgrade` applies them.")
    sys.exit(0 if found.current else 2)


def _django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "koinon.site.settings")
    import django

    django.setup()


def _print(facts: dict[str, Any]) -> None:
    click.echo(json.dumps(facts, ensure_ascii=False, indent=1))


def _say(quiet: bool) -> Callable[[str], None]:
    return (lambda line: None) if quiet else click.echo


@contextmanager
def _bar(what: str, quiet: bool, total: int | None = None) -> Iterator[Callable[[int, int], None]]:
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn())
    hidden = quiet or not sys.stderr.isatty()
    with Progress(*columns, console=Console(stderr=True), disable=hidden) as progress:
        task = progress.add_task(what, total=total)
        yield lambda done, of: progress.update(task, completed=done, total=of)
