"""One `koinon up` for a data folder: an advisory lock that ends with its process, however it ends."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from typing import IO

from koinon.kernel.refusals import Refused


class Hold:
    """The exclusive hold on a data folder; `note` tells others who has it."""

    def __init__(self, data: Path) -> None:
        self.path = data / "up.lock"
        self._file: IO[str] | None = None

    def take(self) -> bool:
        """Try to take it; False when another living process has it."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        file = self.path.open("a+", encoding="utf-8")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.close()
            return False
        self._file = file
        self.note(f"process {os.getpid()}")
        return True

    def take_or_refuse(self) -> None:
        """Take it, or say in a sentence who has it."""
        if not self.take():
            holder = self.path.read_text("utf-8").strip() or "another process"
            raise Refused(
                "server.already_up",
                "Koinon is already running on {parent} ({holder}): stop it first, or name another "
                "folder in KOINON_DATA.",
                parent=self.path.parent,
                holder=holder,
            )

    def note(self, text: str) -> None:
        """Write who holds the folder."""
        if self._file:
            self._file.seek(0)
            self._file.truncate()
            self._file.write(text)
            self._file.flush()

    def release(self) -> None:
        """Give it up; also done by the system when the process ends."""
        if self._file:
            self.note("")
            self._file.close()
            self._file = None
