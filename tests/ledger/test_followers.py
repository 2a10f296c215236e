from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection

from koinon.ledger import followers, guard
from koinon.ledger.models import Entry, Follower
from tests.ledger.acting import filled

SLOW = Path(__file__).with_name("slow_follower.py")


@pytest.fixture
def register(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, followers.Follow], None]:
    """Put a follower among no others for one test."""
    monkeypatch.setattr(followers, "FOLLOWERS", {})
    return lambda name, follow: followers.FOLLOWERS.__setitem__(name, follow)


def position(name: str) -> int:
    return Follower.objects.get(name=name).position


@pytest.mark.django_db
def test_a_follower_sees_every_entry_once_and_in_order(register: Callable[..., None]) -> None:
    seen: list[int] = []
    register("seen", lambda entries: seen.extend(e.number for e in entries))
    filled(5)
    assert followers.step("seen", batch=2) == 2
    assert followers.catch_up("seen") == 3
    filled(1)
    assert followers.catch_up("seen") == 1 and followers.catch_up("seen") == 0
    assert seen == [1, 2, 3, 4, 5, 6] and position("seen") == 6


@pytest.mark.django_db
def test_a_follower_that_fails_stays_where_it_was_with_nothing_half_done(
    register: Callable[..., None],
) -> None:
    def fails_at_two(entries: Sequence[Entry]) -> None:
        for entry in entries:
            Follower.objects.create(name=f"trace-{entry.number}")
            if entry.number == 2:
                raise RuntimeError("at two")

    register("falls", fails_at_two)
    filled(3)
    with pytest.raises(RuntimeError):
        followers.step("falls")
    assert not Follower.objects.filter(name__startswith="trace-").exists()
    register("falls", lambda entries: None)
    assert followers.catch_up("falls") == 3


@pytest.mark.django_db
def test_starting_again_hands_everything_anew(register: Callable[..., None]) -> None:
    seen: list[int] = []
    register("seen", lambda entries: seen.extend(e.number for e in entries))
    filled(2)
    followers.catch_up("seen")
    followers.start_again("seen")
    followers.catch_up("seen")
    assert seen == [1, 2, 1, 2]


@pytest.mark.django_db(transaction=True)
def test_a_failing_follower_does_not_hold_up_the_others_and_wakes_by_notification(
    register: Callable[..., None],
) -> None:
    seen: list[int] = []
    stop = threading.Event()

    def breaks(entries: Sequence[Entry]) -> None:
        raise RuntimeError("always")

    register("breaks", breaks)
    register("seen", lambda entries: seen.extend(e.number for e in entries))
    filled(2)

    def run() -> None:
        followers.follow(stop.is_set, then=lambda: None, poll=20)
        connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    wait_until(lambda: seen == [1, 2])
    assert followers.followed_now()
    began = time.monotonic()
    filled(1)
    wait_until(lambda: seen == [1, 2, 3])
    assert time.monotonic() - began < 5  # long before the poll
    stop.set()
    filled(1)  # wakes it once more
    thread.join(10)
    assert not thread.is_alive() and not followers.followed_now()
    assert position("seen") >= 3


def wait_until(reached: Callable[[], bool], patience: float = 15) -> None:
    until = time.monotonic() + patience
    while not reached():
        assert time.monotonic() < until, "waited too long"
        time.sleep(0.02)


@pytest.fixture
def tally(transactional_db: None) -> Iterator[Callable[[], list[int]]]:
    """A table outside the ledger that a follower writes to, without any constraint to save it."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE tally (number bigint)")

    def counted() -> list[int]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT number FROM tally ORDER BY number")
            return [row[0] for row in cursor.fetchall()]

    yield counted
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE tally")


def address() -> str:
    """The test database as KOINON_DATABASE_URL."""
    s = connection.settings_dict
    login = quote(s["USER"]) + (f":{quote(s['PASSWORD'])}" if s["PASSWORD"] else "")
    return f"postgresql://{login}@/{s['NAME']}?host={quote(s['HOST'])}" + (
        f"&port={s['PORT']}" if s["PORT"] else ""
    )


def test_killed_at_any_moment_a_follower_catches_up_exactly_once(tally: Callable[[], list[int]]) -> None:
    entries = [e.number for e in filled(60)]
    environment = {**os.environ, "KOINON_DATABASE_URL": address()}
    for share in (0.1, 0.4, 0.7, 1.0):
        child = subprocess.Popen([sys.executable, SLOW], env=environment)
        try:
            wait_until(lambda part=share: len(tally()) >= len(entries) * part)  # type: ignore[misc]
        finally:
            child.send_signal(signal.SIGKILL)
            child.wait()
    wait_until(lambda: not followers.followed_now())
    assert tally() == entries
    assert position("tally") == entries[-1]


def test_two_processes_share_the_work_without_doing_anything_twice(tally: Callable[[], list[int]]) -> None:
    environment = {**os.environ, "KOINON_DATABASE_URL": address()}
    children = [subprocess.Popen([sys.executable, SLOW], env=environment) for _ in range(2)]
    try:
        entries = [e.number for e in filled(30)]
        wait_until(lambda: len(tally()) >= 15)
        children[0].kill()
        wait_until(lambda: len(tally()) >= 30)
    finally:
        for child in children:
            child.kill()
            child.wait()
    wait_until(lambda: not followers.followed_now())
    assert tally() == entries
    with guard.writing("tidying"):
        Follower.objects.all().delete()
