"""Fifty kills while people bring, review, publish and take in: nothing acknowledged is lost."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from lxml.etree import ParserError

from koinon.site.environment import socket_folder
from koinon.site.server.up import answered
from tests.site.running import Running, free_port, koinon, wait_until
from tests.site.visiting import CUT_OFF, Visitor, form_with

KILLS = 50
VICTIMS = ("web", "worker", "database", "follower", "up")
ROWS = 400  # of each file of rows
PASSWORD = "a long password of Ines"

COLUMNS = (
    "To", "To-Rgrp", "To-Org", "Text", "From", "From-Rgrp", "From-Org", "Response", "Action", "Issue",
    "Session",
)  # fmt: skip

PAPER = """Lanternport Statement {n}

Lanternport Civic Forum
Lanternport, 3 April 2033

We urge ASEAN and its member states to:

1. Stop buying spyware of the kind numbered {n};
2. Inform everyone whose telephone was infected in case {n}.

We commit to train {n} defenders in digital security each year.
"""

INSPECT = """
import json
from koinon.site.server.access import platform
with platform():
    from koinon.register.models import Document, Intake, Proposal, Provision, Reading, Row
    from koinon.register.queries import index, public, search
    held = set(search.every(search.Search()))
    print(json.dumps({
        "documents": {d.source.name: d.state for d in Document.objects.select_related("source")},
        "published": list(Document.objects.filter(state="published").values_list("pk", flat=True)),
        "accepted": list(Proposal.objects.filter(state="accepted").values_list("pk", flat=True)),
        "orphans": Proposal.objects.filter(state="accepted", provisions=None).count(),
        "readings": sorted(set(Reading.objects.values_list("state", flat=True))),
        "intakes": sorted(set(Intake.objects.values_list("state", flat=True))),
        "rows": list(Row.objects.values_list("provision__text", flat=True)),
        "missing": sorted(set(public.provisions().values_list("pk", flat=True)) - held)[:5],
        "superfluous": sorted(held - set(public.provisions().values_list("pk", flat=True)))[:5],
    }))
