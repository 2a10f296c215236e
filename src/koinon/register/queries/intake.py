"""What taking in a file of rows would do to the register, and the words of what it would change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Prefetch, Q

from koinon.kernel.refusals import Refused
from koinon.kernel.sentences import sentence
from koinon.register.engine import anchoring
from koinon.register.engine.content import issuers as names_of
from koinon.register.engine.intake.items import Fault, Item, Paper, Parsed
from koinon.register.engine.intake.planning import Plan, Stored, Worded, plan
from koinon.register.models import Document, Provision, Revision, Row

AT_ONCE = 2_000  # rows of one statement
FIELDS = (
    "text", "label", "section", "kind", "strength", "issuers", "addressees", "deadline_text", "deadline_due",
    "themes", "groups",
)  # fmt: skip
INTAKE = "intake"  # marks a revision that a data set made, with the key of the intake


@dataclass(frozen=True)
class Prepared:
    """A file with the plan for it: `homes` are the documents that are here already, by origin."""

    parsed: Parsed
    plan: Plan
    faulty: tuple[Fault, ...]
    homes: Mapping[str, Document]

    @property
    def papers(self) -> list[Paper]:
        """The documents that are to be made."""
        wanted = dict.fromkeys(item.origin for item in self.plan.new)
        return [self.parsed.papers[origin] for origin in wanted if origin not in self.homes]


def prepared(parsed: Parsed) -> Prepared:
    """The plan for a file as the register stands; rows that meet a closed document join the faulty ones."""
    homes = _homes(parsed.papers.values())
    faulty = list(parsed.faulty)
    items = []
    for item in parsed.items:
        fault = _homeless(item, homes.get(item.origin))
        if fault:
            faulty.append(fault)
        else:
            items.append(item)
    kept = replace(parsed, items=tuple(items))
    made = plan(kept, _stored(kept, homes), _worded)
    new = []
    for item in made.new:
        fault = _not_in_text(item, homes.get(item.origin))
        if fault:
            faulty.append(fault)
        else:
            new.append(item)
    made = replace(made, new=tuple(new))
    return Prepared(kept, made, tuple(sorted(faulty, key=lambda f: f.row)), homes)


def _homes(papers: Iterable[Paper]) -> dict[str, Document]:
    listed = list(papers)
    light = Document.objects.defer("headings", "pages", "apart")
    found: dict[str, Document] = {}
    slugs = {paper.slug: paper.origin for paper in listed if paper.slug}
    for document in light.filter(slug__in=slugs):
        found[slugs[document.slug]] = document
    origins = [paper.origin for paper in listed if paper.origin not in found]
    for part in chunks(origins):
        found.update((document.origin, document) for document in light.filter(origin__in=part))
    return found


def _homeless(item: Item, home: Document | None) -> Fault | None:
    if home is None or home.public:
        return None
    if home.state == Document.State.WITHDRAWN:
        return Fault(
            item.row,
            "",
            sentence("The document of this row was withdrawn here."),
            sentence("Leave the row out."),
            home.title,
        )
    return Fault(
        item.row,
        "",
        sentence("The document of this row is not published yet."),
        sentence("Publish it first, then import the file again."),
        home.title,
    )


def _not_in_text(item: Item, home: Document | None) -> Fault | None:
    """A paper that was read keeps its text: what is added to it must stand there."""
    if home is None or home.origin:
        return None
    try:
        anchoring.found(home.text, item.text, 0)
    except Refused:
        return Fault(
            item.row,
            "Text",
            sentence("These words do not stand in the document."),
            sentence("Copy them from its text, unchanged."),
            item.text,
        )
    return None


def _stored(parsed: Parsed, homes: Mapping[str, Document]) -> dict[str, Stored]:
    rows = Row.objects.filter(format=parsed.format)
    found: dict[str, Stored] = {}
    documents = [document.pk for document in homes.values()]
    keys = [item.key for item in parsed.items]
    wanted = [Q(provision__document__in=part) for part in chunks(documents)]
    wanted += [Q(key__in=part) for part in chunks(keys)]
    columns = ("key", "digest", "provision_id", "provision__document_id", "provision__document__origin")
    for condition in wanted:
        for key, digest, provision, document, origin in rows.filter(condition).values_list(*columns):
            found[key] = Stored(key, digest, provision, document, origin)
    return found


def _worded(keys: Sequence[str]) -> Iterator[Worded]:
    for part in chunks(keys):
        rows = Row.objects.filter(format="upr-info", key__in=part)
        for key, text, issuer in rows.values_list("key", "provision__text", "provision__issuer"):
            yield Worded(key, text, frozenset(names_of(issuer)))


def chunks(values: Iterable[Any], size: int = AT_ONCE) -> Iterator[list[Any]]:
    """The values in parts of at most `size`."""
    listed = list(values)
    return (listed[at : at + size] for at in range(0, len(listed), size))


@dataclass(frozen=True)
class Change:
    """One changed row: the fields to write, and those left as a person corrected them, each with both values.

    `values` and `kept` map a field to (as it stands, as the file has it).
    """

    item: Item
    stored: Stored
    provision: Provision
    values: Mapping[str, tuple[Any, Any]]
    kept: Mapping[str, tuple[Any, Any]]


def changes(pairs: Sequence[tuple[Item, Stored]]) -> Iterator[Change]:
    """The changed rows of a plan against their provisions as they stand, in the order given."""
    for part in chunks(pairs, 500):
        rows = Provision.objects.filter(pk__in=[stored.provision for _, stored in part])
        found = {
            p.pk: p
            for p in rows.select_related("document", "row")
            .defer("document__text", "document__headings", "document__pages", "document__apart")
            .prefetch_related(
                "addressees__party",
                "issuers",
                Prefetch("revisions", Revision.objects.order_by("revision")),
            )
        }
        for item, stored in part:
            yield _change(item, stored, found[stored.provision])


def _change(item: Item, stored: Stored, provision: Provision) -> Change:
    here, there = standing(provision), of_item(item)
    differ = {f: (here[f], there[f]) for f in FIELDS if here[f] != there[f]}
    if provision.withdrawn:
        return Change(item, stored, provision, {}, {"withdrawn": ("", "")})
    corrected = _by_hand(provision)
    kept = {f: both for f, both in differ.items() if f in corrected}
    told = {f: both for f, both in kept.items() if corrected[f] != both[1]}
    return Change(item, stored, provision, {f: b for f, b in differ.items() if f not in kept}, told)


def standing(provision: Provision) -> dict[str, Any]:
    """The fields of a provision as they stand, in the shape of `of_item`."""
    return {
        "text": provision.text,
        "label": provision.label,
        "section": tuple(provision.section),
        "kind": str(provision.kind),
        "strength": str(provision.strength),
        "issuers": tuple(i.name for i in provision.issuers.all()),
        "addressees": tuple(a.name for a in provision.addressees.all()),
        "deadline_text": provision.deadline_text,
        "deadline_due": provision.deadline_due,
        "themes": tuple(provision.themes),
        "groups": tuple(provision.groups),
    }


def of_item(item: Item) -> dict[str, Any]:
    """The fields that a row gives a provision."""
    return {field: getattr(item, field) for field in FIELDS} | {
        "kind": item.kind.value,
        "strength": item.strength.value,
    }


def _by_hand(provision: Provision) -> dict[str, Any]:
    """The fields that a person corrected, each with its value before the first correction."""
    revisions = list(provision.revisions.all())
    found: dict[str, Any] = {}
    for at, revision in enumerate(revisions):
        if INTAKE in revision.before:
            continue
        before = _before(revision.before)
        after = _before(revisions[at + 1].before) if at + 1 < len(revisions) else _now(provision)
        for field in before:
            if before[field] != after[field]:
                found.setdefault("text" if field == "span" else field, before[field])
    return found


def _before(content: Mapping[str, Any]) -> dict[str, Any]:
    due = content["deadline_due"]
    return {
        "span": (content["start"], content["end"]),
        "label": content["label"],
        "section": tuple(content["section"]),
        "kind": content["kind"],
        "strength": content["strength"],
        "issuers": names_of(content["issuer"]),
        "addressees": tuple(a["name"] for a in content["addressees"]),
        "deadline_text": content["deadline_text"],
        "deadline_due": date.fromisoformat(due) if due else None,
        "themes": tuple(content["themes"]),
        "groups": tuple(content["groups"]),
    }


def _now(provision: Provision) -> dict[str, Any]:
    now = standing(provision)
    del now["text"]
    return {**now, "span": (provision.start, provision.end)}


def content_before(provision: Provision) -> dict[str, Any]:
    """A provision as a revision keeps it, with its words, from rows at hand."""
    due, begins = provision.deadline_due, provision.deadline_from
    return {
        "start": provision.start,
        "end": provision.end,
        "text": provision.text,
        "kind": provision.kind,
        "strength": provision.strength,
        "label": provision.label,
        "section": list(provision.section),
        "issuer": provision.issuer,
        "addressees": [
            {"name": a.name, "mention": a.mention, "party": a.party.key if a.party else None}
            for a in provision.addressees.all()
        ],
        "deadline_text": provision.deadline_text,
        "deadline_from": begins.isoformat() if begins else None,
        "deadline_due": due.isoformat() if due else None,
        "themes": list(provision.themes),
        "groups": list(provision.groups),
    }


def counted(parsed: Parsed, faulty: Sequence[Fault]) -> dict[str, int]:
    """How many rows were read, hold nothing to take, and are faulty."""
    return {"read": parsed.rows, "skipped": parsed.skipped, "faulty": len({f.row for f in faulty})}
