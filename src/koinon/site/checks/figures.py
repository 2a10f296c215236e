"""The state of an installation in numbers: database, jobs, followers, ledger, index, disk, memory."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from django.db import Error, connection

from koinon.ledger import followers
from koinon.register.queries import index

#: name, what it says, its label (or none), value by label
Figure = tuple[str, str, str, dict[str, float]]
_KIB = 1024
_ROLES = {
    "gunicorn": "web",
    "server.worker": "worker",
    "server.following": "follower",
    "postgres": "database",
    "koinon": "parent",
}


def all_figures(data: Path) -> Iterator[Figure]:
    """Every figure; those that need the database only while it answers."""
    try:
        found = list(_of_database())
        up = 1.0
    except Error:
        found, up = [], 0.0
    yield "database_up", "Whether the database answers.", "", {"": up}
    yield from found
    yield from _of_index()
    usage = shutil.disk_usage(data)
    yield "disk_free_bytes", "Free on the disk of the data folder.", "", {"": usage.free}
    yield "process_resident_bytes", "Memory of the platform's processes.", "process", memory()


def _rows(statement: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return list(cursor.fetchall())


def _of_database() -> Iterator[Figure]:
    jobs = {str(status): float(str(n)) for status, n in _rows(
        "SELECT status::text, count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing', 'failed') "
        "GROUP BY status"
    )}  # fmt: skip
    told = {"waiting": "todo", "running": "doing", "failed": "failed"}
    yield "jobs", "Jobs by state.", "state", {name: jobs.get(s, 0.0) for name, s in told.items()}
    beat = _rows("SELECT extract(epoch FROM now() - max(last_heartbeat)) FROM procrastinate_workers")[0][0]
    if beat is not None:
        yield "worker_silence_seconds", "Since the worker was last heard of.", "", {"": float(str(beat))}
    head = float(str(_rows("SELECT coalesce(max(number), 0) FROM ledger_entry")[0][0]))
    yield "ledger_head", "Number of the newest entry.", "", {"": head}
    behind = lags().items()
    yield "follower_lag_entries", "Entries not yet followed.", "follower", {k: v[0] for k, v in behind}
    yield "follower_lag_seconds", "Age of the oldest of them.", "follower", {k: v[1] for k, v in behind}


def lags(now: datetime | None = None) -> dict[str, tuple[float, float]]:
    """By follower: entries between it and the head, and for how many seconds the oldest has waited."""
    followers.discover()
    positions = {str(name): int(str(n)) for name, n in _rows("SELECT name, position FROM ledger_follower")}
    now, found = now or datetime.now(UTC), {}
    for name in followers.FOLLOWERS:
        at = positions.get(name, 0)
        count, oldest = _rows(f"SELECT count(*), min(at) FROM ledger_entry WHERE number > {at}")[0]
        waited = (now - oldest).total_seconds() if isinstance(oldest, datetime) else 0.0
        found[name] = (float(str(count)), max(waited, 0.0))
    return found


def _of_index() -> Iterator[Figure]:
    place = index.folder()
    files = [path.stat() for path in place.iterdir() if path.is_file()] if place.is_dir() else []
    yield "index_bytes", "Size of the search index.", "", {"": float(sum(f.st_size for f in files))}
    if files:
        newest = max(f.st_mtime for f in files)
        yield "index_changed_seconds", "When the search index last changed.", "", {"": newest}


def memory() -> dict[str, float]:
    """Resident bytes by process of the platform; on systems without /proc nothing."""
    parents, names, sizes = {}, {}, {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            stat = (folder / "stat").read_text("ascii", "replace").rpartition(")")[2].split()
            line = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
        except OSError:
            continue
        pid = int(folder.name)
        parents[pid], sizes[pid] = int(stat[1]), int(stat[21]) * os.sysconf("SC_PAGE_SIZE")
        names[pid] = next((role for mark, role in _ROLES.items() if mark in line), "other")
    served = names.get(os.getppid()) == "web"
    top = parents[os.getppid()] if served else 0  # ours ← the web server ← `koinon up`
    found: dict[str, float] = {}
    for pid in parents:
        line_up = _ancestry(pid, parents)
        if top > 1 and top in line_up:
            role = names[line_up[line_up.index(top) - 1]] if pid != top else "parent"
            found[role] = found.get(role, 0.0) + sizes[pid]
    return found or {"web": float(sizes.get(os.getpid(), 0))}


def _ancestry(pid: int, parents: dict[int, int]) -> list[int]:
    line = [pid]
    while (pid := parents.get(pid, 0)) > 1:
        line.append(pid)
    return line
