"""The database goes away and the disk fills up: a plain page at once, nothing acknowledged lost, recovery."""

from __future__ import annotations

import http.client
import json
import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import OperationalError
from django.test import RequestFactory

from koinon.site import away
from koinon.site.environment import socket_folder
from tests.prepared import Prepare
from tests.site.running import Running, free_port, wait_until


def asked(port: int, path: str, method: str = "GET", body: bytes | None = None) -> tuple[int, str, str]:
    """Status, Retry-After and text of an answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request(method, path, body, {"Host": "localhost"})
        response = connection.getresponse()
        return response.status, response.headers.get("Retry-After", ""), response.read().decode("utf-8")
    except OSError:
        return 0, "", ""
    finally:
        connection.close()


def ready(port: int) -> bool:
    return asked(port, "/health/ready")[0] == 200


@pytest.fixture
def data(tmp_path: Path, prepared: Prepare) -> Iterator[Path]:
    folder = prepared(tmp_path / "the data")
    yield folder
    shutil.rmtree(socket_folder(folder), ignore_errors=True)


def test_what_is_missing_is_told_from_the_fault_or_what_caused_it() -> None:
    def caught(*errors: Exception) -> str:
        try:
            try:
                raise errors[0]
            except Exception as first:
                raise errors[-1] from (first if len(errors) > 1 else None)
        except Exception as error:
            return away.what_is_missing(error)

    assert caught(OperationalError("the connection is lost")) == "database"
    assert caught(OSError(28, "No space left on device")) == "disk"
    assert caught(OSError(28, "No space left on device"), RuntimeError("could not save")) == "disk"
    assert caught(FileNotFoundError(2, "no such file")) == ""
    assert caught(ValueError("a fault of ours")) == ""


@pytest.mark.parametrize(("path", "language"), [("/documents/", "en"), ("/ar/documents/", "ar")])
def test_the_page_is_in_the_language_of_the_address_and_needs_no_database(path: str, language: str) -> None:
    response = away.page(RequestFactory().get(path), "database")  # no database in this test
    text = response.content.decode()
    assert (response.status_code, response.headers["Retry-After"]) == (503, "30")
    assert response.headers["Cache-Control"] == "no-store"
    assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}">' in text


def test_programs_are_answered_in_problem_json() -> None:
    response = away.page(RequestFactory().get("/api/v1/documents"), "disk")
    told = json.loads(response.content)
    assert response.headers["Content-Type"] == "application/problem+json"
    assert (told["type"], told["status"]) == ("urn:koinon:away.disk", 503)


@pytest.mark.heavy
def test_the_database_goes_and_comes_back_and_the_platform_with_it(data: Path) -> None:
    port = free_port()
    running = Running(data, port)
    running.until_up()
    wait_until(lambda: ready(port))
    up = running.process
    up.send_signal(signal.SIGSTOP)  # so that nobody starts the database again just now
    try:
        os.kill(running.children()["database"], signal.SIGKILL)
        wait_until(lambda: asked(port, "/documents/")[0] == 503)
        status, after, text = asked(port, "/documents/")
        assert (status, after) == (503, "30") and "does not answer just now" in text
        status, after, text = asked(port, "/api/v1/documents")
        assert status == 503 and json.loads(text)["type"] == "urn:koinon:away.database"
        status, _, text = asked(port, "/health/ready")
        assert status == 503 and json.loads(text)["states"]["database"] == "bad"
        assert asked(port, "/health/live")[0] == 200
        assert "koinon_database_up 0.0" in asked(port, "/metrics")[2]
    finally:
        up.send_signal(signal.SIGCONT)
    wait_until(lambda: ready(port))
    assert asked(port, "/documents/")[0] == 200
    assert running.end() == 0


def mounted(place: Path, mib: int) -> bool:
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={mib}m", "tmpfs", str(place)]
    return subprocess.run(command, capture_output=True).returncode == 0


@pytest.mark.heavy
def test_the_disk_fills_up_and_is_freed(tmp_path: Path) -> None:
    """On a disk of its own where the system lets us make one; else the disk's last byte is not reached."""
    disk = tmp_path / "a small disk"
    if not mounted(disk, 1100):
        pytest.fail("This test needs to mount a small disk: run it as root.")
    data = disk / "data"
    port = free_port()
    try:
        running = Running(data, port)
        running.until_up()
        wait_until(lambda: ready(port))
        ballast = disk / "ballast"
        with ballast.open("wb") as file:
            os.posix_fallocate(file.fileno(), 0, shutil.disk_usage(disk).free - 40 * 1024**2)
        large = asked(port, "/desk/", "POST", b"x" * (1024**2))
        assert large[0] == 503 and "disk of this installation is full" in large[2]
        assert asked(port, "/documents/")[0] == 200, "reading goes on"
        with ballast.open("ab", buffering=0) as file:
            try:
                while file.write(b"\0" * 65536):
                    pass
            except OSError:
                pass
        assert shutil.disk_usage(disk).free < 65536
        _exhaust(data)
        wait_until(lambda: asked(port, "/documents/")[0] in (200, 503))
        assert asked(port, "/health/live")[0] == 200
        assert asked(port, "/health/ready")[0] == 503
        ballast.unlink()
        wait_until(lambda: ready(port), 120)
        assert asked(port, "/documents/")[0] == 200
        assert running.end() == 0
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=False)
        shutil.rmtree(socket_folder(data), ignore_errors=True)


def _exhaust(data: Path) -> None:
    """Write into the database until it can no more; what it acknowledged is there afterwards."""
    import psycopg

    host = str(socket_folder(data))
    kept = 0
    try:
        with psycopg.connect(host=host, user="koinon", dbname="koinon", autocommit=True) as connection:
            connection.execute("CREATE TABLE IF NOT EXISTS heap (n int, t text)")
            for number in range(4000):
                connection.execute("INSERT INTO heap SELECT %s, repeat('x', 20000) || random()", [number])
                kept = number
    except psycopg.Error:
        pass
    else:
        raise AssertionError("the disk never filled up")
    assert kept >= 0
