"""Those who work on a document hear once what others did to it."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from koinon.ledger import followers, notices
from koinon.register.actions import deciding, publishing, uploading
from koinon.register.models import Proposal
from tests.factories.people import person
from tests.factories.readings import TEXT, read

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def following() -> None:
    followers.discover()


def test_each_notice_is_made_once_however_often_the_follower_starts_again() -> None:
    ada, bea = person("Ada", role="secretariat"), person("Bea", role="secretariat")
    document = read(uploading.upload(by=ada, name="outcome.txt", data=TEXT.encode()))
    deciding.accept_all(by=bea, document=document, seen=[(p.pk, 1) for p in Proposal.objects.all()])
    publishing.publish(by=bea, document=document, revision=document.revision)
    followers.catch_up("notices")
    first = [shown.entry.verb for shown in notices.unseen(ada.reference)]
    followers.start_again("notices")
    followers.catch_up("notices")
    assert [shown.entry.verb for shown in notices.unseen(ada.reference)] == first
    assert first == ["register.publish", "register.read"]
    assert [s.entry.verb for s in notices.unseen(bea.reference)] == ["register.read"]


def test_the_desk_shows_what_is_new_until_it_is_seen() -> None:
    ada = person("Ada", role="secretariat")
    read(uploading.upload(by=ada, name="outcome.txt", data=TEXT.encode()))
    followers.catch_up("notices")
    desk = Client()
    desk.force_login(ada)
    assert "New for you" in desk.get(reverse("register:desk")).content.decode()
    page = desk.post(reverse("register:seen"), follow=True).content.decode()
    assert "New for you" not in page
