"""Restatements to decide, what waits to be compared, and the chains that confirmed ones make."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import F, Max, Q, QuerySet

from koinon.kernel.refusals import NotFound, NotPermitted
from koinon.people.models import Party, Person
from koinon.register.models import Compared, Document, Provision, Restatement
from koinon.register.rules import lineage as rules

IDENTICAL = [{"reason": "identical"}]
SHOWN = ("confirmed", "rejected", "proposed")


def waiting() -> QuerySet[Document]:
    """Published documents that were never compared, or whose provisions changed since; the oldest first."""
    return (
        Document.objects.filter(state=Document.State.PUBLISHED)
        .only("slug", "title", "issued_on")
        .annotate(changed=Max("provisions__changed_at"))
        .filter(Q(compared=None, changed__isnull=False) | Q(changed__gt=F("compared__at")))
        .order_by("issued_on", "pk")
    )


def compared() -> int:
    """How many documents were compared so far."""
    return Compared.objects.filter(document__state=Document.State.PUBLISHED).count()


def progress_file() -> Path:
    """Where the job tells how far it has come."""
    return Path(settings.DATA_DIR) / "index" / "lineage-progress.json"


def progress() -> dict[str, Any]:
    """How far the job has come: `step`, `done` and `total`; step "" while none runs."""
    try:
        told = json.loads(progress_file().read_text("utf-8"))
    except (OSError, ValueError):
        return {"step": "", "done": 0, "total": 0}
    return {"step": str(told["step"]), "done": int(told["done"]), "total": int(told["total"])}


def public() -> QuerySet[Restatement]:
    """What holds between provisions that everyone may read, in any state."""
    published = Document.State.PUBLISHED
    return Restatement.objects.filter(
        undone_at=None,
        earlier__withdrawn=False,
        later__withdrawn=False,
        earlier__document__state=published,
        later__document__state=published,
    )


def confirmed() -> QuerySet[Restatement]:
    """What persons confirmed."""
    return public().filter(state=Restatement.State.CONFIRMED)


def _shown(rows: QuerySet[Restatement]) -> QuerySet[Restatement]:
    heavy = [
        f"{side}__document__{name}" for side in ("earlier", "later") for name in ("text", "headings", "pages")
    ]
    return (
        rows.select_related("earlier__document", "later__document")
        .defer(*heavy)
        .prefetch_related("earlier__addressees__party", "later__addressees__party")
    )


def restatements_for(
    person: Person, *, state: str = "proposed", document: str = "", identical: bool = False
) -> QuerySet[Restatement]:
    """What there is to decide or was decided, the likeliest first; of a document where one is named."""
    _let_decide(person)
    rows = public().filter(state=state)
    if document:
        rows = rows.filter(Q(later__document__slug=document) | Q(earlier__document__slug=document))
    if identical:
        rows = rows.filter(why__contains=IDENTICAL)
    order = ("-score", "pk") if state == "proposed" else ("-decided_at", "-pk")
    return _shown(rows).order_by(*order)


def restatement_for(person: Person, pk: int) -> Restatement:
    """The door to one."""
    _let_decide(person)
    found = _shown(public()).filter(pk=pk).first()
    if found is None:
        raise NotFound("register.lineage.unknown", "There is no such restatement: it may have been undone.")
    return found


def counts_for(person: Person) -> dict[str, int]:
    """How many are open, of these identical, and decided either way."""
    rows = restatements_for(person)
    return {
        "proposed": rows.count(),
        "identical": rows.filter(why__contains=IDENTICAL).count(),
        "confirmed": confirmed().count(),
        "rejected": public().filter(state=Restatement.State.REJECTED).count(),
    }


def documents_to_decide(person: Person) -> list[Document]:
    """The documents in which something is open, by title."""
    rows = restatements_for(person).order_by().values("later__document")
    return list(Document.objects.filter(pk__in=rows).only("slug", "title").order_by("title"))


def _let_decide(person: Person) -> None:
    if not (verdict := rules.may_decide_lineage(by=person)):
        raise NotPermitted("register.lineage.not_permitted", verdict.reason)


def provision_at(slug: str, number: int) -> Provision:
    """The standing provision of that number in a published document."""
    rows = Provision.objects.filter(
        document__slug=slug, number=number, withdrawn=False, document__state=Document.State.PUBLISHED
    )
    found = rows.select_related("document").first()
    if found is None:
        raise NotFound(
            "register.provision.unknown",
            "The document “{slug}” has no published provision {number}.",
            slug=slug,
            number=number,
        )
    return found


def names_of(keys: Sequence[str]) -> list[str]:
    """The names of parties by their keys, in the order of the keys."""
    found = dict(Party.objects.filter(key__in=keys).values_list("key", "name")) if keys else {}
    return [found.get(key, key) for key in keys]


def latest_confirmed(keys: Iterable[int], *, most: int) -> list[Restatement]:
    """The restatements confirmed last, of those whose later provision is one of the keys."""
    return list(_shown(confirmed()).filter(later__in=list(keys)).order_by("-decided_at", "-pk")[:most])
