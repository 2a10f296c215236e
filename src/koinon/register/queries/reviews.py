"""Cycles of peer review and their reviews: doors, lists, and how each stage stands on a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from koinon.kernel.refusals import NotFound, NotPermitted
from koinon.people.models import Party
from koinon.people.rules import mandates_in_force
from koinon.register.engine.reviewing.cycles import Plan, plan_of
from koinon.register.models import (
    Cycle,
    Review,
    Reviewer,
    ReviewPaper,
    ReviewQuestion,
    ReviewRecommendation,
    Speaker,
)
from koinon.register.rules import reviews as rules

IN_FORCE = Prefetch(
    "reviewers", Reviewer.objects.filter(until=None).select_related("party"), to_attr="now_reviewing"
)
_ADOPTED = Q(reviews__outcome__state="published")


def cycles() -> QuerySet[Cycle]:
    """Every cycle that is fixed or further, the latest first."""
    return Cycle.objects.exclude(state=Cycle.State.PREPARING).annotate(
        reviewed=Count("reviews"), adopted=Count("reviews", filter=_ADOPTED)
    )


def cycle(key: str) -> Cycle:
    """A public cycle."""
    found = cycles().filter(key=key).first()
    if found is None:
        raise NotFound("register.cycle.unknown", "There is no cycle of reviews called “{key}”.", key=key)
    return found


def every_cycle(by: Any) -> QuerySet[Cycle]:
    """The cycles that someone sees on the desk: those in preparation only the secretariat."""
    every = Cycle.objects.annotate(reviewed=Count("reviews"), adopted=Count("reviews", filter=_ADOPTED))
    return every if rules.may_run(by=by) else every.exclude(state=Cycle.State.PREPARING)


def cycle_for(by: Any, key: str) -> Cycle:
    """A cycle for whoever runs it."""
    if not (verdict := rules.may_run(by=by)):
        raise NotPermitted("register.cycle.not_permitted", verdict.reason)
    found = Cycle.objects.filter(key=key).first()
    if found is None:
        raise NotFound("register.cycle.unknown", "There is no cycle of reviews called “{key}”.", key=key)
    return found


def plan(of: Cycle) -> Plan:
    """What is decided about a cycle."""
    return plan_of(
        parties=of.pool,
        reviewers=of.reviewers,
        rules=of.rules,
        calendar=of.calendar,
        seed_source=of.seed_source,
        seed_on=of.seed_on,
    )


def every_review() -> QuerySet[Review]:
    """Every review, with its reviewers, stages, and the counts that decide how some stages stand."""
    running = Q(outcome__follow_ups__ended_at=None, outcome__follow_ups__isnull=False)
    found = Review.objects.select_related("cycle", "party", "outcome").prefetch_related(IN_FORCE, "stages")
    standing = ReviewRecommendation.objects.filter(review=OuterRef("pk"), withdrawn_at=None).order_by()
    counted = standing.values("review").annotate(n=Count("pk")).values("n")
    return found.annotate(
        recommended=Coalesce(Subquery(counted), 0),
        asked=Count("questions", distinct=True),
        followed=Count("outcome__follow_ups", filter=running, distinct=True),
        answered=Count(
            "outcome__follow_ups",
            filter=running & Q(outcome__follow_ups__answered_at__isnull=False),
            distinct=True,
        ),
    ).order_by("cycle", "order")


def session_ahead(of: Review, now: datetime) -> date | None:
    """The day of the session in the time zone of its cycle, while that day is still to come there."""
    zone = ZoneInfo(plan(of.cycle).calendar.time_zone)
    day = of.begins.astimezone(zone).date() if of.begins else None
    return day if day and now.astimezone(zone).date() < day else None


def outcome_state(of: Review) -> str:
    """How the outcome of a review stands: "" while there is none, else "adopted" or "withdrawn"."""
    if of.outcome is None:
        return ""
    return "adopted" if of.outcome.public else "withdrawn"


def reviews(of: Cycle) -> QuerySet[Review]:
    """The reviews of a cycle in their order."""
    return every_review().filter(cycle=of)


def review(cycle_key: str, party_key: str) -> Review:
    """The review of a party within a cycle."""
    found = every_review().filter(cycle__key=cycle_key, party__key=party_key).first()
    if found is None:
        raise NotFound(
            "register.review.unknown",
            "There is no review of “{party}” in a cycle called “{cycle}”.",
            party=party_key,
            cycle=cycle_key,
        )
    return found


def papers(of: Review) -> QuerySet[ReviewPaper]:
    """The papers of a review, those replaced included, the latest last."""
    return ReviewPaper.objects.filter(review=of).select_related("party", "source").defer("source__data")


def paper(of: Review, pk: int) -> ReviewPaper:
    """One paper of a review with its file."""
    found = ReviewPaper.objects.filter(review=of, pk=pk).select_related("source").first()
    if found is None:
        raise NotFound("register.review.no_paper", "This review has no such paper.")
    return found


def questions(of: Review) -> QuerySet[ReviewQuestion]:
    """Who asked what in advance, and what was answered."""
    return ReviewQuestion.objects.filter(review=of).select_related("party", "review__party")


def question(of: Review, pk: int) -> ReviewQuestion:
    """One question of a review."""
    found = questions(of).filter(pk=pk).first()
    if found is None:
        raise NotFound("register.review.no_question", "This review has no such question.")
    return found


def speakers(of: Review) -> QuerySet[Speaker]:
    """The list of speakers without those taken off it."""
    found = Speaker.objects.filter(review=of).exclude(state=Speaker.State.OFF)
    return found.select_related("party", "review__party").order_by("place", "id")


def speaker(of: Review, party_key: str) -> Speaker:
    """A party on the list of speakers."""
    found = speakers(of).filter(party__key=party_key).first()
    if found is None:
        raise NotFound(
            "register.review.no_speaker", "“{party}” is not on the list of speakers.", party=party_key
        )
    return found


def recommendations(of: Review) -> QuerySet[ReviewRecommendation]:
    """What was recommended, taken back or not, with the party's answer where the outcome is adopted."""
    found = ReviewRecommendation.objects.filter(review=of).select_related("provision__document")
    return found.prefetch_related(
        Prefetch("parties", Party.objects.order_by("name")), "provision__follow_ups"
    )


