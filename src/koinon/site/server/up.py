"""`koinon up`: database, tables, web server, worker and followers, kept alive and stopped in order."""

from __future__ import annotations

import contextlib
import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from koinon.flows.demonstration import marker
from koinon.kernel.refusals import Refused
from koinon.site.environment import Environment
from koinon.site.server import children, preparing
from koinon.site.server.databases import check_external, settle
from koinon.site.server.hold import Hold
from koinon.site.server.nightly import Nightly
from koinon.site.server.postgres import Cluster
from koinon.site.server.revival import Revival, counting_folder, shorten

Say = Callable[[str], None]
_LONGEST_PAUSE = 30.0  # seconds between attempts to restart a child that keeps dying
_HEALTHY = 60.0  # seconds alive after which a death is a first one again
METRICS = "PROMETHEUS_MULTIPROC_DIR"  # where the web server's processes count together


@dataclass
class Child:
    """One supervised process. `wish` stops it gently; `patience` is how long that may take."""

    name: str
    command: list[str]
    wish: signal.Signals = signal.SIGTERM
    patience: float = 15.0
    variables: dict[str, str] = field(default_factory=dict)
    output: str = "file"  # else ours
    process: subprocess.Popen[bytes] | None = None
    deaths: int = 0
    started: float = 0.0
    due: float = field(default=0.0)

    def start(self, logs: Path) -> None:
        wish, variables = self.wish, self.variables
        if self.output == "file":
            with (logs / f"{self.name}.log").open("ab") as log:
                self.process = children.spawn(self.command, last_wish=wish, variables=variables, output=log)
        else:
            self.process = children.spawn(self.command, last_wish=wish, variables=variables)
        self.started = time.monotonic()

    def tend(self, logs: Path, say: Say) -> None:
        """Restart it when it has died, after a pause that doubles with each early death."""
        now = time.monotonic()
        if self.process and self.process.poll() is not None:
            code, self.process = self.process.returncode, None
            self.deaths = 1 if now - self.started > _HEALTHY else self.deaths + 1
            pause = min(0.5 * 2 ** (self.deaths - 1), _LONGEST_PAUSE)
            self.due = now + pause
            say(
                f"{self.name} ended with code {code}; starting it again in {pause:g} s "
                f"(see {logs / self.name}.log)"
            )
        if self.process is None and now >= self.due:
            self.start(logs)
        shorten(logs / f"{self.name}.log")

    def stop(self) -> None:
        if self.process:
            children.stop(self.process, (self.wish, self.patience))
            self.process = None


def crew(port: int, *, alone: bool) -> list[Child]:
    """The children; the web server is the last: it starts first and stops first."""
    python = [sys.executable, "-m"]
    web = [
        *python, "gunicorn", "koinon.site.wsgi:application", "--bind", f"127.0.0.1:{port}",
        "--config", "python:koinon.site.server.serving",
    ]  # fmt: skip
    worker = [*python, "koinon.site.server.worker", *(["--alone"] if alone else [])]
    follower = [*python, "koinon.site.server.following"]
    return [Child("worker", worker), Child("follower", follower), Child("web", web)]


def free(port: int) -> bool:
    """Whether the port can be bound on loopback now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def wait_for_port(port: int, patience: float = 12.0) -> None:
    """The web server of a killed predecessor may need a moment to leave the port."""
    until = time.monotonic() + patience
    while not free(port):
        if time.monotonic() > until or answered(port):
            raise Refused(
                "server.port",
                f"Port {port} is in use by another program: stop it, or run "
                f"`make up PORT={port + 1}` (`koinon up --port {port + 1}`).",
                port=port,
            )
        time.sleep(0.1)


def answered(port: int) -> bool:
    """Whether something answers HTTP there."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", "/health/live", headers={"Host": "localhost"})
        connection.getresponse().read()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return True


class Stopped(Exception):
    """Someone asked the platform to stop."""


