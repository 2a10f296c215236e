"""A cycle of peer review: made, fixed in the open, drawn by lot; a reviewer who stands down is replaced."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils.text import slugify

from koinon.kernel.days import refuse_unmeant
from koinon.kernel.keys import free_key
from koinon.kernel.lines import line, visible
from koinon.kernel.refusals import Refused
from koinon.ledger.acts import action, record
from koinon.ledger.models import Visibility
from koinon.people.models import Party
from koinon.register.actions.reviews import bodies
from koinon.register.engine.reviewing import cycles, draw, pool, stages
from koinon.register.engine.reviewing import record as records
from koinon.register.engine.reviewing.cycles import Plan
from koinon.register.models import Cycle, Review, Reviewer, ReviewStage
from koinon.register.queries import reviews as queries
from koinon.register.rules import reviews as rules


@action("register.make_cycle", permit=rules.may_run)
def make_cycle(*, by: Any, title: str, plan: Plan, key: str = "", invented: bool = False) -> Cycle:
    """Prepare a cycle of peer reviews. Nobody else sees it before its rules are fixed."""
    made = Cycle(key=_free_key(key or title), invented=invented)
    _write(made, title, plan)
    made.save()
    record(f"cycle:{made.key}", {"cycle": made.key}, visibility=Visibility.RESTRICTED)
    return made


@action("register.edit_cycle", permit=rules.may_run)
def edit_cycle(*, by: Any, cycle: Cycle, revision: int, title: str, plan: Plan) -> Cycle:
    """Change a cycle of peer reviews that is being prepared."""
    current = _locked(cycle, revision)
    _preparing(current)
    _write(current, title, plan)
    current.revision += 1
    current.save()
    record(
        f"cycle:{current.key}",
        {"cycle": current.key, "revision": current.revision},
        visibility=Visibility.RESTRICTED,
    )
    return current


@action("register.fix_cycle", permit=rules.may_run)
def fix_cycle(*, by: Any, cycle: Cycle, revision: int, now: datetime, today: date) -> Cycle:
    """Fix a cycle of peer reviews. Pool, rules and where the seed will come from are public from now on."""
    current = _locked(cycle, revision)
    _preparing(current)
    plan = queries.plan(current)
    cycles.sessions(plan)
    if not visible(plan.seed_source) or plan.seed_on is None:
        raise Refused(
            "register.cycle.seed_source",
            "Say from which public event the seed will come, and on which day.",
            field="seed_source",
        )
    refuse_unmeant("days", *plan.calendar.days, today=today)
    refuse_unmeant("seed_on", plan.seed_on, today=today)
    if plan.seed_on <= today:
        raise Refused(
            "register.cycle.seed_on",
            "The seed must not be known yet: name a day after {today}.",
            today=today,
            field="seed_on",
        )
    cycles.ahead(plan)
    draw.possible(plan.pool, queries.names([*current.pool, *current.reviewers]))
    promise = records.fixed(
        plan.pool, cycle=current.key, seed_source=plan.seed_source, seed_on=plan.seed_on.isoformat()
    )
    current.record, current.state, current.fixed_at = promise, Cycle.State.FIXED, now
    current.revision += 1
    current.save()
    record(
        f"cycle:{current.key}",
        {
            "cycle": current.key,
            "digest": promise["digest"],
            "calendar": pool.digest(current.calendar),
            "parties": len(current.pool),
            "reviewers": len(current.reviewers),
            "seed_source": current.seed_source,
            "seed_on": plan.seed_on.isoformat(),
        },
    )
    return current


@action("register.draw_cycle", permit=rules.may_run)
def draw_cycle(*, by: Any, cycle: Cycle, revision: int, seed: str, now: datetime, today: date) -> Cycle:
    """Draw the order of review and the reviewers. From the seed of the event that was named before."""
    current = _locked(cycle, revision)
    if current.state != Cycle.State.FIXED or current.seed_on is None:
        raise Refused(
            "register.cycle.not_fixed", "Only a cycle that is fixed and not yet drawn can be drawn."
        )
    if today < current.seed_on:
        raise Refused(
            "register.cycle.too_early",
            "The seed comes from an event on {day}: it cannot be entered before that day.",
            day=current.seed_on,
            field="seed",
        )
    parties = {p.key: p for p in Party.objects.filter(key__in=[*current.pool, *current.reviewers])}
    made = records.made(current.record, seed, {key: party.name for key, party in parties.items()})
    current.seed, current.record = made["seed"], made
    current.state, current.drawn_at = Cycle.State.DRAWN, now
    current.revision += 1
    current.save()
    _reviews(current, made, parties, now)
    record(
        f"cycle:{current.key}",
        {
            "cycle": current.key,
            "seed": made["seed"],
            "digest": made["digest"],
            "record": pool.digest(made),
            "order": made["order"],
        },
    )
    return current


def _reviews(cycle: Cycle, made: Mapping[str, Any], parties: Mapping[str, Party], now: datetime) -> None:
    plan = queries.plan(cycle)
    reviews = Review.objects.bulk_create(
        Review(cycle=cycle, party=parties[key], order=order, begins=begins, minutes=plan.calendar.minutes)
        for order, (key, begins) in enumerate(zip(made["order"], cycles.sessions(plan), strict=True), start=1)
    )
    Reviewer.objects.bulk_create(
        Reviewer(review=review, party=parties[key], place=place, since=now)
        for review in reviews
        for place, key in enumerate(made["reviewers"][review.party.key], start=1)
    )
    ReviewStage.objects.bulk_create(
        ReviewStage(
            review=review, position=position, kind=stage.kind.value, owner=stage.owner.value,
            opens_on=stage.opens_on, due_on=stage.due_on,
        )
        for review in reviews
        if review.begins
        for position, stage in enumerate(
            stages.planned(review.begins.date(), plan.calendar.offsets, plan.calendar.weekend), start=1
        )
    )  # fmt: skip


@action("register.stand_down", permit=rules.may_stand_down)
def stand_down(*, by: Any, reviewer: Reviewer, reason: str, now: datetime) -> Reviewer:
    """Stand down as a reviewer. The next lot of the same stream finds who takes the place."""
    cycle = Cycle.objects.select_for_update().get(pk=reviewer.review.cycle_id)
    current = Reviewer.objects.select_related("review__party", "party").get(pk=reviewer.pk)
    if current.until is not None:
        raise Refused("register.review.stood_down", "This reviewer has stood down already.")
    if not visible(reason):
        raise Refused("register.review.reason", "Say why: the reason is public.", field="reason")
    review = current.review
    seat = draw.Seat(review.party.key, current.place, current.party.key, visible(reason))
    cycle.record, change = records.changed(
        cycle.record, seat, queries.names([review.party.key, current.party.key])
    )
    cycle.revision += 1
    cycle.save()
    current.until, current.reason = now, visible(reason)
    current.save()
    substitute = Reviewer.objects.create(
        review=review, party=Party.objects.get(key=change.drawn), place=current.place, since=now
    )
    record(
        f"review:{cycle.key}/{review.party.key}",
        {
            "cycle": cycle.key,
            "review": review.party.key,
            "left": change.left,
            "reason": change.reason,
            "drawn": change.drawn,
            "among": change.among,
            "record": pool.digest(cycle.record),
        },
    )
    return substitute


def _write(cycle: Cycle, title: str, plan: Plan) -> None:
    cycle.title = line(title)
    if not cycle.title:
        raise Refused("register.cycle.title", "Give the cycle a title.", field="title")
    cycles.sound(plan)
    plain = plan.pool.plain()
    cycle.pool, cycle.reviewers = plain["parties"], plain["reviewers"]
    cycle.rules, cycle.calendar = plan.rules(), plan.calendar.plain()
    cycle.seed_source, cycle.seed_on = visible(plan.seed_source), plan.seed_on
    wanted = {*cycle.pool, *cycle.reviewers} | queries.groups_named(cycle.rules)
    unknown = sorted(wanted - set(queries.names(wanted)))
    if unknown:
        raise Refused(
            "register.cycle.party", "There is no party with the key {party}: add it first, or leave it out.",
            party=unknown[0], field="parties",
        )  # fmt: skip
    bodies(Party.objects.filter(key__in=[*cycle.pool, *cycle.reviewers]).order_by("name"), "parties")


def _locked(cycle: Cycle, revision: int) -> Cycle:
    current = Cycle.objects.select_for_update().get(pk=cycle.pk)
    if current.revision != revision:
        raise Refused(
            "register.changed_meanwhile", "Someone else changed this cycle meanwhile: look at it again."
        )
    return current


def _preparing(cycle: Cycle) -> None:
    if cycle.state != Cycle.State.PREPARING:
        raise Refused(
            "register.cycle.fixed", "Pool and rules of this cycle are fixed: they cannot be changed any more."
        )


def _free_key(words: str) -> str:
    base = slugify(words)[:100].strip("-") or "cycle"
    return free_key(base, set(Cycle.objects.filter(key__startswith=base).values_list("key", flat=True)))
