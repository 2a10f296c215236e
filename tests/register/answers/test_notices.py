"""Who is told of what on the desk: validators of what waits, drafters of what became of it, nobody else."""

from __future__ import annotations

import pytest
from django.test import Client

from koinon.ledger.models import Entry, Notice
from koinon.people.models import Person
from koinon.register.actions import answers as actions
from koinon.register.followers import notify
from koinon.register.queries.news import told
from tests.register.answers.office import NOW, Office, office, seen

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> Office:
    return office()


def follow() -> None:
    from koinon.ledger import guard

    with guard.writing("the follower"):
        notify(list(Entry.objects.order_by("number")))


def words(who: Person) -> list[str]:
    return [str(one.words) for one in told(who)]


def test_a_draft_tells_nobody_and_a_submission_the_validators(world: Office) -> None:
    world.drafted(world.asked[0])
    follow()
    assert not Notice.objects.exists()
    world.drafted(*world.asked[1:], submit=True)
    follow()
    assert words(world.bo) == ["Answers wait for you as validator."]
    assert words(world.ida) == words(world.nils) == []
    client = Client()
    client.force_login(world.bo)
    assert 'href="/desk/answers/"' in client.get("/desk/").content.decode()


def test_whoever_drafted_is_told_of_the_decision(world: Office) -> None:
    made = world.drafted(*world.asked, submit=True)
    actions.return_answers(by=world.bo, answers=made[:1], revisions=seen(made[:1]), note="Name it.")
    actions.approve_answers(by=world.bo, answers=made[1:], revisions=seen(made[1:]), now=NOW)
    follow()
    assert words(world.ida) == [
        "Answers that you drafted are published.",
        "Answers that you drafted were returned.",
    ]
    assert words(world.nils) == []
