"""What the desk shows: documents a person works on, and the cards of a review."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, OuterRef, Prefetch, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce

from koinon.kernel.directory import Directory
from koinon.kernel.numbers import natural
from koinon.kernel.refusals import NotFound, NotPermitted, Refused
from koinon.people import rules as people
from koinon.people.models import Party, Person
from koinon.register.engine import edition
from koinon.register.models import Document, Proposal, Provision, Reading, Revision
from koinon.register.queries.drafts import Card
from koinon.register.rules import documents as rules


def documents_of(person: Person) -> QuerySet[Document]:
    """The documents a person may review or has brought: those in work first, newest first, with counts."""
    waiting = Proposal.objects.filter(reading__document=OuterRef("pk"), state=Proposal.State.OPEN)
    decided = Provision.objects.filter(document=OuterRef("pk"))
    done = Q(state__in=(Document.State.PUBLISHED, Document.State.WITHDRAWN))
    everything = (
        Document.objects.annotate(
            open_proposals=_number(waiting, "reading__document"),
            decided=_number(decided, "document"),
            done=Case(When(done, then=1), default=0),
        )
        .select_related("behalf")
        .defer("text", "pages", "headings")
        .order_by("done", "-uploaded_at", "-id")
    )
    if people.may(person, "documents.review"):
        return everything
    return everything.filter(Q(behalf__in=_parties(person)) | Q(uploaded_by=person))


def _number(rows: QuerySet[Any], by: str) -> Coalesce:
    """How many rows belong to the document of the outer query."""
    counted = rows.order_by().values(by).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0)


def named(person: Person, pk: object) -> Document | None:
    """The document of that number, if there is one on the person's desk."""
    return documents_of(person).filter(pk=pk).first() if isinstance(pk, int) else None


def _parties(person: Person) -> list[int]:
    return [m.party_id for m in people.mandates_in_force(person) if m.party_id]


def behalves(person: Person) -> list[Party | None]:
    """On whose behalf a person may upload; None is the partnership."""
    mine: list[Party | None] = [None] if people.may(person, "documents.upload") else []
    held = [m.party for m in people.mandates_in_force(person) if m.party]
    return mine + [p for p in dict.fromkeys(held) if people.may_for(person, "documents.upload", p)]


def document_for(person: Person, pk: int) -> Document:
    """The door to a document on the desk: who may not review it learns only that they may not."""
    document = Document.objects.select_related("behalf", "source").defer("source__data").filter(pk=pk).first()
    if document is None:
        raise NotFound("register.no_document", "There is no such document: it may have been removed.")
    verdict = rules.may_review(by=person, document=document)
    if not verdict and document.uploaded_by_id != getattr(person, "pk", None):
        raise NotPermitted("register.review.not_permitted", verdict.reason)
    return document


def card_for(person: Person, key: str) -> Card:
    """The door to one card by its key ("proposal-12", "provision-7")."""
    sort, _, number = key.partition("-")
    models: dict[str, Any] = {"proposal": Proposal, "provision": Provision}
    card: Card | None = None
    pk = natural(number)
    if sort in models and pk is not None:
        path = "reading__document" if sort == "proposal" else "document"
        card = models[sort].objects.select_related(f"{path}__behalf").filter(pk=pk).first()
    if card is None:
        raise NotFound(
            "register.no_card", "This card is gone: someone decided it meanwhile. Reload the page."
        )
    document_for(person, rules.document_of(card).pk)
    return card


def open_proposal(card: Card) -> Proposal:
    """The card as a proposal that can still be accepted."""
    if isinstance(card, Proposal):
        return card
    raise Refused("register.decided", "This is decided already.")


def current_reading(document: Document) -> Reading | None:
    """The newest reading of a document."""
    return document.readings.order_by("-id").first()


def cards(document: Document) -> list[Card]:
    """Provisions, and the proposals that are open or rejected, in the order of the text."""
    reading = current_reading(document)
    proposals = (
        reading.proposals.exclude(state=Proposal.State.ACCEPTED).select_related("decided_by")
        if reading
        else Proposal.objects.none()
    )
    provisions = document.provisions.select_related("decided_by", "document").prefetch_related(
        "addressees__party", "origins"
    )
    return sorted([*proposals, *provisions], key=lambda c: (c.start, c.end))


@dataclass(frozen=True)
class Tally:
    """How far a review has come."""

    total: int
    decided: int
    open: int


def tally(cards: Sequence[Card]) -> Tally:
    """The counts of a review."""
    waiting = sum(isinstance(c, Proposal) and c.state == Proposal.State.OPEN for c in cards)
    return Tally(len(cards), len(cards) - waiting, waiting)


def tally_of(document: Document) -> Tally:
    """The counts of a document's review, without loading its cards."""
    reading = current_reading(document)
    proposals = reading.proposals if reading else Proposal.objects.none()
    waiting = proposals.filter(state=Proposal.State.OPEN).count()
    decided = proposals.filter(state=Proposal.State.REJECTED).count() + document.provisions.count()
    return Tally(waiting + decided, decided, waiting)


