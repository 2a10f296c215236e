"""How many pages a second, and how soon: the public's pages, and fifty people who review at once.

Run: python bench/load.py [--provisions 100000] [--seconds 15]

Starts a platform of its own in a temporary folder, fills it with the invented corpus, and asks it over
loopback: the server's processes share one core, the client has the other. Three rounds of public pages
(nothing happens meanwhile; a provision is corrected each second; every page asked again with its ETag),
then fifty people who review: each looks at a review page, accepts a proposal, and pauses or does not.
Prints requests a second, the median and the 95th percentile in milliseconds, and whose time it took.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.site.running import Running, free_port, koinon, wait_until  # noqa: E402

SERVER, CLIENT = {0}, {1}
CONNECTIONS = 8
PEOPLE = 50
PAPERS, ITEMS = 10, 60

PREPARE = """
import json, sys
from koinon.site.server.access import platform
with platform():
    from django.conf import settings
    from django.test import Client
    from koinon.ledger import guard
    from koinon.register.models import Document
    from tests.factories.people import person
    cookies = []
    for number in range(int(sys.argv[1])):
        who = person(f"reviewer{number}", role="secretariat")
        client = Client()
        with guard.writing("bench"):
            client.force_login(who)
        cookies.append(client.cookies[settings.SESSION_COOKIE_NAME].value)
    print(json.dumps({"cookie": settings.SESSION_COOKIE_NAME, "sessions": cookies}))
"""
ACTS = """
import random, time
from koinon.site.server.access import platform
with platform():
    from koinon.people.models import Person
    from koinon.register.actions import deciding, publishing
    from koinon.register.models import Provision
    by = Person.objects.get(email="reviewer0@example.org")
    first = Provision.objects.filter(document__state="published").order_by("pk").first().pk
    while True:
        one = Provision.objects.select_related("document").get(pk=first + random.randrange(1_000))
        content = deciding.content_of(one)
        publishing.correct(by=by, provision=one, revision=one.revision, content=content, reason="bench")
        time.sleep(1)
