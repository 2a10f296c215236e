"""Checks that need no database: folder, keys, disk, mail, static files, web server."""

from __future__ import annotations

import json
import os
import re
import shutil
import smtplib
import stat
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from koinon.site.checks.findings import Finding, bad, care, good
from koinon.site.environment import Environment
from koinon.site.server.up import answered
from koinon.site.upkeep import keeping

_GIGABYTE = 1024**3
_OLD = 50.0  # hours: two nights were missed


def findings(environment: Environment) -> Iterator[Finding]:
    """Every check of the machine, each on its own."""
    yield folder(environment.data)
    yield from keys(environment.data / "keys")
    yield disk(environment.data)
    yield mail(environment)
    yield backups(environment, datetime.now(UTC))
    yield static_files(environment.data)
    yield web(environment.data)


def folder(data: Path) -> Finding:
    """Whether the data folder is there and ours to write."""
    if not data.is_dir():
        return bad("data folder", f"{data} is not there: run `koinon up`, or set KOINON_DATA.")
    if not os.access(data, os.W_OK | os.X_OK):
        return bad("data folder", f"{data} cannot be written: run as its owner.")
    return good("data folder", f"{data} can be written.")


def keys(place: Path) -> Iterator[Finding]:
    """Whether keys are closed to everyone but their owner."""
    if not place.is_dir():
        yield bad("keys", f"{place} is not there: run `koinon up` once to make the keys.")
        return
    opened = [p for p in (place, *sorted(place.iterdir())) if stat.S_IMODE(p.stat().st_mode) & 0o077]
    for path in opened:
        mode = "700" if path.is_dir() else "600"
        yield bad("keys", f"{path} can be read by others: run `chmod {mode} '{path}'` and renew the key.")
    if not opened:
        count = sum(1 for _ in place.iterdir())
        yield good("keys", f"{count} keys, readable by their owner only.")


def disk(data: Path) -> Finding:
    """Whether there is room to go on writing."""
    usage = shutil.disk_usage(data if data.is_dir() else data.parent)
    told = f"{usage.free / _GIGABYTE:.1f} GB of {usage.total / _GIGABYTE:.0f} GB are free"
    if usage.free < _GIGABYTE // 2:
        return bad("disk", f"{told}: make room before the database must stop writing.")
    if usage.free < 2 * _GIGABYTE:
        return care("disk", f"{told}: make room soon.")
    return good("disk", f"{told}.")


def mail(environment: Environment) -> Finding:
    """Whether letters leave the house."""
    if not environment.smtp:
        told = f"Letters are written to {environment.data / 'mail'}"
        if environment.local:
            return good("mail", f"{told}, which suits an installation for this machine only.")
        return care("mail", f"{told} and reach nobody: set KOINON_SMTP to a mail server.")
    server = f"{environment.smtp_host}:{environment.smtp_port}"
    try:
        with smtplib.SMTP(environment.smtp_host, environment.smtp_port, timeout=5) as connection:
            if environment.smtp_tls:
                connection.starttls()
            if environment.smtp_user:
                connection.login(environment.smtp_user, environment.smtp_password)
            code, _ = connection.noop()
    except (OSError, smtplib.SMTPException) as error:
        return bad("mail", f"The mail server {server} refuses us ({error}): check KOINON_SMTP.")
    return good("mail", f"The mail server {server} takes our letters ({code}).")


def backups(environment: Environment, now: datetime) -> Finding:
    """Whether the nights' backups are made."""
    folder = environment.backups
    if folder is None:
        if environment.local:
            return good("backups", "None are made by themselves; `koinon backup` makes one.")
        return care("backups", "None are made by themselves: set KOINON_BACKUPS to a folder.")
    newest = max(keeping.made(folder), default=None) if folder.is_dir() else None
    if newest is None:
        return bad("backups", f"There is none in {folder} yet: run `koinon backup`, or see logs/backup.log.")
    hours = (now - newest).total_seconds() / 3600
    if hours > _OLD:
        return bad("backups", f"The newest is {hours / 24:.0f} days old: see logs/backup.log.")
    return good("backups", f"The newest is {hours:.0f} hours old.")


def static_files(data: Path) -> Finding:
    """Whether the pages' style and scripts have been built and collected."""
    manifest = data / "static" / "staticfiles.json"
    try:
        paths = json.loads(manifest.read_text("utf-8"))["paths"]
    except (OSError, ValueError, KeyError):
        return bad("static files", "They have not been collected: run `koinon up`.")
    if "ui/build/koinon.css" not in paths:
        return bad(
            "static files", "The front end is not built: run `npm ci && npm run build`, then `koinon up`."
        )
    missing = [name for name in paths.values() if not (data / "static" / name).is_file()]
    if missing:
        return bad(
            "static files", f"{len(missing)} are missing, such as {missing[0]}: run `koinon up` again."
        )
    return good("static files", f"{len(paths)} files, built and collected.")


def web(data: Path) -> Finding:
    """Whether the web server of the running installation answers."""
    lock = data / "up.lock"
    note = lock.read_text("utf-8") if lock.is_file() else ""
    port = re.search(r":(\d+)/", note)
    if not port or not answered(int(port[1])):
        return bad("web server", "It does not answer: start the platform with `koinon up`.")
    return good("web server", f"It answers on port {port[1]}.")