@dataclass(frozen=True)
class MarkedPiece:
    """A run of the text for the review page: its offset, the card it belongs to, whether that begins here."""

    text: str
    start: int
    card: Card | None
    opens: bool


@dataclass(frozen=True)
class MarkedBlock:
    """A block of the text for the review page."""

    level: int
    pieces: tuple[MarkedPiece, ...]


def marked_text(document: Document, cards: Sequence[Card]) -> list[MarkedBlock]:
    """The document's text in blocks with every card's span marked."""
    spans = [edition.Span(n, card.start, card.end) for n, card in enumerate(cards)]
    result = []
    for block in edition.edition(document.shown, document.headings, spans):
        offset, pieces = block.start, []
        for piece in block.pieces:
            number = piece.spans[-1] if piece.spans else None
            card = None if number is None else cards[number]
            pieces.append(MarkedPiece(piece.text, offset, card, number in piece.opens))
            offset += len(piece.text)
        result.append(MarkedBlock(block.level, tuple(pieces)))
    return result


def successor(card: Card) -> Card:
    """The card that stands on the page now: of an accepted proposal, the first provision made of it."""
    if isinstance(card, Proposal) and card.state == Proposal.State.ACCEPTED:
        made = card.provisions.select_related("document__behalf", "decided_by").order_by("start")
        return made.first() or card
    return card


def origin(card: Card) -> Card:
    """The card that will stand on the page once a decision is undone: the first proposal it was made of."""
    made_of = card.origins.select_related("reading__document") if isinstance(card, Provision) else None
    return (made_of.order_by("start").first() if made_of is not None else None) or card


def after(card: Card) -> Card | None:
    """The next card in the text that is not rejected."""
    rest = (c for c in cards(rules.document_of(card)) if c.start >= card.end)
    return next((c for c in rest if isinstance(c, Provision) or c.state != Proposal.State.REJECTED), None)


def provision_for(person: Person, pk: int) -> Provision:
    """The door to a published provision on the desk, for correcting it."""
    rows = Provision.objects.select_related("document__behalf").prefetch_related(
        "addressees__party", Prefetch("revisions", Revision.objects.select_related("by"))
    )
    provision = rows.filter(pk=pk).first()
    if provision is None:
        raise NotFound("register.no_provision", "There is no such provision.")
    verdict = rules.may_correct(by=person, provision=provision)
    if not verdict:
        raise NotPermitted("register.correct.not_permitted", verdict.reason)
    return provision


def parties_named(names: Sequence[str], directory: Directory) -> list[Party]:
    """The known parties among some names, in their order."""
    keys = [party.key for name in names if (party := directory.resolve(name))]
    found = {party.key: party for party in Party.objects.filter(key__in=keys)}
    return [found[key] for key in dict.fromkeys(keys) if key in found]


def summary(cards: Sequence[Card]) -> list[tuple[str, int]]:
    """How many provisions of each kind a document will have, by falling count."""
    return Counter(c.kind for c in cards if isinstance(c, Provision)).most_common()


def concerned(pk: int) -> set[str]:
    """The references of those who brought a document or decided on its provisions."""
    document = Document.objects.select_related("uploaded_by").filter(pk=pk).first()
    if document is None:
        return set()
    deciders = document.provisions.exclude(decided_by=None).values("decided_by")
    people = {document.uploaded_by, *Person.objects.filter(pk__in=deciders)}
    return {person.reference for person in people if person}


def every_document() -> QuerySet[Document]:
    """All documents, whatever their state: for the keeper of the installation."""
    rows = Document.objects.annotate(decided=Count("provisions")).defer("text", "pages", "headings")
    return rows.order_by("-uploaded_at")


def as_row(document: Document) -> dict[str, Any]:
    """A document of `every_document` as plain values."""
    return {
        "slug": document.slug,
        "title": document.title,
        "state": document.state,
        "provisions": document.decided,  # type: ignore[attr-defined]
        "date": document.issued_on.isoformat() if document.issued_on else None,
    }


def published_as_json(slug: str) -> dict[str, Any]:
    """A published document with its provisions as plain values; NotFound for any other."""
    document = Document.objects.filter(slug=slug, state=Document.State.PUBLISHED).first()
    if document is None:
        raise NotFound(
            "register.no_document", "No published document is called {slug}: see register list.", slug=slug
        )
    provisions = document.provisions.filter(withdrawn=False).prefetch_related("addressees")
    return {
        "slug": document.slug,
        "title": document.title,
        "issuers": list(document.issuer_names),
        "date": document.issued_on.isoformat() if document.issued_on else None,
        "provisions": [
            {
                "number": p.number,
                "label": p.label,
                "kind": p.kind,
                "strength": p.strength,
                "addressees": [a.name for a in p.addressees.all()],
                "deadline": p.deadline_text or None,
                "text": p.text,
            }
            for p in provisions
        ],
    }
