"""Follow-ups over the invented corpus: a million clocks with dates, answers, claims and silence.

    uv run python bench/follow_up_corpus.py --provisions 250000 --follow-ups 1000000

fills the database of this installation with bench/corpus.py where it holds no provisions yet, and gives
every provision × addressee its follow-up by COPY; one document in twenty is asked of a class of 10 to 196
invented states, until there are as many follow-ups as wanted. For a program that has set Django up:
`filled(provisions, follow_ups, seed=…, now=…)`. The same seed and moment give the same rows.

Of what is expected six in ten are answered, early or late; the others are silent where their date passed.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock
from itertools import accumulate
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

sys.path.insert(0, str(Path(__file__).resolve().parent))

CLASSES = (10, 27, 55, 196)  # members of the invented classes
ZONES = ("UTC", "Europe/Brussels", "America/New_York", "Asia/Kathmandu", "Pacific/Chatham")
ANSWER_DAYS, GRACE_DAYS = 180, 10
STEPS = ((-30, "focal-point"), (-7, "focal-point"), (1, "focal-point"), (30, "validator"),
         (60, "secretariat"), (90, "public"))  # fmt: skip
POSITIONS = (("accepted", 55), ("accepted-in-part", 18), ("noted", 21), ("declined", 6))
LEVELS = ("no-evidence", "not-started", "limited", "substantial", "complete")
TABLES = {
    "register_term": "id policy_id kind round counted_from due_on overdue_at time_zone steps done next_at "
    "set_at",
    "register_followup": "id provision_id document_id party_id name via_id since begun_at ended_at "
    "ended_because earlier position answered_at answer_on silent_from next_on overdue_from claims disputed "
    "revision",
    "register_expectation": "id follow_up_id term_id basis reason set_at met_at ended_at",
    "register_answer": "id follow_up_id number state position part reasons language given_on origin change "
    "note drafted_at submitted_at published_at replaced_at revision",
    "register_claim": "id follow_up_id number side party_id pseudonymous level as_of text language "
    "conclusion state published_at ended_because",
    "register_claimant": "claim_id party_id",
}
AT_ONCE = 200_000  # rows held before they are written


@dataclass(frozen=True, slots=True)
class Clock:
    """One term: its key, the day it is due, the moment it is overdue."""

    pk: int
    due: date
    overdue: datetime


@dataclass(frozen=True, slots=True)
class Asked:
    """One addressee of a provision; `via` is the key of the class through which it is asked."""

    party: int | None
    name: str
    via: int | None = None


@dataclass(slots=True)
class Row:
    """A provision of the corpus as it is followed up."""

    pk: int
    kind: str
    due: date | None
    asked: list[Asked] = field(default_factory=list)


def filled(provisions: int, follow_ups: int, *, seed: int = 1, now: datetime) -> int:
    """Fill an empty database; how many follow-ups it holds. Django must be set up."""
    from corpus import papers
    from corpus_copy import copied
    from django.db import transaction

    from koinon.ledger import guard
    from koinon.register.models import Provision

    if not Provision.objects.exists():
        copied(papers(provisions, seed=seed))
    with transaction.atomic(), guard.writing("invented follow-ups"):
        writer = _Writer(seed, now)
        for document, issued, rows in _documents(follow_ups, random.Random(seed)):
            writer.document(document, issued, rows)
        writer.finish()
    return writer.keys["register_followup"]


def _documents(follow_ups: int, chance: random.Random) -> Iterator[tuple[int, date, list[Row]]]:
    """Every document with its day and its provisions, asked of their addressees and some of a class."""
    from koinon.register.models import Addressee, Provision

    classes = _classes()
    left = follow_ups - Addressee.objects.count()
    columns = ("document_id", "document__issued_on", "pk", "kind", "deadline_due")
    found: dict[int, tuple[date, list[Row]]] = {}
    for document, issued, pk, kind, due in Provision.objects.order_by("document_id", "number").values_list(
        *columns
    ):
        found.setdefault(document, (issued, []))[1].append(Row(pk, kind, due))
    named = defaultdict(list)
    for pk, party, name in Addressee.objects.order_by("provision_id", "position").values_list(
        "provision_id", "party_id", "name"
    ):
        named[pk].append(Asked(party, name))
    for number, (document, (issued, rows)) in enumerate(found.items()):
        via, members = chance.choice(classes)
        for row in rows:
            row.asked = named[row.pk]
            own = {one.party for one in row.asked}
            if number % 20 == 0 and left > 0:
                more = [Asked(pk, name, via) for pk, name in members if pk not in own][:left]
                row.asked += more
                left -= len(more)
        yield document, issued, rows


def _classes() -> list[tuple[int, list[tuple[int, str]]]]:
    """Invented classes with their members, as groups of places: made where they are not there yet."""
    from corpus import states

    from koinon.ledger import guard
    from koinon.people.models import Membership, Party, Place

    parties = {party.key: party for party in Party.objects.filter(key__startswith="bench-")}
    made = []
    with guard.writing("invented classes"):
        for number, state in enumerate(states()):
            party = parties[state.key]
            place = {"kind": "country", "name": state.name, "invented": True}
            party.place = Place.objects.get_or_create(code=f"bench-{number}", defaults=place)[0]
            party.save(update_fields=["place"])
        for size in CLASSES:
            group = {"kind": "group", "name": f"Invented group of {size}", "invented": True}
            place, new = Place.objects.get_or_create(code=f"bench-group-{size}", defaults=group)
            members = [parties[state.key] for state in states()[:size]]
            if new:
                Membership.objects.bulk_create(Membership(group=place, member=p.place) for p in members)
            described = {"kind": "class", "name": f"Invented states of the group of {size}", "invented": True}
            party, _new = Party.objects.get_or_create(
                key=f"bench-class-{size}", defaults={**described, "place": place}
            )
            made.append((party.pk, [(p.pk, p.name) for p in members]))
    return made


class _Writer:
    """Rows as they are drawn, written by COPY whenever there are enough of them."""

    def __init__(self, seed: int, now: datetime) -> None:
        from django.db import connection

        from koinon.people.models import Party
        from koinon.register.models import Policy

        self.chance, self.now, self.today = random.Random(f"clocks {seed}"), now, now.date()
        self.rows: dict[str, list[str]] = {table: [] for table in TABLES}
        self.keys = dict.fromkeys(TABLES, 0)
        self.bodies = list(Party.objects.filter(key__startswith="bench-body-").values_list("pk", flat=True))
        self.weights = list(accumulate(weight for _name, weight in POSITIONS))
        self.policy = Policy.objects.create(
            version=1, kinds=["recommendation"], counted_from="issued", answer_days=ANSWER_DAYS,
            grace_days=GRACE_DAYS, report_months=12, time_zone="UTC", set_at=now,
            steps=[{"days": days, "to": to} for days, to in STEPS],
        ).pk  # fmt: skip
        with connection.cursor() as cursor:  # the rows fit together: checking each again takes minutes
            cursor.execute("SHOW is_superuser")
            if cursor.fetchone()[0] == "on":
                cursor.execute("SET LOCAL session_replication_role = replica")

    def document(self, document: int, issued: date, rows: Sequence[Row]) -> None:
        """One document: its terms, then each follow-up."""
        zone, begun = self.chance.choice(ZONES), datetime.combine(issued, clock(9), UTC)
        answer = self._term("answer", issued + timedelta(days=ANSWER_DAYS), zone, begun)
        year = self.today.year - (issued.replace(year=self.today.year, day=1) > self.today)
        due = date(year + self.chance.choices((0, 1), (1, 3))[0], issued.month, 1)  # some are overdue
        report = self._term("report", due, zone, begun) if self.chance.random() < 0.3 else None
        deeds = {day: self._term("due", day, zone, begun) for day in {r.due for r in rows if r.due}}
        for row in rows:
            for asked in row.asked:
                terms = (answer if row.kind == "recommendation" else None, report)
                self._follow_up(document, row, asked, begun, *terms, deeds[row.due] if row.due else None)
        if sum(map(len, self.rows.values())) > AT_ONCE:
            self._write()

    def _term(self, kind: str, due: date, zone: str, begun: datetime) -> Clock:
        midnight = datetime.combine(due + timedelta(days=1 + GRACE_DAYS), clock(), ZoneInfo(zone))
        overdue = midnight.astimezone(UTC)
        steps = [
            {"at": (overdue + timedelta(days=days)).isoformat(), "days": days, "to": to} for days, to in STEPS
        ]
        done = sum(datetime.fromisoformat(str(step["at"])) <= self.now for step in steps)
        following = steps[done]["at"] if done < len(steps) else None
        pk = self._add(
            "register_term", None if kind == "due" else self.policy, kind, 1,
            None if kind == "due" else begun.date(), due, overdue, zone, json.dumps(steps), done, following,
            begun,
        )  # fmt: skip
        return Clock(pk, due, overdue)

    def _follow_up(
        self, document: int, row: Row, asked: Asked, begun: datetime, answer: Clock | None,
        report: Clock | None, deed: Clock | None,
    ) -> None:  # fmt: skip
        draw, pk = self.chance.random(), self.keys["register_followup"] + 1
        position = (
            self.chance.choices(POSITIONS, cum_weights=self.weights)[0][0] if answer and draw < 0.6 else ""
        )
        answered = begun + timedelta(days=3 + 300 * self.chance.random() ** 0.7) if position else None
        if answered and answered > self.now:
            position, answered = "", None
        left = max(begun, self.now - timedelta(days=100))
        ended = left if asked.via and draw > 0.99 else None
        levels = self._claims(pk, asked, draw) if position.startswith("accepted") else []
        done = levels[:1] == ["complete"]
        report = report if position.startswith("accepted") and not levels else None
        met = {"answer": answered, "report": None, "due": self.now if done else None}
        clocks = {"answer": answer, "report": report, "due": deed}
        for kind, one in clocks.items():
            if one:
                basis = "text" if kind == "due" else "policy"
                self._add("register_expectation", pk, one.pk, basis, "", begun, met[kind], ended)
        stands = [(kind, one) for kind, one in clocks.items() if one and not ended]
        open_ = [(kind, one) for kind, one in stands if met[kind] is None]
        if answered:
            self._answer(pk, position, answered)
        self._add(
            "register_followup", row.pk, document, asked.party, asked.name, asked.via, None, begun, ended,
            "left" if ended else "", "[]", position, answered, answer.due if answer and not ended else None,
            min((one.overdue for kind, one in open_ if kind == "answer"), default=None),
            min((one.due for _kind, one in open_), default=None),
            min((one.overdue for kind, one in open_ if kind != "answer"), default=None),
            len(levels), "t" if len(levels) > 1 else "f", 1,
        )  # fmt: skip

    def _answer(self, follow_up: int, position: str, at: datetime) -> None:
        part = "The second half of the sentence." if position == "accepted-in-part" else ""
        self._add(
            "register_answer", follow_up, 1, "published", position, part, "Invented reasons.", "en", None,
            "", "", "", at, at, at, None, 1,
        )  # fmt: skip

    def _claims(self, follow_up: int, asked: Asked, draw: float) -> list[str]:
        """The levels claimed: by itself in one case of eight, contested in a third of those."""
        if draw > 0.08:
            return []
        said = [(self.chance.choice(LEVELS[2:]), "addressee", asked.party, False)]
        if draw < 0.026:
            said.append(
                ("not-started", "civil-society", self.chance.choice(self.bodies), self.chance.random() < 0.3)
            )
        for number, (level, side, party, hidden) in enumerate(said, start=1):
            shown = None if hidden else party
            pk = self._add(
                "register_claim", follow_up, number, side, shown, "t" if hidden else "f", level, self.today,
                "An invented account of what was done.", "en", "f", "standing", self.now, "",
            )  # fmt: skip
            self._add("register_claimant", pk, party)
        return [level for level, *_rest in said]

    def _add(self, table: str, *values: Any) -> int:
        from corpus_copy import line

        key = self.keys[table] = self.keys[table] + 1
        self.rows[table].append(line(*values) if table == "register_claimant" else line(key, *values))
        return key

    def _write(self) -> None:
        from django.db import connection

        for table, columns in TABLES.items():
            names = ", ".join(f'"{column}"' for column in columns.split())
            with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                copy.write("".join(self.rows[table]))
            self.rows[table].clear()

    def finish(self) -> None:
        """Write the rest, let the sequences go on after the keys given, and the planner know the tables."""
        from django.db import connection

        self._write()
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = origin")
            for table, last in self.keys.items():
                if last and table != "register_claimant":
                    cursor.execute("SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)", [table, last])
                cursor.execute(f"ANALYZE {table}")


def main() -> int:
    """Fill the database of this installation."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--provisions", type=int, default=250_000)
    parser.add_argument("--follow-ups", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()

    from koinon.site.server.access import platform

    with platform():
        began = time.perf_counter()
        made = filled(options.provisions, options.follow_ups, seed=options.seed, now=datetime.now(UTC))
        print(f"{made:,} follow-ups written in {time.perf_counter() - began:.1f} s.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
