"""Every list and figure of a million follow-ups, as a reader gets it; beside Datasette on the same rows.

    uv run --group bench python bench/follow_ups.py [--provisions 250000] [--follow-ups 1000000] [--rounds 5]

Starts a database of its own, fills it (bench/follow_up_corpus.py) and asks this platform for its pages in
process. No page is kept, and charts of follow-ups are drawn anew; at hand are the other charts, which only
publications change, and the figures over everything, as the follower counts them each quarter of an hour:
what that costs is printed first. Datasette is asked for the same
questions over SQLite with an index on every column that is filtered or sorted: its JSON page with rows,
count and the figures of our page as facets, or the same sums as SQL.

Figures are processor time in milliseconds, of this process and of its database connection together, which
other programs on the machine do not disturb; parallel queries are off, so that all of it is seen.

Exit code 1 when the 95th percentile of any page exceeds 200 ms.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

TARGET = 200.0  # milliseconds
DESK = (  # who is signed in, what, where; the focal point speaks for a party that is asked most
    ("secretariat", "desk", "/desk/?"),
    ("secretariat", "everyone's dates", "/desk/dates/?"),
    ("secretariat", "coming dates", "/desk/dates/coming/?"),
    ("secretariat", "parties without focal point", "/desk/dates/parties/?"),
    ("secretariat", "restatements", "/desk/lineage/?"),
    ("secretariat", "reports", "/desk/reports/?"),
    ("focal-point", "desk", "/desk/?"),
    ("focal-point", "what is asked", "/desk/asked/?"),
    ("focal-point", "what is asked, page 50", "/desk/asked/?page=50"),
    ("focal-point", "dates", "/desk/dates/?"),
    ("focal-point", "dates of reports", "/desk/dates/?kind=report"),
    ("focal-point", "statements", "/desk/claims/?"),
    ("validator", "answers that wait", "/desk/answers/?"),
)
COLUMNS = ("id", "provision", "document", "party", "via", "name", "kind", "position", "silent_from",
           "answered_at", "next_on", "overdue_from", "disputed", "ended")  # fmt: skip


def main() -> int:
    """Fill, measure, print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--provisions", type=int, default=250_000)
    parser.add_argument("--follow-ups", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--folder", type=Path, help="keep the data here, and use what is there")
    parser.add_argument("--only", choices=("koinon", "datasette"))
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="koinon-follow-ups-") as temporary:
        folder = options.folder or Path(temporary)
        os.environ["KOINON_DATA"] = str(folder)
        os.environ.pop("KOINON_DATABASE_URL", None)
        from koinon.site.server.access import platform

        with platform():
            _fill(options.provisions, options.follow_ups)
            asked = _questions()
            ours = {} if options.only == "datasette" else koinon(asked, options.rounds)
            peer = folder / "follow-ups.db"
            if options.only != "koinon":
                _sqlite(peer)
        theirs = {} if options.only == "koinon" else asyncio.run(datasette(peer, asked, options.rounds))
    return _told(ours, theirs)


def _told(ours: dict[str, list[float]], theirs: dict[str, float]) -> int:
    print(f"\n{'milliseconds':44}{'median':>9}{'p95':>9}{'Datasette':>12}{'ratio':>8}")
    slow = []
    for name in ours or theirs:
        mine = ours.get(name, [])
        median = statistics.median(mine) if mine else 0.0
        p95 = statistics.quantiles(mine, n=20, method="inclusive")[-1] if len(mine) > 1 else median
        peer = theirs.get(name)
        ratio = f"{peer / median:8.1f}" if peer and median else ""
        beside = f"{peer:12.1f}{ratio}" if peer else ""
        print(f"{name:44}{median:9.1f}{p95:9.1f}{beside}")
        if p95 > TARGET:
            slow.append(name)
    if slow:
        print(f"\nOver {TARGET:.0f} ms: {', '.join(slow)}")
    return 1 if slow else 0


def _fill(provisions: int, follow_ups: int) -> None:
    from follow_up_corpus import filled

    from koinon.register.models import FollowUp
    from koinon.register.queries import index

    if not FollowUp.objects.exists():
        began = time.perf_counter()
        made = filled(provisions, follow_ups, now=datetime.now(UTC))
        print(f"{made:,} follow-ups written in {time.perf_counter() - began:.0f} s.")
        index.rebuild()


Question = tuple[str, str, str]  # name; our address; Datasette's query, "" where it has no such page


