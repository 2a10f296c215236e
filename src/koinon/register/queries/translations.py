"""Documents and provisions in further languages: what is shown of them, and what is still to be done."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery

from koinon.kernel.refusals import NotFound, NotPermitted
from koinon.people.models import Person
from koinon.register.models import Document, Provision, Revision, Translation, Wording
from koinon.register.rules import documents as rules

#: The acts after which a document is to be indexed anew because its wordings changed.
REWORDED = (
    "register.confirm_wordings",
    "register.reword",
    "register.clear_wording",
    "register.drop_translation",
)


@dataclass(frozen=True)
class Rendered:
    """A provision in a further language.

    `standing`: authoritative, human or machine. `earlier`: it renders an earlier wording of the provision.
    """

    text: str
    language: str
    standing: str
    made_by: str
    made_on: date | None
    earlier: bool


@dataclass(frozen=True)
class Offered:
    """A language in which a document can be read: how many of its `all` provisions are rendered (`done`)."""

    language: str
    title: str
    standing: str
    made_by: str
    made_on: date | None
    done: int
    all: int


def wordings_of(provisions: Iterable[Provision], language: str) -> dict[int, Rendered]:
    """The wordings of some provisions in a language, by the provisions' keys; one query however many."""
    given = {p.pk: p for p in provisions}
    found = _wordings().filter(provision__in=list(given), translation__language=language)
    return {w.provision_id: _rendered(w, given[w.provision_id]) for w in found}


def dress(provisions: Iterable[Provision], language: str) -> None:
    """Lay beside each provision its wording in a language as `rendered`, None where there is none."""
    given = list(provisions)
    found = wordings_of(given, language)
    for provision in given:
        provision.rendered = found.get(provision.pk)


def wordings_of_one(provision: Provision) -> list[Rendered]:
    """Every wording of one provision, by language."""
    found = _wordings().filter(provision=provision).order_by("translation__language")
    return [_rendered(w, provision) for w in found]


def _wordings() -> QuerySet[Wording]:
    before = Revision.objects.filter(provision=OuterRef("provision"), revision=OuterRef("of_revision"))
    return (
        Wording.objects.select_related("translation")
        .defer("translation__proposed")
        .annotate(from_=Subquery(before.values("before__start")), to=Subquery(before.values("before__end")))
    )


def _rendered(wording: Wording, provision: Provision) -> Rendered:
    return Rendered(
        text=wording.text,
        language=wording.translation.language,
        standing=wording.standing,
        made_by=wording.made_by,
        made_on=wording.translation.made_on,
        earlier=_of_earlier(wording, provision),
    )


def _of_earlier(wording: Any, provision: Provision) -> bool:
    """Whether other words have been taken into the provision since; a new kind or theme changes none."""
    if wording.of_revision >= provision.revision:
        return False
    return bool((wording.from_, wording.to) != (provision.start, provision.end))


def languages_of(document: Document) -> list[Offered]:
    """The further languages in which any provision of a document can be read, in two queries."""
    every = Provision.objects.filter(document=document, withdrawn=False).count()
    found = (
        Translation.objects.filter(document=document, wordings__provision__withdrawn=False)
        .defer("proposed")
        .annotate(done=Count("wordings"))
        .order_by("language")
    )
    return [Offered(t.language, t.title, t.standing, t.made_by, t.made_on, t.done, every) for t in found]


def offered_of(renderings: Iterable[Rendered]) -> list[Offered]:
    """The languages of one provision's wordings."""
    return [Offered(w.language, "", w.standing, w.made_by, w.made_on, 1, 1) for w in renderings]


def language_shown(document: Document, offered: Iterable[Offered], asked: str, interface: str) -> str:
    """The language in which a document is shown: the asked one, else the reader's own where it can be."""
    languages = {o.language for o in offered}
    if asked in languages or asked == document.language:
        return asked
    return interface if interface in languages and interface != document.language else document.language


# On the desk


def document_for(person: Person, pk: int) -> Document:
    """The door to a document whose translations a person keeps."""
    document = Document.objects.select_related("behalf").filter(pk=pk).first()
    if document is None:
        raise NotFound("register.no_document", "There is no such document: it may have been removed.")
    verdict = rules.may_translate(by=person, document=document)
    if not verdict:
        raise NotPermitted("register.translate.not_permitted", verdict.reason)
    return document


def translation_for(person: Person, pk: int, language: str) -> Translation:
    """The door to one translation."""
    document = document_for(person, pk)
    found = Translation.objects.filter(document=document, language=language).first()
    if found is None:
        raise NotFound(
            "register.no_translation",
            "The document has no translation into “{language}”: it may have been dropped.",
            language=language,
        )
    found.document = document
    return found


def translations_of(document: Document) -> QuerySet[Translation]:
    """Every translation of a document with `done`: how many provisions it renders."""
    return (
        document.translations.select_related("source").defer("source__data").annotate(done=Count("wordings"))
    )


def provision_of(translation: Translation, number: int) -> Provision:
    """The provision of that number in a translation's document."""
    found = Provision.objects.filter(document=translation.document, number=number, withdrawn=False).first()
    if found is None:
        raise NotFound(
            "register.no_provision",
            "The document has no provision {number}: it may have been taken out.",
            number=number,
        )
    return found


@dataclass(frozen=True)
class Beside:
    """A provision, its wording so far, and what the machine proposes: {text, confidence, why} or None."""

    provision: Provision
    wording: Rendered | None
    proposed: dict[str, Any] | None

    @property
    def state(self) -> str:
        """`confirmed`, `earlier` (of an earlier wording), `proposed` or `missing`."""
        if self.wording:
            return "earlier" if self.wording.earlier else "confirmed"
        return "proposed" if self.proposed else "missing"


def side_by_side(translation: Translation) -> list[Beside]:
    """Every provision of a document beside its translation, in its order; two queries."""
    provisions = list(
        Provision.objects.filter(document=translation.document, withdrawn=False).order_by("start", "number")
    )
    wordings = wordings_of(provisions, translation.language)
    proposed = {row["number"]: row for row in translation.proposed}
    return [Beside(p, wordings.get(p.pk), proposed.get(p.number)) for p in provisions]
