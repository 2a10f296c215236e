"""Provisions for sheets: as a stream for files of any length, and as they stand beside what came back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import chain, islice
from typing import Any

from django.db.models import Prefetch, QuerySet

from koinon.kernel.refusals import NotFound
from koinon.kernel.sentences import Sentence, sentence
from koinon.people.models import Person
from koinon.register.engine.content import Content, Named
from koinon.register.engine.documents import Kind, Strength
from koinon.register.engine.intake.cells import text_of
from koinon.register.engine.sheets import columns
from koinon.register.engine.sheets.weighing import Key, Standing
from koinon.register.models import Addressee, Document, Intake, Issuer, Provision, Row
from koinon.register.queries import contents, records
from koinon.register.queries import search as finding
from koinon.register.rules import documents as rules

CHUNK = 500  # provisions at hand at a time
FORMAT = "provisions"  # of an intake that is a sheet brought back
_HEAVY = ("text", "headings", "pages", "apart")


def flowing(found: QuerySet[Provision]) -> Iterator[Provision]:
    """Each of the provisions, read a chunk at a time."""
    return found.iterator(chunk_size=CHUNK)


def answering(search: finding.Search) -> Iterator[Provision]:
    """Everything a search finds, a chunk at a time: the best first, then what paging does not reach."""
    best = finding.keys_of(search)
    held = set(best)
    rest = (key for key in finding.every(search) if key not in held)
    keys = chain(best, rest if len(best) >= finding.DEEPEST else ())
    while chunk := list(islice(keys, CHUNK)):
        yield from finding.in_order(chunk)


def decided(document: Document) -> QuerySet[Provision]:
    """The provisions of one document, whatever its state, with all that a sheet shows of them."""
    return _whole(document.provisions.filter(withdrawn=False)).order_by("start", "number")


def _whole(found: Any) -> QuerySet[Provision]:
    whole: QuerySet[Provision] = (
        found.select_related("document")
        .defer(*(f"document__{column}" for column in _HEAVY))
        .prefetch_related(
            Prefetch("addressees", Addressee.objects.select_related("party")),
            Prefetch("issuers", Issuer.objects.select_related("party")),
        )
    )
    return whole


def _kept(before: Mapping[str, Any]) -> Content:
    """The content that a revision keeps as JSON."""
    lists = {name: tuple(before[name]) for name in ("section", "themes", "groups")}
    days = {
        name: date.fromisoformat(before[name]) if before[name] else None
        for name in ("deadline_from", "deadline_due")
    }
    return Content(
        **{
            **before,
            **lists,
            **days,
            "kind": Kind(before["kind"]),
            "strength": Strength(before["strength"]),
            "addressees": tuple(Named(**named) for named in before["addressees"]),
        }
    )


def fixed(provision: Provision) -> dict[str, str]:
    """What stands in the columns that nobody types."""
    flat = records.flat_provision(records.provision_record(provision, ""))
    return {column: text_of(flat[column]) for column in columns.FIXED}


def standing(person: Any, keys: Iterable[Key]) -> dict[Key, Standing]:
    """How the provisions of those keys stand, for one person; what they may not see is left out."""
    numbers: dict[str, set[int]] = defaultdict(set)
    for slug, number in keys:
        numbers[slug].add(number)
    documents = Document.objects.filter(slug__in=numbers).select_related("behalf").defer(*_HEAVY)
    found: dict[Key, Standing] = {}
    for document in documents:
        seen, barred = _barred(person, document)
        wanted = sorted(numbers[document.slug]) if seen else []
        for start in range(0, len(wanted), CHUNK):
            chosen = document.provisions.filter(number__in=wanted[start : start + CHUNK])
            for provision in _whole(chosen).prefetch_related("revisions"):
                found[document.slug, provision.number] = _standing(provision, barred, document)
    return found


_WITHDRAWN = sentence("The document was withdrawn: it is changed no more.")
_TAKEN_OUT = sentence("This provision was taken out of the register: it is changed no more.")


def _barred(person: Any, document: Document) -> tuple[bool, Sentence | None]:
    """Whether the person may know of the document's provisions, and why they may not change them."""
    if document.state == Document.State.WITHDRAWN:
        return True, _WITHDRAWN
    if document.state == Document.State.PUBLISHED:
        verdict = rules.may_publish(by=person, document=document)
        return True, None if verdict else _said(verdict.reason)
    verdict = rules.may_review(by=person, document=document)
    return bool(verdict) and document.state == Document.State.REVIEW, None


def _said(reason: str) -> Sentence:
    return reason if isinstance(reason, Sentence) else sentence(reason)


def _standing(provision: Provision, barred: Sentence | None, document: Document) -> Standing:
    return Standing(
        provision.revision,
        contents.content(provision, provision.addressees.all()),
        fixed(provision),
        document.state == Document.State.PUBLISHED,
        barred or (_TAKEN_OUT if provision.withdrawn else None),
        {kept.revision: _kept(kept.before) for kept in provision.revisions.all()},
    )


def brought_back(person: Person, form: str = FORMAT) -> QuerySet[Intake]:
    """The sheets of a form that a person brought back, the last first, without their bytes."""
    mine = Intake.objects.filter(brought_by=person, format=form)
    return mine.select_related("source").defer("source__data").order_by("-pk")


def waiting(person: Person, form: str = FORMAT) -> QuerySet[Intake]:
    """The sheet of a form that waits for its person; the next that they bring takes its place."""
    return brought_back(person, form).filter(state=Intake.State.READY)


def brought_back_by(person: Person, pk: int, form: str = FORMAT) -> Intake:
    """The door to a sheet: only whoever brought it may see it."""
    found = Intake.objects.filter(brought_by=person, format=form, pk=pk).select_related("source").first()
    if found is None:
        raise NotFound(
            "register.sheets.unknown",
            "There is no such sheet of yours. One that waits for you gives way to the next that you bring, "
            "and nothing of it is written: bring it again.",
        )
    return found


def with_rows(found: Iterable[Provision]) -> Iterator[tuple[Provision, Row | None]]:
    """Each provision with the row of the data set that it came from, if any, a chunk at a time."""
    flow = iter(found)
    while chunk := list(islice(flow, CHUNK)):
        rows = Row.objects.in_bulk([provision.pk for provision in chunk])
        yield from ((provision, rows.get(provision.pk)) for provision in chunk)
