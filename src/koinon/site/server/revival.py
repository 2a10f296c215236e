"""A database that ended is started again; what grows is kept short; what is counted lies in memory."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from koinon.kernel.refusals import Refused
from koinon.site.server.postgres import Cluster

_LONGEST_PAUSE = 30.0  # seconds between attempts to start a database that cannot
_LOG = 20_000_000  # bytes of a log file before its beginning moves aside


@dataclass
class Revival:
    """The embedded database, tried again ever more patiently: it cannot start while the disk is full."""

    cluster: Cluster | None
    pause: float = 0.0
    due: float = 0.0

    def tend(self, say: Callable[[str], None]) -> None:
        """Start it again when it has ended; say why it cannot, once for each attempt."""
        cluster = self.cluster
        if cluster is None or cluster.process is None or cluster.process.poll() is None:
            return
        if time.monotonic() < self.due:
            return
        say("The database ended; starting it again …")
        try:
            cluster.start()
        except (Refused, OSError) as error:
            self.pause = min(max(self.pause * 2, 1.0), _LONGEST_PAUSE)
            self.due = time.monotonic() + self.pause
            say(f"{error} Trying again in {self.pause:g} s.")
        else:
            self.pause = self.due = 0.0
            say("The database is back.")


def shorten(log: Path, limit: int = _LOG) -> None:
    """Move what a log holds aside when it is long; the process that appends to it goes on doing so."""
    try:
        if log.stat().st_size > limit:
            shutil.copyfile(log, log.with_suffix(".log.1"))
            os.truncate(log, 0)
    except OSError:
        return  # it is not there, or there is no room to move it to


def counting_folder(data: Path) -> Path:
    """A new folder for counts, in memory where there is such a place: a full disk must not stop them."""
    places = [os.environ.get("RUNTIME_DIRECTORY"), "/dev/shm", tempfile.gettempdir()]
    base = next(Path(p) for p in places if p and os.access(p, os.W_OK))
    name = "koinon-counts-" + hashlib.sha256(os.fsencode(data.resolve())).hexdigest()[:12]
    shutil.rmtree(base / name, ignore_errors=True)
    try:
        (base / name).mkdir(mode=0o700)
    except FileExistsError:  # someone took the name
        return Path(tempfile.mkdtemp(prefix=name, dir=base))
    return base / name
