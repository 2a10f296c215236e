"""Files of rows as the desk shows them: what waits, what would change, how far the work has come."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from koinon.kernel.refusals import NotFound, NotPermitted
from koinon.ledger.models import Entry
from koinon.people.models import Person
from koinon.register.engine.intake.formats import FIND_OUT, FORMATS
from koinon.register.engine.intake.items import Item, Paper
from koinon.register.models import Document, Intake, Provision, Row
from koinon.register.queries.intake import Change, Prepared, changes
from koinon.register.rules import documents as rules

NEW, CHANGED, KEPT = 12, 20, 200  # how many of each a page shows
SHOWN = 300  # documents on the page of a file that was taken in
LOOKED_AT = 2_000  # changed rows that a preview compares with what people corrected
TAKEN = "register.take_in"
OURS = (FIND_OUT, *FORMATS)


def sample(ready: Prepared) -> dict[str, Any]:
    """Some of the new and of the changed for the page, and the plan's fingerprint."""
    found = list(changes(ready.plan.changed[:LOOKED_AT]))
    papers = ready.papers
    return {
        "plan": ready.plan.fingerprint,
        "skipped": ready.parsed.skipped,
        "documents": len(papers),
        "titles": [paper.title for paper in papers[:NEW]],
        "new": [_new(item, ready.parsed.papers[item.origin]) for item in _spread(ready.plan.new)],
        "changed": [_changed(change) for change in found[:CHANGED]],
        "kept": kept(found),
    }


def _spread(items: tuple[Item, ...]) -> Iterable[Item]:
    """A few items from all over the file."""
    return islice(items, 0, None, max(1, -(-len(items) // NEW)))


def _new(item: Item, paper: Paper) -> dict[str, Any]:
    return {
        "row": item.row,
        "document": paper.title,
        "label": item.label,
        "text": item.text,
        "kind": item.kind.value,
        "issuers": list(item.issuers),
        "addressees": list(item.addressees),
        "themes": list(item.themes),
    }


def _changed(change: Change) -> dict[str, Any]:
    fields = {name: (_shown(a), _shown(b)) for name, (a, b) in change.values.items()}
    here, there = change.provision.row.facts, change.item.facts
    for name in dict.fromkeys((*here, *there)):
        if here.get(name) != there.get(name) and name != "from":
            fields.setdefault(name, (_shown(here.get(name)), _shown(there.get(name))))
    return {**_where(change), "fields": _listed(fields)}


def kept(found: Iterable[Change]) -> list[dict[str, Any]]:
    """The fields that stay as a person corrected them although the file says otherwise."""
    told = (
        {**_where(c), "fields": _listed({n: (_shown(a), _shown(b)) for n, (a, b) in c.kept.items()})}
        for c in found
        if c.kept
    )
    return list(islice(told, KEPT))


def _where(change: Change) -> dict[str, Any]:
    document = change.provision.document
    return {
        "row": change.item.row,
        "document": document.title,
        "slug": document.slug,
        "number": change.provision.number,
        "text": change.provision.text[:300],
    }


def _listed(fields: Mapping[str, tuple[str, str]]) -> list[dict[str, str]]:
    return [{"field": name, "before": a, "after": b} for name, (a, b) in fields.items()]


def _shown(value: Any) -> str:
    if isinstance(value, Mapping):
        return "; ".join(f"{name}: {_shown(inner)}" for name, inner in value.items())
    if isinstance(value, list | tuple):
        return "; ".join(map(_shown, value))
    return "" if value is None else str(value)


def intakes(person: Person) -> QuerySet[Intake]:
    """Every file of rows, newest first, for those who may take one in; none for others."""
    rows = Intake.objects.select_related("source", "brought_by").defer("source__data", "faulty", "sample")
    return rows.filter(format__in=OURS) if rules.may_take_in(by=person) else rows.none()


def intake_for(person: Person, pk: int) -> Intake:
    """The door to one file of rows."""
    verdict = rules.may_take_in(by=person)
    if not verdict:
        raise NotPermitted("register.take_in.not_permitted", verdict.reason)
    rows = Intake.objects.select_related("source", "brought_by").defer("source__data")
    found = rows.filter(pk=pk, format__in=OURS).first()
    if found is None:
        raise NotFound("register.no_intake", "There is no such import: it may have been removed.")
    return found


def entry_of(intake: Intake) -> Entry | None:
    """The ledger entry of a file that was taken in."""
    return Entry.objects.filter(verb=TAKEN, about=f"intake:{intake.pk}").first()


def documents_of(intake: Intake) -> list[Document]:
    """The published documents that a file brought or changed, by title; at most `SHOWN`."""
    entry = entry_of(intake)
    slugs = entry.facts["documents"] if entry else []
    found = Document.objects.filter(slug__in=slugs[:SHOWN], state=Document.State.PUBLISHED)
    return list(found.only("slug", "title").order_by("title"))


def row_of(provision: Provision) -> Row | None:
    """The row of a data set that a provision came from, with its intake and source; None if from none."""
    rows = Row.objects.select_related("intake__source").defer("intake__source__data", "intake__faulty")
    return rows.filter(provision=provision).first()


def progress_file(pk: int) -> Path:
    """Where the progress of a file being taken in is told: its transaction shows nothing before its end."""
    return Path(settings.DATA_DIR) / "intakes" / f"{pk}.json"


def progress(pk: int) -> dict[str, Any]:
    """How far the work on a file has come: `step`, `done` and `total`; step "" before it begins."""
    try:
        told = json.loads(progress_file(pk).read_text("utf-8"))
    except (OSError, ValueError):
        return {"step": "", "done": 0, "total": 0}
    return {"step": str(told["step"]), "done": int(told["done"]), "total": int(told["total"])}