def _questions() -> list[Question]:
    from koinon.register.models import FollowUp
    from koinon.register.queries import following_figures as figures

    now = datetime.now(UTC)
    tallies = figures.by("party", now)
    party = max((key for key in tallies if key), key=lambda key: tallies[key].all)
    via = max(figures.by("via", now), key=lambda key: figures.by("via", now)[key].all)
    themes = figures.by("theme", now)
    common = max(themes, key=lambda key: themes[key].all)
    rare = min(themes, key=lambda key: themes[key].all)
    wide = FollowUp.objects.filter(via__key=via).select_related("provision__document").latest("pk")
    slug, number = wide.provision.document.slug, wide.provision.number
    stamp = now.strftime("%Y-%m-%d %H:%M:%S")
    open_ = "ended=0&position__exact="
    silent = f"silent_from__lte={stamp}&{open_}&_sort=silent_from"
    expected = f"silent_from__gt={stamp}&{open_}&_sort=silent_from"
    overdue = f"overdue_from__lte={stamp}&ended=0&_sort=overdue_from"
    declined = f"via={via}&position=declined"
    lists = [
        ("all", "", "_sort=next_on"),
        ("silent", "standing=silent", silent),
        ("expected", "standing=expected", expected),
        ("answered", "standing=answered", "position__gt=&ended=0&_sort_desc=answered_at"),
        ("report or deed overdue", "standing=overdue", overdue),
        ("disputed", "standing=disputed", "disputed=1&ended=0&_sort=next_on"),
        ("ended", "standing=ended", "ended=1"),
        ("declined", "position=declined", "position=declined&ended=0&_sort=next_on"),
        ("of a party", f"party={party}", f"party={party}&_sort=next_on"),
        ("of a party, silent", f"party={party}&standing=silent", f"party={party}&{silent}"),
        ("of a document of classes", f"document={slug}", f"document={slug}&_sort=next_on"),
        ("through a class", f"via={via}", f"via={via}&_sort=next_on"),
        ("through a class, silent", f"via={via}&standing=silent", f"via={via}&{silent}"),
        ("through a class, declined", declined, f"{declined}&_sort=next_on"),
        ("of a common theme", f"theme={common}", ""),
        ("of a common theme, silent", f"theme={common}&standing=silent", ""),
        ("of a rare theme, disputed", f"theme={rare}&standing=disputed", ""),
        ("of principles", "kind=principle", "kind=principle&_sort=next_on"),
        ("of principles, silent (none)", "kind=principle&standing=silent", f"kind=principle&{silent}"),
        ("a class, a theme, declined", f"via={via}&theme={common}&position=declined", ""),
        ("found by words", "q=torture", ""),
        ("found by words, silent", "q=prisons+water&standing=silent", ""),
        ("silent, page 40", "standing=silent&page=40", ""),
    ]  # fmt: skip
    found = [(f"list: {name}", f"/follow-ups/?{query}", peer) for name, query, peer in lists]
    sums = {
        "position": "position",
        "document": "document",
        "party-kind": "party",  # whose kinds are a look-up away
        "month": "substr(silent_from, 1, 7)",
        "theme": "",
    }
    for view, column in sums.items():
        sql = (
            f"sql=select {column} as by, count(*), sum(ended = 0 and position > ''), sum(ended = 0 and "
            f"position = '' and silent_from <= '{stamp}') from follow_ups group by 1 order by 1"
        )
        found.append((f"figures: by {view}", f"/follow-ups/figures/?by={view}", sql if column else ""))
    return [
        *found,
        ("thread of a follow-up", f"/follow-ups/{wide.pk}/?", ""),
        ("provision asked of 196", f"/documents/{slug}/{number}/?", ""),
        ("document asked of a class", f"/documents/{slug}/?", ""),
        ("party", f"/parties/{party}/?", ""),
        ("home", "/?", ""),
        ("search", "/search/?q=torture", ""),
        ("feed of everything", "/follow-ups.atom?", ""),
        ("feed of a party", f"/follow-ups.atom?party={party}", ""),
        ("API: silent", "/api/v1/follow-ups?standing=silent&limit=50", silent),
        ("API: answers", "/api/v1/answers?limit=50", ""),
        ("documents", "/documents/?", ""),
        ("parties", "/parties/?", ""),
        ("disputes", "/disputes/?", ""),
        ("disputes, page 400", "/disputes/?page=400", ""),
        *((f"desk of {who}: {name}", f"{who} {address}", "") for who, name, address in DESK),
    ]


