"""The embedded server: laid out, stopped, killed, restarted, and never confused about whose it is."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from koinon.kernel.refusals import Refused
from koinon.site.environment import Environment, socket_folder
from koinon.site.server import children, databases, postgres
from koinon.site.server.databases import answers, database
from koinon.site.server.hold import Hold
from koinon.site.server.postgres import Cluster


@pytest.fixture
def data(tmp_path: Path) -> Iterator[Path]:
    """A data folder with a space and a letter beyond ASCII in its path."""
    folder = tmp_path / "dáta folder"
    yield folder
    note = folder / "postgres" / "postmaster.pid"
    if note.is_file() and (pid := int(note.read_text("utf-8").splitlines()[0])) > 1:
        subprocess.run(["kill", "-INT", str(pid)], check=False)
    shutil.rmtree(socket_folder(folder), ignore_errors=True)


def alive(pid: int) -> bool:
    """Whether the process runs; one that ended but was not yet buried does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text("ascii", "replace").rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def count(cluster: Cluster) -> int:
    with cluster.connect() as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS kept (n int)")
        connection.execute("INSERT INTO kept VALUES (1)")
        row = connection.execute("SELECT count(*) FROM kept").fetchone()
    assert row is not None
    return int(str(row[0]))


def test_what_was_written_is_there_after_a_stop_and_after_a_kill(data: Path) -> None:
    first = Cluster(data)
    first.start()
    assert count(first) == 1
    first.stop()
    second = Cluster(data)
    second.start()
    assert count(second) == 2
    assert second.process is not None
    second.process.kill()
    second.process.wait()
    third = Cluster(data)
    third.start()
    assert count(third) == 3
    third.stop()


def test_it_is_durable_speaks_unicode_and_listens_on_no_port(data: Path) -> None:
    cluster = Cluster(data)
    cluster.start()
    with cluster.connect() as connection:
        for name, value in {
            "fsync": "on", "synchronous_commit": "on", "full_page_writes": "on", "listen_addresses": "",
            "server_encoding": "UTF8", "unix_socket_permissions": "0700",
        }.items():  # fmt: skip
            assert connection.execute(f"SHOW {name}").fetchone() == (value,), name
        assert connection.execute("SELECT lower('ÅΩЖ')").fetchone() == ("åωж",)
    assert oct(cluster.socket.stat().st_mode & 0o777) == "0o700"
    cluster.stop()


def test_a_number_that_now_belongs_to_another_process_is_forgotten(data: Path) -> None:
    cluster = Cluster(data)
    cluster.start()
    count(cluster)
    assert cluster.process is not None
    cluster.process.kill()
    cluster.process.wait()
    stranger = subprocess.Popen(["sleep", "60"])
    try:
        note = cluster.folder / "postmaster.pid"
        lines = note.read_text("utf-8").splitlines()
        note.write_text("\n".join([str(stranger.pid), *lines[1:]]) + "\n", "utf-8")
        cluster.start()
        assert count(cluster) == 2
        assert stranger.poll() is None, "the other process is left alone"
    finally:
        stranger.kill()
        stranger.wait()
        cluster.stop()


