"""The invented cycle is drawn by the real draw, goes on where it was cut off, and shows what is overdue."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from koinon.flows.demonstration import filling, reviews
from koinon.flows.demonstration.partnership import PEOPLE
from koinon.ledger import guard
from koinon.ledger.models import Entry
from koinon.register.engine.reviewing import record as records
from koinon.register.models import Cycle, FollowUp, Review
from koinon.register.queries import review_stages
from koinon.register.queries import reviews as queries
from tests.factories.people import person

pytestmark = pytest.mark.django_db
NOW = datetime(2032, 6, 9, 10, tzinfo=UTC)


def test_the_cycle_is_complete_also_when_it_was_cut_off() -> None:
    mira = person("Mira", role="secretariat")
    with guard.writing("her address is the demonstration's"):
        mira.email = PEOPLE[0].email
        mira.save()
    filling._parties()
    reviews.draw_cycle(NOW)
    reviews.draw_cycle(NOW)
    reviews.go_through()
    entries = Entry.objects.count()
    reviews.draw_cycle(NOW)
    reviews.go_through()
    assert Entry.objects.count() == entries
    cycle = Cycle.objects.get()
    assert cycle.invented and records.faults(json.loads(json.dumps(cycle.record))) == []
    first, second = (queries.review(cycle.key, key) for key in cycle.record["order"][:2])
    assert (
        first.outcome and first.outcome.invented and FollowUp.objects.filter(party=first.party).count() == 5
    )
    states = {stage.kind.value: stage.state for stage in review_stages.shown(second, NOW.date())}
    assert states["self-report"] == "overdue" and states["summary"] == "done"
    assert Review.objects.filter(begins__gt=NOW).count() == 2
