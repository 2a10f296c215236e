"""What everyone reads of answers: every published version, and nothing that stays within the party."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.template import Context, Template
from django.test import Client

from koinon.ledger import guard
from koinon.register.models import Answer
from koinon.register.queries import answers
from tests.register.answers.office import NOW, Office, office

pytestmark = pytest.mark.django_db
PAGE = Template(
    "{% load register_answers %}{% answers_of provision as found %}{% for f in follow_ups %}"
    '{% with versions=found|versions_of:f %}{% include "register/answers/on_follow_up.html" %}{% endwith %}'
    "{% endfor %}"
)


@pytest.fixture
def world() -> Office:
    return office()


def shown(world: Office) -> str:
    provision = world.asked[0].provision
    follow_ups = list(provision.follow_ups.all())
    return PAGE.render(Context({"provision": provision, "follow_ups": follow_ups}))


def test_a_draft_is_nowhere_to_be_read(world: Office) -> None:
    world.drafted(world.asked[0], submit=True, reasons="Between ourselves.")
    with guard.writing("a note within the party"):
        Answer.objects.update(note="Be careful.")
    assert answers.of_provision(world.asked[0].provision) == {}
    assert not list(answers.latest(most=9))
    assert "ourselves" not in shown(world) and "careful" not in shown(world)


def test_every_version_is_shown_with_its_reasons(world: Office) -> None:
    first = world.asked[0]
    world.published(first, position="declined", reasons="Law 7 forbids it. <b>Now</b>")
    world.published(
        first, now=NOW + timedelta(days=9), position="accepted-in-part", part="The first half.",
        change="Law 7 was amended.", language="ar",
    )  # fmt: skip
    page = shown(world)
    for words in ("accepted in part", "The first half.", "Law 7 was amended.", "It replaces the answer of"):
        assert words in page
    assert "declined" in page and "&lt;b&gt;" in page
    assert 'lang="ar" dir="rtl"' in page and 'lang="en" dir="ltr"' in page
    found = answers.of_provision(first.provision)[first.pk]
    assert [answer.number for answer in found] == [2, 1]


@pytest.mark.parametrize("lines", [1, 3])
def test_all_versions_of_a_provision_are_one_query(lines: int, django_assert_num_queries: object) -> None:
    world = office()
    for n in range(lines):
        world.published(world.asked[0], now=NOW + timedelta(days=n), change="Again.")
    provision = world.asked[0].provision
    with django_assert_num_queries(1):  # type: ignore[operator]
        shown_of = answers.of_provision(provision)
    assert len(shown_of[world.asked[0].pk]) == lines


def test_the_feed_tells_each_answer_once_and_no_draft(world: Office, client: Client) -> None:
    world.published(world.asked[0], position="noted", reasons="Not <yet> & not now.")
    world.drafted(world.asked[1], submit=True, reasons="Between ourselves.")
    text = client.get("/answers.atom").content.decode()
    assert "Velmark" in text and "noted" in text and "not now." in text
    assert text.count("<entry>") == 1 and "ourselves" not in text
    assert client.get("/parties/velmark/answers.atom").content.decode().count("<entry>") == 1
    assert client.get("/parties/orlund/answers.atom").content.decode().count("<entry>") == 0
    assert client.get("/parties/nowhere/answers.atom").status_code == 404


def test_an_answer_to_what_was_withdrawn_leaves_the_feed(world: Office, client: Client) -> None:
    world.published(world.asked[0])
    with guard.writing("withdrawn"):
        type(world.document).objects.update(state="withdrawn")
    assert "<entry>" not in client.get("/answers.atom").content.decode()
