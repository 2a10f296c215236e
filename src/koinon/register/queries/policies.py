"""Policies in force and before, and what another one would change: every date, before anything moves."""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet

from koinon.register.engine.following.policy import Proposed, proposed
from koinon.register.engine.following.settling import Change
from koinon.register.models import Document, Policy
from koinon.register.queries import clocks

NEW, MOVED, OTHERWISE, ENDED, STAYS = "new", "moved", "otherwise", "ended", "stays"


def versions(document: Document | None) -> QuerySet[Policy]:
    """The versions of a document's own policy, or of the partnership's, the latest first."""
    return Policy.objects.filter(document=document).order_by("-version")


def latest(document: Document | None) -> Policy | None:
    """The latest version of exactly that policy; a document without its own has none."""
    return versions(document).first()


def in_force(document: Document | None = None) -> Policy | None:
    """The policy for what is published now: the document's own, else the partnership's."""
    return (latest(document) if document else None) or latest(None)


def everywhere() -> list[list[Policy]]:
    """The versions of the partnership's policy, then those of each published document that has its own.

    The latest version first; documents by their titles.
    """
    found = Policy.objects.filter(Q(document=None) | Q(document__state=Document.State.PUBLISHED))
    by_document: dict[int | None, list[Policy]] = defaultdict(list)
    for policy in found.select_related("document").order_by("-version"):
        by_document[policy.document_id].append(policy)
    return sorted(by_document.values(), key=lambda v: v[0].document.title if v[0].document else "")


def told(policy: Policy) -> Proposed:
    """What a policy says, as it was proposed."""
    return proposed({name: getattr(policy, name) for name in Proposed.__dataclass_fields__})


def record(policy: Policy) -> dict[str, Any]:
    """A version of a policy, field by field."""
    return {
        **told(policy).columns(),
        "document": policy.document.slug if policy.document else None,
        "version": policy.version,
        "reaches_back": policy.reaches_back,
        "reason": policy.reason,
        "set_at": policy.set_at,
    }


@dataclass(frozen=True)
class Dated:
    """Follow-ups of one document whose date is, and would be, the same: how many, and what becomes of it."""

    document: int
    kind: str  # answer, report, due
    before: date | None
    after: date | None
    passed_before: bool
    passed_after: bool
    fate: str
    count: int = 0


@dataclass(frozen=True)
class Preview:
    """What a policy would do to the dates of what is published, and a fingerprint by which to confirm it."""

    rows: tuple[Dated, ...]
    fingerprint: str

    @property
    def totals(self) -> dict[str, int]:
        """How many dates of follow-ups would be new, moved, kept otherwise, ended, or stay."""
        counted: Counter[str] = Counter(dict.fromkeys((NEW, MOVED, OTHERWISE, ENDED, STAYS), 0))
        for row in self.rows:
            counted[row.fate] += row.count
        return dict(counted)

    @property
    def moves(self) -> int:
        """How many dates would not stay as they are."""
        return sum(row.count for row in self.rows if row.fate != STAYS)

    @property
    def passed(self) -> int:
        """How many dates that have passed would not stand any more as they passed."""
        return sum(r.count for r in self.rows if r.passed_before and r.fate in (MOVED, ENDED, OTHERWISE))

    @property
    def overdue(self) -> int:
        """How many dates would be set that have passed already."""
        return sum(row.count for row in self.rows if row.passed_after and row.fate in (NEW, MOVED))


def preview(document: Document | None, policy: Proposed, reaches_back: bool, now: datetime) -> Preview:
    """What would become of every date if the policy were set at that moment.

    Nothing stands differently while it holds only for what is published from now on.
    """
    found = list(_dated(document, policy, now)) if reaches_back else []
    standing = latest(document)
    seen = [
        document.pk if document else None,
        standing.version if standing else 0,
        reaches_back,
        policy.columns(),
        [(row.document, row.kind, row.before, row.after, row.fate, row.count) for row in found],
    ]
    made = json.dumps(seen, default=str, sort_keys=True)
    return Preview(tuple(found), hashlib.sha256(made.encode()).hexdigest())


def _dated(document: Document | None, policy: Proposed, now: datetime) -> Iterable[Dated]:
    groups = clocks.of_scope(document.pk if document else None)
    concerned = [group for group in groups if document is not None or not group.own]
    unsaved = Policy(document=document, **policy.columns(), set_at=now)
    unsaved.due_on = policy.due_on
    instead: Mapping[int | None, Policy] = {group.policy: unsaved for group in concerned}
    counted: Counter[Dated] = Counter()
    for group, changes in clocks.changed(concerned, now, instead):
        for change in changes:
            counted[_told(group.document, change, now)] += group.count
    told_of = [replace(row, count=count) for row, count in counted.items()]
    return sorted(told_of, key=lambda r: (r.document, r.kind, str(r.before), str(r.after), r.fate))


def _told(document: int, change: Change, now: datetime) -> Dated:
    before = change.old.clock if change.old else None
    after = change.new.clock if change.new else None
    clock = after or before
    assert clock is not None
    return Dated(
        document,
        clock.kind.value,
        before.due_on if before else None,
        after.due_on if after else None,
        before is not None and before.overdue_at <= now,
        after is not None and after.overdue_at <= now,
        _fate(change),
    )


def _fate(change: Change) -> str:
    if change.stays:
        return STAYS
    if change.old is None:
        return NEW
    if change.new is None:
        return ENDED
    return OTHERWISE if change.old.clock.due_on == change.new.clock.due_on else MOVED


def titles(rows: Iterable[Dated]) -> dict[int, Document]:
    """The documents that rows of a preview are about."""
    return Document.objects.only("pk", "slug", "title", "language").in_bulk({row.document for row in rows})
