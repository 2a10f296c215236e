"""The thread of one follow-up: every date it had, whom it was told to when, what the ledger says of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.db.models import QuerySet

from koinon.ledger.models import Entry, Visibility
from koinon.register.engine.following import silence
from koinon.register.engine.following.silence import Past
from koinon.register.models import Expectation, FollowUp, Term

NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Told:
    """A step of a date: when it is or was taken, how many days from the date, and whom it tells."""

    at: datetime
    days: int
    to: str


@dataclass(frozen=True)
class Dated:
    """One date as it stood from `set_at` until it was met, moved or dropped.

    Where it ended and stands again by the same day (a claim was taken back, steps were changed), `again` is
    set and `moved_to` is not; `taken_back` is when what had met it was. A report that was met and is followed
    by the next round has ended too, and was not moved. `past` is set while it stands open and overdue. `told`
    are the steps taken while it stood, `coming` those that follow if nothing comes.
    """

    kind: str
    due_on: date
    time_zone: str
    basis: str
    reason: str
    set_at: datetime
    met_at: datetime | None
    ended_at: datetime | None
    moved_to: date | None
    again: bool
    taken_back: datetime | None
    past: Past | None
    told: tuple[Told, ...]
    coming: tuple[Told, ...]


def dates(follow_up: FollowUp, now: datetime) -> list[Dated]:
    """Every date that the follow-up has or had, in the order in which they were set."""
    found = Expectation.objects.filter(follow_up=follow_up).select_related("term")
    rows = list(found.prefetch_related("term__reminders").order_by("set_at", "pk"))
    return [_dated(row, rows, follow_up.ended_at, now) for row in rows]


def _dated(row: Expectation, rows: list[Expectation], left: datetime | None, now: datetime) -> Dated:
    term = row.term
    stands = row.met_at is None and row.ended_at is None and left is None
    until = min(filter(None, (row.met_at, row.ended_at, left)), default=NEVER)
    after = [other for other in rows if row.ended_at and other is not row and other.set_at >= row.ended_at]
    anew = next((other for other in after if other.term_id == row.term_id), None)
    instead = [other.term for other in after if other.set_at == row.ended_at and _in_place(term, other.term)]
    moved = instead[0].due_on if instead else None
    return Dated(
        kind=term.kind,
        due_on=term.due_on,
        time_zone=term.time_zone,
        basis=row.basis,
        reason=row.reason,
        set_at=row.set_at,
        met_at=row.met_at,
        ended_at=row.ended_at,
        moved_to=moved if moved != term.due_on else None,
        again=moved == term.due_on,
        taken_back=anew.set_at if anew and row.met_at else None,
        past=silence.past(term.due_on, term.overdue_at, term.time_zone, now) if stands else None,
        told=_told(term, row.set_at, until),
        coming=_coming(term, now) if stands else (),
    )


def _in_place(before: Term, after: Term) -> bool:
    """Whether one date stands in the place of another; the next round of reports does not."""
    return (before.kind, before.round) == (after.kind, after.round)


def _told(term: Term, since: datetime, until: datetime) -> tuple[Told, ...]:
    """The steps taken while a date stood and was not met; those that were passed over told nobody."""
    return tuple(
        _step(term.steps[one.step], one.at) for one in term.reminders.all() if since <= one.at < until
    )


def _coming(term: Term, now: datetime) -> tuple[Told, ...]:
    steps = [_step(step, datetime.fromisoformat(step["at"])) for step in term.steps[term.done :]]
    return tuple(step for step in steps if step.at >= now)


def _step(step: Mapping[str, Any], at: datetime) -> Told:
    return Told(at, int(step["days"]), str(step["to"]))


@dataclass(frozen=True)
class TakenOut:
    """Why what was asked is shown no more: the provision, or its `whole` document, was taken out."""

    whole: bool
    at: datetime | None
    reason: str


def taken_out(follow_up: FollowUp) -> TakenOut | None:
    """When and why the provision or its document was taken out of the register; None where both stand."""
    provision, document = follow_up.provision, follow_up.provision.document
    if not document.public:
        about = {"about": f"document:{document.slug}", "verb": "register.withdraw"}
        told = Entry.objects.filter(**about, visibility=Visibility.PUBLIC).order_by("-number").first()
        return TakenOut(True, told.at if told else None, str(told.facts.get("reason", "")) if told else "")
    if not provision.withdrawn:
        return None
    last = provision.revisions.filter(published=True).order_by("-revision").first()
    return TakenOut(False, last.at if last else None, last.reason if last else "")


def entries(follow_up: FollowUp) -> QuerySet[Entry]:
    """The public ledger entries of the follow-up and of its provision, oldest first."""
    provision = follow_up.provision
    about = f"provision:{provision.document.slug}/{provision.number}"
    found = Entry.objects.filter(about=about, visibility=Visibility.PUBLIC)
    return found.filter(facts__follow_up=follow_up.pk).order_by("number")
