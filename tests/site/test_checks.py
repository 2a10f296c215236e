"""`koinon check` tells what is wrong: each fault is made, and must be found."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection

from koinon.ledger import checkpoints, followers
from koinon.ledger.models import Entry
from koinon.site.checks import database, machine
from koinon.site.checks.findings import State
from koinon.site.environment import Environment
from koinon.site.upkeep import keeping
from tests.ledger.acting import filled
from tests.site.running import koinon

NOW = datetime.now(UTC)


def execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_folder_that_is_not_there_fails_with_the_mend_and_exit_code_1(tmp_path: Path) -> None:
    done = koinon("check", "--json", data=tmp_path / "nowhere")
    report = json.loads(done.stdout)
    assert done.returncode == 1 and not report["healthy"]
    told = {finding["what"]: finding for finding in report["findings"]}
    assert told["database"]["state"] == "bad" and "koinon up" in told["database"]["message"]
    assert told["web server"]["state"] == "bad"
    assert koinon("check", data=tmp_path / "nowhere").stdout.count("✗") >= 3


def test_keys_that_others_can_read_are_named(tmp_path: Path) -> None:
    keys = tmp_path / "keys"
    keys.mkdir(mode=0o700)
    (keys / "ledger-key").touch(0o600)
    assert [f.state for f in machine.keys(keys)] == [State.GOOD]
    (keys / "ledger-key").chmod(0o644)
    found = list(machine.keys(keys))
    assert [f.state for f in found] == [State.BAD] and "chmod 600" in found[0].message


def test_mail_that_reaches_nobody_is_told(tmp_path: Path) -> None:
    def finding(**variables: str) -> State:
        return machine.mail(Environment.read({"KOINON_DATA": str(tmp_path), **variables})).state

    assert finding() == State.GOOD
    assert finding(KOINON_HOSTS="koinon.example") == State.CARE
    assert finding(KOINON_SMTP="smtp://127.0.0.1:9") == State.BAD


def test_a_night_that_was_missed_twice_is_told(tmp_path: Path) -> None:
    def finding(hours: float | None, **variables: str) -> State:
        folder = tmp_path / f"after {hours}"
        folder.mkdir(exist_ok=True)
        if hours is not None:
            (folder / keeping.file_name(NOW - timedelta(hours=hours))).touch()
        read = Environment.read({"KOINON_DATA": str(tmp_path), **variables, "KOINON_BACKUPS": str(folder)})
        return machine.backups(read, NOW).state

    assert (finding(None), finding(20), finding(60)) == (State.BAD, State.GOOD, State.BAD)
    here = {"KOINON_DATA": str(tmp_path)}
    assert machine.backups(Environment.read(here), NOW).state == State.GOOD
    there = Environment.read({**here, "KOINON_HOSTS": "koinon.example"})
    assert machine.backups(there, NOW).state == State.CARE


def test_static_files_must_be_built_and_all_there(tmp_path: Path) -> None:
    assert machine.static_files(tmp_path).state == State.BAD
    static = tmp_path / "static"
    static.mkdir()
    manifest = static / "staticfiles.json"
    manifest.write_text(json.dumps({"paths": {"a.css": "a.1.css"}}), "utf-8")
    assert "not built" in machine.static_files(tmp_path).message
    manifest.write_text(json.dumps({"paths": {"ui/build/koinon.css": "k.1.css"}}), "utf-8")
    assert "missing" in machine.static_files(tmp_path).message
    (static / "k.1.css").touch()
    assert machine.static_files(tmp_path).state == State.GOOD


@pytest.mark.django_db
def test_a_clock_that_is_off_is_told() -> None:
    assert database.clock(datetime.now(UTC)).state == State.GOOD
    assert database.clock(datetime.now(UTC) + timedelta(minutes=5)).state == State.BAD


@pytest.mark.django_db
def test_migrations_that_wait_are_told() -> None:
    assert database.migrations().state == State.GOOD
    execute("DELETE FROM django_migrations WHERE app = 'ledger' AND name > '0002'")
    assert database.migrations().state == State.BAD


@pytest.mark.django_db
def test_a_worker_that_fell_silent_is_told() -> None:
    assert database.worker(NOW).state == State.BAD
    execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now())")
    assert database.worker(datetime.now(UTC)).state == State.GOOD
    assert database.worker(datetime.now(UTC) + timedelta(minutes=1)).state == State.BAD


@pytest.mark.django_db
def test_jobs_that_wait_or_fail_are_told() -> None:
    assert [f.state for f in database.jobs(NOW)] == [State.GOOD]
    execute(
        "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status) "
        "VALUES ('default', 'some.task', '{}', 'todo')"
    )
    later = datetime.now(UTC) + timedelta(minutes=11)
    assert [f.state for f in database.jobs(datetime.now(UTC))] == [State.GOOD]
    assert [f.state for f in database.jobs(later)] == [State.BAD]
    execute("UPDATE procrastinate_jobs SET status = 'doing'")
    execute("UPDATE procrastinate_jobs SET status = 'failed'")
    assert [f.state for f in database.jobs(later)] == [State.CARE]


@pytest.mark.django_db
def test_a_follower_that_fell_behind_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def idle(entries: Sequence[Entry]) -> None: ...

    monkeypatch.setattr(followers, "discover", lambda: None)
    monkeypatch.setattr(followers, "FOLLOWERS", {"idle": idle})
    monkeypatch.setattr(followers, "BATCH", 3)
    filled(2)
    assert [f.state for f in database.following()] == [State.BAD, State.GOOD]  # nobody follows here
    filled(2)
    assert "idle is 4 entries behind" in [f.message for f in database.following()][1]


@pytest.mark.django_db
def test_a_ledger_that_was_altered_is_told() -> None:
    entries = filled(4)
    checkpoints.checkpoint()
    assert database.ledger().state == State.GOOD
    execute("ALTER TABLE ledger_entry DISABLE TRIGGER ledger_entry_stands")
    execute(f"/* by hand */ UPDATE ledger_entry SET about = 'other' WHERE number = {entries[1].number}")
    execute("ALTER TABLE ledger_entry ENABLE TRIGGER ledger_entry_stands")
    finding = database.ledger()
    assert finding.state == State.BAD and f"Entry {entries[1].number} was altered" in finding.message


@pytest.mark.django_db
def test_a_signature_by_another_key_is_told() -> None:
    filled(1)
    checkpoints.checkpoint()
    path = checkpoints.key_path()
    kept = path.read_text("ascii")
    path.write_text("ab" * 32, "ascii")
    try:
        assert "is not by the key" in database.ledger().message
    finally:
        path.write_text(kept, "ascii")
