"""What the pages and files of a review tell: recommendations with their answers, records, calendar dates."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from koinon.ledger.models import Entry, Visibility
from koinon.people.models import Party
from koinon.register.engine.reviewing import speaking
from koinon.register.models import Cycle, FollowUp, Provision, Review, ReviewRecommendation, Speaker
from koinon.register.queries import public, review_stages
from koinon.register.queries import reviews as queries
from koinon.ui.languages import permanent

Record = dict[str, Any]
REVIEW_COLUMNS = (
    "order", "party", "name", "begins", "minutes", "reviewers", "recommendations", "answered", "outcome",
    "outcome_state", "url",
)  # fmt: skip
RECOMMENDATION_COLUMNS = (
    "number", "text", "language", "recommended_by", "recommending_parties", "themes", "made_at",
    "withdrawn_at", "outcome_state", "position", "answered_at", "answer_on", "overdue", "url",
)  # fmt: skip
POSITIONS_OF_THE_UPR = {  # as the export of the Universal Human Rights Index words them, where it has words
    "accepted": "Supported",
    "accepted-in-part": "Supported in part",
    "noted": "Noted",
    "declined": "Declined",
}


@dataclass(frozen=True, slots=True)
class Told:
    """A recommendation, who made it, and what the party says to it."""

    row: ReviewRecommendation
    parties: list[Party]
    follow_up: FollowUp | None
    silent: bool
    days: int  # overdue
    outcome_state: str  # "" before it is adopted, "adopted", "withdrawn"
    address: str  # of the provision, or of its place on the page of the review while it is none


def recommendations(review: Review, now: datetime) -> list[Told]:
    """The recommendations of a review in their order, those taken back included."""
    return [_told(review, row, now) for row in queries.recommendations(review)]


def _told(review: Review, row: ReviewRecommendation, now: datetime) -> Told:
    follow_ups = row.provision.follow_ups.all() if row.provision else ()
    found = next((f for f in follow_ups if f.party_id == review.party_id and f.ended_at is None), None)
    silent = bool(found and found.silent_from and found.silent_from <= now)
    days = (timezone.localdate(now) - found.answer_on).days if silent and found and found.answer_on else 0
    state = queries.outcome_state(review)
    provision = row.provision if state == "adopted" else None
    path = provision.get_absolute_url() if provision else f"{review.get_absolute_url()}#r{row.number}"
    return Told(row, list(row.parties.all()), found, silent, days, state, path)


def record(told: Told, site: str) -> Record:
    """A recommendation as a record for files and the API."""
    row, found = told.row, told.follow_up
    return {
        "number": row.number,
        "text": row.text,
        "language": row.language,
        "recommended_by": [{"name": party.name, "party": party.key} for party in told.parties],
        "themes": list(row.themes),
        "made_at": row.made_at,
        "withdrawn_at": row.withdrawn_at,
        "outcome_state": told.outcome_state,
        "position": found.position if found else "",
        "answered_at": found.answered_at if found else None,
        "answer_on": found.answer_on if found else None,
        "overdue": told.days,
        "url": site + permanent(told.address),
    }


def flat(record: Record) -> Record:
    """A record of a recommendation as a row of cells."""
    return {
        **record,
        "recommended_by": "; ".join(one["name"] for one in record["recommended_by"]),
        "recommending_parties": "; ".join(one["party"] for one in record["recommended_by"]),
        "themes": "; ".join(record["themes"]),
        "made_at": record["made_at"].isoformat(),
        "withdrawn_at": record["withdrawn_at"].isoformat() if record["withdrawn_at"] else "",
        "answered_at": record["answered_at"].isoformat() if record["answered_at"] else "",
    }


def review_record(review: Review, site: str) -> Record:
    """A review from `queries.reviews` as a record."""
    return {
        "order": review.order,
        "party": review.party.key,
        "name": review.party.name,
        "begins": review.begins,
        "minutes": review.minutes,
        "reviewers": [one.party.key for one in review.now_reviewing],  # type: ignore[attr-defined]
        "recommendations": getattr(review, "recommended", 0),
        "answered": getattr(review, "answered", 0),
        "outcome": review.outcome.slug if review.outcome else "",
        "outcome_state": queries.outcome_state(review),
        "url": site + permanent(review.get_absolute_url()),
    }


def flat_review(record: Record) -> Record:
    """A record of a review as a row of cells."""
    begins = record["begins"].isoformat() if record["begins"] else ""
    return {**record, "begins": begins, "reviewers": "; ".join(record["reviewers"])}


def provisions(review: Review) -> QuerySet[Provision]:
    """What the outcome of a review asks, as provisions; nothing while it is not adopted."""
    if review.outcome is None or not review.outcome.public:
        return public.provisions().none()
    return public.provisions_of(review.outcome)


@dataclass(frozen=True, slots=True)
class Floor:
    """Who speaks, how many seconds are left, and who is next."""

    speaker: Speaker | None
    left: int
    next: Speaker | None


def floor(speakers: list[Speaker], now: datetime) -> Floor:
    """Who has the floor of a session."""
    one = next((s for s in speakers if s.state == Speaker.State.SPEAKING), None)
    left = speaking.left(one.seconds, one.began_at, now) if one and one.began_at else 0
    return Floor(one, left, next((s for s in speakers if s.state == Speaker.State.LISTED), None))


def entries(abouts: list[str], most: int) -> list[Entry]:
    """The latest public entries about some things, newest first."""
    found = Entry.objects.filter(about__in=abouts, visibility=Visibility.PUBLIC).order_by("-number")
    return list(found[:most])


def why_withdrawn(review: Review) -> str:
    """Why the outcome of a review was withdrawn, as the ledger has it; "" where it was not."""
    if review.outcome is None or queries.outcome_state(review) != "withdrawn":
        return ""
    about = f"document:{review.outcome.slug}"
    told = Entry.objects.filter(about=about, verb="register.withdraw", visibility=Visibility.PUBLIC)
    last = told.order_by("-number").first()
    return str(last.facts.get("reason", "")) if last else ""


def everything_about(cycle: Cycle) -> list[str]:
    """What ledger entries on a cycle are about."""
    keys = Review.objects.filter(cycle=cycle).values_list("party__key", flat=True)
    return [f"cycle:{cycle.key}", *(f"review:{cycle.key}/{key}" for key in keys)]


def dated(of: Cycle) -> Iterator[tuple[Review, Any]]:
    """Every stage of a cycle that has a date which runs, or ran, with its review."""
    for review in queries.reviews(of):
        for stage in review.stages.all():
            if stage.due_on and not review_stages.is_off(review, stage):
                yield review, stage


def address(review: Review, kind: str) -> str:
    """The place of a stage on the page of its review."""
    return permanent(reverse("register:peer_review", args=[review.cycle.key, review.party.key])) + f"#{kind}"
