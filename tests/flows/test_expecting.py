"""The demonstration has a date that is near and one that was agreed, each once."""

from __future__ import annotations

import pytest
from django.utils import timezone

from koinon.flows.demonstration import expecting
from koinon.flows.demonstration.partnership import MIRA
from koinon.ledger import guard
from koinon.ledger.models import Entry
from koinon.people.models import Person
from koinon.register.actions import following
from koinon.register.models import FollowUp
from tests.factories.people import party, person
from tests.factories.register import document, provision

pytestmark = pytest.mark.django_db


def test_a_date_is_near_and_another_is_agreed_and_neither_twice() -> None:
    mira = person("Mira", role="secretariat")
    with guard.writing("test"):
        Person.objects.filter(pk=mira.pk).update(email=MIRA)
    paper = document("port-audley", "Ban it.", title=expecting.EARLY)
    with guard.writing("test"):
        paper.published_at = timezone.now()
        paper.save()
    one = provision(paper, "Ban it.", addressees=[party("corrada", "Corrada"), party("altamere", "Altamere")])
    now = timezone.now()
    with guard.writing("test"):
        following.open_follow_ups([one.pk], now)
    for _ in range(2):
        expecting.ask_early()
        expecting.agree_a_date()
    near, agreed = FollowUp.objects.order_by("party__key")
    assert near.answer_on
    assert agreed.answer_on
    assert 9 < (near.answer_on - now.date()).days < 20
    assert (agreed.answer_on - now.date()).days == 45
    assert Entry.objects.count() == 2