"""


@dataclass
class Acknowledged:
    """What people were told is done."""

    brought: set[str] = field(default_factory=set)
    accepted: set[int] = field(default_factory=set)
    published: set[int] = field(default_factory=set)
    taken_in: list[str] = field(default_factory=list)  # one text of each row
    cut_off: int = 0


def member(data: Path, base: str, name: str) -> Visitor:
    """Someone of the secretariat, invited on the command line, who has joined in the browser."""
    made = koinon("people", "invite", f"{name}@halcyon.example", "--role", "secretariat", "--json", data=data)
    assert made.returncode == 0, made.stderr
    visitor = Visitor(base)
    page = visitor.get(re.sub(r"^https?://[^/]+", "", json.loads(made.stdout)["link"]))
    joined = visitor.submit(
        form_with(page, "password"), {"name": name, "password": PASSWORD, "again": PASSWORD}
    )
    assert joined.status == 302, joined.body[-2000:]
    door = form_with(visitor.get("/account/login/"), "login")
    entered = visitor.submit(door, {"login": f"{name}@halcyon.example", "password": PASSWORD})
    assert entered.status == 302 and visitor.get("/desk/").status == 200, entered.body[-2000:]
    return visitor


def bring(visitor: Visitor, done: Acknowledged, chance: random.Random) -> None:
    time.sleep(chance.uniform(1, 4))  # about as fast as one worker reads
    name = f"statement {chance.randrange(10**12)}.txt"
    form = form_with(visitor.get("/desk/"), "file")
    answer = visitor.submit(form, files={"file": (name, PAPER.format(n=name).encode())})
    if answer.status == 302:
        done.brought.add(name)


def review(visitor: Visitor, done: Acknowledged, chance: random.Random) -> None:
    desk = visitor.get("/desk/")
    rows = desk.page.xpath("//tr[.//*[contains(@class, 'state-review')]]//th//a/@href")
    waiting = [f"{address}review/" for address in rows]
    if not waiting:
        time.sleep(0.2)
        return
    page = visitor.get(chance.choice(waiting))
    buttons = re.findall(r'formaction="(/desk/cards/proposal-(\d+)/accept/)"', page.body.decode())
    if buttons:
        address, proposal = chance.choice(buttons)
        if visitor.submit(page.form(address), to=address).status == 302:
            done.accepted.add(int(proposal))
        return
    number = re.findall(r"/desk/documents/(\d+)/", page.url)[0]
    form = visitor.get(f"/desk/documents/{number}/publish/").form("/publish/")
    if visitor.submit(form).status == 302:
        done.published.add(int(number))


def take_in(data: Path, folder: Path, done: Acknowledged, chance: random.Random) -> None:
    """A file of rows by the command, which is killed itself half of the time."""
    said = chance.randrange(10**12)
    texts = [f"Consider ending practice {said} number {n}" for n in range(ROWS)]
    file = folder / f"{said}.csv"
    file.write_bytes(_rows(texts, session=str(chance.randrange(1, 45))))
    environment = {**os.environ, "KOINON_DATA": str(data)}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    command = [sys.executable, "-m", "koinon", "register", "import", "upr-info", str(file), "--json"]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    if chance.random() < 0.5:
        time.sleep(chance.uniform(0.5, 8))
        process.kill()
    if process.wait(120) == 0:
        done.taken_in += texts


def _rows(texts: list[str], session: str) -> bytes:
    lines = io.StringIO()
    writer = csv.writer(lines, lineterminator="\r")
    writer.writerow(COLUMNS)
    for text in texts:
        writer.writerow(
            ["Kenya", "Africa", "AU", text, "Chile", "GRULAC", "OAS", "Accepted", "4", "Justice", session]
        )
    return lines.getvalue().encode("mac_roman")


class Busy:
    """Someone who does one thing again and again, whatever happens to the platform."""

    def __init__(self, act: Callable[[], None], done: Acknowledged) -> None:
        self.act, self.done, self.enough = act, done, threading.Event()
        self.problem: BaseException | None = None
        self.thread = threading.Thread(target=self._work)
        self.thread.start()

    def _work(self) -> None:
        while not self.enough.is_set():
            try:
                self.act()
            except (*CUT_OFF, LookupError, ParserError):  # no answer came, or a page that asks for patience
                self.done.cut_off += 1
                time.sleep(0.2)
            except BaseException as problem:
                self.problem = problem
                raise

    def stop(self) -> None:
        self.enough.set()
        self.thread.join(150)


@pytest.fixture
def data(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "the data"
    yield folder
    shutil.rmtree(socket_folder(folder), ignore_errors=True)


def inspected(data: Path) -> dict[str, Any]:
    environment = {**os.environ, "KOINON_DATA": str(data)}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    ran = subprocess.run([sys.executable, "-c", INSPECT], env=environment, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    return dict(json.loads(ran.stdout))


class Killed:
    """A platform that is killed, whole or in parts, and comes back each time."""

    def __init__(self, data: Path, port: int) -> None:
        self.data, self.port = data, port
        self.running = Running(data, port)
        self.running.until_up()

    def _start_again(self) -> None:
        """As a supervisor would: again, while a command that found nothing running has the folder."""
        while True:
            self.running = Running(self.data, self.port)
            wait_until(lambda: self.running.said("is up:") or self.running.process.poll() is not None)
            if not self.running.said("already running"):
                break
            self.running.end()
            time.sleep(1)
        self.running.until_up()

    def kill(self, victim: str) -> None:
        """Kill one process and wait until all is well again."""
        if victim == "up":
            self.running.end(signal.SIGKILL)
            self._start_again()
        else:
            wait_until(lambda: victim in self.running.children())
            os.kill(self.running.children()[victim], signal.SIGKILL)
        wait_until(lambda: len(self.running.children()) == 4 and answered(self.port))


@pytest.fixture
def platform(data: Path) -> Iterator[Killed]:
    killed = Killed(data, free_port())
    yield killed
    killed.running.end()


@contextlib.contextmanager
def people_at_work(platform: Killed, folder: Path, done: Acknowledged) -> Iterator[None]:
    """Three who bring, review and publish, and take in, until the block ends."""
    chance, base = random.Random(51), f"http://localhost:{platform.port}/"
    ines, omar = (member(platform.data, base, name) for name in ("ines", "omar"))
    busy = [
        Busy(lambda: bring(ines, done, chance), done),
        Busy(lambda: review(omar, done, chance), done),
        Busy(lambda: take_in(platform.data, folder, done, chance), done),
    ]
    try:
        yield
    finally:
        for someone in busy:
            someone.stop()
    assert [someone.problem for someone in busy] == [None] * 3


@pytest.mark.heavy
def test_fifty_kills_lose_nothing_that_was_acknowledged(platform: Killed, tmp_path: Path) -> None:
    chance, done, data = random.Random(50), Acknowledged(), platform.data
    with people_at_work(platform, tmp_path, done):
        for _ in range(KILLS):
            time.sleep(chance.uniform(0.2, 3))
            platform.kill(chance.choice(VICTIMS))
    found = settled(data)
    assert done.brought and done.accepted and done.published and done.taken_in and done.cut_off
    assert done.brought <= set(found["documents"])
    assert done.accepted <= set(found["accepted"])
    assert done.published <= set(found["published"])
    assert found["orphans"] == 0
    assert set(done.taken_in) <= set(found["rows"])
    each = Counter(text.split()[3] for text in found["rows"])
    assert set(each.values()) <= {ROWS}, "a file is in with every row or with none"
    assert found["missing"] == found["superfluous"] == []
    copy = tmp_path / "ledger.jsonl"
    exported = koinon("ledger", "export", "--out", str(copy), data=data)
    assert exported.returncode == 0, exported.stderr
    verified = koinon("ledger", "verify", str(copy), data=data)
    assert verified.returncode == 0, verified.stdout + verified.stderr


def settled(data: Path, patience: float = 240) -> dict[str, Any]:
    """What is found once every reading has ended and the index has followed, or when patience is over."""
    until = time.monotonic() + patience
    while True:
        found = inspected(data)
        ended = not {"waiting", "running"} & set(found["readings"])
        if ended and found["missing"] == found["superfluous"] == []:
            return found
        assert time.monotonic() < until, {k: v for k, v in found.items() if k != "rows"}
        time.sleep(2)
