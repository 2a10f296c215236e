"""A data folder whose database has its tables: made once in a run, copied wherever a platform is started."""

from __future__ import annotations

import fcntl
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Prepare = Callable[[Path], Path]


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Prepare:
    """Make a folder a data folder that is up to date and empty; returns it."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if hasattr(request.config, "workerinput") else base

    def prepare(data: Path) -> Path:
        data.parent.mkdir(parents=True, exist_ok=True)
        subprocess.run(["cp", "-a", str(_template(shared)), str(data)], check=True)
        return data

    return prepare


def _template(shared: Path) -> Path:
    from koinon.site.environment import SOCKET_MARKER, socket_folder
    from tests.site.running import koinon

    made = shared / "prepared data"
    with (shared / "prepared.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # the other workers wait for the one that came first
        if not made.exists():
            draft = shared / "prepared draft"
            done = koinon("upgrade", data=draft)
            assert done.returncode == 0, done.stderr
            if (marker := draft / SOCKET_MARKER).is_file():
                shutil.rmtree(socket_folder(draft), ignore_errors=True)
                marker.unlink()
            draft.rename(made)
    return made
