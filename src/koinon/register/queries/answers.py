"""Answers that everyone may read: what is published, and every earlier version of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import QuerySet

from koinon.ledger.queries import state
from koinon.people.models import Party
from koinon.register.models import Answer, Document, Provision
from koinon.ui.remembered import remembered

PUBLIC = (Answer.State.PUBLISHED, Answer.State.REPLACED)
WITHIN = ("note", "drafted_by", "decided_by", "drafted_at", "submitted_at")  # never shown outside the party
Versions = dict[int, list[Answer]]


def public_answers() -> QuerySet[Answer]:
    """Every answer that is or was published, without what stays within the party."""
    return Answer.objects.filter(state__in=PUBLIC).defer(*WITHIN)


def of_provision(provision: Provision) -> Versions:
    """By the key of a follow-up of the provision: its public versions, newest first. One query."""
    return _grouped(public_answers().filter(follow_up__provision=provision))


def of_follow_ups(keys: Iterable[int]) -> Versions:
    """By the key of a follow-up: its public versions, newest first. One query."""
    return _grouped(public_answers().filter(follow_up__in=list(keys)))


def _grouped(rows: QuerySet[Answer]) -> Versions:
    found: Versions = defaultdict(list)
    for answer in rows.order_by("follow_up", "-number"):
        found[answer.follow_up_id].append(answer)
    return dict(found)


def latest(*, most: int, party: Party | None = None) -> QuerySet[Answer]:
    """The answers that were given here, of everyone or of one party, the latest first.

    What came with a data set is left out: it is told with the file that brought it.
    """
    rows = _whole(public_answers().filter(origin=""))
    return (rows.filter(follow_up__party=party) if party is not None else rows)[:most]


def listed(*, party: str = "", document: str = "", standing: bool = True) -> QuerySet[Answer]:
    """Published answers, of a party or to a document by their keys, the latest first.

    With `standing`, only those that no later one has replaced.
    """
    rows = _whole(public_answers())
    if standing:
        rows = rows.filter(state=Answer.State.PUBLISHED)
    if party:
        rows = rows.filter(follow_up__party__key=party)
    return rows.filter(follow_up__document__slug=document) if document else rows


def how_many(*, party: str = "", document: str = "", standing: bool = True) -> int:
    """How many `listed` finds; of everyone's, counted once for each state of the register."""
    found = listed(party=party, document=document, standing=standing)
    if party or document:
        return found.count()
    return remembered(f"answers, standing: {standing}", state(), found.count)


def _whole(rows: QuerySet[Answer]) -> QuerySet[Answer]:
    """Answers in published documents, also to what was taken out since, with where each belongs."""
    return (
        rows.filter(follow_up__document__state=Document.State.PUBLISHED)
        .select_related("follow_up__party", "follow_up__provision", "follow_up__document")
        .defer(
            *WITHIN,
            *(f"follow_up__document__{c}" for c in ("text", "headings", "pages", "apart")),
        )
        .order_by("-published_at", "-pk")
    )
