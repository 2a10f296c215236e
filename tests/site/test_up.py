"""One command starts everything; whatever is killed, nothing acknowledged is lost."""

from __future__ import annotations

import contextlib
import json
import os
import random
import shutil
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from koinon.site.environment import socket_folder
from koinon.site.server.up import Child, answered
from tests.site.running import Running, free_port, koinon, wait_until


@pytest.fixture
def data(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "the data"
    yield folder
    shutil.rmtree(socket_folder(folder), ignore_errors=True)


def connect(data: Path) -> psycopg.Connection[tuple[int, ...]]:
    return psycopg.connect(host=str(socket_folder(data)), user="koinon", dbname="koinon", autocommit=True)  # type: ignore[return-value]


def healthy(data: Path) -> bool:
    return bool(json.loads(koinon("check", "--json", data=data).stdout)["healthy"])


class Writer:
    """Writes number after number and remembers which the database acknowledged."""

    def __init__(self, data: Path) -> None:
        with connect(data) as connection:
            connection.execute("CREATE TABLE IF NOT EXISTS kept (n int PRIMARY KEY)")
            row = connection.execute("SELECT coalesce(max(n), 0) FROM kept").fetchone()
        self.data, self.acknowledged, self.first = data, 0, (row[0] if row else 0) + 1
        self.enough = threading.Event()
        self.thread = threading.Thread(target=self.write)
        self.thread.start()

    def write(self) -> None:
        with contextlib.suppress(psycopg.OperationalError), connect(self.data) as connection:
            for number in range(self.first, self.first + 1_000_000):
                if self.enough.is_set():
                    break
                connection.execute("INSERT INTO kept VALUES (%s)", [number])
                self.acknowledged = number


def kept(data: Path) -> int:
    with connect(data) as connection:
        row = connection.execute("SELECT max(n) FROM kept").fetchone()
    assert row is not None
    return row[0]


def test_up_serves_is_healthy_survives_kills_and_stops_in_order(data: Path) -> None:
    port = free_port()
    first = Running(data, port)
    first.until_up()
    assert answered(port)
    wait_until(lambda: healthy(data))

    again = koinon("up", "--port", str(free_port()), data=data)
    assert again.returncode == 1
    assert (
        f"already running on {data} (process {first.process.pid}, http://localhost:{port}/)" in again.stderr
    )
    elsewhere = koinon("up", "--port", str(port), "--no-demo", data=data / "other")
    assert elsewhere.returncode == 1
    assert f"Port {port} is in use by another program" in elsewhere.stderr

    before = first.children()
    assert set(before) == {"web", "worker", "follower", "database"}
    for name in ("worker", "web", "follower"):
        os.kill(before[name], signal.SIGKILL)
    wait_until(lambda: len(set(first.children()) & set(before)) == 4 and answered(port))
    assert not set(before.values()) & set(first.children().values()) - {before["database"]}

    writer = Writer(data)
    wait_until(lambda: writer.acknowledged > 50)
    first.end(signal.SIGKILL)
    writer.thread.join(30)
    second = Running(data, port)
    second.until_up()
    assert kept(data) >= writer.acknowledged > 50

    assert second.end(signal.SIGINT) == 0
    assert second.lines[-1] == "Stopped. Nothing is running any more."
    assert not second.children() and not answered(port)
    assert not (data / "postgres" / "postmaster.pid").exists()
    third = Running(data, port)
    third.until_up()
    assert third.end(signal.SIGTERM) == 0
    assert not third.said("Bringing tables"), "what is up to date is not done again"


def test_a_child_that_keeps_dying_is_restarted_ever_more_patiently(tmp_path: Path) -> None:
    told: list[str] = []
    child = Child("short", ["false"])
    child.start(tmp_path)
    until = time.monotonic() + 4
    while time.monotonic() < until:
        child.tend(tmp_path, told.append)
        time.sleep(0.01)
    child.stop()
    pauses = [line.partition("again in ")[2].partition(" (")[0] for line in told]
    assert len(pauses) >= 3
    assert pauses == ["0.5 s", "1 s", "2 s", "4 s", "8 s"][: len(pauses)]


@pytest.mark.heavy
def test_killed_at_any_moment_of_the_first_start_the_next_one_completes_it(data: Path) -> None:
    port, chance = free_port(), random.Random(7)
    for _ in range(8):
        attempt = Running(data, port)
        time.sleep(chance.uniform(0.1, 9))
        attempt.end(signal.SIGKILL)
    last = Running(data, port)
    last.until_up()
    wait_until(lambda: healthy(data))
    assert last.end() == 0


@pytest.mark.heavy
@pytest.mark.parametrize("victim", ["up", "database", "web", "worker"])
def test_nothing_acknowledged_is_lost_whoever_is_killed(data: Path, victim: str) -> None:
    port, chance = free_port(), random.Random(victim)
    running = Running(data, port)
    for _ in range(4):
        running.until_up()
        writer = Writer(data)
        wait_until(lambda writer=writer: writer.acknowledged > 0)  # type: ignore[misc]
        time.sleep(chance.uniform(0, 2))
        if victim == "up":
            running.end(signal.SIGKILL)
            running = Running(data, port)
            running.until_up()
        else:
            wait_until(lambda up=running: victim in up.children())  # type: ignore[misc]
            os.kill(running.children()[victim], signal.SIGKILL)
        writer.enough.set()
        writer.thread.join(60)
        wait_until(lambda: _holds(data, writer.acknowledged))  # noqa: B023
    wait_until(lambda: answered(port))
    assert running.end() == 0


def _holds(data: Path, acknowledged: int) -> bool:
    try:
        return kept(data) >= acknowledged
    except psycopg.OperationalError:
        return False
