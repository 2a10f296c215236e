"""A load is killed at several moments: nothing is half-loaded, the next succeeds, nothing is left over."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from koinon.site.environment import socket_folder
from tests.observatory.datasets import published
from tests.prepared import Prepare
from tests.site.running import koinon

pytestmark = pytest.mark.heavy
UNITS, YEARS = 150, 120

BRING = """
import sys
from pathlib import Path
from django.utils import timezone
from koinon.site.server.access import platform
with platform():
    from koinon.ledger.platform import PLATFORM
    from koinon.observatory.actions import bringing
    file = Path(sys.argv[1])
    brought = bringing.bring_release(
        by=PLATFORM, source="ert", version="", files=[(file.name, [file.read_bytes()])], now=timezone.now()
    )
    bringing.carry_out(brought, timezone.now())
"""
AGAIN = """
import json
from django.utils import timezone
from koinon.site.server.access import platform
with platform():
    from koinon.observatory.actions import bringing
    from koinon.observatory.models import Loading
    found = []
    for brought in Loading.objects.order_by("pk"):
        before = brought.state
        bringing.carry_out(brought, timezone.now())
        found.append([before, brought.state])
    print(json.dumps(found))
"""


def ert(units: int = UNITS) -> str:
    return published.ert(
        *(
            (f"Q{unit:03}", f"Unit {unit}", 2025 - year, "0.5", "0.4", "0.6")
            for unit in range(units)
            for year in range(YEARS, 0, -1)
        )
    )


@pytest.fixture
def data(tmp_path: Path, prepared: Prepare) -> Iterator[Path]:
    folder = prepared(tmp_path / "the data")
    yield folder
    shutil.rmtree(socket_folder(folder), ignore_errors=True)


def lying(data: Path, *patterns: str) -> list[str]:
    return sorted(p.relative_to(data).as_posix() for pattern in patterns for p in data.glob(pattern))


def standing(data: Path) -> dict[str, int]:
    """The rows of each release that stands, each with a table that can be read and is as long."""
    told = koinon("observatory", "datasets", "--json", data=data)
    assert told.returncode == 0, told.stderr
    (found,) = (one for one in json.loads(told.stdout) if one["key"] == "ert")
    rows = {release["version"]: int(release["rows"]) for release in found["releases"]}
    lengths = [pl.read_parquet(path).height for path in data.glob("datasets/ert/*/rows.parquet")]
    assert set(rows.values()) <= set(lengths)
    return rows


def killed(data: Path, command: list[str], reached: Callable[[float], bool]) -> bool:
    """Start a command and kill it with all its processes once a moment is reached; whether it was alive.

    `reached` is asked with the seconds since the start.
    """
    environment = {**os.environ, "KOINON_DATA": str(data)}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    process = subprocess.Popen(
        [sys.executable, *command], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        start_new_session=True,
    )  # fmt: skip
    began = time.monotonic()
    while process.poll() is None and not reached(time.monotonic() - began):
        time.sleep(0.0005)
    alive = process.poll() is None
    if alive:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    return alive


def test_killed_at_any_moment_nothing_is_half_loaded_and_the_next_load_succeeds(
    data: Path, tmp_path: Path
) -> None:
    file = published.file(tmp_path, "ert.csv.gz", ert())
    command = ["-m", "koinon", "observatory", "load", "ert", str(file)]
    chance = random.Random(20_310_501)
    early, late = chance.uniform(0.2, 2), chance.uniform(2, 5)
    reading, writing, written, placed = (
        "drafts/release-*/release", "drafts/release-*/release/.parts/*",
        "drafts/release-*/release/rows.parquet", "datasets/ert/*/rows.parquet",
    )  # fmt: skip
    for pattern in (reading, writing, written):
        before = set(lying(data, pattern))
        assert killed(data, command, lambda _, p=pattern, b=before: bool(set(lying(data, p)) - b)), pattern
        assert lying(data, "drafts/release-*") and standing(data) == {}
    for moment in (early, late):
        killed(data, command, lambda seconds, moment=moment: seconds > moment)
        assert set(standing(data).values()) <= {UNITS * YEARS}
    killed(data, command, lambda _: bool(lying(data, placed)))  # in its place, perhaps not in the catalogue
    assert set(standing(data).values()) <= {UNITS * YEARS}
    done = koinon("observatory", "load", "ert", str(file), "--json", data=data)
    assert done.returncode == 0, done.stderr
    told: dict[str, Any] = json.loads(done.stdout)
    assert (told["version"], told["rows"]) == ("v15", UNITS * YEARS)
    other = published.file(tmp_path, "older.csv", ert(1).replace(",2024,", ",2026,"))
    assert koinon("observatory", "load", "ert", str(other), data=data).returncode == 0
    assert standing(data) == {"v15": UNITS * YEARS, "v17": YEARS}
    assert f"datasets/ert/{told['checksum'][:16]}" in lying(data, "datasets/*/*")
    assert len(lying(data, "datasets/*/*")) == 2
    assert lying(data, "drafts/*") == []


def test_a_job_that_was_killed_is_done_when_it_is_begun_again(data: Path, tmp_path: Path) -> None:
    file = published.file(tmp_path, "ert.csv", ert())
    writing = "drafts/release-*/release/.parts/*"
    assert killed(data, ["-c", BRING, str(file)], lambda _: bool(lying(data, writing)))
    assert lying(data, "brought/*/*") and standing(data) == {}
    environment = {**os.environ, "KOINON_DATA": str(data)}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    again = subprocess.run([sys.executable, "-c", AGAIN], env=environment, capture_output=True, text=True)
    assert again.returncode == 0, again.stderr
    assert json.loads(again.stdout) == [["waiting", "done"]]
    assert standing(data) == {"v15": UNITS * YEARS}
    assert lying(data, "brought/*", "drafts/*", "cache/loading/*") == []
