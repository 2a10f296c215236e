"""The rows of the open-data dump: everything published, streamed in bounded memory within one snapshot."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Protocol

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction
from django.db.models import QuerySet

from koinon.ledger import queries as ledger
from koinon.people.models import Membership, Party, Place
from koinon.register.models import Document, Translation, Wording
from koinon.register.queries import following, following_records, knowledge, public, records
from koinon.ui.files import cell

CHUNK = 1_000  # rows at hand at a time
TEXTS = 10  # documents with their texts at hand at a time
_json = json.JSONEncoder(
    ensure_ascii=False, separators=(",", ":"), default=DjangoJSONEncoder().default
).encode


@contextmanager
def snapshot() -> Iterator[None]:
    """One view of the database for everything read within, whatever is written meanwhile."""
    with transaction.atomic(durable=True):
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def line(row: records.Record) -> bytes:
    """A record as a line of JSON."""
    return _json(row).encode() + b"\n"


def documents(site: str) -> Iterator[records.Record]:
    """Published documents with text, headings and the digest of the original file."""
    found = (
        Document.objects.filter(state=Document.State.PUBLISHED).select_related("source").defer("source__data")
    )
    for document in found.prefetch_related("issuers").order_by("pk").iterator(chunk_size=TEXTS):
        row = records.document_record(document, site)
        del row["provisions"]  # counted where they are listed
        yield {
            **row,
            "origin": document.origin,
            "source": {"name": document.source.name, "sha256": document.source.digest},
            "headings": document.headings,
            "text": document.shown,
        }


def provisions(site: str, aside: Aside) -> Iterator[records.Record]:
    """Provisions that stand; each is written to `aside` as a line of CSV on its way, after the columns."""
    writer = csv.writer(_Lines(aside))
    aside.write(b"\xef\xbb\xbf")
    writer.writerow(records.PROVISION_COLUMNS)
    for provision in _all(public.provisions()):
        row = records.provision_record(provision, site)
        flat = records.flat_provision(row)
        writer.writerow([cell(_one_line(flat[name])) for name in records.PROVISION_COLUMNS])
        yield row


def _one_line(value: object) -> object:
    """Line breaks within a cell as spaces, so that each line of the file is a provision."""
    return " ".join(value.split()) if isinstance(value, str) else value


class Aside(Protocol):
    """A binary file that is written in passing."""

    def write(self, data: bytes, /) -> int: ...


class _Lines:
    """Takes lines of text from a CSV writer into a binary file."""

    def __init__(self, file: Aside) -> None:
        self.file = file

    def write(self, text: str) -> int:
        return self.file.write(text.encode())


def _all(found: QuerySet[Any]) -> Iterator[Any]:
    return found.order_by("pk").iterator(chunk_size=CHUNK)


def translations(site: str) -> Iterator[records.Record]:
    """Translations of published documents."""
    found = Translation.objects.filter(document__state=Document.State.PUBLISHED).select_related("document")
    for row in _all(found.defer("document__text", "document__headings", "document__pages")):
        yield {
            "document": row.document.slug,
            "language": row.language,
            "title": row.title,
            "standing": row.standing,
            "made_by": row.made_by,
            "made_on": row.made_on,
            "revision": row.revision,
        }


def wordings(site: str) -> Iterator[records.Record]:
    """Provisions that stand, in the languages of the translations."""
    found = Wording.objects.filter(
        translation__document__state=Document.State.PUBLISHED, provision__withdrawn=False
    )
    names = (
        "translation__document__slug", "provision__number", "translation__language", "standing", "made_by",
        "of_revision", "text",
    )  # fmt: skip
    told = ("document", "number", "language", "standing", "made_by", "of_revision", "text")
    for values in _all(found.values_list(*names)):
        yield dict(zip(told, values, strict=True))


def follow_ups(site: str, now: datetime) -> Iterator[records.Record]:
    """Follow-ups as they stand at that moment, without the words of their provisions."""
    for row in following_records.records(following.follow_ups().order_by("pk"), site, now):
        del row["text"], row["document_title"]
        yield row


def parties(site: str) -> Iterator[records.Record]:
    """Every party, with its names in other languages and its aliases."""
    found = Party.objects.select_related("place", "members_of").prefetch_related("aliases")
    for party in _all(found):
        yield {
            **records.party_record(party, site),
            "names": party.names,
            "aliases": sorted({alias.text for alias in party.aliases.all()}),
            "place": party.place.code if party.place else None,
            "members_of": party.members_of.key if party.members_of else None,
        }


def places(site: str) -> Iterator[records.Record]:
    """Countries, territories and groups."""
    names = ("code", "alpha2", "m49", "kind", "name", "names", "source", "invented")
    yield from _all(Place.objects.values(*names))


def memberships(site: str) -> Iterator[records.Record]:
    """Who belongs to what group, from `since` until before `until`; open where null."""
    for group, member, since, until in _all(
        Membership.objects.values_list("group__code", "member__code", "since", "until")
    ):
        yield {"group": group, "member": member, "since": since, "until": until}


def vocabulary(site: str) -> Iterator[records.Record]:
    """Themes, then groups of people, in the vocabulary's order."""
    words = knowledge.vocabulary()
    for kind, nodes in (("theme", words.themes), ("group", words.groups)):
        for node in nodes:
            yield {
                "kind": kind, "key": node.key, "labels": dict(node.labels), "parent": node.parent,
                "sdg": list(node.sdg), "uhri": list(node.uhri), "source": node.source,
            }  # fmt: skip


def ledger_lines() -> Iterator[bytes]:
    """The ledger's own export, which holds no personal data and proves itself."""
    return (text.encode() for text in ledger.export())


ROWS: dict[str, Callable[[str], Iterable[records.Record]]] = {
    "documents.jsonl": documents,
    "translations.jsonl": translations,
    "wordings.jsonl": wordings,
    "parties.jsonl": parties,
    "places.jsonl": places,
    "memberships.jsonl": memberships,
    "vocabulary.jsonl": vocabulary,
}
