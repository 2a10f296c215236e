"""Two documents compared as editions: what was kept, reworded, dropped, and what is new."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import Case, QuerySet, Value, When

from koinon.kernel.refusals import Refused
from koinon.ledger.queries import state
from koinon.register.engine.lineage.differences import Part, differences
from koinon.register.engine.lineage.editions import Matched, matched
from koinon.register.engine.lineage.reasons import same_words
from koinon.register.models import Document, Provision, Restatement
from koinon.register.queries import lineage, lineage_rows, public
from koinon.ui.remembered import remembered


class Fate(StrEnum):
    """What became of a provision from one edition to the next."""

    KEPT = "kept"
    REWORDED = "reworded"
    DROPPED = "dropped"
    NEW = "new"


COLUMNS = (
    "fate", "found_by", "likeness", "earlier_document", "earlier_number", "earlier_label", "earlier_text",
    "later_document", "later_number", "later_label", "later_text",
)  # fmt: skip


@dataclass(frozen=True)
class Change:
    """A row of the comparison; one of the provisions is missing where it was dropped or is new."""

    fate: Fate
    earlier: Provision | None
    later: Provision | None
    score: float | None = None
    confirmed: bool = False

    @property
    def parts(self) -> list[Part]:
        """The words that stand in both, and those that were taken out or put in."""
        return differences(self.earlier.text, self.later.text) if self.earlier and self.later else []

    def record(self) -> dict[str, Any]:
        """As a row of a file."""
        return {
            "fate": str(self.fate),
            "found_by": "person" if self.confirmed else "machine",
            "likeness": None if self.score is None else round(self.score, 3),
            **_side("earlier", self.earlier),
            **_side("later", self.later),
        }


@dataclass(frozen=True)
class Comparison:
    """Two documents, the earlier first, and what became of each provision, in the order of the later one."""

    earlier: Document
    later: Document
    changes: list[Change]

    @property
    def counts(self) -> dict[str, int]:
        """How many of each fate."""
        found = Counter(str(change.fate) for change in self.changes)
        return {str(fate): found[str(fate)] for fate in Fate}


def others(document: Document) -> QuerySet[Document]:
    """The documents that one can be compared with: those of the same issuers and kind stand first."""
    issuers = [party.pk for party in document.issuers.all()]
    near = Document.objects.filter(issuers__in=issuers, kind=document.kind).order_by().values("pk")
    return (
        Document.objects.filter(state=Document.State.PUBLISHED)
        .exclude(pk=document.pk)
        .only("slug", "title", "issued_on")
        .annotate(far=Case(When(pk__in=near, then=Value(0)), default=Value(1)))
        .order_by("far", "-issued_on", "-pk")
    )


def comparison(slug: str, other: str) -> Comparison:
    """The comparison of two published documents, whichever is named first."""
    if slug == other:
        raise Refused(
            "register.compare.same", "A document cannot be compared with itself: choose another one."
        )
    one, two = public.published_document(slug), public.published_document(other)
    earlier, later = sorted((one, two), key=lambda d: (d.issued_on or d.uploaded_at.date(), d.pk))
    before = {p.pk: p for p in public.provisions_of(earlier)}
    after = {p.pk: p for p in public.provisions_of(later)}
    name = f"compare {earlier.slug} {later.slug}"
    pairs = remembered(name, state(), lambda: _pairs(before, after))
    return Comparison(earlier, later, _changes(before, after, pairs))


def _pairs(before: dict[int, Provision], after: dict[int, Provision]) -> list[tuple[int, int, float, bool]]:
    """(earlier, later, score, whether a person confirmed it) by keys, in the order of the later."""
    found = lineage_rows.some(lineage_rows.standing().filter(pk__in=[*before, *after]))
    decided = lineage.public().filter(earlier__in=before, later__in=after)
    places = found.places

    def of(wanted: str) -> list[tuple[int, int]]:
        return [
            (places[a], places[b]) for a, b in decided.filter(state=wanted).values_list("earlier", "later")
        ]

    rows: list[Matched] = matched(
        found.collection,
        [places[key] for key in before],
        [places[key] for key in after],
        confirmed=of(Restatement.State.CONFIRMED),
        rejected=of(Restatement.State.REJECTED),
    )
    asked = found.collection.asked
    return [(asked[m.earlier].key, asked[m.later].key, m.score, m.confirmed) for m in rows]


def _changes(
    before: dict[int, Provision], after: dict[int, Provision], pairs: list[tuple[int, int, float, bool]]
) -> list[Change]:
    by_later = {later: (earlier, score, confirmed) for earlier, later, score, confirmed in pairs}
    left = {earlier for earlier, *_ in pairs}
    found = []
    for key, provision in after.items():
        if key in by_later:
            earlier, score, confirmed = by_later[key]
            fate = Fate.KEPT if same_words(before[earlier].text, provision.text) else Fate.REWORDED
            found.append(Change(fate, before[earlier], provision, score, confirmed))
        else:
            found.append(Change(Fate.NEW, None, provision))
    return found + [Change(Fate.DROPPED, p, None) for key, p in before.items() if key not in left]


def _side(side: str, provision: Provision | None) -> dict[str, Any]:
    return {
        f"{side}_document": provision.document.slug if provision else "",
        f"{side}_number": provision.number if provision else None,
        f"{side}_label": provision.label if provision else "",
        f"{side}_text": provision.text if provision else "",
    }