"""


@dataclass
class Times:
    """Seconds of each answer, by the sort of page."""

    taken: dict[str, list[float]] = field(default_factory=dict)
    failed: Counter[str] = field(default_factory=Counter)

    def note(self, name: str, seconds: float) -> None:
        self.taken.setdefault(name, []).append(seconds)

    def told(self, length: float) -> None:
        everything = [s for one in self.taken.values() for s in one]
        for name, seconds in [*sorted(self.taken.items()), ("together", everything)]:
            p95 = statistics.quantiles(seconds, n=20)[-1] if len(seconds) > 1 else seconds[0]
            print(
                f"  {name:<22}{len(seconds) / length:9.1f} a second"
                f"{statistics.median(seconds) * 1000:9.1f} ms median{p95 * 1000:9.1f} ms 95th percentile"
            )
        for what, number in self.failed.items():
            print(f"  {what}: {number} times")


class Asker:
    """One connection that stays open while it is used."""

    def __init__(self, port: int, times: Times, cookie: str = "") -> None:
        self.connection = HTTPConnection("127.0.0.1", port, timeout=60)
        self.times, self.cookie, self.used = times, cookie, 0.0

    def ask(
        self, name: str, path: str, *, headers: dict[str, str] | None = None, body: str | None = None
    ) -> tuple[int, dict[str, str], bytes]:
        sent = {"Host": "localhost", "Accept-Encoding": "gzip", **(headers or {})}
        if self.cookie:
            sent |= {"Cookie": self.cookie, "Accept-Encoding": "identity"}
        if body is not None:
            sent["Content-Type"] = "application/x-www-form-urlencoded"
        if time.monotonic() - self.used > 1:  # the server lets go of a connection that rests for two seconds
            self.connection.close()
        began = time.perf_counter()
        self.connection.request("POST" if body is not None else "GET", path, body=body, headers=sent)
        answer = self.connection.getresponse()
        self.used = time.monotonic()
        data = answer.read()
        self.times.note(name, time.perf_counter() - began)
        if answer.status >= 400:
            self.times.failed[f"{answer.status} for {name}"] += 1
        return answer.status, dict(answer.getheaders()), data


def public_pages(port: int, provisions: int) -> list[tuple[str, str]]:
    """Pages as the public asks for them: a few asked often, many seldom."""
    papers = max(1, provisions // 200)
    chance = random.Random(4)
    words = ("torture", "women", "prison", "education", "judges", "children", "press", "water")
    pages = [
        ("home", "/"),
        ("documents", "/documents/"),
        ("parties", "/parties/"),
        ("themes", "/themes/"),
    ] * 5
    for _ in range(60):
        paper = f"/documents/bench-{chance.randint(1, papers)}/"
        pages += [("document", paper), ("provision", f"{paper}{chance.randint(1, 50)}/")]
        pages.append(("search", f"/search/?q={chance.choice(words)}&page={chance.randint(1, 4)}"))
    chance.shuffle(pages)
    return pages


def asked_for(
    seconds: float, port: int, pages: list[tuple[str, str]], *, again: bool = False
) -> tuple[Times, float]:
    """Ask for the pages in turn over some connections; with `again`, as a browser that has them."""
    times, until = Times(), time.monotonic() + seconds

    def work(number: int) -> None:
        asker, tags = Asker(port, times), dict[str, str]()
        chance = random.Random(number)
        while time.monotonic() < until:
            name, path = chance.choice(pages)
            headers = {"If-None-Match": tags[path]} if again and path in tags else None
            _, got, _ = asker.ask(name, path, headers=headers)
            tags[path] = got.get("ETag", "")

    began = time.monotonic()
    together([lambda n=n: work(n) for n in range(CONNECTIONS)])  # type: ignore[misc]
    return times, time.monotonic() - began


def together(jobs: list[Callable[[], None]]) -> None:
    threads = [threading.Thread(target=job) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def reviews(desk: bytes) -> list[bytes]:
    """The addresses of the review pages that a desk offers."""
    rows = [row for row in desk.split(b"<tr>") if b"state-review" in row]
    return [re.findall(rb'href="(/desk/documents/\d+/)"', row)[0] + b"review/" for row in rows]


def reviewing(seconds: float, port: int, cookies: list[str], pause: float) -> tuple[Times, float]:
    """Each person looks at a review page and accepts one of its proposals, until the time is over."""
    times, until = Times(), time.monotonic() + seconds

    def work(number: int) -> None:
        chance = random.Random(number)
        csrf = "b" * 32
        asker = Asker(port, times, f"{cookies[number]}; csrftoken={csrf}")
        _, _, desk = asker.ask("desk", "/desk/")

        papers = reviews(desk)
        while time.monotonic() < until:
            time.sleep(chance.uniform(0, 2 * pause))
            _, _, page = asker.ask("review page", chance.choice(papers).decode())
            cards = re.findall(
                rb'action="/desk/cards/proposal-(\d+)/"[^>]*>.{0,400}?name="revision" value="(\d+)"',
                page,
                re.S,
            )
            if cards:
                key, revision = chance.choice(cards)
                body = urlencode({"csrfmiddlewaretoken": csrf, "revision": revision.decode()})
                time.sleep(chance.uniform(0, 2 * pause))
                asker.ask(
                    "accept", f"/desk/cards/proposal-{key.decode()}/accept/", body=body,
                    headers={"HX-Request": "true"},
                )  # fmt: skip

    began = time.monotonic()
    together([lambda n=n: work(n) for n in range(PEOPLE)])  # type: ignore[misc]
    return times, time.monotonic() - began


def seconds_of(root: int) -> dict[str, float]:
    """Processor seconds so far of the platform's processes, by what they are."""
    parents, spent, line = {}, {}, {}
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            stat = (folder / "stat").read_text().rpartition(")")[2].split()
            parents[int(folder.name)] = int(stat[1])
            spent[int(folder.name)] = (int(stat[11]) + int(stat[12])) / os.sysconf("SC_CLK_TCK")
            line[int(folder.name)] = (folder / "cmdline").read_bytes().decode("utf-8", "replace")
    sums: dict[str, float] = {}
    for process in spent:
        ancestor, seen = process, process
        while ancestor not in (root, 0, 1):
            seen, ancestor = ancestor, parents.get(ancestor, 0)
        if ancestor == root and process != root:
            marks = {"gunicorn": "web", "worker": "worker", "following": "follower", "postgres": "database"}
            name = next((n for mark, n in marks.items() if mark in line[seen]), "other")
            sums[name] = sums.get(name, 0) + spent[process]
    return sums


