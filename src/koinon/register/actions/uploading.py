"""A file comes in; the reading of it is recorded."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from procrastinate.contrib.django import app

from koinon.kernel.keys import free_key
from koinon.kernel.lines import line
from koinon.kernel.refusals import Refused
from koinon.ledger.acts import action, record
from koinon.ledger.models import Visibility
from koinon.people.models import Party
from koinon.register.models import Document, Proposal, Reading, Source
from koinon.register.rules import documents as rules

LARGEST_FILE = 50 * 1024 * 1024


@action("register.upload", permit=rules.may_upload)
def upload(
    *, by: Any, name: str, data: bytes, behalf: Party | None = None, invented: bool = False
) -> Document:
    """Bring a document. At most 50 MiB; its reading is queued. The same file twice is refused."""
    if not data:
        raise Refused(
            "register.empty_file",
            "{file} is empty: save the document again where it was written, then choose it anew.",
            file=name,
        )
    if len(data) > LARGEST_FILE:
        raise Refused(
            "register.large_file",
            "{file} has {mib} MiB, 50 MiB is the most: save it without pictures or split it.",
            file=name,
            mib=len(data) // 2**20,
        )
    name = line(name) or "file"
    digest = hashlib.sha256(data).hexdigest()
    source, fresh = Source.objects.get_or_create(digest=digest, defaults={"name": name[-255:], "data": data})
    twin = None if fresh else Document.objects.filter(source=source).first()
    if twin:
        raise Refused(
            "register.already_here",
            "{name} is here already, as “{twin}”: open that document instead.",
            slug=twin.slug,
            id=twin.pk,
            name=name,
            twin=twin.title,
        )
    document = Document.objects.create(
        slug=free_slug(name.rsplit(".", 1)[0]),
        title=name[:500],
        source=source,
        behalf=behalf,
        invented=invented,
        uploaded_by=by,
        uploaded_at=timezone.now(),
    )
    reading = Reading.objects.create(document=document)
    _queue(reading)
    record(
        f"document:{document.slug}",
        {"document": document.slug, "id": document.pk, "source": digest, "bytes": len(data)},
        private={"file": name},
        visibility=Visibility.RESTRICTED,
    )
    return document


def free_slug(words: str, document: Document | None = None) -> str:
    """A slug made of the words that no other document has."""
    base = slugify(words)[:100].strip("-") or "document"
    others = Document.objects.filter(slug__startswith=base)
    if document:
        others = others.exclude(pk=document.pk)
    return free_key(base, set(others.values_list("slug", flat=True)))


def _queue(reading: Reading) -> None:
    app.configure_task("koinon.register.tasks.read_document", queue="reading").defer(reading=reading.pk)


@action("register.read_again", permit=rules.may_clear)
def read_again(*, by: Any, document: Document) -> Reading:
    """Read a document again. Its reading failed, or nothing has been decided on it yet."""
    document = Document.objects.select_for_update().get(pk=document.pk)
    if document.state not in (Document.State.FAILED, Document.State.REVIEW):
        raise Refused("register.read_again", "Only a document that is not yet published can be read again.")
    if document.provisions.exists():
        raise Refused(
            "register.read_again",
            "Provisions are decided already: reopen them first, since a new reading replaces the proposals.",
        )
    reading = Reading.objects.create(document=document)
    document.state = Document.State.READING
    document.save(update_fields=["state"])
    _queue(reading)
    record(
        f"document:{document.slug}", {"document": document.slug, "id": document.pk, "reading": reading.pk},
        visibility=Visibility.RESTRICTED,
    )  # fmt: skip
    return reading


@action("register.read", permit=rules.only_the_platform)
def read(
    *,
    by: Any,
    reading: Reading,
    engine: str,
    extract: dict[str, Any],
    proposed: dict[str, Any],
    proposals: Sequence[dict[str, Any]],
    issuers: Sequence[Party],
) -> Reading:
    """Record what the reader found. The text, the document's data and every proposal, at once."""
    document = Document.objects.select_for_update().get(pk=reading.document_id)
    Proposal.objects.bulk_create(
        [Proposal(reading=reading, position=n, **row) for n, row in enumerate(proposals, start=1)]
    )
    document.text, document.format = extract["text"], extract["format"]
    document.pages, document.headings = extract["pages"], extract["headings"]
    document.apart = extract["apart"]
    document.title = (line(proposed["title"] or "") or document.title)[:500]
    document.issuer_names, document.issued_on = proposed["issuers"], proposed["date"]
    document.place, document.language = (proposed["place"] or "")[:200], proposed["language"]
    document.state = Document.State.REVIEW
    document.revision += 1
    document.save()
    document.issuers.set(issuers)
    reading.proposed = {**proposed, "date": str(proposed["date"] or "")}
    reading.engine, reading.state, reading.finished = engine, Reading.State.DONE, timezone.now()
    reading.step, reading.done, reading.total = "", len(proposals), len(proposals)
    reading.save()
    record(
        f"document:{document.slug}",
        {"document": document.slug, "id": document.pk, "engine": engine, "proposals": len(proposals)},
        visibility=Visibility.RESTRICTED,
    )
    return reading


@action("register.reading_failed", permit=rules.only_the_platform)
def reading_failed(*, by: Any, reading: Reading, code: str, problem: str) -> Reading:
    """Record why a file cannot be read. In the sentence the person will see."""
    reading.state, reading.problem, reading.finished = Reading.State.FAILED, problem, timezone.now()
    reading.save()
    Document.objects.filter(pk=reading.document_id).update(state=Document.State.FAILED)
    record(
        f"document:{reading.document.slug}",
        {"document": reading.document.slug, "id": reading.document_id, "code": code},
        visibility=Visibility.RESTRICTED,
    )
    return reading


@action("register.discard", permit=rules.may_clear)
def discard(*, by: Any, document: Document) -> None:
    """Remove a document that was never published. Its file goes, and everything read from it."""
    document = Document.objects.select_for_update().get(pk=document.pk)
    if document.published_at:
        raise Refused("register.discard", "A published document is withdrawn, not removed.")
    slug, source = document.slug, document.source
    with transaction.atomic():
        document.delete()
        if not (source.documents.exists() or source.intakes.exists() or source.translations.exists()):
            source.delete()
    record(f"document:{slug}", {"document": slug}, visibility=Visibility.RESTRICTED)
