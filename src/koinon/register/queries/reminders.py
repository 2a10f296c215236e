"""What was told of a follow-up, and when: derived from the steps that were taken of its dates."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, Q

from koinon.register.engine.following.terms import To
from koinon.register.models import Expectation, FollowUp


@dataclass(frozen=True, slots=True)
class Told:
    """A reminder that a follow-up was part of: of which date, in what role, at which moment."""

    follow_up: int
    kind: str
    round: int
    due_on: date
    days: int
    to: str
    at: datetime


def told_of(follow_ups: Iterable[int], *, to: Iterable[str] = tuple(To)) -> list[Told]:
    """Every reminder that the follow-ups were part of, in order.

    A step was told of a follow-up where its expectation stood and was not met at the moment it was taken.
    """
    at = F("term__reminders__at")
    found = Expectation.objects.filter(
        Q(met_at=None) | Q(met_at__gt=at),
        Q(ended_at=None) | Q(ended_at__gt=at),
        Q(follow_up__ended_at=None) | Q(follow_up__ended_at__gt=at),
        follow_up__in=list(follow_ups),
        set_at__lte=at,
        term__reminders__to__in=list(to),
    ).order_by("term__reminders__at", "term__due_on", "term__reminders__step", "follow_up_id", "pk")
    rows = found.values_list(
        "follow_up_id", "term__kind", "term__round", "term__due_on", "term__steps",
        "term__reminders__step", "term__reminders__to", "term__reminders__at",
    )  # fmt: skip
    return [
        Told(follow_up, kind, number, due_on, steps[step]["days"], addressed, moment)
        for follow_up, kind, number, due_on, steps, step, addressed, moment in rows
    ]


def notices_of(follow_up: FollowUp) -> list[Told]:
    """The public notices of a follow-up: its date passed and everyone before was told."""
    return told_of([follow_up.pk], to=[To.PUBLIC])