ORPHANING = """
import os, signal, sys
from pathlib import Path
from koinon.site.server import children
from koinon.site.server.postgres import Cluster
children._SET_PDEATHSIG = 0  # as on a system where the kernel does not watch the parent
cluster = Cluster(Path(sys.argv[1]))
cluster.start()
print(cluster.process.pid, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_server_left_behind_is_stopped_in_order_and_replaced(data: Path) -> None:
    left = subprocess.run([sys.executable, "-c", ORPHANING, data], capture_output=True, text=True)
    pid = int(left.stdout)
    assert alive(pid)
    cluster = Cluster(data)
    cluster.start()
    assert count(cluster) == 1
    cluster.stop()
    assert not alive(pid)


def test_the_server_ends_when_its_parent_is_killed(data: Path) -> None:
    script = ORPHANING.replace("children._SET_PDEATHSIG = 0", "pass")
    left = subprocess.run([sys.executable, "-c", script, data], capture_output=True, text=True)
    pid, until = int(left.stdout), time.monotonic() + 20
    while alive(pid) and time.monotonic() < until:
        time.sleep(0.05)
    assert not alive(pid)


def test_a_layout_that_was_cut_off_is_begun_anew(data: Path) -> None:
    (data / "postgres" / "base").mkdir(parents=True)
    cluster = Cluster(data)
    cluster.start()
    assert count(cluster) == 1
    cluster.stop()


def test_a_cluster_of_another_version_is_named(data: Path) -> None:
    cluster = Cluster(data)
    (data / "postgres").mkdir(parents=True)
    (data / "postgres" / "PG_VERSION").write_text("12\n", "ascii")
    with pytest.raises(Refused, match=r"made by PostgreSQL 12, this Koinon brings 18"):
        cluster.start()


def test_the_socket_stays_short_however_long_the_folder(tmp_path: Path) -> None:
    deep = tmp_path.joinpath(*["a folder with a long name"] * 8)
    deep.mkdir(parents=True)
    folder = postgres.socket_folder(deep, None)
    assert len(os.fsencode(folder / ".s.PGSQL.5432")) <= 107
    assert postgres.socket_folder(deep, None) == folder
    folder.rmdir()


def test_a_command_starts_the_database_for_itself_and_stops_it_again(data: Path) -> None:
    environment = Environment.read({"KOINON_DATA": str(data)})
    with database(environment):
        assert answers(environment)
        with database(environment):  # another command meanwhile uses the same
            assert answers(environment)
        assert answers(environment)
    assert not answers(environment)


def test_a_folder_is_held_once(data: Path) -> None:
    one, two = Hold(data), Hold(data)
    one.take_or_refuse()
    with pytest.raises(Refused, match=f"already running on .* \\(process {os.getpid()}\\)"):
        two.take_or_refuse()
    one.release()
    two.take_or_refuse()
    two.release()


def test_a_server_that_cannot_start_says_why(data: Path) -> None:
    cluster = Cluster(data)
    cluster.start()
    cluster.stop()
    (cluster.folder / "global" / "pg_control").unlink()
    with pytest.raises(Refused, match=r"PostgreSQL did not start: .*postgres\.log"):
        cluster.start()


def test_a_patient_stop_ends_in_a_kill() -> None:
    stubborn = [
        sys.executable,
        "-c",
        "import signal, time; signal.signal(15, signal.SIG_IGN); print(flush=True); time.sleep(60)",
    ]
    with subprocess.Popen(stubborn, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        assert children.stop(process, (signal.SIGTERM, 0.2)) == -signal.SIGKILL


def test_an_address_that_does_not_answer_is_named_with_the_mend() -> None:
    url = "postgresql://koinon@127.0.0.1:9/koinon"
    environment = Environment.read({"KOINON_DATABASE_URL": url, "KOINON_DATA": os.environ["KOINON_DATA"]})
    with (
        pytest.raises(Refused, match="does not answer: check host, name, user and password"),
        database(environment),
    ):
        pass


def test_a_server_that_is_too_old_is_named_with_what_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    with postgres.throwaway() as cluster:
        url = f"postgresql://koinon@/koinon?host={cluster.socket}"
        environment = Environment.read({"KOINON_DATABASE_URL": url, "KOINON_DATA": str(cluster.data)})
        databases.check_external(environment)
        monkeypatch.setattr(databases, "OLDEST", postgres.MAJOR + 1)
        with pytest.raises(Refused, match=r"is PostgreSQL 18: Koinon needs 19 or newer"):
            databases.check_external(environment)


def test_why_it_did_not_start_is_told_of_this_start_alone(data: Path) -> None:
    cluster = Cluster(data)
    cluster.start()
    cluster.stop()
    with cluster.log.open("a", encoding="utf-8") as log:
        log.write('2026-11-22 10:00:00.000 UTC [7] FATAL:  role "of an hour ago" does not exist\n')
    configured = data / "postgres" / "postgresql.conf"
    kept = configured.read_text("utf-8")
    configured.unlink()
    with pytest.raises(Refused) as refusal:
        Cluster(data).start()
    said = str(refusal.value)
    assert "could not access the server configuration file" in said and "hour ago" not in said
    configured.write_text(kept + "\nno_such_setting = 1\n", "utf-8")
    configured.chmod(0o644)
    with pytest.raises(Refused, match=r"no_such_setting|contains errors"):
        Cluster(data).start()
