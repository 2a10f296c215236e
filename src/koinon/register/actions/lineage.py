"""Restatements: the platform proposes them, a person confirms, rejects, adds, and can undo."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from koinon.kernel.lines import visible
from koinon.kernel.refusals import Refused
from koinon.ledger.acts import action, record
from koinon.ledger.models import Visibility
from koinon.ledger.platform import PLATFORM
from koinon.register.models import Compared, Document, Provision, Restatement
from koinon.register.rules import lineage as rules

State = Restatement.State


@dataclass(frozen=True)
class Proposed:
    """A likely restatement: keys of both provisions, the score from 0 to 1, and what they share."""

    earlier: int
    later: int
    score: float
    why: list[dict[str, object]]


@action("register.propose_restatements", permit=rules.only_the_platform_proposes)
def propose(
    *, by: Any, document: Document, found: Sequence[Proposed], provisions: int, against: int, engine: str
) -> Compared:
    """Propose what a document's provisions likely restate, or what restates them.

    A pair that was proposed, confirmed or rejected before stays as it is.
    """
    now = timezone.now()
    known = set(
        Restatement.objects.filter(
            undone_at=None, earlier__in=[one.earlier for one in found], later__in=[one.later for one in found]
        ).values_list("earlier_id", "later_id")
    )
    new = [one for one in found if (one.earlier, one.later) not in known]
    rows = (
        Restatement(
            earlier_id=one.earlier,
            later_id=one.later,
            score=one.score,
            why=one.why,
            engine=engine,
            proposed_at=now,
        )
        for one in new
    )
    Restatement.objects.bulk_create(rows, ignore_conflicts=True)
    facts = {"at": now, "provisions": provisions, "against": against, "proposed": len(new), "engine": engine}
    compared, _ = Compared.objects.update_or_create(document=document, defaults=facts)
    record(
        f"document:{document.slug}",
        {"compared": document.slug, "provisions": provisions, "against": against, "proposed": len(new)},
        visibility=Visibility.RESTRICTED,
    )
    return compared


@action("register.confirm_restatement", permit=rules.may_decide_lineage)
def confirm(*, by: Any, restatement: Restatement) -> Restatement:
    """Confirm that the later provision restates the earlier one. Both pages then say so."""
    row = _open(restatement)
    _decide(row, by, State.CONFIRMED, "")
    record(_about(row), _facts(row))
    return row


@action("register.confirm_restatements", permit=rules.may_decide_lineage)
def confirm_restatements(*, by: Any, restatements: Sequence[Restatement]) -> list[Restatement]:
    """Confirm several proposals at once. Those decided meanwhile by someone else stay as they are."""
    keys = [row.pk for row in restatements]
    rows = list(_open_rows().filter(pk__in=keys, state=State.PROPOSED).order_by("pk"))
    if not rows:
        raise Refused(
            "register.lineage.none", "None of these proposals is open any more: look at the list anew."
        )
    for row in rows:
        _decide(row, by, State.CONFIRMED, "")
    record("lineage", {"restatements": [_facts(row) for row in rows]})
    return rows


@action("register.reject_restatement", permit=rules.may_decide_lineage)
def reject(*, by: Any, restatement: Restatement, reason: str) -> Restatement:
    """Reject a proposal. It is not proposed again."""
    row = _open(restatement)
    if not visible(reason):
        raise Refused("register.lineage.reason", "Say in a few words why the one does not restate the other.")
    _decide(row, by, State.REJECTED, visible(reason))
    record(_about(row), _facts(row), visibility=Visibility.RESTRICTED)
    return row


@action("register.add_restatement", permit=rules.may_decide_lineage)
def add(*, by: Any, earlier: Provision, later: Provision, reason: str = "") -> Restatement:
    """Say that a provision restates an earlier one, which the machine had not proposed."""
    if earlier.document_id == later.document_id:
        raise Refused(
            "register.lineage.same_document",
            "Both provisions stand in the same document: choose one of an earlier document.",
        )
    if _day(earlier) > _day(later):
        raise Refused(
            "register.lineage.order",
            "The document of provision {label} is the later one: choose them the other way round.",
            label=earlier.label or str(earlier.number),
        )
    pair = {"earlier": earlier, "later": later}
    row = Restatement.objects.select_for_update(of=("self",)).filter(**pair, undone_at=None).first()
    if row is not None and row.state == State.CONFIRMED:
        raise Refused("register.lineage.there", "That the one restates the other is confirmed already.")
    if row is not None and row.state == State.REJECTED:
        row.undone_at = timezone.now()
        row.save(update_fields=["undone_at"])
        row = None
    row = row or Restatement(**pair, proposed_at=timezone.now())
    _decide(row, by, State.CONFIRMED, visible(reason))
    record(_about(row), {**_facts(row), "by_hand": row.score is None})
    return row


@action("register.undo_restatement", permit=rules.may_decide_lineage)
def undo(*, by: Any, restatement: Restatement) -> Restatement:
    """Undo a decision. What the machine proposed stands proposed again; what a person added is gone."""
    row = _open_rows().filter(pk=restatement.pk).exclude(state=State.PROPOSED).first()
    if row is None:
        raise Refused(
            "register.lineage.undecided", "There is no decision to undo here: look at the list anew."
        )
    row.undone_at = timezone.now()
    row.save(update_fields=["undone_at"])
    if row.score is not None:
        Restatement.objects.create(
            earlier=row.earlier, later=row.later, score=row.score, why=row.why, engine=row.engine,
            proposed_at=row.proposed_at,
        )  # fmt: skip
    public = row.state == State.CONFIRMED
    record(_about(row), _facts(row), visibility=Visibility.PUBLIC if public else Visibility.RESTRICTED)
    return row


def _open_rows() -> QuerySet[Restatement]:
    """Rows that hold, locked, with both provisions and their documents."""
    return (
        Restatement.objects.select_for_update(of=("self",))
        .filter(undone_at=None)
        .select_related("earlier__document", "later__document")
    )


def _open(restatement: Restatement) -> Restatement:
    row = _open_rows().filter(pk=restatement.pk).first()
    if row is None or row.state != State.PROPOSED:
        raise Refused(
            "register.lineage.decided", "Someone has decided this proposal already: look at the next one."
        )
    return row


def _decide(row: Restatement, by: Any, state: State, reason: str) -> None:
    row.state, row.reason, row.decided_at = state, reason, timezone.now()
    row.decided_by = None if by is PLATFORM else by
    row.save()


def _day(provision: Provision) -> str:
    """The day of its document; "" sorts a document without one before all others."""
    day = provision.document.issued_on
    return day.isoformat() if day else ""


def _about(row: Restatement) -> str:
    return f"provision:{row.later.document.slug}/{row.later.number}"


def _facts(row: Restatement) -> dict[str, Any]:
    """Not "document": the search index has nothing to do with it."""
    return {
        "restatement": row.pk,
        "state": str(row.state),
        "later": {"document": row.later.document.slug, "provision": row.later.number},
        "earlier": {"document": row.earlier.document.slug, "provision": row.earlier.number},
    }
