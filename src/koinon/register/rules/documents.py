"""Who may do what in the register, each with its reason."""

from __future__ import annotations

from typing import Any

from koinon.kernel.verdicts import YES, Verdict, no
from koinon.ledger.platform import PLATFORM
from koinon.people import rules as people
from koinon.people.models import Party
from koinon.register.models import Document, Intake, Proposal, Provision, Translation


def may_upload(*, by: Any, behalf: Party | None = None, **_: Any) -> Verdict:
    """Uploading needs a mandate with that permission; on behalf of a party, a mandate for it."""
    return _may(by, "documents.upload", behalf)


def may_review(*, by: Any, document: Document, **_: Any) -> Verdict:
    """Reviewing is open to the secretariat, and to a party for the documents it brought itself."""
    return _may(by, "documents.review", document.behalf)


def may_clear(*, by: Any, document: Document, **_: Any) -> Verdict:
    """Reading again and removing is for those who review; an unreadable file also for whoever brought it."""
    brought = document.uploaded_by_id is not None and document.uploaded_by_id == getattr(by, "pk", None)
    if brought and document.state == Document.State.FAILED:
        return YES
    return may_review(by=by, document=document)


def may_decide(*, by: Any, card: Proposal | Provision, **_: Any) -> Verdict:
    """Deciding a card is reviewing its document."""
    return may_review(by=by, document=document_of(card))


def may_decide_all(*, by: Any, cards: list[Proposal | Provision], **_: Any) -> Verdict:
    """Deciding several cards is reviewing each of their documents."""
    for card in cards:
        if not (verdict := may_decide(by=by, card=card)):
            return verdict
    return YES


def may_publish(*, by: Any, document: Document, **_: Any) -> Verdict:
    """Publishing is the partnership's act: its secretariat's."""
    return _may(by, "documents.publish", None)


def may_translate(*, by: Any, document: Document, **_: Any) -> Verdict:
    """Translating a document is for those who review it, before publication and after."""
    return may_review(by=by, document=document) or may_publish(by=by, document=document)


def may_word(*, by: Any, translation: Translation, **_: Any) -> Verdict:
    """Deciding the wordings of a translation is translating its document."""
    return may_translate(by=by, document=translation.document)


def may_take_in(*, by: Any, **_: Any) -> Verdict:
    """Taking in a file of rows publishes at once: it needs the right to publish."""
    return _may(by, "documents.publish", None)


def may_correct(*, by: Any, provision: Provision, **_: Any) -> Verdict:
    """Correcting what is published needs the right to publish."""
    return may_publish(by=by, document=provision.document)


def may_bring_back(*, by: Any, intake: Intake, **_: Any) -> Verdict:
    """Changing provisions by a sheet is for whoever brought it, with the right to review or to publish."""
    if intake.brought_by_id != getattr(by, "pk", None):
        return no("Only whoever brought this sheet may take it in.")
    return people.may_somewhere(by, ("documents.publish", "documents.review"))


def only_the_platform(*, by: Any, **_: Any) -> Verdict:
    """Readings are recorded by the platform alone."""
    return YES if by is PLATFORM else no("Only the platform records a reading.")


def document_of(card: Proposal | Provision) -> Document:
    """The document a card belongs to."""
    return card.reading.document if isinstance(card, Proposal) else card.document


def _may(by: Any, permission: str, party: Party | None) -> Verdict:
    return people.may_for(by, permission, party) if party else people.may(by, permission)
