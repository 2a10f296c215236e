"""Writing down what a file of rows brings: documents, provisions and changes, in bulk.

Called by `intake.take_in` within its transaction; nothing here decides or records.
"""

from __future__ import annotations

import hashlib
import itertools
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.utils import timezone
from django.utils.text import slugify

from koinon.kernel.directory import Directory
from koinon.people.models import Party, Person
from koinon.register.actions import following, given
from koinon.register.engine import anchoring
from koinon.register.engine.intake.composing import Edit, appended, edited, moved
from koinon.register.engine.intake.items import Item, Paper
from koinon.register.models import Addressee, Document, Intake, Issuer, Provision, Revision, Row
from koinon.register.queries.intake import AT_ONCE, INTAKE, Change, Prepared, changes, chunks, content_before

Tell = Callable[[str, int, int], None]
REASON = "Changed in the data set."
_OF_PROVISION = (
    "label", "section", "kind", "strength", "issuer", "text", "start", "end", "deadline_text",
    "deadline_due", "themes", "groups", "revision", "changed_at",
)  # fmt: skip


class Writing:
    """One intake being written: the parties it names are looked up once."""

    def __init__(self, intake: Intake, by: Any, parties: Directory, tell: Tell) -> None:
        self.intake, self.tell, self.now = intake, tell, timezone.now()
        self.person = by if isinstance(by, Person) else None
        self.kept: list[Change] = []  # with fields that stay as a person corrected them
        self.given = given.Given()
        self._touched: list[int] = []  # provisions
        self._parties, self._known = parties, dict[str, int | None]()
        self._keys = dict(Party.objects.values_list("key", "pk"))

    def party(self, name: str) -> int | None:
        """The key of the party of that name, None if the directory knows none."""
        if name not in self._known:
            party = self._parties.resolve(name)
            self._known[name] = self._keys.get(party.key) if party else None
        return self._known[name]

    def all(self, prepared: Prepared) -> list[str]:
        """Write the whole plan; the slugs of the documents touched."""
        plan = prepared.plan
        total, done = len(plan.new) + len(plan.changed), 0
        homes = self._locked(prepared)
        homes.update(self._made(prepared.papers))
        for batch in _by_document(plan.new):
            self._add(batch, homes)
            done += len(batch)
            self.tell("writing", done, total)
        for part in _together(plan.changed):
            self._change(part)
            done += len(part)
            self.tell("writing", done, total)
        following.open_follow_ups(self._touched, self.now, REASON)
        stated = (stored.provision for _, stored in plan.changed)
        self.given = given.give([*self._touched, *stated], self.now)
        touched = {homes[item.origin].pk for item in plan.new}
        touched |= {stored.document for _, stored in plan.changed}
        return sorted(s for part in chunks(touched) for s in _slugs(part))

    def _locked(self, prepared: Prepared) -> dict[str, Document]:
        """The documents that are here and are written to, locked in one order for all."""
        new = {item.origin for item in prepared.plan.new}
        homes = {origin: home.pk for origin, home in prepared.homes.items() if origin in new}
        wanted = {*homes.values(), *(stored.document for _, stored in prepared.plan.changed)}
        found: dict[int, Document] = {}
        for part in chunks(sorted(wanted)):
            rows = Document.objects.select_for_update().filter(pk__in=part).order_by("pk")
            found.update((document.pk, document) for document in rows)
        return {origin: found[pk] for origin, pk in homes.items()}

    def _made(self, papers: Sequence[Paper]) -> dict[str, Document]:
        slugs = free_slugs(paper.title for paper in papers)
        made = Document.objects.bulk_create(
            [self._document(paper, next(slugs)) for paper in papers], batch_size=AT_ONCE
        )
        through = Document.issuers.through
        named = {
            (document.pk, pk)
            for paper, document in zip(papers, made, strict=True)
            for name in paper.issuers
            if (pk := self.party(name))
        }
        through.objects.bulk_create(
            [through(document_id=d, party_id=p) for d, p in sorted(named)], batch_size=AT_ONCE
        )
        return {document.origin: document for document in made}

    def _document(self, paper: Paper, slug: str) -> Document:
        return Document(
            slug=slug,
            title=paper.title,
            kind=paper.kind,
            state=Document.State.PUBLISHED,
            issuer_names=list(paper.issuers),
            issued_on=paper.issued_on,
            place=paper.place,
            language=paper.language,
            source=self.intake.source,
            origin=paper.origin,
            format=self.intake.format,
            text=paper.title,
            headings=[[0, len(paper.title), 1]],
            uploaded_by=self.person,
            uploaded_at=self.now,
            published_at=self.now,
        )

    def _add(self, items: Sequence[Item], homes: dict[str, Document]) -> None:
        made: list[Provision] = []
        touched = []
        for origin, group in itertools.groupby(items, key=lambda item: item.origin):
            document, listed = homes[origin], list(group)
            for item, span in zip(listed, _placed(document, listed), strict=True):
                document.last_number += 1
                made.append(self._provision(document, item, span))
            touched.append(document)
        for document in touched:
            document.revision += 1
        Document.objects.bulk_update(touched, ["text", "last_number", "revision"], batch_size=200)
        Provision.objects.bulk_create(made)
        self._touched += [provision.pk for provision in made]
        self._names(list(zip(made, items, strict=True)), issuers=True, addressees=True)
        Row.objects.bulk_create(
            [
                Row(
                    provision=provision,
                    format=self.intake.format,
                    key=item.key,
                    digest=item.digest,
                    facts=dict(item.facts),
                    intake=self.intake,
                )
                for provision, item in zip(made, items, strict=True)
            ]
        )

    def _provision(self, document: Document, item: Item, span: tuple[int, int]) -> Provision:
        return Provision(
            document=document,
            number=document.last_number,
            label=item.label,
            section=list(item.section),
            kind=item.kind.value,
            strength=item.strength.value,
            issuer="; ".join(item.issuers),
            text=item.text,
            start=span[0],
            end=span[1],
            deadline_text=item.deadline_text,
            deadline_due=item.deadline_due,
            themes=list(item.themes),
            groups=list(item.groups),
            added_at=None if document.published_at == self.now else self.now,
            decided_by=self.person,
        )

    def _names(self, pairs: Sequence[tuple[Provision, Item]], *, issuers: bool, addressees: bool) -> None:
        """Who asks and who is asked, each with the party of that name."""
        if issuers:
            Issuer.objects.bulk_create(
                Issuer(provision=p, position=n, name=name, party_id=self.party(name))
                for p, item in pairs
                for n, name in enumerate(item.issuers, start=1)
            )
        if addressees:
            Addressee.objects.bulk_create(
                Addressee(provision=p, position=n, name=name, mention="", party_id=self.party(name))
                for p, item in pairs
                for n, name in enumerate(item.addressees, start=1)
            )

    def _change(self, pairs: Sequence[tuple[Any, Any]]) -> None:
        """Change the provisions of some documents; words that change are changed in the text as well."""
        found = list(changes(pairs))
        self.kept += [change for change in found if change.kept]
        self._reword([change for change in found if "text" in change.values])
        written = [change for change in found if change.values]
        self._touched += [change.provision.pk for change in written]
        fresh = {p.pk: p for p in Provision.objects.filter(pk__in=[c.provision.pk for c in written])}
        Revision.objects.bulk_create([self._revision(change) for change in written])
        for change in written:
            provision = fresh[change.provision.pk]
            _apply(provision, change)
            provision.revision += 1
            provision.changed_at = self.now
        Provision.objects.bulk_update(fresh.values(), _OF_PROVISION, batch_size=500)
        for model, field in ((Issuer, "issuers"), (Addressee, "addressees")):
            renamed = [c for c in written if field in c.values]
            model._default_manager.filter(provision__in=[c.provision.pk for c in renamed]).delete()
            both = [(c.provision, c.item) for c in renamed]
            self._names(both, issuers=model is Issuer, addressees=model is Addressee)
        rows = [self._row(change) for change in found]
        Row.objects.bulk_update(rows, ["key", "digest", "facts", "intake"], batch_size=500)

    def _revision(self, change: Change) -> Revision:
        return Revision(
            provision=change.provision,
            revision=change.provision.revision,
            at=self.now,
            reason=REASON,
            before={**content_before(change.provision), INTAKE: self.intake.pk},
            text=change.provision.text,
            published=True,
            by=self.person,
        )

    def _row(self, change: Change) -> Row:
        row = change.provision.row
        row.key, row.digest, row.facts = change.item.key, change.item.digest, dict(change.item.facts)
        row.intake = self.intake
        return row

    def _reword(self, found: Sequence[Change]) -> None:
        """Put new words into the texts of documents, and move every span that stands after them."""
        by_document: dict[int, list[Change]] = defaultdict(list)
        for change in found:
            by_document[change.provision.document_id].append(change)
        for document in Document.objects.filter(pk__in=by_document):
            edits = [Edit(c.provision.start, c.provision.end, c.item.text) for c in by_document[document.pk]]
            document.text, made = edited(document.text, edits)
            document.revision += 1
            document.save(update_fields=["text", "revision"])
            provisions = list(document.provisions.all())
            for provision in provisions:
                provision.start, provision.end = moved((provision.start, provision.end), made)
            Provision.objects.bulk_update(provisions, ["start", "end"], batch_size=500)
            revisions = list(Revision.objects.filter(provision__document=document))
            for revision in revisions:
                before = revision.before
                before["start"], before["end"] = moved((before["start"], before["end"]), made)
            Revision.objects.bulk_update(revisions, ["before"], batch_size=200)


