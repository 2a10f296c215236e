"""From the reviewed draft to the open register, and what is changed there afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils import timezone

from koinon.kernel.lines import line, visible
from koinon.kernel.refusals import Refused
from koinon.ledger.acts import action, record
from koinon.people.models import Party
from koinon.register.actions import deciding, following, uploading
from koinon.register.engine.content import Content
from koinon.register.models import Document, Provision
from koinon.register.queries import desk
from koinon.register.rules import documents as rules


def _locked(document: Document, revision: int) -> Document:
    current = Document.objects.select_for_update().get(pk=document.pk)
    if current.revision != revision:
        raise Refused(
            "register.changed_meanwhile", "Someone else changed the document's data meanwhile: look again."
        )
    return current


@action("register.describe", permit=rules.may_review)
def describe(
    *,
    by: Any,
    document: Document,
    revision: int,
    title: str,
    kind: str,
    issuer_names: Sequence[str],
    issuers: Sequence[Party],
    issued_on: date | None,
    place: str,
    language: str,
) -> Document:
    """Confirm or change what the document is. Title, kind, issuers, date, place, language."""
    document = _locked(document, revision)
    deciding.under_review(document)
    title = line(title)
    if not title:
        raise Refused("register.title", "Give the document a title.", field="title")
    document.title, document.kind, document.issued_on = title, kind, issued_on
    document.issuer_names, document.place = [*map(line, issuer_names)], line(place)
    document.language = language
    document.revision += 1
    document.save()
    document.issuers.set(issuers)
    deciding.restricted(document, described=True)
    return document


@action("register.publish", permit=rules.may_publish)
def publish(*, by: Any, document: Document, revision: int) -> Document:
    """Publish a document with its provisions. Every proposal must be decided."""
    document = _locked(document, revision)
    deciding.under_review(document)
    undecided = desk.tally_of(document).open
    if undecided:
        raise Refused(
            "register.undecided",
            "Some proposals are not decided ({undecided}): accept or reject each, or accept all.",
            undecided=undecided,
        )
    provisions = document.provisions.count()
    if not document.issuer_names:
        raise Refused("register.no_issuer", "Name who issued the document.", field="issuer_names")
    year = f"-{document.issued_on.year}" if document.issued_on else ""
    document.slug = uploading.free_slug(f"{document.title[:80]}{year}", document)
    document.state, document.published_at = Document.State.PUBLISHED, timezone.now()
    document.revision += 1
    document.save()
    following.of_document(document, document.published_at)
    record(
        f"document:{document.slug}",
        {
            "document": document.slug,
            "id": document.pk,
            "title": document.title,
            "issuers": list(document.issuer_names),
            "date": str(document.issued_on or ""),
            "source": document.source_id,
            "provisions": provisions,
        },
    )
    return document


@action("register.correct", permit=rules.may_correct)
def correct(*, by: Any, provision: Provision, revision: int, content: Content, reason: str) -> Provision:
    """Correct a published provision. How it stood, and why it changed, stays visible."""
    document, current = deciding.locked(provision, revision)
    assert isinstance(current, Provision)
    _published(document)
    if not visible(reason):
        raise Refused("register.reason", "Say why the published provision is corrected.", field="reason")
    unmoved = (content.start, content.end) == (current.start, current.end)
    deciding.remember(current, by=by, reason=reason, published=True)
    deciding.write_content(current, content, by=by, text=current.text if unmoved else None)
    deciding.drop_draft(by, provision)
    following.open_follow_ups([current.pk], timezone.now(), reason)
    record(
        f"provision:{document.slug}/{current.number}",
        {
            "document": document.slug,
            "id": document.pk,
            "provision": current.number,
            "reason": reason,
            "revision": current.revision,
        },
    )
    return current


@action("register.insert", permit=rules.may_publish)
def insert(*, by: Any, document: Document, content: Content, reason: str) -> Provision:
    """Add a provision to a published document that the review had missed."""
    document = Document.objects.select_for_update().get(pk=document.pk)
    _published(document)
    if not visible(reason):
        raise Refused("register.reason", "Say why a provision is added after publication.", field="reason")
    provision = deciding.create_provision(document, content, by=by)
    provision.added_at = timezone.now()
    provision.save(update_fields=["added_at"])
    following.open_follow_ups([provision.pk], provision.added_at)
    record(
        f"provision:{document.slug}/{provision.number}",
        {"document": document.slug, "id": document.pk, "provision": provision.number, "reason": reason},
    )
    return provision


@action("register.strike", permit=rules.may_correct)
def strike(*, by: Any, provision: Provision, revision: int, reason: str) -> Provision:
    """Take a provision out of the register. After publication; its page says so and why."""
    document, current = deciding.locked(provision, revision)
    assert isinstance(current, Provision)
    _published(document)
    if not visible(reason):
        raise Refused("register.reason", "Say why the provision is taken out.", field="reason")
    deciding.remember(current, by=by, reason=reason, published=True)
    current.withdrawn = True
    current.save()
    following.open_follow_ups([current.pk], timezone.now())
    record(
        f"provision:{document.slug}/{current.number}",
        {"document": document.slug, "id": document.pk, "provision": current.number, "reason": reason},
    )
    return current


@action("register.withdraw", permit=rules.may_publish)
def withdraw(*, by: Any, document: Document, revision: int, reason: str) -> Document:
    """Withdraw a published document. Its address answers with the reason."""
    document = _locked(document, revision)
    _published(document)
    if not visible(reason):
        raise Refused("register.reason", "Say why the document is withdrawn.", field="reason")
    document.state = Document.State.WITHDRAWN
    document.revision += 1
    document.save()
    following.of_document(document, timezone.now())
    record(f"document:{document.slug}", {"document": document.slug, "id": document.pk, "reason": reason})
    return document


def _published(document: Document) -> None:
    if document.state != Document.State.PUBLISHED:
        raise Refused("register.not_published", "This document is not published.")
