"""Checks of the database: server, tables, clock, worker, jobs, followers, ledger."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from koinon.ledger import checkpoints, followers, queries
from koinon.ledger.engine.chain import checkpoint_message
from koinon.ledger.models import Entry, Follower
from koinon.site.checks.findings import Finding, State, bad, care, good
from koinon.site.server.databases import OLDEST

Rows = list[tuple[object, ...]]
SILENT = timedelta(seconds=30)
WAITING = timedelta(minutes=10)
_LATEST = 1000  # entries looked at; `koinon ledger verify` looks at all


def findings(now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> Iterator[Finding]:
    """Every check that needs the database, each on its own; Django must be set up."""
    yield server()
    yield clock(now())
    pending = migrations()
    yield pending
    if pending.state is State.GOOD:
        yield worker(now())
        yield from jobs(now())
        yield from following()
        yield ledger()


def rows(statement: str, *parameters: str | datetime) -> Rows:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return list(cursor.fetchall())


def server() -> Finding:
    """The version, and whether what is acknowledged survives a power cut."""
    connection.ensure_connection()
    version = connection.connection.info.server_version // 10000
    if version < OLDEST:
        return bad("database", f"PostgreSQL {version} is too old: Koinon needs {OLDEST} or newer.")
    off = [name for name in ("fsync", "full_page_writes", "synchronous_commit") if _setting(name) == "off"]
    if off:
        return bad("database", f"PostgreSQL {version} runs with {' and '.join(off)} off: switch it on.")
    return good("database", f"PostgreSQL {version} answers and writes durably.")


def _setting(name: str) -> object:
    return rows("SELECT current_setting(%s)", name)[0][0]


def clock(now: datetime) -> Finding:
    """Whether this machine and the database agree on the time."""
    there = rows("SELECT clock_timestamp()")[0][0]
    assert isinstance(there, datetime)
    apart = abs((there - now).total_seconds())
    if apart > 2:
        return bad("clock", f"The database's clock is {apart:.0f} s off ours: set both by NTP.")
    return good("clock", f"It agrees with the database's: {now:%Y-%m-%d %H:%M:%S} UTC.")


def migrations() -> Finding:
    """Whether the tables are those of this version."""
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        return bad("tables", f"{len(waiting)} migrations are not applied: start with `koinon up`.")
    return good("tables", "They are up to date.")


def worker(now: datetime) -> Finding:
    """Whether someone does the jobs."""
    last = rows("SELECT max(last_heartbeat) FROM procrastinate_workers")[0][0]
    if not isinstance(last, datetime) or now - last > SILENT:
        return bad("worker", "No worker has been heard of lately: start the platform with `koinon up`.")
    return good("worker", f"Heard of {max((now - last).total_seconds(), 0):.0f} s ago.")


def jobs(now: datetime) -> Iterator[Finding]:
    """Jobs that wait too long, or failed within a day."""
    late = rows(
        "SELECT count(*) FROM procrastinate_jobs j WHERE status = 'todo' AND coalesce(scheduled_at, "
        "(SELECT max(at) FROM procrastinate_events e WHERE e.job_id = j.id)) < %s",
        now - WAITING,
    )[0][0]
    failed = rows(
        "SELECT count(DISTINCT job_id) FROM procrastinate_events e "
        "JOIN procrastinate_jobs j ON j.id = e.job_id "
        "WHERE e.type = 'failed' AND j.status = 'failed' AND e.at > %s",
        now - timedelta(days=1),
    )[0][0]
    if late:
        yield bad("jobs", f"{late} jobs have waited over 10 minutes: look at logs/worker.log.")
    if failed:
        yield care("jobs", f"{failed} jobs failed within a day: look at logs/worker.log.")
    if not late and not failed:
        yield good("jobs", "None is stuck.")


def following() -> Iterator[Finding]:
    """Whether index, notices and feeds have come to the head of the ledger."""
    followers.discover()
    head = queries.head()
    number = head.number if head else 0
    positions = dict(Follower.objects.values_list("name", "position"))
    if not followers.followed_now():
        yield bad("followers", "Nobody follows the ledger: start the platform with `koinon up`.")
    for name in followers.FOLLOWERS:
        behind = number - positions.get(name, 0)
        if behind > followers.BATCH:
            yield bad("followers", f"{name} is {behind} entries behind: look at logs/follower.log.")
        else:
            yield good("followers", f"{name} is at entry {positions.get(name, 0)} of {number}.")


def ledger() -> Finding:
    """Whether the newest entries hold together and the last signature is by our key."""
    newest = list(Entry.objects.order_by("-number")[:_LATEST])
    for later, earlier in pairwise(newest):
        if later.previous != earlier.hash:
            return bad("ledger", f"Entry {later.number} does not continue the one before: restore a backup.")
    for entry in newest:
        if entry.link.hash != entry.hash:
            return bad("ledger", f"Entry {entry.number} was altered: restore the database from a backup.")
    signed = queries.last_checkpoint()
    if signed:
        expected = checkpoints.key().sign(checkpoint_message(signed.entry_id, signed.hash)).hex()
        if signed.signature != expected:
            return bad(
                "ledger", f"Checkpoint {signed.entry_id} is not by the key in keys/ledger-key: restore it."
            )
    to = f", signed to entry {signed.entry_id}" if signed else ", not yet signed"
    return good("ledger", f"The newest {len(newest)} entries hold together{to}.")
