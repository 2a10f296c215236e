"""What is published, as the plain values that the export formats are made of."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse

from koinon.people.models import Party
from koinon.register.engine.exports.papers import Item, Named, Paper, Rendering
from koinon.register.models import Document, Provision, Translation
from koinon.register.queries import public, search, themes
from koinon.ui.languages import permanent

CHUNK = 500  # provisions fetched at once


def paper(document: Document, site: str, *, provisions: bool = True) -> Paper:
    """A published document with its text; `site` is the scheme and host its addresses begin with."""
    issuers = [_party(party, party.name, site) for party in document.issuers.all()]
    items = public.provisions_of(document) if provisions else ()
    return Paper(
        slug=document.slug,
        title=document.title,
        kind=document.kind,
        issuers=tuple(issuers or (Named(name) for name in document.issuer_names)),
        issued_on=document.issued_on,
        place=document.place,
        language=document.language,
        invented=document.invented,
        url=site + permanent(reverse("register:document", args=[document.slug])),
        source_name=document.source.name,
        source_digest=document.source.digest,
        published_at=document.published_at or document.uploaded_at,
        revision=document.revision,
        text=document.shown,
        headings=tuple((start, end, level) for start, end, level in document.headings),
        items=tuple(item(provision, site) for provision in items),
    )


def item(provision: Provision, site: str) -> Item:
    """A provision as the public list fetched it."""
    return Item(
        number=provision.number,
        label=provision.label,
        section=tuple(provision.section),
        kind=provision.kind,
        strength=provision.strength,
        issuers=tuple(_party(i.party, i.name, site) for i in provision.issuers.all()),
        addressees=tuple(_party(a.party, a.name, site) for a in provision.addressees.all()),
        deadline=provision.deadline_text,
        deadline_from=provision.deadline_from,
        deadline_due=provision.deadline_due,
        themes=tuple(_theme(key, site) for key in provision.themes),
        groups=tuple(Named(themes.group_name(key), key) for key in provision.groups),
        text=provision.text,
        start=provision.start,
        end=provision.end,
        page=provision.page,
        revision=provision.revision,
        changed_at=provision.changed_at,
        url=site + permanent(reverse("register:provision", args=[provision.document.slug, provision.number])),
    )


def _party(party: Party | None, name: str, site: str) -> Named:
    if party is None:
        return Named(name)
    return Named(party.name, party.key, site + permanent(reverse("register:party", args=[party.key])))


def _theme(key: str, site: str) -> Named:
    return Named(themes.theme_name(key), key, site + permanent(reverse("register:theme", args=[key])))


def renderings(document: Document) -> list[Rendering]:
    """The document's translations with the wordings they have."""
    found = Translation.objects.filter(document=document).prefetch_related("wordings__provision")
    return [
        Rendering(
            language=row.language,
            title=row.title,
            standing=row.standing,
            made_by=row.made_by,
            made_on=row.made_on,
            wordings={w.provision.number: w.text for w in row.wordings.all()},
        )
        for row in found
    ]


def deadlines_found(wanted: search.Search) -> QuerySet[Provision]:
    """What a search finds that has a date, down to the deepest hit."""
    chosen = {**wanted.chosen, "deadline": ("dated",)}
    dated = search.Search(wanted.text, chosen, wanted.literally)
    return public.provisions().filter(pk__in=search.keys_of(dated))


def dated(provisions: QuerySet[Provision]) -> Iterator[tuple[Provision, date]]:
    """Those that have a date to be met with that date, the nearest first, in bounded memory."""
    found = provisions.filter(deadline_due__isnull=False).order_by("deadline_due", "pk")
    for provision in found.iterator(chunk_size=CHUNK):
        if provision.deadline_due:
            yield provision, provision.deadline_due


def newest_found(wanted: search.Search, *, most: int) -> list[Provision]:
    """What a search finds, the latest publication first."""
    keys = search.newest_keys_of(wanted, most=10 * most)
    return list(
        public.provisions()
        .filter(pk__in=keys)
        .order_by("-document__published_at", "-changed_at", "-pk")[:most]
    )


def latest_documents(found: QuerySet[Document], *, most: int) -> list[Document]:
    """Documents of a list, the latest publication first."""
    return list(found.order_by("-published_at", "-pk")[:most])


def latest_translations(*, most: int) -> list[Translation]:
    """The translations of published documents, the latest first."""
    found = Translation.objects.filter(document__state=Document.State.PUBLISHED)
    return list(
        found.select_related("document")
        .defer("document__text", "document__headings", "document__pages")
        .order_by("-entered_at", "-pk")[:most]
    )
