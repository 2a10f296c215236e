"""`koinon up` as people run it: a process with its own data folder, watched by what it prints."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until(reached: Callable[[], bool], patience: float = 60) -> None:
    until = time.monotonic() + patience
    while not reached():
        assert time.monotonic() < until, "waited too long"
        time.sleep(0.05)


def koinon(*words: str, data: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    environment = {**os.environ, "KOINON_DATA": str(data), **variables}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    command = [sys.executable, "-m", "koinon", *words]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120)


class Running:
    """A platform that is starting or up."""

    def __init__(self, data: Path, port: int, *words: str) -> None:
        environment = {**os.environ, "KOINON_DATA": str(data), "PYTHONUNBUFFERED": "1"}
        environment.pop("DJANGO_SETTINGS_MODULE", None)
        self.data, self.began = data, time.monotonic()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "koinon", "up", "--port", str(port), "--no-demo", *words],
            env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        self.lines: list[str] = []
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.append(line.rstrip())

    def said(self, words: str) -> bool:
        return any(words in line for line in self.lines)

    def until_up(self) -> float:
        """Wait until it says that it is up; the seconds it took."""
        wait_until(lambda: self.said("is up:") or self.process.poll() is not None)
        assert self.said("is up:"), self.lines
        return time.monotonic() - self.began

    def end(self, wish: signal.Signals = signal.SIGTERM) -> int:
        """Send a signal and wait for the end; the exit code."""
        self.process.send_signal(wish)
        code = self.process.wait(60)
        self._reader.join(10)
        assert self.process.stdout is not None
        self.process.stdout.close()
        return code

    def children(self) -> dict[str, int]:
        """Name → process number of what `up` supervises."""
        names = {
            "gunicorn": "web",
            "server.worker": "worker",
            "server.following": "follower",
            "postgres -D": "database",
        }
        found = {}
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                status = (folder / "status").read_text("utf-8", "replace")
                line = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
            except (FileNotFoundError, ProcessLookupError):
                continue
            parent = re.search(r"^PPid:\s+(\d+)", status, re.M)
            if parent and int(parent[1]) == self.process.pid:
                found |= {name: int(folder.name) for mark, name in names.items() if mark in line}
        return found
