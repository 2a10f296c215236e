"""The pass over all clocks where a million follow-ups wake on the same morning, beside one loop over each.

    uv run python bench/clocks.py --provisions 250000 --follow-ups 1000000 --loop 20000

fills an embedded database of its own with bench/follow_up_corpus.py (everything in it is invented), moves one
step of every date to the same morning, and prints how long the pass takes. A sample of what it told is
compared with a slow, obvious reference that asks each follow-up by itself. Beside it runs the same work as
one writes it first: a loop over follow-ups in Python, on as many of them as `--loop` says.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

MORNING = datetime(2027, 6, 7, 6, tzinfo=UTC)
NIGHT, LATER = MORNING - timedelta(hours=6), MORNING + timedelta(days=99)
SEEN = 2_000  # follow-ups of the sample


def main() -> int:
    """Fill, pass, compare."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--provisions", type=int, default=250_000)
    parser.add_argument("--follow-ups", type=int, default=1_000_000)
    parser.add_argument("--loop", type=int, default=20_000, help="follow-ups of the loop beside it")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="koinon-bench-") as folder:
        os.environ["KOINON_DATA"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "koinon.site.settings"
        from koinon.site.server.postgres import throwaway

        with throwaway() as cluster:
            import django
            from django.core.management import call_command
            from django.db import connections

            django.setup()
            held = connections["default"].settings_dict
            held.update(HOST=str(cluster.socket), NAME="postgres")
            call_command("migrate", verbosity=0)
            measure(options.provisions, options.follow_ups, options.loop)
            connections.close_all()
    return 0


def measure(provisions: int, follow_ups: int, loop: int) -> None:
    """Fill the database, then pass over it."""
    from follow_up_corpus import filled

    from koinon.register.actions import passing

    began = time.perf_counter()
    made = filled(provisions, follow_ups, now=MORNING - timedelta(days=1))
    clocks, zones = wake()
    print(f"{made:,} follow-ups on {clocks:,} clocks in {zones} time zones, in {since(began):.0f} s")
    sample = picked()
    expected = {key: slowly(key) for key in sample}
    naive = by_loop(loop) if loop else 0.0
    began = time.perf_counter()
    done = passing.pass_over(now=MORNING)
    took = since(began)
    assert done
    print(f"the pass took {took:.1f} s: {done}")
    compare(expected)
    began = time.perf_counter()
    assert passing.pass_over(now=MORNING) is None
    print(f"the next pass, with nothing to do, took {1000 * since(began):.0f} ms")
    letters()
    if loop:
        whole = naive * made / loop
        print(f"a loop takes {naive:.1f} s for {loop:,}, that is {whole:,.0f} s for all:")
        print(f"{whole / took:,.0f} times as long")


def letters() -> None:
    """A focal point for every party and an officer: who gets a letter, and how long that takes."""
    from datetime import date

    from koinon.ledger import guard
    from koinon.people.models import Mandate, Party, Person
    from koinon.register.actions import telling
    from koinon.register.models import Letter
    from koinon.register.queries.letters import content

    with guard.writing("bench"):
        for number, party in enumerate([None, *Party.objects.filter(key__startswith="bench-")]):
            person = Person.objects.create(email=f"bench-{number}@example.org", name=f"Invented {number}")
            role = "focal-point" if party else "secretariat"
            Mandate.objects.create(person=person, party=party, role=role, since=date(2020, 1, 1))
    numbers = iter(range(10**6))
    began = time.perf_counter()
    made = telling.tell(now=MORNING + timedelta(hours=12), reference=lambda: f"{next(numbers):032x}")
    print(f"{made} letters were written in {since(began):.1f} s")
    largest = Letter.objects.order_by("-about").first()
    assert largest
    began = time.perf_counter()
    told = content(largest, MORNING, MORNING.date())
    assert told
    print(f"the largest, about {told.total:,} dates, was put into words in {since(began):.1f} s")


def since(began: float) -> float:
    """Seconds."""
    return time.perf_counter() - began


def wake() -> tuple[int, int]:
    """Let a step of every clock fall into the night before, and a fifth of the reports be missed in it."""
    from django.db import connection

    from koinon.ledger import guard

    with guard.writing("bench"), connection.cursor() as cursor:
        cursor.execute("UPDATE register_policy SET time_zone = 'Asia/Kathmandu', reaches_back = true")
        cursor.execute(
            """UPDATE register_term SET next_at = %(night)s, done = 2, steps = (
                 SELECT jsonb_agg(CASE WHEN place < 3 THEN step
                   WHEN place = 3 THEN step || jsonb_build_object('at', %(told)s::text)
                   ELSE step || jsonb_build_object('at', %(later)s::text) END ORDER BY place)
                 FROM jsonb_array_elements(steps) WITH ORDINALITY AS e(step, place))""",
            {"night": NIGHT, "told": NIGHT.isoformat(), "later": LATER.isoformat()},
        )
        cursor.execute(
            """UPDATE register_term SET overdue_at = CASE WHEN id %% 5 = 0 THEN %s ELSE %s END
               WHERE kind = 'report'""",
            [NIGHT, LATER],
        )
        cursor.execute("UPDATE register_expectation SET met_at = NULL, ended_at = NULL")
        cursor.execute("UPDATE register_followup SET ended_at = NULL, ended_because = ''")
        for table in ("register_term", "register_expectation", "register_followup"):
            cursor.execute(f"ANALYZE {table}")
        cursor.execute("SELECT count(*), count(DISTINCT time_zone) FROM register_term")
        found: tuple[int, int] = cursor.fetchone()
    return found


def picked() -> list[int]:
    """Follow-ups by chance."""
    from koinon.register.models import FollowUp

    return random.Random(1).sample(list(FollowUp.objects.values_list("pk", flat=True)), SEEN)


def slowly(follow_up: int) -> list[tuple[int, str]]:
    """(term, to) of what is to be told of one follow-up this morning, asked of it alone."""
    return sorted((term, to) for term, to in _told(follow_up))


def _told(follow_up: int) -> Iterator[tuple[int, str]]:
    from koinon.register.models import Expectation

    found = Expectation.objects.filter(follow_up=follow_up, ended_at=None, met_at=None).select_related("term")
    for one in found:
        latest = {}
        for step in one.term.steps[one.term.done :]:
            if datetime.fromisoformat(step["at"]) <= MORNING:
                latest[step["to"]] = step
        for to in latest:
            yield one.term_id, to


def by_loop(most: int) -> float:
    """Seconds that it takes to ask so many follow-ups one after the other and note what was told."""
    from django.db import connection, transaction

    from koinon.register.models import FollowUp

    keys = list(FollowUp.objects.order_by("pk").values_list("pk", flat=True)[:most])
    began = time.perf_counter()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE told (follow_up bigint, term bigint, addressed text)")
        for key in keys:
            for term, to in _told(key):
                cursor.execute("INSERT INTO told VALUES (%s, %s, %s)", [key, term, to])
    return since(began)


def compare(expected: dict[int, list[tuple[int, str]]]) -> None:
    """What the pass told of the sample is what asking each alone told."""
    from koinon.register.models import Reminder

    sent = {(r.term_id, r.to) for r in Reminder.objects.all()}
    wrong = [key for key, told in expected.items() if not set(told) <= sent]
    found = sum(map(len, expected.values()))
    assert not wrong, f"{len(wrong)} follow-ups of the sample were not told"
    told = _derived(list(expected))
    assert told == expected, "what is derived of the reminders differs"
    print(f"{len(expected):,} follow-ups of a sample: {found:,} reminders, all as the reference has them")


def _derived(keys: list[int]) -> dict[int, list[tuple[int, str]]]:
    from koinon.register.models import Reminder

    found: dict[int, list[tuple[int, str]]] = {key: [] for key in keys}
    rows = Reminder.objects.filter(term__expectations__follow_up__in=keys, at=MORNING).values_list(
        "term__expectations__follow_up", "term", "to", "term__expectations__set_at"
    )
    for key, term, to, set_at in rows:
        if set_at < MORNING:
            found[key].append((term, to))
    return {key: sorted(told) for key, told in found.items()}


if __name__ == "__main__":
    sys.exit(main())
