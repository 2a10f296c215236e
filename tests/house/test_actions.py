"""Every action has a permission, refuses a stranger, and leaves one ledger entry."""

from __future__ import annotations

import inspect

import pytest
from django.test import override_settings

from koinon.kernel.refusals import NotPermitted
from koinon.ledger.acts import ACTIONS
from koinon.ledger.models import Entry
from tests.factories import people
from tests.house.actions import EXAMPLES, load

load()
pytestmark = pytest.mark.django_db


def test_every_action_has_an_example_and_every_example_an_action() -> None:
    assert set(EXAMPLES) == set(ACTIONS)


@pytest.mark.parametrize("verb", sorted(ACTIONS))
def test_an_action_is_named_as_its_function_and_takes_keywords_only(verb: str) -> None:
    act = ACTIONS[verb]
    parameters = inspect.signature(act.function).parameters
    tail, name = verb.partition(".")[2], act.function.__name__
    assert tail == name or tail.startswith(f"{name}_"), "invitations.accept is people.accept_invitation"
    assert act.function.__doc__, "the ledger tells the act by its first sentence"
    assert act.permit.__doc__, "the documentation tells who may"
    assert "by" in parameters
    assert all(p.kind is p.KEYWORD_ONLY for p in parameters.values())


@pytest.mark.parametrize("verb", sorted(ACTIONS))
def test_an_action_refuses_a_stranger_with_a_reason_and_leaves_one_entry(verb: str) -> None:
    given = EXAMPLES[verb]
    arguments = given.permitted()
    before = Entry.objects.count()
    with pytest.raises(NotPermitted) as refusal:
        ACTIONS[verb].function(**{**arguments, "by": people.person("Stranger"), **given.stranger})
    assert refusal.value.message.endswith("."), "the reason is a sentence"
    assert Entry.objects.count() == before
    with override_settings(**given.settings):
        ACTIONS[verb].function(**arguments)
    assert [entry.verb for entry in Entry.objects.filter(number__gt=before)] == [verb]