@contextlib.contextmanager
def told(title: str, root: int) -> Iterator[None]:
    """Say what is measured, and afterwards whose processor time it took."""
    print(f"\n{title}")
    before, began = seconds_of(root), time.monotonic()
    yield
    took, after = time.monotonic() - began, seconds_of(root)
    shares = {name: (after[name] - before.get(name, 0)) / took for name in after}
    print("  processor: " + ", ".join(f"{name} {share:.0%}" for name, share in sorted(shares.items())))


def prepared(data: Path, provisions: int) -> list[str]:
    """Fill the platform; the cookies of the people who will review."""
    variables = {**os.environ, "KOINON_DATA": str(data), "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
    corpus = [sys.executable, str(ROOT / "bench" / "corpus.py"), "--provisions", str(provisions)]
    subprocess.run(corpus, env=variables, check=True)
    made = subprocess.run(
        [sys.executable, "-c", PREPARE, str(PEOPLE)],
        env=variables,
        capture_output=True,
        text=True,
        check=True,
    )
    people = json.loads(made.stdout)
    for number in range(PAPERS):
        paper = data / f"paper {number}.txt"
        lines = [f"{n}. Publish report {number * 1000 + n} on prisons.\n" for n in range(1, ITEMS + 1)]
        paper.write_text("Invented paper\n\nThe Forum urges Ardenia to:\n\n" + "\n".join(lines), "utf-8")
        brought = koinon("register", "bring", str(paper), "--by", "reviewer0@example.org", data=data)
        assert brought.returncode == 0, brought.stderr
    return [f"{people['cookie']}={value}" for value in people["sessions"]]


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--provisions", type=int, default=100_000)
    parser.add_argument("--seconds", type=float, default=15)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="koinon load ") as folder:
        data, port = Path(folder), free_port()
        os.sched_setaffinity(0, SERVER)
        running = Running(data, port)
        try:
            running.until_up()
            cookies = prepared(data, options.provisions)
            os.sched_setaffinity(0, CLIENT)
            measure(running, data, port, cookies, options)
        finally:
            running.end()
    return 0


def measure(running: Running, data: Path, port: int, cookies: list[str], options: argparse.Namespace) -> None:
    """The rounds, one after the other."""
    root, pages = running.process.pid, public_pages(port, options.provisions)
    print(f"{options.provisions} provisions, {CONNECTIONS} connections, one core for the server")
    with told("Each public page for the first time", root):
        times, took = Times(), time.monotonic()
        asker = Asker(port, times)
        for name, path in dict.fromkeys(pages):
            asker.ask(name, path)
        times.told(time.monotonic() - took)
    with told("Public pages while nothing happens", root):
        Times.told(*asked_for(options.seconds, port, pages))
    with told("Public pages asked again by browsers that have them", root):
        Times.told(*asked_for(options.seconds, port, pages, again=True))
    variables = {**os.environ, "KOINON_DATA": str(data)}
    acting = subprocess.Popen([sys.executable, "-c", ACTS], env=variables)
    try:
        time.sleep(4)
        with told("Public pages while a provision is corrected each second", root):
            Times.told(*asked_for(options.seconds, port, pages))
    finally:
        acting.terminate()
        acting.wait()
    asker = Asker(port, Times(), cookies[0])
    wait_until(lambda: len(reviews(asker.ask("desk", "/desk/")[2])) == PAPERS, patience=600)
    for pause in (5.0, 0.0):
        with told(f"{PEOPLE} people reviewing at once, a pause of {pause:g} s after each step", root):
            Times.told(*reviewing(options.seconds, port, cookies, pause))


if __name__ == "__main__":
    sys.exit(main())
