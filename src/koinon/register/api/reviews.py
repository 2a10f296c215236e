"""Cycles of peer review: read, prepared, fixed, drawn; and each review with everything in it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from ninja import Query

from koinon.people.api.bearer import caller
from koinon.people.api.conditions import shows, upon
from koinon.people.api.lists import Paging, made, part, site
from koinon.people.api.operations import get, operation
from koinon.register.actions import cycles as actions
from koinon.register.api import review_shapes as shapes
from koinon.register.engine.reviewing.cycles import Calendar, Plan, Speaking
from koinon.register.engine.reviewing.pool import Conflict, Pool
from koinon.register.queries import review_pages, review_stages
from koinon.register.queries import reviews as queries
from koinon.register.queries.review_words import move_reason
from koinon.ui.languages import permanent

TAG = "reviews"


@get("/reviews", shapes.CyclePart, "cycles", tag=TAG)
def cycles(request: HttpRequest, paging: Query[Paging]) -> dict[str, Any]:
    """Every cycle whose rules are fixed, the latest first."""
    where = site(request)
    names = ("key", "title", "state", "seed_on", "drawn_at", "invented")
    return part(
        request,
        queries.cycles(),
        paging,
        lambda one: (
            {name: getattr(one, name) for name in names} | {"url": where + permanent(one.get_absolute_url())}
        ),
    )


@get("/reviews/{cycle}", shapes.CycleOut, "cycle", tag=TAG)
def cycle(request: HttpRequest, cycle: str) -> dict[str, Any]:
    """A cycle with its rules, and the record of its draw once that is made."""
    return _shown(request, queries.cycle(cycle))


@get("/reviews/{cycle}/parties", list[shapes.ReviewLine], "cycle_reviews", tag=TAG)
def cycle_reviews(request: HttpRequest, cycle: str) -> list[dict[str, Any]]:
    """The reviews of a cycle in their order."""
    where = site(request)
    return [review_pages.review_record(one, where) for one in queries.reviews(queries.cycle(cycle))]


@get("/reviews/{cycle}/parties/{party}", shapes.ReviewOut, "peer_review", tag=TAG)
def peer_review(request: HttpRequest, cycle: str, party: str) -> dict[str, Any]:
    """One review with its stages, papers, questions, speakers and recommendations."""
    return review_record(request, queries.review(cycle, party))


@get("/desk/reviews/{cycle}", shapes.CycleOut, "desk_cycle", tag=TAG, scope="read")
def desk_cycle(request: HttpRequest, cycle: str) -> dict[str, Any]:
    """A cycle for whoever runs it, also while it is being prepared."""
    return _shown(request, queries.cycle_for(caller(request), cycle))


@operation(
    "POST", "/desk/reviews", answer=shapes.CycleOut, status=201, name="make_cycle", tag=TAG, scope="convene",
    acts="register.make_cycle",
)  # fmt: skip
def make_cycle(request: HttpRequest, plan: shapes.CycleIn) -> dict[str, Any]:
    """Prepare a cycle; nobody else sees it yet."""
    kept = actions.make_cycle(by=caller(request), title=plan.title, plan=_plan(plan))
    made(request, f"/desk/reviews/{kept.key}")
    return _shown(request, kept)


@operation(
    "PUT", "/desk/reviews/{cycle}", answer=shapes.CycleOut, name="edit_cycle", tag=TAG, scope="convene",
    acts="register.edit_cycle", changes=True,
)  # fmt: skip
def edit_cycle(request: HttpRequest, cycle: str, plan: shapes.CycleIn) -> dict[str, Any]:
    """Change a cycle that is being prepared."""
    found = _under(request, cycle)
    kept = actions.edit_cycle(
        by=caller(request), cycle=found, revision=found.revision, title=plan.title, plan=_plan(plan)
    )
    return _shown(request, kept)


@operation(
    "POST", "/desk/reviews/{cycle}/fixing", answer=shapes.CycleOut, name="fix_cycle", tag=TAG,
    scope="convene", acts="register.fix_cycle", changes=True,
)  # fmt: skip
def fix_cycle(request: HttpRequest, cycle: str) -> dict[str, Any]:
    """Fix pool and rules in the open, before anybody can know the seed."""
    found = _under(request, cycle)
    kept = actions.fix_cycle(
        by=caller(request), cycle=found, revision=found.revision, now=timezone.now(),
        today=timezone.localdate(),
    )  # fmt: skip
    return _shown(request, kept)


@operation(
    "POST", "/desk/reviews/{cycle}/draw", answer=shapes.CycleOut, name="draw_cycle", tag=TAG,
    scope="convene", acts="register.draw_cycle", changes=True,
)  # fmt: skip
def draw_cycle(request: HttpRequest, cycle: str, seed: shapes.SeedIn) -> dict[str, Any]:
    """Enter the seed on its day or later, by which the draw is made."""
    found = _under(request, cycle)
    kept = actions.draw_cycle(
        by=caller(request), cycle=found, revision=found.revision, seed=seed.seed, now=timezone.now(),
        today=timezone.localdate(),
    )  # fmt: skip
    return _shown(request, kept)


def _under(request: HttpRequest, key: str) -> Any:
    found = queries.cycle_for(caller(request), key)
    upon(request, found.revision)
    return found


def _shown(request: HttpRequest, found: Any) -> dict[str, Any]:
    shows(request, found.revision)
    names = (
        "key", "title", "state", "rules", "calendar", "seed", "seed_source", "seed_on", "fixed_at",
        "drawn_at", "record", "invented", "reviewers", "revision",
    )  # fmt: skip
    return {name: getattr(found, name) for name in names} | {"parties": found.pool}


def _plan(said: shapes.CycleIn) -> Plan:
    return Plan(
        pool=Pool(
            parties=tuple(said.parties),
            reviewers=tuple(said.reviewers or said.parties),
            each=said.each,
            mutual=said.mutual,
            balanced=said.balanced,
            conflicts=tuple(Conflict(frozenset(c.parties), c.reason) for c in said.conflicts),
            groups={name: frozenset(keys) for name, keys in said.groups.items()},
            most_of_a_group=said.most_of_a_group,
        ),
        seed_source=said.seed_source,
        seed_on=said.seed_on,
        calendar=Calendar(
            days=tuple(said.days),
            times=tuple(said.times),
            time_zone=said.time_zone,
            minutes=said.minutes,
            weekend=tuple(said.weekend),
            offsets={stage.value: pair for stage, pair in said.stages.items()},
        ),
        speaking=Speaking(said.speakers_minutes, said.speaker_most, said.order),
    )


def review_record(request: HttpRequest, review: Any) -> dict[str, Any]:
    """A review with everything in it."""
    where = site(request)
    shows(request, review.revision)
    columns = ("list_opens", "list_closes", "list_record", "revision")
    told = review_pages.recommendations(review, timezone.now())
    return (
        review_pages.review_record(review, where)
        | {name: getattr(review, name) for name in columns}
        | {
            "cycle": review.cycle.key,
            "outcome_withdrawn": review_pages.why_withdrawn(review),
            "stages": [stage_record(one) for one in review_stages.shown(review, timezone.localdate())],
            "papers": [paper_record(one, review, where) for one in queries.papers(review)],
            "questions": [question_record(one) for one in queries.questions(review)],
            "speakers": [speaker_record(one) for one in queries.speakers(review)],
            "recommended": [recommendation_record(one, where) for one in told],
        }
    )


def stage_record(one: review_stages.Shown) -> dict[str, Any]:
    """A stage as it stands."""
    names = ("done_at", "passed_at", "note")
    standing = {"stage": one.kind, "owner": one.owner, "state": one.standing.state}
    moves = [{**move, "reason": move_reason(move)} for move in one.row.moves]
    days = {"opens_on": one.opens_on, "due_on": one.due_on}
    kept = {name: getattr(one.row, name) for name in names}
    return standing | {"days_overdue": one.standing.overdue} | days | kept | {"moves": moves}


def paper_record(paper: Any, review: Any, where: str) -> dict[str, Any]:
    """A paper of a review."""
    args = [review.cycle.key, review.party.key, paper.pk]
    file = where + permanent(reverse("register:review_paper_file", args=args)) if paper.source else None
    names = ("kind", "title", "language", "text", "given_at", "replaced_at")
    party = paper.party.key if paper.party else None
    return {name: getattr(paper, name) for name in names} | {"id": paper.pk, "party": party, "file": file}


def question_record(question: Any) -> dict[str, Any]:
    """A question in advance."""
    names = ("text", "language", "asked_at", "answer", "answered_at")
    return {name: getattr(question, name) for name in names} | {
        "id": question.pk,
        "party": question.party.key,
    }


def speaker_record(speaker: Any) -> dict[str, Any]:
    """A party on the list of speakers."""
    names = ("place", "state", "seconds", "began_at", "ended_at", "reason")
    return {name: getattr(speaker, name) for name in names} | {"party": speaker.party.key}


def recommendation_record(told: review_pages.Told, where: str) -> dict[str, Any]:
    """A recommendation with the party's position, null while there is none."""
    record = review_pages.record(told, where)
    return record | {"position": record["position"] or None}
