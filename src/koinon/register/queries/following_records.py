"""Follow-ups as plain records: the one shape that files, the dump and the API give out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from koinon.register.engine.following.silence import Past, Standing
from koinon.register.models import FollowUp, Term
from koinon.register.queries import following
from koinon.ui.languages import permanent

Record = dict[str, Any]
CHUNK = 500  # follow-ups at hand at a time
COLUMNS = (
    "id", "document", "document_title", "number", "label", "kind", "text", "addressee", "party", "via",
    "since", "begun_on", "standing", "silent", "days_overdue", "answer_by", "position", "answered_on",
    "next_on", "report_days_overdue", "deed_days_overdue", "claims", "disputed", "ended_on",
    "ended_because", "url",
)  # fmt: skip


def record(follow_up: FollowUp, site: str, now: datetime) -> Record:
    """One follow-up, which must bring its `dates`, as it stands at that moment."""
    found, provision = following.stands(follow_up, now), follow_up.provision
    return {
        "id": follow_up.pk,
        "document": provision.document.slug,
        "document_title": provision.document.title,
        "number": provision.number,
        "label": provision.label,
        "kind": provision.kind,
        "text": following.words_shown(provision),
        "addressee": follow_up.name,
        "party": follow_up.party.key if follow_up.party else None,
        "via": follow_up.via.key if follow_up.via else None,
        "since": follow_up.since,
        "begun_on": follow_up.begun_at.date(),
        "standing": found.standing.value,
        "silent": found.standing == Standing.SILENT,
        "days_overdue": found.past.days if found.past else None,
        "answer_by": follow_up.answer_on,
        "position": follow_up.position or None,
        "answered_on": follow_up.answered_at.date() if follow_up.answered_at else None,
        "next_on": follow_up.next_on if follow_up.ended_at is None else None,
        "report_days_overdue": _days(found.overdue, Term.Kind.REPORT),
        "deed_days_overdue": _days(found.overdue, Term.Kind.DUE),
        "claims": follow_up.claims,
        "disputed": follow_up.disputed,
        "ended_on": follow_up.ended_at.date() if follow_up.ended_at else None,
        "ended_because": follow_up.ended_because or None,
        "url": site + permanent(reverse("register:follow_up", args=[follow_up.pk])),
    }


def _days(overdue: tuple[tuple[str, Past], ...], kind: Term.Kind) -> int | None:
    return next((past.days for found, past in overdue if found == kind), None)


def records(found: QuerySet[FollowUp], site: str, now: datetime) -> Iterator[Record]:
    """Each of the follow-ups as a record, read a chunk at a time."""
    for follow_up in following.dated(found).iterator(chunk_size=CHUNK):
        yield record(follow_up, site, now)
