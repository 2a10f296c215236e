"""The command is killed at random moments: all of a file is in, or nothing of it, and the ledger holds."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.register.intake.files import upr, upr_file
from tests.site.running import koinon

pytestmark = pytest.mark.heavy
KILLS, ROWS = 8, 6_000


def command(*words: str) -> list[str]:
    return [sys.executable, "-m", "koinon", "register", *words]


def environment(data: Path) -> dict[str, str]:
    made = {**os.environ, "KOINON_DATA": str(data)}
    made.pop("DJANGO_SETTINGS_MODULE", None)
    return made


def states(data: Path) -> list[tuple[str, int]]:
    listed = json.loads(koinon("register", "list", "--json", data=data).stdout)
    return sorted((row["slug"], row["provisions"]) for row in listed)


def test_killed_at_any_moment_nothing_is_half_loaded(tmp_path: Path) -> None:
    data, file = tmp_path / "data", tmp_path / "upr.csv"
    rows = [upr(f"Recommendation number {n} of its kind", session=1 + n % 40) for n in range(ROWS)]
    file.write_bytes(upr_file(*rows))
    began = time.monotonic()
    preview = koinon("register", "import", "upr-info", str(file), "--preview", "--json", data=data)
    assert json.loads(preview.stdout)["new"] == ROWS
    patience = time.monotonic() - began
    chance = random.Random(20_140_207)
    seen = set()
    for turn in range(KILLS):  # the earliest first, since one that comes too late leaves nothing to do
        running = subprocess.Popen(
            command("import", "upr-info", str(file), "--json"),
            env=environment(data),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        time.sleep(patience * (turn + chance.random()) / KILLS)
        os.killpg(running.pid, signal.SIGKILL)
        running.wait()
        found = states(data)
        seen.add(len(found))
        assert not found or [n for _, n in found] == [ROWS // 40] * 40, "half-loaded"
    done = json.loads(koinon("register", "import", "upr-info", str(file), "--json", data=data).stdout)
    assert done["new"] + done["unchanged"] == ROWS
    again = json.loads(koinon("register", "import", "upr-info", str(file), "--json", data=data).stdout)
    assert (again["new"], again["changed"], again["unchanged"]) == (0, 0, ROWS)
    export = tmp_path / "ledger.jsonl"
    assert koinon("ledger", "export", "--out", str(export), data=data).returncode == 0
    verified = koinon("ledger", "verify", str(export), data=data)
    assert verified.returncode == 0, verified.stdout + verified.stderr
    assert 0 in seen, "no kill came early enough to try anything"
