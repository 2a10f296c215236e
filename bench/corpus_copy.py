"""The invented corpus written straight into the tables by COPY; Django must be set up."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from corpus import Named, Paper, bodies, states
from django.db import connection, transaction

from koinon.kernel.directory import folded
from koinon.ledger import guard

NOW = datetime(2027, 1, 1, tzinfo=UTC).isoformat()
TABLES = {
    "register_source": "digest name data",
    "register_document": "id slug title kind state issuer_names issued_on place language invented source_id "
    "origin format text pages headings apart uploaded_at published_at last_number revision",
    "register_document_issuers": "document_id party_id",
    "register_provision": "id document_id number label section kind strength issuer text start end page "
    "deadline_text deadline_due themes groups withdrawn revision changed_at",
    "register_addressee": "provision_id position name mention party_id",
    "register_issuer": "provision_id position name party_id",
}
AT_ONCE = 50  # documents of one round


def copied(papers: Iterable[Paper]) -> int:
    """Write the documents in one transaction; how many provisions there were."""
    with transaction.atomic(), guard.writing("an invented corpus"):
        writer = _Writer()
        while some := list(islice(papers, AT_ONCE)):
            writer.write(some)
        writer.finish()
    return writer.provisions


class _Writer:
    """The keys that are given next, and the parties by key."""

    def __init__(self) -> None:
        self.parties = _parties()
        self.document = self._last("register_document")
        self.provision = self._last("register_provision")
        self.provisions = 0
        self.again = f"-{self.document}" if self.document else ""  # a second corpus has slugs of its own

    @staticmethod
    def _last(table: str) -> int:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT coalesce(max(id), 0) FROM {table}")
            return int(cursor.fetchone()[0])

    def write(self, papers: Sequence[Paper]) -> None:
        """Some documents with all that hangs on them."""
        rows: dict[str, list[str]] = {table: [] for table in TABLES}
        for paper in papers:
            self._paper(paper, rows)
        for table, columns in TABLES.items():
            names = ", ".join(f'"{column}"' for column in columns.split())
            with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                copy.write("".join(rows[table]))

    def _paper(self, paper: Paper, rows: dict[str, list[str]]) -> None:
        self.document += 1
        slug, text = paper.slug + self.again, paper.title
        for item in paper.items:
            self.provision += 1
            start = len(text) + 2
            text += f"\n\n{item.text}"
            issuers = "; ".join(party.name for party in item.issuers)
            rows["register_provision"].append(line(
                self.provision, self.document, item.number, str(item.number), json.dumps([item.section]),
                item.kind, item.strength, issuers, item.text, start, len(text), None, item.deadline, item.due,
                json.dumps(item.themes), json.dumps(item.groups), "f", 1, NOW,
            ))  # fmt: skip
            for position, party in enumerate(item.addressees, start=1):
                known = self.parties.get(party.key)
                rows["register_addressee"].append(line(self.provision, position, party.name, "", known))
            for position, party in enumerate(item.issuers, start=1):
                known = self.parties.get(party.key)
                rows["register_issuer"].append(line(self.provision, position, party.name, known))
        data = f"{slug}\n{text}".encode()
        digest = hashlib.sha256(data).hexdigest()
        rows["register_source"].append(line(digest, f"{slug}.txt", "\\x" + data.hex()))
        rows["register_document"].append(line(
            self.document, slug, paper.title, "review-outcome", "published", json.dumps([paper.issuer.name]),
            paper.issued_on, "", paper.language, "t", digest, "", "txt", text, "[]",
            json.dumps([[0, len(paper.title), 1]]), "[]", NOW, NOW, len(paper.items), 1,
        ))  # fmt: skip
        issuer = self.parties[paper.issuer.key]
        rows["register_document_issuers"].append(line(self.document, issuer))
        self.provisions += len(paper.items)

    def finish(self) -> None:
        """Let the sequences go on after the keys given, and the planner know the tables."""
        with connection.cursor() as cursor:
            for table, last in (("register_document", self.document), ("register_provision", self.provision)):
                if last:
                    cursor.execute("SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)", [table, last])
            for table in TABLES:
                cursor.execute(f"ANALYZE {table}")


def line(*values: Any) -> str:
    """A row in the text format of COPY."""
    return "\t".join("\\N" if v is None else _escaped(str(v)) for v in values) + "\n"


def _escaped(text: str) -> str:
    if "\\" in text or "\n" in text or "\t" in text:
        return text.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t")
    return text


def _parties() -> dict[str, int]:
    from koinon.people.models import Alias, Party

    def kept(named: Named, kind: str) -> tuple[str, int]:
        party, new = Party.objects.get_or_create(
            key=named.key, defaults={"kind": kind, "name": named.name, "invented": True}
        )
        if new:
            Alias.objects.get_or_create(
                folded=folded(named.name), defaults={"party": party, "text": named.name}
            )
        return named.key, party.pk

    known = [kept(state, "state") for state in states()]
    known += [kept(body, "civil-society") for body in bodies()]
    return dict(known)
