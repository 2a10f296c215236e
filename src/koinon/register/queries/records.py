"""Documents and provisions as plain records: the one shape that JSON files and the API give out."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from koinon.people.models import Party
from koinon.register.models import Document, Provision
from koinon.register.queries.following_figures import Tally
from koinon.ui.languages import permanent

Record = dict[str, Any]

PROVISION_COLUMNS = (
    "document", "document_title", "document_kind", "issued_on", "place", "language", "number", "label",
    "section", "kind", "strength", "issuer", "issuer_parties", "addressees", "addressee_parties", "deadline",
    "deadline_from", "deadline_due", "themes", "groups", "text", "page", "start", "end", "follow_ups",
    "answered", "silent", "revision", "url",
)  # fmt: skip
DOCUMENT_COLUMNS = (
    "slug", "title", "kind", "issuers", "issuer_parties", "issued_on", "place", "language", "provisions",
    "follow_ups", "answered", "expected_answers", "silent", "invented", "published_at", "revision", "url",
)  # fmt: skip
PARTY_COLUMNS = (
    "key", "name", "kind", "acronym", "asked", "promised", "issued", "follow_ups", "answered",
    "expected_answers", "silent", "invented", "url",
)  # fmt: skip
THEME_COLUMNS = ("sort", "key", "name", "parent", "sdg", "uhri", "provisions", "url")


_FOLLOWED = ("running", "answered", "silent")


def party_record(party: Party, site: str) -> Record:
    """A party by key, with its public address under `site` (scheme and host)."""
    return {
        "key": party.key,
        "name": party.name,
        "kind": party.kind,
        "acronym": party.acronym,
        "invented": party.invented,
        "url": site + permanent(reverse("register:party", args=[party.key])),
    }


def counted_party(party: Any, site: str, tally: Tally) -> Record:
    """A party of the list of parties: provisions that name it itself, and its follow-ups, counted."""
    counts = {"asked": party.asked_count, "promised": party.promised_count, "issued": party.issued_count}
    return {**party_record(party, site), **counts, "follow_ups": _counted(tally)}


def _counted(tally: Tally) -> Record:
    """How many follow-ups run, are answered, should be answered by now, and are silent."""
    return {
        "running": tally.running,
        "answered": tally.answered,
        "expected_answers": tally.owed,
        "silent": tally.silent,
    }


def followed_document(document: Document, site: str, tally: Tally) -> Record:
    """A document with its data and how it was followed up."""
    return {**document_record(document, site), "follow_ups": _counted(tally)}


def document_record(document: Document, site: str) -> Record:
    """A document with its data and `provision_count`, without its text."""
    return {
        "slug": document.slug,
        "title": document.title,
        "kind": document.kind,
        "issuers": [{"name": p.name, "party": p.key} for p in document.issuers.all()]
        or [{"name": name, "party": None} for name in document.issuer_names],
        "issued_on": document.issued_on,
        "place": document.place,
        "language": document.language,
        "provisions": getattr(document, "provision_count", None),
        "invented": document.invented,
        "published_at": document.published_at,
        "revision": document.revision,
        "url": site + permanent(reverse("register:document", args=[document.slug])),
    }


def provision_record(provision: Provision, site: str) -> Record:
    """A provision with the data of its document that a reader of the record alone needs."""
    document = provision.document
    deadline = {
        "text": provision.deadline_text,
        "from": provision.deadline_from,
        "due": provision.deadline_due,
    }
    return {
        "document": document.slug,
        "document_title": document.title,
        "document_kind": document.kind,
        "issued_on": document.issued_on,
        "place": document.place,
        "language": document.language,
        "invented": document.invented,
        "number": provision.number,
        "label": provision.label,
        "section": list(provision.section),
        "kind": provision.kind,
        "strength": provision.strength,
        "issuer": provision.issuer,
        "issuers": [
            {"name": i.name, "party": i.party.key if i.party else None} for i in provision.issuers.all()
        ],
        "addressees": [
            {"name": a.name, "mention": a.mention, "party": a.party.key if a.party else None}
            for a in provision.addressees.all()
        ],
        "deadline": deadline if provision.deadline_text or provision.deadline_due else None,
        "themes": list(provision.themes),
        "groups": list(provision.groups),
        "text": provision.text,
        "page": provision.page,
        "start": provision.start,
        "end": provision.end,
        "follow_ups": dict(zip(_FOLLOWED, getattr(provision, "followed", None) or (0, 0, 0), strict=True)),
        "revision": provision.revision,
        "url": site + permanent(reverse("register:provision", args=[document.slug, provision.number])),
    }


def flat_provision(record: Record) -> Record:
    """A provision's record as one spreadsheet row: lists joined by "; ", the section by " > "."""
    deadline = record["deadline"] or {"text": "", "from": None, "due": None}
    return {
        **{column: record.get(column) for column in PROVISION_COLUMNS},
        "section": " > ".join(record["section"]),
        "issuer_parties": "; ".join(i["party"] for i in record["issuers"] if i["party"]),
        "addressees": "; ".join(a["name"] for a in record["addressees"]),
        "addressee_parties": "; ".join(a["party"] for a in record["addressees"] if a["party"]),
        "deadline": deadline["text"],
        "deadline_from": deadline["from"],
        "deadline_due": deadline["due"],
        "themes": "; ".join(record["themes"]),
        "groups": "; ".join(record["groups"]),
        "follow_ups": record["follow_ups"]["running"],
        "answered": record["follow_ups"]["answered"],
        "silent": record["follow_ups"]["silent"],
    }


def flat_party(record: Record) -> Record:
    """A counted party's record as one spreadsheet row."""
    return {**record, **_flat(record["follow_ups"])}


def _flat(counts: Record) -> Record:
    return {"follow_ups": counts["running"]} | {
        n: counts[n] for n in ("answered", "expected_answers", "silent")
    }


def flat_document(record: Record) -> Record:
    """A document's record as one spreadsheet row."""
    return {
        **{column: record.get(column) for column in DOCUMENT_COLUMNS},
        **_flat(record["follow_ups"]),
        "issuers": "; ".join(issuer["name"] for issuer in record["issuers"]),
        "issuer_parties": "; ".join(issuer["party"] for issuer in record["issuers"] if issuer["party"]),
    }
