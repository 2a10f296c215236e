"""Documents on the desk: bring, describe, read again, decide, publish, remove."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import File, Form, Query
from ninja.files import UploadedFile

from koinon.kernel.refusals import NotPermitted, Refused
from koinon.people.api.bearer import caller
from koinon.people.api.conditions import shows, upon
from koinon.people.api.lists import Paging, made, part, site
from koinon.people.api.operations import get, operation
from koinon.people.api.parties import party_named
from koinon.people.queries.directory import directory
from koinon.register.actions import deciding, publishing, uploading
from koinon.register.api import desk_shapes as shapes
from koinon.register.api.contents import card_record, content
from koinon.register.api.shapes import DocumentOut
from koinon.register.engine import choices
from koinon.register.queries import desk as queries
from koinon.register.queries import public, records
from koinon.register.rules import documents as rules

TAG = "desk"


@get("/desk/documents", shapes.DeskDocumentPart, "desk_documents", tag=TAG, scope="read")
def desk_documents(request: HttpRequest, paging: Query[Paging]) -> dict[str, Any]:
    """The documents that one may review or has brought, newest first."""
    return part(request, queries.documents_of(caller(request)), paging, document_record)


@operation(
    "POST", "/desk/documents", answer=shapes.DeskDocumentOut, status=201, name="upload", tag=TAG,
    scope="upload", acts="register.upload",
)  # fmt: skip
def upload(
    request: HttpRequest,
    file: File[UploadedFile],
    behalf: Form[str] = "",
    invented: Form[bool] = False,
) -> dict[str, Any]:
    """Bring a document, at most 50 MiB; its reading begins at once. `behalf` is the key of a party."""
    document = uploading.upload(
        by=caller(request),
        name=file.name or "document",
        data=file.read(),
        behalf=party_named(behalf),
        invented=invented,
    )
    made(request, f"/desk/documents/{document.pk}")
    return _shown(request, document)


@get("/desk/documents/{pk}", shapes.DeskDocumentWithTextOut, "desk_document", tag=TAG, scope="read")
def desk_document(request: HttpRequest, pk: int) -> dict[str, Any]:
    """A document on the desk with its text, and how far its reading has come."""
    document = queries.document_for(caller(request), pk)
    reading = queries.current_reading(document)
    steps = ("state", "step", "done", "total", "problem")
    return _shown(request, document) | {
        "text": document.text,
        "headings": document.headings,
        "apart": document.apart,
        "reading": {name: getattr(reading, name) for name in steps} if reading else None,
    }


@operation(
    "PUT", "/desk/documents/{pk}", answer=shapes.DeskDocumentOut, name="describe", tag=TAG, scope="review",
    acts="register.describe", changes=True,
)  # fmt: skip
def describe(request: HttpRequest, pk: int, description: shapes.DescriptionIn) -> dict[str, Any]:
    """Confirm or change what the document is."""
    document = _under(request, pk)
    _one_of("kind", description.kind, choices.DOCUMENT_KINDS)
    _one_of("language", description.language, choices.LANGUAGES)
    saved = publishing.describe(
        by=caller(request),
        document=document,
        revision=document.revision,
        title=description.title,
        kind=description.kind,
        issuer_names=description.issuers,
        issuers=queries.parties_named(description.issuers, directory()),
        issued_on=description.issued_on,
        place=description.place,
        language=description.language,
    )
    return _shown(request, saved)


@operation(
    "DELETE", "/desk/documents/{pk}", answer=None, status=204, name="discard", tag=TAG, scope="review",
    acts="register.discard", changes=True,
)  # fmt: skip
def discard(request: HttpRequest, pk: int) -> None:
    """Remove a document that was never published, with its file and everything read from it."""
    uploading.discard(by=caller(request), document=_under(request, pk))


@operation(
    "POST", "/desk/documents/{pk}/readings", answer=shapes.DeskDocumentOut, status=202, name="read_again",
    tag=TAG, scope="review", acts="register.read_again", changes=True,
)  # fmt: skip
def read_again(request: HttpRequest, pk: int) -> dict[str, Any]:
    """Read a document again: its reading failed, or nothing has been decided on it yet."""
    reading = uploading.read_again(by=caller(request), document=_under(request, pk))
    return _shown(request, queries.document_for(caller(request), reading.document_id))


@get("/desk/documents/{pk}/cards", list[shapes.CardOut], "cards", tag=TAG, scope="read")
def cards(request: HttpRequest, pk: int) -> list[dict[str, Any]]:
    """Provisions, and the proposals that are open or rejected, in the order of the text."""
    document = queries.document_for(caller(request), pk)
    _let_review(request, document)
    return [card_record(card) for card in queries.cards(document)]


@operation(
    "POST", "/desk/documents/{pk}/cards", answer=shapes.CardOut, status=201, name="add", tag=TAG,
    scope="review", acts="register.add",
)  # fmt: skip
def add(request: HttpRequest, pk: int, content_: shapes.ContentIn) -> dict[str, Any]:
    """Add a provision that the reader did not propose."""
    document = queries.document_for(caller(request), pk)
    _let_review(request, document)
    added = deciding.add(by=caller(request), document=document, content=content(content_))
    made(request, f"/desk/cards/provision-{added.pk}")
    shows(request, added.revision)
    return card_record(added)


@operation(
    "POST", "/desk/documents/{pk}/acceptance", answer=shapes.AcceptedOut, name="accept_all", tag=TAG,
    scope="review", acts="register.accept_all",
)  # fmt: skip
def accept_all(request: HttpRequest, pk: int, cards: shapes.SeenListIn) -> dict[str, Any]:
    """Confirm many proposals as they stand; one that changed since it was seen stays open."""
    document = queries.document_for(caller(request), pk)
    seen = [(int(one.card.partition("-")[2]), one.revision) for one in cards.seen if "proposal" in one.card]
    done = deciding.accept_all(by=caller(request), document=document, seen=seen)
    return {"accepted": done, "open": queries.tally_of(document).open}


@operation(
    "POST", "/desk/documents/{pk}/merging", answer=shapes.CardOut, name="merge", tag=TAG, scope="review",
    acts="register.merge",
)  # fmt: skip
def merge(request: HttpRequest, pk: int, cards: shapes.SeenListIn) -> dict[str, Any]:
    """Make one provision out of several neighbouring cards of the document."""
    me = caller(request)
    document = queries.document_for(me, pk)
    chosen = [queries.card_for(me, one.card) for one in {one.card: one for one in cards.seen}.values()]
    if len(chosen) < 2 or any(rules.document_of(card).pk != document.pk for card in chosen):
        raise Refused("register.merge", "Name two or more different cards of this document.")
    revisions = list({one.card: one.revision for one in cards.seen}.values())
    merged = deciding.merge(by=me, cards=chosen, revisions=revisions)
    shows(request, merged.revision)
    return card_record(merged)


@operation(
    "POST", "/desk/documents/{pk}/publication", answer=DocumentOut, name="publish", tag=TAG,
    scope="publish", acts="register.publish", changes=True,
)  # fmt: skip
def publish(request: HttpRequest, pk: int) -> dict[str, Any]:
    """Open a document to everyone, once every proposal is decided."""
    document = _under(request, pk)
    published = publishing.publish(by=caller(request), document=document, revision=document.revision)
    made(request, f"/documents/{published.slug}")
    shows(request, published.revision)
    counted = {"provisions": public.provisions_of(published).count()}
    return records.document_record(published, site(request)) | counted


def document_record(document: Any) -> dict[str, Any]:
    """A document on the desk, counted if it was not yet."""
    counted = hasattr(document, "open_proposals")
    tally = None if counted else queries.tally_of(document)
    columns = (
        "slug", "title", "kind", "state", "issued_on", "place", "language", "invented", "uploaded_at",
        "published_at", "revision",
    )  # fmt: skip
    return {
        "id": document.pk,
        "issuers": list(document.issuer_names),
        "behalf": document.behalf.key if document.behalf else None,
        "open": document.open_proposals if tally is None else tally.open,
        "decided": document.decided if tally is None else tally.decided,
        **{name: getattr(document, name) for name in columns},
    }


def _shown(request: HttpRequest, document: Any) -> dict[str, Any]:
    shows(request, document.revision)
    return document_record(document)


def _under(request: HttpRequest, pk: int) -> Any:
    """A document that is about to be changed, if it stands as the caller saw it."""
    document = queries.document_for(caller(request), pk)
    upon(request, document.revision)
    return document


def _let_review(request: HttpRequest, document: Any) -> None:
    if not (verdict := rules.may_review(by=caller(request), document=document)):
        raise NotPermitted("register.review.not_permitted", verdict.reason)


def _one_of(field: str, value: str, there: Any) -> None:
    keys = [str(key) for key, _ in there]
    if value not in keys:
        raise Refused(
            f"register.{field}",
            "“{value}” is not possible here: choose among {choices}.",
            value=value,
            choices=", ".join(keys),
        )
