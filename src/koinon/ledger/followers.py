"""Followers of the ledger: index, notices, feeds. Each sees every entry, in order, exactly once.

A capability declares its followers in its `followers.py`:

    @follower("notices")
    def notices(entries: Sequence[Entry]) -> None: ...

The position moves in the transaction in which the follower works. One that writes to the database
is therefore exact however the process dies. One that writes elsewhere (a search index) may be handed
the last batch a second time after a crash and must make it good: replace by key, then commit.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

import psycopg
from django.db import connection, transaction
from django.utils.module_loading import autodiscover_modules

from koinon.ledger import guard
from koinon.ledger.acts import CHANNEL
from koinon.ledger.models import Entry, Follower

Follow = Callable[[Sequence[Entry]], None]

BATCH = 200
POLL = 5.0  # seconds between looks when no notification comes
LOCK = 0x6B6F696F  # held by the process that follows; others stand by
_log = logging.getLogger("koinon.followers")
_LONGEST_PAUSE = 60.0

FOLLOWERS: dict[str, Follow] = {}


def follower(name: str) -> Callable[[Follow], Follow]:
    """Register a follower under a name that never changes: its position is kept under it."""

    def register(follow: Follow) -> Follow:
        if name in FOLLOWERS:
            raise ValueError(f"Two followers are called {name}.")
        FOLLOWERS[name] = follow
        return follow

    return register


def discover() -> None:
    """Import `followers.py` of every app that has one."""
    autodiscover_modules("followers")


def step(name: str, *, batch: int = BATCH) -> int:
    """Hand a follower its next entries and move its position with them; how many there were.

    0 also when another process is at work on the same follower.
    """
    reached = Follower.objects.filter(name=name).values_list("position", flat=True).first()
    if not Entry.objects.filter(number__gt=reached or 0).exists():
        return 0  # most looks end here, without a lock
    with transaction.atomic(), guard.writing(f"follower {name}"):
        Follower.objects.bulk_create([Follower(name=name)], ignore_conflicts=True)
        row = Follower.objects.select_for_update(skip_locked=True).filter(name=name).first()
        if row is None:
            return 0
        entries = list(Entry.objects.filter(number__gt=row.position).order_by("number")[:batch])
        if not entries:
            return 0
        FOLLOWERS[name](entries)
        row.position = entries[-1].number
        row.save(update_fields=("position",))
    return len(entries)


def catch_up(name: str) -> int:
    """Bring one follower to the head of the ledger; how many entries it was handed."""
    handed = 0
    while count := step(name):
        handed += count
    return handed


def start_again(name: str) -> None:
    """Send a follower back to the beginning, to rebuild what it keeps."""
    with guard.writing(f"follower {name} starts again"):
        Follower.objects.update_or_create(name=name, defaults={"position": 0})


@dataclass
class _Pauses:
    """Followers that failed rest, each twice as long as the last time, while the others go on."""

    until: dict[str, float] = field(default_factory=dict)
    length: dict[str, float] = field(default_factory=dict)

    def due(self, name: str) -> bool:
        return time.monotonic() >= self.until.get(name, 0)

    def failed(self, name: str) -> None:
        self.length[name] = min(self.length.get(name, 0.5) * 2, _LONGEST_PAUSE)
        self.until[name] = time.monotonic() + self.length[name]

    def well(self, name: str) -> None:
        self.until.pop(name, None)
        self.length.pop(name, None)


def follow(stopped: Callable[[], bool], *, then: Callable[[], object], poll: float = POLL) -> None:
    """Follow until `stopped()`; `then` runs after each round. Wakes by notification, else every `poll` s.

    Raises when the database is lost: the process ends and its supervisor starts it again.
    """
    pauses = _Pauses()
    with listening() as ears:
        while not stopped():
            if ears.execute("SELECT pg_try_advisory_lock(%s)", [LOCK]).fetchone() == (True,):
                break
            time.sleep(min(poll, 1.0))
        while not stopped():
            for name in FOLLOWERS:
                if pauses.due(name):
                    _attempt(name, pauses)
            then()
            for _ in ears.notifies(timeout=poll, stop_after=1):
                pass


def _attempt(name: str, pauses: _Pauses) -> None:
    try:
        catch_up(name)
    except psycopg.OperationalError:
        raise
    except Exception:
        _log.exception("The follower %s stopped at its entry and will try again.", name)
        pauses.failed(name)
        with suppress(Exception):
            connection.close_if_unusable_or_obsolete()
    else:
        pauses.well(name)


def listening() -> psycopg.Connection[tuple[object, ...]]:
    """A connection of its own that hears of every new entry."""
    parameters = connection.get_connection_params()
    keep = ("dbname", "user", "password", "host", "port", "sslmode", "sslrootcert", "service", "options")
    ears = psycopg.connect(**{k: v for k, v in parameters.items() if k in keep}, autocommit=True)
    ears.execute(f"LISTEN {CHANNEL}")
    return ears


def followed_now() -> bool:
    """Whether some process follows the ledger at this moment."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = %s AND granted "
            "AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
            [LOCK],
        )
        return bool(cursor.fetchone()[0])