def koinon(asked: list[Question], rounds: int) -> dict[str, list[float]]:
    """Processor time of each page, over some rounds."""
    from django.conf import settings
    from django.db import connection

    from koinon.register.queries import following_figures as figures
    from koinon.site.server.serving import pre_fork
    from koinon.ui import stored
    from koinon.ui.drawing import bars

    settings.KOINON_KEEP_PAGES, settings.ALLOWED_HOSTS = True, ["*"]
    stored.ROOM = 0
    with connection.cursor() as cursor:
        cursor.execute("SET max_parallel_workers_per_gather = 0")
        cursor.execute("SELECT pg_backend_pid()")
        backend = int(cursor.fetchone()[0])

    def spent() -> float:
        """Milliseconds of processor time of this process and of its database connection."""
        on_cpu = Path(f"/proc/{backend}/schedstat").read_text("ascii").split()[0]
        return time.process_time() * 1000 + int(on_cpu) / 1e6

    for dimension in figures._BY:
        before = spent()
        figures.by(dimension, datetime.now(UTC))
        print(f"counted ahead, each quarter of an hour: by {dimension:12}{spent() - before:8.0f} ms")
    clients, result = _clients(), dict[str, list[float]]()
    pre_fork(None, None)  # as the server begins
    for name, asked_for, _peer in asked:
        who, _space, address = asked_for.rpartition(" ")
        client, times = clients[who], []
        for turn in range(rounds + 1):  # the first fills the caches of files, and is not counted
            stored.SHELF.clear()
            if address.startswith("/follow-ups"):
                bars._svg.cache_clear()
            for _dimension in figures._BY:
                figures.count_ahead(datetime.now(UTC))
            before = spent()
            response = client.get(f"{address}&turn={turn}")
            times.append(spent() - before)
            assert response.status_code == 200, (address, response.content[:300])
        result[name] = times[1:]
        print(f"Koinon: {name:44}{statistics.median(times[1:]):8.1f} ms")
    return result


def _clients() -> dict[str, Any]:
    """Programs that ask: of nobody (""), and of those who are signed in, by their role."""
    from django.db.models import Count
    from django.test import Client
    from django.utils import timezone

    from koinon.ledger import guard
    from koinon.people.models import Mandate, Party, Person

    found = {"": Client(headers={"accept-encoding": "gzip"})}
    party = Party.objects.alias(many=Count("follow_ups")).latest("many", "pk")
    for role in dict.fromkeys(who for who, _name, _address in DESK):
        with guard.writing("invented people"):
            person, new = Person.objects.get_or_create(
                email=f"{role}@example.org", defaults={"name": role, "invented": True}
            )
            if new:
                of = None if role == "secretariat" else party
                Mandate.objects.create(person=person, role=role, party=of, since=timezone.localdate())
        found[role] = Client(headers={"accept-encoding": "gzip"})
        found[role].force_login(person)
    return found


def _sqlite(path: Path) -> None:
    """The same rows as one table, with an index on every column that is filtered or sorted."""
    from django.db import connection

    if path.exists():
        return
    draft = path.with_suffix(".draft")
    draft.unlink(missing_ok=True)
    base = sqlite3.connect(draft)
    moment = "to_char({}, 'YYYY-MM-DD HH24:MI:SS')"
    base.execute(f"CREATE TABLE follow_ups (id INTEGER PRIMARY KEY, {', '.join(COLUMNS[1:])})")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT f.id, f.provision_id, d.slug, p.key, v.key, f.name, r.kind, f.position, "
            f"{moment.format('f.silent_from')}, {moment.format('f.answered_at')}, f.next_on::text, "
            f"{moment.format('f.overdue_from')}, f.disputed::int, "
            "(f.ended_at IS NOT NULL)::int FROM register_followup f JOIN register_document d "
            "ON d.id = f.document_id JOIN register_provision r ON r.id = f.provision_id "
            "LEFT JOIN people_party p ON p.id = f.party_id LEFT JOIN people_party v ON v.id = f.via_id"
        )
        while rows := cursor.fetchmany(20_000):
            base.executemany(f"INSERT INTO follow_ups VALUES ({', '.join('?' * len(COLUMNS))})", rows)
    for column in COLUMNS[2:]:
        base.execute(f"CREATE INDEX by_{column} ON follow_ups ({column})")
    base.execute("ANALYZE")
    base.commit()
    base.close()
    draft.rename(path)


async def datasette(path: Path, asked: list[Question], rounds: int) -> dict[str, float]:
    """Medians of Datasette's processor time for the questions that it can be asked."""
    from datasette.app import Datasette

    settings = {"sql_time_limit_ms": 600_000, "facet_time_limit_ms": 600_000, "cache_size_kb": 200_000}
    settings |= {"max_returned_rows": 5_000, "num_sql_threads": 1, "suggest_facets": False}
    served = Datasette([str(path)], settings=settings)
    await served.invoke_startup()
    result: dict[str, float] = {}
    for name, _address, query in asked:
        if not query:
            continue
        facets = "&_facet=position&_size=25"
        table = f"/{path.stem}.json?{query}" if query.startswith("sql=") else (
            f"/{path.stem}/follow_ups.json?{query}{facets}"
        )  # fmt: skip
        times = [await _waited(served, table) for _turn in range(rounds)]
        result[name] = statistics.median(times[1:] or times)
        print(f"Datasette: {name:41}{result[name]:8.1f} ms")
    return result


async def _waited(served: Any, address: str) -> float:
    ask: Callable[..., Any] = served.client.get
    before = time.process_time()
    answer = await ask(address)
    assert answer.status_code == 200 and answer.json().get("ok", True), answer.text[:300]
    return (time.process_time() - before) * 1000


if __name__ == "__main__":
    sys.exit(main())