@contextlib.contextmanager
def _stoppable() -> Iterator[None]:
    """Ctrl-C and SIGTERM raise once; later ones are ignored so that the stop itself is not cut short."""

    def ask(*_: object) -> None:
        for wish in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(wish, signal.SIG_IGN)
        raise Stopped

    wishes = [signal.SIGINT, signal.SIGTERM]
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # nohup keeps its promise
        wishes.append(signal.SIGHUP)
    before = {wish: signal.signal(wish, ask) for wish in wishes}
    try:
        yield
    finally:
        for wish, handler in before.items():
            signal.signal(wish, handler)


def up(environment: Environment, *, port: int, demo: bool, say: Say) -> None:
    """Start everything, keep it alive, and return when asked to stop."""
    hold = Hold(environment.data)
    hold.take_or_refuse()
    cluster = None if environment.database_url else Cluster(environment.data)
    server, night = Revival(cluster), Nightly(environment)
    counts = counting_folder(environment.data)
    team = crew(port, alone=cluster is not None)
    for child in team:
        child.output = "file" if environment.log == "plain" else "ours"
        child.variables = {METRICS: str(counts)} if child.name == "web" else {}
    logs = environment.data / "logs"
    logs.mkdir(parents=True, exist_ok=True)
    with _stoppable():
        try:
            wait_for_port(port)
            hold.note(f"process {os.getpid()}, http://localhost:{port}/")
            _open(environment, cluster, say)
            team[-1].start(logs)
            _wait_until_answered(port, team[-1:], logs, say)  # alone, so that it is there soonest
            for child in team[:-1]:
                child.start(logs)
            if demo:
                _demonstration(environment, say)
            _tell(environment, port, say)
            while True:
                server.tend(say)
                for child in team:
                    child.tend(logs, say)
                night.tend(logs, say)
                time.sleep(0.25)
        except Stopped:
            say("Stopping …")
        finally:
            night.stop()
            for child in reversed(team):
                child.stop()
            if cluster:
                cluster.stop()
            shutil.rmtree(counts, ignore_errors=True)
            hold.release()
    say("Stopped. Nothing is running any more.")


def _open(environment: Environment, cluster: Cluster | None, say: Say) -> None:
    """A database that answers, with its tables up to date."""
    if cluster is None:
        check_external(environment)
    else:
        new = not (cluster.folder / "PG_VERSION").is_file()
        say("Laying out a new database …" if new else "Opening the database …")
        cluster.start()
    settle(environment)
    if not preparing.prepared(environment):
        say("Bringing tables and static files up to date …")
        _run("The preparation of tables and static files", "-m", "koinon.site.server.preparing")


def _run(what: str, *arguments: str) -> None:
    """Run Python to its end, its output on our terminal."""
    process = children.spawn([sys.executable, *arguments], last_wish=signal.SIGKILL)
    try:
        code = process.wait()
    finally:
        children.stop(process, (signal.SIGTERM, 5))
    if code != 0:
        raise Refused("server.step", f"{what} ended with code {code}; the lines above say why.")


def _wait_until_answered(port: int, team: list[Child], logs: Path, say: Say) -> None:
    while free(port) or not answered(port):
        for child in team:
            child.tend(logs, say)
        time.sleep(0.05)


def _demonstration(environment: Environment, say: Say) -> None:
    """Fill the invented partnership at the first start; a fill that was cut off goes on."""
    if not marker.finished(environment.data):
        say("Filling in the invented demonstration partnership …")
        _run("The demonstration", "-m", "koinon", "demo", "--quiet")


def _tell(environment: Environment, port: int, say: Say) -> None:
    say("")
    say(f"{environment.name} is up:  http://localhost:{port}/")
    if sign_ins := marker.sign_ins(environment.data):
        say("Demonstration sign-ins (all invented):")
        for email, password in sign_ins.items():
            say(f"  {email:36} {password}")
    say(f"Data folder:  {environment.data}")
    say("Stop with Ctrl-C.")