def _apply(provision: Provision, change: Change) -> None:
    for field, (_, value) in change.values.items():
        if field == "issuers":
            provision.issuer = "; ".join(value)
        elif field != "addressees":
            setattr(provision, field, list(value) if isinstance(value, tuple) else value)


def _placed(document: Document, items: Sequence[Item]) -> list[tuple[int, int]]:
    """Where the words of new provisions stand: at the end of a made text, or found in one that was read."""
    if not document.origin:
        return [anchoring.found(document.text, item.text, 0) for item in items]
    document.text, spans = appended(document.text, (item.text for item in items))
    return spans


def _by_document(items: Sequence[Item]) -> Iterator[list[Item]]:
    """The items in batches of about `AT_ONCE`, those of one document together."""
    groups: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        groups[item.origin].append(item)
    batch: list[Item] = []
    for group in groups.values():
        batch += group
        if len(batch) >= AT_ONCE:
            yield batch
            batch = []
    if batch:
        yield batch


def _together(pairs: Sequence[tuple[Item, Any]]) -> Iterator[list[tuple[Item, Any]]]:
    """The changed rows in batches, those of one document together."""
    groups: dict[int, list[tuple[Item, Any]]] = defaultdict(list)
    for pair in pairs:
        groups[pair[1].document].append(pair)
    batch: list[tuple[Item, Any]] = []
    for group in groups.values():
        batch += group
        if len(batch) >= AT_ONCE:
            yield batch
            batch = []
    if batch:
        yield batch


def _slugs(documents: Sequence[int]) -> list[str]:
    return list(Document.objects.filter(pk__in=documents).values_list("slug", flat=True))


def free_slugs(titles: Any) -> Iterator[str]:
    """A slug for each title that no document has and none before it got."""
    taken = set(Document.objects.values_list("slug", flat=True))
    for title in titles:
        base = slugify(title)[:100].strip("-")
        base = base or f"document-{hashlib.sha256(title.encode()).hexdigest()[:12]}"
        slug = base
        for n in itertools.count(2):
            if slug not in taken:
                break
            slug = f"{base}-{n}"
        taken.add(slug)
        yield slug
