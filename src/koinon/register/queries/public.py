"""What everyone may read: published documents and their provisions, and the doors to them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Min, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, ExtractYear

from koinon.kernel.refusals import NotFound
from koinon.ledger.models import Entry, Visibility
from koinon.people.models import Party
from koinon.register.models import Addressee, Document, Issuer, Proposal, Provision, Revision, Source
from koinon.register.queries.following import followed

_HEAVY = ("text", "headings", "pages")


def documents() -> QuerySet[Document]:
    """Every published document, newest first, with `provision_count`; without its text."""
    standing = Provision.objects.filter(document=OuterRef("pk"), withdrawn=False).order_by()
    counted = standing.values("document").annotate(n=Count("pk")).values("n")
    return (
        Document.objects.filter(state=Document.State.PUBLISHED)
        .defer(*_HEAVY)
        .prefetch_related("issuers")
        .annotate(provision_count=Coalesce(Subquery(counted), 0))
        .order_by("-issued_on", "-id")
    )


@dataclass(frozen=True)
class DocumentChoices:
    """What published documents can be filtered by: only values that occur."""

    kinds: list[str]
    years: list[int]
    languages: list[str]
    issuers: list[Party]


def document_choices() -> DocumentChoices:
    """The values that occur among published documents."""
    published = Document.objects.filter(state=Document.State.PUBLISHED).order_by()
    years = (
        published.exclude(issued_on=None)
        .annotate(year=ExtractYear("issued_on"))
        .values_list("year", flat=True)
    )
    return DocumentChoices(
        kinds=sorted(published.values_list("kind", flat=True).distinct()),
        years=sorted(years.distinct(), reverse=True),
        languages=sorted(published.values_list("language", flat=True).distinct()),
        issuers=list(Party.objects.filter(documents__state=Document.State.PUBLISHED).distinct()),
    )


def filtered_documents(
    *, kind: str = "", issuer: str = "", year: str = "", language: str = ""
) -> QuerySet[Document]:
    """Published documents that meet every filter given; an unknown value simply finds none."""
    found = documents()
    if kind:
        found = found.filter(kind=kind)
    if language:
        found = found.filter(language=language)
    if issuer:
        found = found.filter(issuers__key=issuer)
    if year:
        known = year.isdecimal() and len(year) == 4 and int(year) > 0
        found = found.filter(issued_on__year=int(year)) if known else found.none()
    return found


def document(slug: str) -> Document:
    """The published document of that slug; a withdrawn one too, to say that it was withdrawn."""
    states = (Document.State.PUBLISHED, Document.State.WITHDRAWN)
    found = (
        Document.objects.filter(slug=slug, state__in=states)
        .select_related("source")
        .defer("source__data")
        .prefetch_related("issuers")
        .first()
    )
    if found is None:
        raise NotFound(
            "register.document.unknown", "There is no published document called “{slug}”.", slug=slug
        )
    return found


def published_document(slug: str) -> Document:
    """The published document of that slug; one that was withdrawn is refused with that reason."""
    found = document(slug)
    if not found.public:
        raise NotFound("register.document.withdrawn", "The document “{slug}” was withdrawn.", slug=slug)
    return found


def source(slug: str) -> Source:
    """The original file of a published document, with its bytes."""
    return Source.objects.get(documents=published_document(slug))


def provisions() -> QuerySet[Provision]:
    """Every provision that stands in a published document, with all that a list shows of it."""
    return (
        Provision.objects.filter(document__state=Document.State.PUBLISHED, withdrawn=False)
        .select_related("document")
        .defer(*(f"document__{column}" for column in _HEAVY))
        .prefetch_related(*_named())
        .annotate(followed=followed())
    )


def _named() -> tuple[Prefetch[Any], ...]:
    """Who is asked and who asks, with their parties."""
    return (
        Prefetch("addressees", Addressee.objects.select_related("party__members_of")),
        Prefetch("issuers", Issuer.objects.select_related("party")),
    )


def provisions_of(document: Document) -> QuerySet[Provision]:
    """The provisions that stand in one published document, in its order."""
    return provisions().select_related("row").filter(document=document).order_by("start", "number")


def provision(slug: str, number: int) -> Provision:
    """The provision of that number in a published document, standing or withdrawn since."""
    published_document(slug)
    found = (
        Provision.objects.filter(document__slug=slug, document__state=Document.State.PUBLISHED, number=number)
        .filter(Q(withdrawn=False) | Q(revisions__published=True))
        .select_related("document", "document__source")
        .defer("document__source__data", *(f"document__{column}" for column in _HEAVY))
        .prefetch_related(
            "document__issuers",
            *_named(),
            Prefetch("revisions", Revision.objects.filter(published=True)),
            Prefetch("origins", Proposal.objects.select_related("reading").order_by("position")),
        )
        .annotate(followed=followed())
        .distinct()
        .first()
    )
    if found is None:
        raise NotFound(
            "register.provision.unknown",
            "The document “{slug}” has no published provision {number}.",
            slug=slug,
            number=number,
        )
    return found


def standing_provision(slug: str, number: int) -> Provision:
    """The provision of that number; one that was taken out is refused with that reason."""
    found = provision(slug, number)
    if found.withdrawn:
        raise NotFound(
            "register.provision.withdrawn",
            "Provision {number} of “{slug}” was taken out of the register.",
            slug=slug,
            number=number,
        )
    return found


@dataclass(frozen=True)
class Neighbours:
    """The provisions that stand just before and after one in its document."""

    before: Provision | None
    after: Provision | None


def neighbours(provision: Provision) -> Neighbours:
    """The nearest standing provisions on either side, by place in the text."""
    others = Provision.objects.filter(document_id=provision.document_id, withdrawn=False).exclude(
        pk=provision.pk
    )
    others = others.select_related("document").defer(*(f"document__{column}" for column in _HEAVY))
    here = Q(start=provision.start)
    before = others.filter(Q(start__lt=provision.start) | here & Q(number__lt=provision.number))
    after = others.filter(Q(start__gt=provision.start) | here & Q(number__gt=provision.number))
    return Neighbours(before.order_by("-start", "-number").first(), after.order_by("start", "number").first())


def entries_about(*subjects: str) -> QuerySet[Entry]:
    """The public ledger entries about any of the subjects, oldest first."""
    return Entry.objects.filter(about__in=subjects, visibility=Visibility.PUBLIC).order_by("number")


@dataclass(frozen=True)
class Span:
    """The first and last year in which a published document was issued, where known."""

    first: int | None
    last: int | None


def years() -> Span:
    """The years that the register covers."""
    dated = Document.objects.filter(state=Document.State.PUBLISHED)
    found = dated.aggregate(first=Min("issued_on"), last=Max("issued_on"))
    return Span(*(day.year if day else None for day in (found["first"], found["last"])))
