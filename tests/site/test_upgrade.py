"""Tables are brought to this version after a backup, and never when a newer version wrote them."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from koinon.site.environment import Environment, socket_folder
from koinon.site.server.databases import connect, database
from koinon.site.server.nightly import Nightly
from koinon.site.upkeep import keeping, schema
from tests.prepared import Prepare
from tests.site.running import Running, free_port, koinon, wait_until

pytestmark = pytest.mark.xdist_group("upgrade")  # one platform for all of them

WAITS = "auth.0012_alter_user_first_name_max_length"  # of a table not ours: applying it changes nothing


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory, prepared: Prepare) -> Iterator[Path]:
    folder = prepared(tmp_path_factory.mktemp("upgrade") / "the data")
    yield folder
    shutil.rmtree(socket_folder(folder), ignore_errors=True)


def execute(data: Path, statement: str) -> None:
    environment = Environment.read({"KOINON_DATA": str(data)})
    with database(environment), connect(environment) as connection:
        connection.execute(statement)


def test_what_waits_and_what_is_unknown_is_told_apart() -> None:
    every = {f"{app}.{name}" for app, name in schema._on_disk()}
    assert schema.compared(every).current
    assert schema.compared([]).new and set(schema.compared([]).pending) == every
    found = schema.compared(every - {WAITS} | {"register.9999_later"})
    assert (found.pending, found.unknown, found.current) == ((WAITS,), ("register.9999_later",), False)


def test_an_upgrade_keeps_a_backup_then_applies_what_waits(data: Path) -> None:
    shutil.rmtree(data / "backups", ignore_errors=True)
    assert koinon("upgrade", "--check", data=data).returncode == 0
    execute(data, f"DELETE FROM django_migrations WHERE app || '.' || name = '{WAITS}'")
    told = koinon("upgrade", "--check", "--json", data=data)
    assert told.returncode == 2 and json.loads(told.stdout)["pending"] == [WAITS]
    assert not (data / "backups").exists(), "looking changes nothing"
    done = koinon("upgrade", "--json", data=data)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["applied"] == [WAITS]
    assert koinon("backup", "--check", found["backup"], data=data).returncode == 0
    assert koinon("upgrade", "--check", data=data).returncode == 0


@pytest.mark.heavy
def test_a_database_that_is_newer_is_refused_by_every_way_in(data: Path) -> None:
    name = "9999_of_the_future"
    execute(data, f"INSERT INTO django_migrations (app, name, applied) VALUES ('register', '{name}', now())")
    try:
        for command in (("upgrade",), ("upgrade", "--check"), ("ledger", "export")):
            done = koinon(*command, data=data)
            assert done.returncode == 1, command
            assert "written by a newer Koinon" in done.stderr and f"register.{name}" in done.stderr
        running = Running(data, free_port())
        assert running.process.wait(60) == 1
        running.end()
        assert running.said("written by a newer Koinon")
    finally:
        execute(data, f"DELETE FROM django_migrations WHERE name = '{name}'")


@pytest.mark.heavy
def test_a_backup_of_a_newer_version_is_refused(data: Path, tmp_path: Path) -> None:
    file, elsewhere = tmp_path / "newer.koinon", tmp_path / "elsewhere"
    name = "9999_of_the_future"
    execute(data, f"INSERT INTO django_migrations (app, name, applied) VALUES ('register', '{name}', now())")
    assert koinon("backup", str(file), data=data).returncode == 0
    execute(data, f"DELETE FROM django_migrations WHERE name = '{name}'")
    done = koinon("restore", str(file), "--data", str(elsewhere), data=elsewhere)
    assert done.returncode == 1 and "The backup was written by a newer Koinon" in done.stderr
    shutil.rmtree(socket_folder(elsewhere), ignore_errors=True)


@pytest.mark.heavy
def test_a_backup_of_an_older_version_is_brought_up_to_date(data: Path, tmp_path: Path) -> None:
    file, elsewhere = tmp_path / "older.koinon", tmp_path / "elsewhere"
    execute(data, f"DELETE FROM django_migrations WHERE app || '.' || name = '{WAITS}'")
    assert koinon("backup", str(file), data=data).returncode == 0
    assert koinon("upgrade", "--no-backup", data=data).returncode == 0
    done = koinon("restore", str(file), "--data", str(elsewhere), data=elsewhere)
    assert done.returncode == 0, done.stderr
    assert koinon("upgrade", "--check", data=elsewhere).returncode == 0
    shutil.rmtree(socket_folder(elsewhere), ignore_errors=True)


def test_the_night_s_backup_is_made_once_and_old_ones_go(data: Path, tmp_path: Path) -> None:
    folder, logs, said = tmp_path / "nights", tmp_path, list[str]()
    folder.mkdir()
    for days in range(1, 40):
        (folder / keeping.file_name(datetime.now(UTC) - timedelta(days=days))).touch()
    environment = Environment.read({"KOINON_DATA": str(data), "KOINON_BACKUPS": str(folder)})
    night = Nightly(environment)

    def done() -> bool:
        night.tend(logs, said.append)
        return not keeping.due(folder, datetime.now(UTC))

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KOINON_DATA", str(data))
        patch.delenv("DJANGO_SETTINGS_MODULE")
        wait_until(done)
        wait_until(lambda: (night.tend(logs, said.append), night.process is None)[1])
    newest = max(keeping.made(folder).items())[1]
    assert koinon("backup", "--check", str(newest), data=data).returncode == 0
    assert 7 <= len(keeping.made(folder)) <= 14 and said == []


def test_a_night_that_fails_is_told_and_leaves_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "nights"
    folder.write_text("a file stands in the way", "utf-8")
    said: list[str] = []
    variables = {"KOINON_DATA": str(tmp_path / "data"), "KOINON_BACKUPS": str(folder)}
    night = Nightly(Environment.read(variables))

    def told() -> bool:
        night.tend(tmp_path, said.append)
        return bool(said)

    wait_until(told)
    assert "The nightly backup failed" in said[0] and night.look > 0
    night.stop()
