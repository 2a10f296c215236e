"""A backup holds everything, and what is restored from it is what was backed up, wherever it goes."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import signal
import stat
import subprocess
import sys
import tarfile
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pyrage
import pytest

from koinon.site.environment import Environment, socket_folder
from koinon.site.server.databases import database
from koinon.site.server.postgres import binaries
from koinon.site.upkeep import archive, backup, swap
from tests.prepared import Prepare
from tests.site.running import free_port, koinon, wait_until

pytestmark = pytest.mark.xdist_group("backup")  # one platform for all of them


@dataclass(frozen=True)
class World:
    """An installation with an invitation in its outbox, a vocabulary of its own, and its backup."""

    data: Path
    file: Path


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory, prepared: Prepare) -> Iterator[World]:
    home = tmp_path_factory.mktemp("a world")
    data, file = prepared(home / "the data"), home / "monday.koinon"
    invite(data, "mira@halcyon.example")
    (data / "vocabulary.toml").write_text("# ours\n", "utf-8")
    ratings = home / "ratings.csv"
    ratings.write_text("fh_country,year,pr,cl,status\nNamibia,2024,2,2,F\n", "utf-8")
    loaded = koinon("observatory", "load", "fiw", str(ratings), data=data)
    assert loaded.returncode == 0, loaded.stderr
    assert koinon("ledger", "checkpoint", data=data).returncode == 0
    done = koinon("backup", str(file), data=data)
    assert done.returncode == 0, done.stderr
    yield World(data, file)
    shutil.rmtree(socket_folder(data), ignore_errors=True)


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[Path]:
    data = tmp_path / "élsewhere"
    yield data
    shutil.rmtree(socket_folder(data), ignore_errors=True)


def invite(data: Path, email: str) -> None:
    done = koinon("people", "invite", email, "--role", "secretariat", data=data)
    assert done.returncode == 0, done.stderr


def ledger(data: Path, **variables: str) -> str:
    done = koinon("ledger", "export", data=data, **variables)
    assert done.returncode == 0, done.stderr
    return done.stdout


def figures(data: Path) -> list[Path]:
    """The tables of what is loaded."""
    found = sorted((data / "datasets").glob("*/*/*.parquet"))
    assert found
    return found


def restored(world: World, data: Path, *words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return koinon("restore", str(world.file), "--data", str(data), *words, data=data, **variables)


def same(world: World, data: Path, **variables: str) -> None:
    assert ledger(data, **variables) == ledger(world.data)
    for name in ("keys/secret-key", "keys/ledger-key", "vocabulary.toml"):
        assert (data / name).read_bytes() == (world.data / name).read_bytes(), name
        assert stat.S_IMODE((data / name).stat().st_mode) == 0o600
    assert {p.relative_to(data): p.read_bytes() for p in figures(data)} == {
        p.relative_to(world.data): p.read_bytes() for p in figures(world.data)
    }
    assert [p.read_bytes() for p in (data / "mail").iterdir()] == [
        p.read_bytes() for p in (world.data / "mail").iterdir()
    ]
    assert not swap.unfinished(data)


def test_a_backup_is_closed_to_others_and_lists_what_it_holds(world: World) -> None:
    assert stat.S_IMODE(world.file.stat().st_mode) == 0o600
    with tarfile.open(world.file) as tar:
        names = tar.getnames()
        told = json.load(tar.extractfile("manifest.json"))  # type: ignore[arg-type]
    assert {"database.dump", "files/keys/secret-key", "files/keys/ledger-key", "files/vocabulary.toml"} < set(
        names
    )
    assert not [n for n in names if re.search(r"postgres|index|static|cache|logs", n)]
    assert told["counts"]["people_person"] >= 0 and told["counts"]["ledger_entry"] == told["ledger"]["number"]
    assert "django_session" not in told["counts"]
    assert [m["name"] for m in told["members"]] == names[:-1]


def test_what_is_restored_is_what_was_backed_up(world: World, elsewhere: Path) -> None:
    done = restored(world, elsewhere, "--json")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["verified"]["entries"] == found["ledger"]["number"] == found["verified"]["signed_to"]
    same(world, elsewhere)
    invite(elsewhere, "noor@halcyon.example")
    again = restored(world, elsewhere)
    assert again.returncode == 1 and "is not empty" in again.stderr and "--yes" in again.stderr
    assert "noor" in "".join(p.read_text() for p in (elsewhere / "mail").iterdir())
    assert restored(world, elsewhere, "--yes").returncode == 0
    same(world, elsewhere)


def test_figures_that_are_taken_out_meanwhile_are_in_the_backup_as_in_its_database(
    world: World, prepared: Prepare, tmp_path: Path
) -> None:
    data, file = prepared(tmp_path / "the data"), tmp_path / "while it copies.koinon"
    shutil.copytree(world.data / "datasets", data / "datasets")
    (release,) = figures(data)
    content, name = release.read_bytes(), release.relative_to(data).as_posix()

    def taken_out(done: int, total: int) -> None:  # first heard of when the dump of the database begins
        shutil.rmtree(data / "datasets", ignore_errors=True)

    environment = Environment.read({"KOINON_DATA": str(data)})
    backup.back_up(environment, file, now=datetime(2031, 5, 1, tzinfo=UTC), progress=taken_out)
    assert not release.exists()
    told = archive.check(file)
    assert hashlib.sha256(content).hexdigest() in {
        m.sha256 for m in told.members if m.name == f"{archive.FILES}/{name}"
    }
    assert not list((data / "drafts").iterdir())
    shutil.rmtree(socket_folder(data), ignore_errors=True)


def test_a_disk_without_second_names_is_backed_up_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("one", "two"):
        (tmp_path / name).write_text(name, "utf-8")

    def refused(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "link", refused)
    with backup.held(tmp_path) as found:
        assert [(name, path.read_text("utf-8")) for name, path in found] == [("one", "one"), ("two", "two")]


def test_a_damaged_backup_is_named_and_changes_nothing(world: World, elsewhere: Path, tmp_path: Path) -> None:
    whole = world.file.read_bytes()
    middle, cut = tmp_path / "middle.koinon", tmp_path / "cut.koinon"
    at = whole.index(b"PGDMP") + 5000
    middle.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
    cut.write_bytes(whole[: len(whole) // 2])
    assert koinon("backup", "--check", str(world.file), data=elsewhere).returncode == 0
    for file, told in ((middle, "database.dump is not what was written"), (cut, "only the beginning of one")):
        assert told in koinon("backup", "--check", str(file), data=elsewhere).stderr
    done = koinon("restore", str(middle), "--data", str(elsewhere), data=elsewhere)
    assert done.returncode == 1 and "is damaged" in done.stderr
    assert not swap.unfinished(elsewhere) and not (elsewhere / "vocabulary.toml").exists()


@pytest.mark.heavy
def test_an_encrypted_backup_needs_the_key_that_does_not_lie_beside_it(world: World, elsewhere: Path) -> None:
    pair = pyrage.x25519.Identity.generate()
    folder = elsewhere.parent / "backups"
    done = koinon("backup", str(folder), "--encrypt", str(pair.to_public()), data=world.data)
    assert done.returncode == 0, done.stderr
    (file,) = folder.iterdir()
    assert file.name.endswith(".koinon.age") and b"secret-key" not in file.read_bytes()
    command = ("restore", str(file), "--data", str(elsewhere))
    assert "is encrypted" in koinon(*command, data=elsewhere).stderr
    wrong, right = elsewhere.parent / "wrong.txt", elsewhere.parent / "right.txt"
    wrong.write_text(str(pyrage.x25519.Identity.generate()), "utf-8")
    right.write_text(f"# made by age-keygen\n{pair}\n", "utf-8")
    assert "cannot be opened" in koinon(*command, "--identity", str(wrong), data=elsewhere).stderr
    done = koinon(*command, "--identity", str(right), data=elsewhere)
    assert done.returncode == 0, done.stderr
    same(world, elsewhere)


def servers() -> dict[str, Path]:
    """The PostgreSQL that comes along, and any other that this machine has."""
    found = {"18": binaries()}
    for program in sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres")):
        if int(program.parent.parent.name) >= 15:
            found[program.parent.parent.name] = program.parent
    return found


SERVERS = [pytest.param(major, marks=pytest.mark.heavy) for major in servers()]


@pytest.fixture(params=SERVERS)
def external(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server of another's, reached by TCP with a password, and an empty database on it."""
    programs, folder, port = servers()[request.param], Path(tmp_path_factory.mktemp("server")), free_port()
    (folder / "password").write_text("between us", "utf-8")
    become: dict[str, int] = {"user": 65534, "group": 65534} if os.geteuid() == 0 else {}
    for place in (folder, *folder.parents) if become else ():
        if place.is_relative_to(tempfile.gettempdir()) and place != Path(tempfile.gettempdir()):
            place.chmod(0o755)
    if become:
        shutil.chown(folder, 65534, 65534)
    subprocess.run(
        [programs / "initdb", "-D", folder / "c", "-U", "koinon", "-A", "scram-sha-256", "-E", "UTF8",
         "--no-sync", "--locale=C.UTF-8", f"--pwfile={folder / 'password'}"],
        check=True, stdout=subprocess.DEVNULL, cwd="/", **become,  # type: ignore[call-overload]
    )  # fmt: skip
    server = subprocess.Popen(
        [programs / "postgres", "-D", folder / "c", "-p", str(port), "-c", "listen_addresses=127.0.0.1",
         "-c", "unix_socket_directories=", "-c", "fsync=off"],
        stderr=subprocess.DEVNULL, cwd="/", **become,  # type: ignore[call-overload]
    )  # fmt: skip
    address = f"postgresql://koinon:between%20us@127.0.0.1:{port}"

    def answering() -> bool:
        try:
            psycopg.connect(f"{address}/postgres", connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    try:
        wait_until(answering)
        with psycopg.connect(f"{address}/postgres", autocommit=True) as connection:
            connection.execute('CREATE DATABASE "the partnership"')
        yield f"{address}/the%20partnership"
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(30)


def test_to_another_server_and_back(world: World, elsewhere: Path, external: str) -> None:
    done = restored(world, elsewhere, KOINON_DATABASE_URL=external)
    assert done.returncode == 0, done.stderr
    same(world, elsewhere, KOINON_DATABASE_URL=external)
    back, home = elsewhere.parent / "back.koinon", elsewhere.parent / "home"
    assert koinon("backup", str(back), data=elsewhere, KOINON_DATABASE_URL=external).returncode == 0
    assert "between us" not in back.read_bytes().decode("latin-1")
    with psycopg.connect(external):
        busy = restored(world, elsewhere, "--yes", KOINON_DATABASE_URL=external)
    assert busy.returncode == 1 and "1 connections to the database are open" in busy.stderr
    done = koinon("restore", str(back), "--data", str(home), data=home)
    assert done.returncode == 0, done.stderr
    same(world, home)
    shutil.rmtree(socket_folder(home), ignore_errors=True)


def test_cut_off_at_any_step_it_is_either_undone_or_carried_through(
    world: World, elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each step of putting it in place fails once; the next start completes what was decided."""
    assert restored(world, elsewhere).returncode == 0
    environment = Environment.read({"KOINON_DATA": str(elsewhere)})
    carried = Path.replace
    for fatal in range(1, 9):
        (elsewhere / "letter.txt").write_text("old", "utf-8")
        moves = 0

        def failing(path: Path, target: Path, fatal: int = fatal) -> Path:
            nonlocal moves
            moves += 1
            if moves == fatal:
                raise KeyboardInterrupt
            return carried(path, target)

        with database(environment):
            staged = elsewhere / swap.STAGED
            (staged / "keys").mkdir(parents=True)
            for name in ("keys/secret-key", "vocabulary.toml"):
                (staged / name).write_text(f"new {fatal}", "utf-8")
            swap.create(environment)
            with swap.connect_to(environment, swap.new_name(environment)) as connection:
                connection.execute(f"CREATE TABLE new AS SELECT {fatal} AS n")
            with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
                patch.setattr(Path, "replace", failing)
                swap.decide(environment, ["keys", "vocabulary.toml", "letter.txt"], ["index"])
                raise KeyboardInterrupt  # it came to its end: no step is left to fail
        with database(environment), swap.connect_to(environment, "koinon") as connection:
            table = connection.execute("SELECT to_regclass('new')").fetchone()
            new = table != (None,) and connection.execute("SELECT n FROM new").fetchone() == (fatal,)
        key = (elsewhere / "keys" / "secret-key").read_text("utf-8")
        assert (key == f"new {fatal}") == new == (fatal > 1), "the first move writes the decision down"
        assert (elsewhere / "vocabulary.toml").read_text("utf-8").startswith("new") == new
        assert (elsewhere / "letter.txt").exists() != new
        assert not swap.unfinished(elsewhere)


@pytest.mark.heavy
def test_killed_at_any_moment_the_old_or_the_restored_one_stands(world: World, elsewhere: Path) -> None:
    assert restored(world, elsewhere).returncode == 0
    invite(elsewhere, "noor@halcyon.example")
    old, new = ledger(elsewhere), ledger(world.data)
    command = [sys.executable, "-m", "koinon", "restore", str(world.file), "--yes"]
    environment = {k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"}
    environment["KOINON_DATA"] = str(elsewhere)
    for tenth in range(5, 60, 9):
        process = subprocess.Popen(
            command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        time.sleep(tenth / 10)
        process.kill()
        process.wait()
        stands = ledger(elsewhere)
        assert stands in (old, new)
        assert not swap.unfinished(elsewhere)
        if stands == new:
            invite(elsewhere, "noor@halcyon.example")
            old = ledger(elsewhere)
    assert restored(world, elsewhere, "--yes").returncode == 0
    same(world, elsewhere)
