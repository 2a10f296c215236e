"""A backup every night, made by a process of its own while the platform runs."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from koinon.site.environment import Environment
from koinon.site.server import children
from koinon.site.upkeep import keeping

_LOOK = 60.0  # seconds between looks at the clock
_AGAIN = 3600.0  # seconds after a failure


@dataclass
class Nightly:
    """Makes the night's backup when it is missing, also the morning after a night that was slept through."""

    environment: Environment
    process: subprocess.Popen[bytes] | None = None
    look: float = 0.0

    def tend(self, logs: Path, say: Callable[[str], None]) -> None:
        """Begin one when it is due; tell of one that failed, and try again within the hour."""
        folder = self.environment.backups
        if folder is None:
            return
        if self.process:
            code = self.process.poll()
            if code is None:
                return
            self.process = None
            if code:
                self.look = time.monotonic() + _AGAIN
                say(f"The nightly backup failed (see {logs / 'backup.log'}); trying again in an hour.")
        elif time.monotonic() >= self.look:
            self.look = time.monotonic() + _LOOK
            if keeping.due(folder, datetime.now(UTC)):
                with (logs / "backup.log").open("wb") as log:
                    command = [sys.executable, "-m", "koinon", "backup", str(folder), "--thin-out"]
                    self.process = children.spawn(command, last_wish=signal.SIGTERM, output=log)

    def stop(self) -> None:
        """Cut off one that is under way; it leaves nothing."""
        if self.process:
            children.stop(self.process, (signal.SIGTERM, 10))
            self.process = None
