"""Follow-ups that everyone may see, and the doors to them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import JSONArray, Now

from koinon.kernel.refusals import NotFound
from koinon.people.models import Party
from koinon.register.engine.following import silence
from koinon.register.engine.following.silence import Past, Standing
from koinon.register.models import Claim, Document, Expectation, FollowUp, Provision, Term

WAS_PUBLIC = (Document.State.PUBLISHED, Document.State.WITHDRAWN)
_HEAVY = tuple(f"provision__document__{column}" for column in ("text", "headings", "pages", "apart"))


def follow_ups() -> QuerySet[FollowUp]:
    """Follow-ups of published documents: those that ended as well, also where the provision was taken out."""
    found = FollowUp.objects.filter(document__state=Document.State.PUBLISHED)
    return found.select_related("party", "via", "provision__document").defer(*_HEAVY)


def threads() -> QuerySet[FollowUp]:
    """`follow_ups`, and those of documents that were withdrawn: what was answered on them stays readable."""
    found = FollowUp.objects.filter(document__state__in=WAS_PUBLIC)
    return found.select_related("party", "via", "provision__document").defer(*_HEAVY)


def of_withdrawn(document: Document) -> QuerySet[FollowUp]:
    """The follow-ups of a withdrawn document on which anything was answered or stated, in its order."""
    said = ~Q(position="") | Q(Exists(Claim.objects.filter(follow_up=OuterRef("pk"))))
    return threads().filter(said, document=document).order_by("provision__number", "name", "pk")


def words_shown(provision: Provision) -> str:
    """The words of a provision while everyone may read them; "" once it or its document was taken out."""
    return "" if provision.withdrawn or not provision.document.public else provision.text


def dated(found: QuerySet[FollowUp]) -> QuerySet[FollowUp]:
    """With `dates`: the expectations that are still open, the earliest first, each with its term."""
    open_ = Expectation.objects.filter(ended_at=None, met_at=None).select_related("term")
    return found.prefetch_related(
        Prefetch("expectations", open_.order_by("term__overdue_at", "pk"), to_attr="dates")
    )


def running() -> QuerySet[FollowUp]:
    """Those that have not ended.

    What strikes a provision or withdraws a document ends the follow-ups in the same step, so that none of
    these needs to be looked at here: over a million follow-ups that is most of the time of a list.
    """
    found = FollowUp.objects.filter(ended_at=None)
    return found.select_related("party", "via", "provision__document").defer(*_HEAVY)


def silent(now: datetime) -> QuerySet[FollowUp]:
    """Those from whose addressee an answer is expected, whose date has passed and who has not answered."""
    return running().filter(silent_from__lte=now)


def of_provision(provision: Provision) -> QuerySet[FollowUp]:
    """Every addressee of a provision, with those that ended, in the order of their names."""
    return FollowUp.objects.filter(provision=provision).select_related("party", "via").order_by("name", "id")


def of_parties(parties: Iterable[Party]) -> QuerySet[FollowUp]:
    """The running ones of any of the parties."""
    return running().filter(party__in=list(parties))


def follow_up(pk: int) -> FollowUp:
    """The follow-up of that key, if it is or was public."""
    found = dated(threads().filter(pk=pk)).first()
    if found is None:
        raise NotFound("register.no_follow_up", "There is no such follow-up, or its document is not public.")
    return found


@dataclass(frozen=True)
class Stands:
    """How a follow-up stands at a moment.

    `past`: the date for the answer, where that is silence. `by`: that date, where it still lies ahead.
    `overdue`: reports and deeds whose date has passed, by kind of term, the earliest first.
    """

    standing: Standing
    past: Past | None = None
    by: date | None = None
    overdue: tuple[tuple[str, Past], ...] = ()


def stands(follow_up: FollowUp, now: datetime) -> Stands:
    """How a follow-up stands; it must bring its `dates`."""
    standing = silence.standing(
        position=follow_up.position,
        silent_from=follow_up.silent_from,
        ended=follow_up.ended_at is not None,
        now=now,
    )
    if standing == Standing.ENDED:
        return Stands(standing)
    dates: list[Expectation] = follow_up.dates  # type: ignore[attr-defined]
    passed = [
        (one.term.kind, found)
        for one in dates
        if (found := silence.past(one.term.due_on, one.term.overdue_at, one.term.time_zone, now))
    ]
    return Stands(
        standing,
        past=next((found for kind, found in passed if kind == Term.Kind.ANSWER), None)
        if standing == Standing.SILENT
        else None,
        by=follow_up.answer_on if standing == Standing.EXPECTED else None,
        overdue=tuple((kind, found) for kind, found in passed if kind != Term.Kind.ANSWER),
    )


def followed() -> Subquery:
    """For provisions: [running follow-ups, answered, silent] as JSON; none where there are none."""
    running = FollowUp.objects.filter(provision=OuterRef("pk"), ended_at=None).order_by()
    counts: Any = JSONArray(
        Count("pk"),
        Count("pk", filter=~Q(position="")),
        Count("pk", filter=Q(position="", silent_from__lte=Now())),
    )
    return Subquery(running.values("provision").annotate(counts=counts).values("counts"))
