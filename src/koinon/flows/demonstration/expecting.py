"""Dates that are near on the day the demonstration begins, and one that was agreed with an addressee."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from koinon.flows.demonstration.partnership import MIRA
from koinon.people.models import Person
from koinon.people.queries import persons
from koinon.register.actions import policies
from koinon.register.engine.following.policy import Proposed
from koinon.register.engine.following.terms import Expected
from koinon.register.models import Document, Expectation, FollowUp, Policy
from koinon.register.queries import policies as queries

EARLY = "Declaration of Port Audley"


def ask_early() -> None:
    """One document is to be answered within ten working days, and reported on twice a year."""
    paper = Document.objects.filter(title=EARLY, invented=True, state=Document.State.PUBLISHED).first()
    if paper is None or Policy.objects.filter(document=paper).exists():
        return
    now = timezone.now()
    policy = Proposed(
        answer_days=10,
        report_months=6,
        working_days=True,
        weekend=(6, 7),
        time_zone="Europe/Lisbon",
    )
    policies.set_policy(
        by=_mira(),
        document=paper,
        policy=policy,
        reaches_back=True,
        reason="The Heads of Government asked for early answers (invented).",
        seen=queries.preview(paper, policy, True, now).fingerprint,
        now=now,
    )


def agree_a_date() -> None:
    """With Corrada a later date is agreed for one answer, for everyone to read."""
    if Expectation.objects.filter(basis=Expectation.Basis.AGREED).exists():
        return
    asked = FollowUp.objects.filter(
        document__title=EARLY, party__key="corrada", position="", answer_on__isnull=False, ended_at=None
    )
    now = timezone.now()
    if first := asked.order_by("provision__number").first():
        policies.agree_date(
            by=_mira(),
            follow_ups=[first],
            kind=Expected.ANSWER,
            day=now.date() + timedelta(days=45),
            reason="Corrada forms a new government (invented).",
            now=now,
        )


def _mira() -> Person:
    person = persons.person_of(MIRA)
    assert person is not None
    return person