def recommendation(of: Review, number: int) -> ReviewRecommendation:
    """One recommendation by its number."""
    found = recommendations(of).filter(number=number).select_related("review__party", "review__cycle").first()
    if found is None:
        raise NotFound(
            "register.review.no_recommendation", "This review has no recommendation {number}.", number=number
        )
    return found


def reviewer(of: Review, party_key: str) -> Reviewer:
    """A party that reviews now."""
    found = Reviewer.objects.filter(review=of, party__key=party_key, until=None)
    one = found.select_related("party", "review__cycle", "review__party").first()
    if one is None:
        raise NotFound(
            "register.review.no_reviewer", "“{party}” is no reviewer of this review.", party=party_key
        )
    return one


def former(of: Review) -> QuerySet[Reviewer]:
    """Who stood down, and why."""
    return Reviewer.objects.filter(review=of).exclude(until=None).select_related("party").order_by("until")


def names(keys: Iterable[str]) -> dict[str, str]:
    """The names of parties by their keys."""
    return dict(Party.objects.filter(key__in=set(keys)).values_list("key", "name"))


def parties_of(by: Any, permission: str = rules.TAKE_PART) -> list[Party]:
    """The parties for which someone holds a permission, by name."""
    if not getattr(by, "is_authenticated", False):
        return []
    held = {m.party for m in mandates_in_force(by) if m.party and permission in rules.granted(m.role)}
    return sorted(held, key=lambda party: party.name)


def reviews_concerning(parties: Iterable[Party]) -> QuerySet[Review]:
    """The reviews of parties, and those they review, in drawn cycles."""
    keys = [party.pk for party in parties]
    reviewing = Reviewer.objects.filter(party__in=keys, until=None).values("review")
    return every_review().filter(Q(party__in=keys) | Q(pk__in=reviewing)).order_by("begins", "order")


def groups_named(rules_: Mapping[str, Any]) -> set[str]:
    """Every party key that rules mention."""
    found = {key for keys in rules_["groups"].values() for key in keys}
    return found | {key for conflict in rules_["conflicts"] for key in conflict["parties"]}
