"""Whoever is killed while an edition is made: it is made once, and of the same bytes."""

from __future__ import annotations

import contextlib
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from koinon.site.environment import socket_folder
from tests.prepared import Prepare
from tests.site.running import Running, free_port, koinon, wait_until

pytestmark = pytest.mark.heavy
ROOT = Path(__file__).parents[3]

# A report on the small register whose prose takes a while to set, and a job that waits to publish it.
BEGIN = """
from koinon.site.server.access import platform
with platform():
    from datetime import UTC, date, datetime
    from tests.factories import register
    register.DAY = datetime(2020, 5, 5, 9, 30, tzinfo=UTC)  # a day that has passed for the job, too
    from koinon.register.actions import report_jobs, reports
    from koinon.register.engine.reporting.sections import Key, Section
    from tests.register.report.worlds import LATER, harbour, report
    here = harbour()
    made = report(here, as_of=date(2021, 9, 1))
    words = [Section(key, "", "\\n\\n".join(["We ask, and we are told. " * 40] * 18)) for key in Key]
    made = reports.write(by=here.officer, report=made, revision=made.revision, written=words, now=LATER)
    report_jobs.begin(report=made, working="publishing", person=here.officer)
"""
INSPECT = """
import hashlib, json
from koinon.site.server.access import platform
with platform():
    from koinon.ledger.models import Entry
    from koinon.register.models import EditionFile, Report
    from koinon.register.queries import report_files, reports
    made = Report.objects.get()
    files = report_files.files(reports.paper(made, reports.count(made)))
    print(json.dumps({
        "working": made.working,
        "problem": made.problem,
        "editions": [edition.digests for edition in made.editions.all()],
        "files": EditionFile.objects.count(),
        "entries": Entry.objects.filter(verb="register.publish_report").count(),
        "wanted": {form: hashlib.sha256(data).hexdigest() for form, data in files.items()},
    }))
"""


@pytest.fixture
def data(tmp_path: Path, prepared: Prepare) -> Iterator[Path]:
    folder = prepared(tmp_path / "the data")
    yield folder
    shutil.rmtree(socket_folder(folder), ignore_errors=True)


def script(text: str, data: Path) -> str:
    path = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
    environment = {**os.environ, "KOINON_DATA": str(data), "PYTHONPATH": path}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    ran = subprocess.run([sys.executable, "-c", text], env=environment, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def inspected(data: Path) -> dict[str, Any]:
    return dict(json.loads(script(INSPECT, data)))


def taken_up(data: Path) -> int:
    """How often a job that was cut off was taken up again."""
    told = (data / "logs" / "worker.log").read_text("utf-8")
    return told.count("was cut off and is taken up again")


class Killed:
    """A platform that is killed while it sets a page, its worker or all of it, and comes back each time."""

    def __init__(self, data: Path) -> None:
        self.data, self.port = data, free_port()
        self.running = Running(data, self.port)

    def kill(self, victim: str, after: float) -> None:
        """Kill some seconds after the PDF of the edition is begun, and wait until a worker is back."""
        wait_until(self._setting)
        time.sleep(after)
        before = self.running.children()["worker"]
        if victim == "all":
            self.running.end(signal.SIGKILL)
            self.running = Running(self.data, self.port)
        else:
            os.kill(before, signal.SIGKILL)
        wait_until(lambda: self.running.children().get("worker", before) != before)

    def _setting(self) -> bool:
        """Whether the worker has a process that sets a page."""
        worker = self.running.children().get("worker")
        for folder in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(FileNotFoundError, ProcessLookupError):
                status = (folder / "status").read_text("utf-8", "replace")
                parent = re.search(r"^PPid:\s+(\d+)", status, re.M)
                if parent and int(parent[1]) == worker and b"setting" in (folder / "cmdline").read_bytes():
                    return True
        return False


def test_an_edition_is_made_once_whoever_is_killed(data: Path) -> None:
    script(BEGIN, data)
    chance, platform = random.Random(4), Killed(data)
    try:
        for victim in ("worker", "all", "worker"):
            platform.kill(victim, chance.uniform(0, 0.3))
        until, found = time.monotonic() + 150, inspected(data)
        while found["working"]:
            assert time.monotonic() < until, (found, platform.running.lines)
            found = inspected(data)
        assert taken_up(data), "it was cut off, and taken up again"
    finally:
        platform.running.end()
    assert found["problem"] == ""
    assert found["editions"] == [found["wanted"]], "one edition, of the bytes that no kill would change"
    assert (found["files"], found["entries"]) == (3, 1)
    copy = data.parent / "ledger.jsonl"
    exported = koinon("ledger", "export", "--out", str(copy), data=data)
    assert exported.returncode == 0, exported.stderr
    verified = koinon("ledger", "verify", str(copy), data=data)
    assert verified.returncode == 0, verified.stdout + verified.stderr
