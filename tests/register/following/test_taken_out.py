"""What was answered and stated stays readable when what was asked is taken out of the register."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from lxml import etree

from koinon.ledger import guard
from koinon.people.models import Person
from koinon.register.actions import claims, publishing
from koinon.register.engine.following.words import Level, Side
from koinon.register.models import Document, Expectation, FollowUp
from koinon.register.queries import claim_lists, following_figures
from tests.factories.people import party, person
from tests.register.answers.office import LINES, NOW, Office, office

pytestmark = pytest.mark.django_db
WORDS, WHY = "protect journalists", "It was quoted wrongly."


@pytest.fixture
def world() -> Office:
    """Velmark declined the first provision, a network contests it; Orlund, asked the same, is silent."""
    made = begun(office())
    made.published(made.asked[0], position="declined", reasons="Law 7 forbids it.")
    network = party("lantern", "Lantern Network", "civil-society")
    claims.claim(
        by=person("Cora", role="coordinator", party=network), follow_up=made.asked[0],
        side=Side.CIVIL_SOCIETY, party=network, now=NOW,
        said=claims.Said(Level.NOT_STARTED, date(2024, 8, 1), "Nothing has moved.", "en"),
    )  # fmt: skip
    return made


def begun(made: Office) -> Office:
    """Followed up since before today: what is taken out today ends today."""
    with guard.writing("test"):
        FollowUp.objects.update(begun_at=NOW)
        Expectation.objects.update(set_at=NOW)
    return made


def secretary() -> Person:
    return person("Ada", role="secretariat")


def struck(world: Office) -> None:
    provision = world.asked[0].provision
    publishing.strike(by=secretary(), provision=provision, revision=provision.revision, reason=WHY)


def told(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, address
    body = b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined]
    return body.decode()


def test_the_page_of_a_struck_provision_shows_what_was_answered_and_stated(
    world: Office, client: Client
) -> None:
    struck(world)
    first = world.asked[0]
    page = told(client, first.provision.get_absolute_url(), 410)
    assert WHY in page and WORDS not in page
    for words in ("Law 7 forbids it.", "Nothing has moved.", "Lantern Network", f"/follow-ups/{first.pk}/"):
        assert words in page
    assert "Ended: the provision was taken out of the register" in page
    assert "State how far it is done" not in page


def test_the_thread_of_a_struck_provision_stays_with_the_reason(world: Office, client: Client) -> None:
    struck(world)
    first = world.asked[0]
    page = told(client, f"/follow-ups/{first.pk}/")
    for words in (WHY, "Law 7 forbids it.", "Nothing has moved.", "Ended: the provision was taken out"):
        assert words in page
    assert WORDS not in page
    row = client.get(f"/api/v1/follow-ups/{first.pk}").json()
    assert (row["standing"], row["ended_because"], row["position"]) == ("ended", "struck", "declined")
    assert row["text"] == "" and row["dates"]
    stated = client.get(f"/api/v1/documents/{world.document.slug}/provisions/1/claims").json()
    assert "Nothing has moved." in str(stated)


def test_answers_keep_it_marked_as_ended(world: Office, client: Client) -> None:
    world.published(world.asked[1], position="accepted")
    struck(world)
    rows = client.get("/api/v1/answers").json()["items"]
    assert {row["provision"]: row["ended_because"] for row in rows} == {1: "struck", 2: None}
    assert [bool(row["ended_on"]) for row in sorted(rows, key=lambda r: r["provision"])] == [True, False]
    for address in ("/answers.atom", "/parties/velmark/answers.atom"):
        feed = etree.fromstring(told(client, address).encode())
        text = told(client, address)
        links = [link.get("href") for link in feed.iterfind(".//{*}entry/{*}link")]
        assert f"http://testserver/follow-ups/{world.asked[0].pk}/" in links and len(links) == 2
        assert "Law 7 forbids it." in text and "Ended: the provision was taken out" in text
        assert WORDS not in text


def test_lists_and_figures_agree_that_it_has_ended(world: Office, client: Client) -> None:
    before = following_figures.of_everything(timezone.now())
    struck(world)
    after = following_figures.of_everything(timezone.now())
    assert (before.silent, before.declined, before.ended) == (3, 1, 0)
    assert (after.silent, after.declined, after.ended) == (2, 0, 2)
    for query, count in (("", 4), ("?standing=ended", 2), ("?standing=silent", 2), ("?number=1", 2)):
        scope = f"{query or '?'}&document={world.document.slug}"
        rows = list(csv.DictReader(io.StringIO(told(client, f"/follow-ups.csv{scope}").lstrip("\ufeff"))))
        assert len(rows) == count, query
        assert all((row["text"] == "") == (row["ended_because"] == "struck") for row in rows)
        page = told(client, f"/follow-ups/{scope}")
        assert f"{count} follow-ups" in page and WORDS not in page
    assert "Lantern" not in told(client, "/disputes/")


def test_whoever_stated_something_may_still_take_it_back(world: Office, client: Client) -> None:
    struck(world)
    cora = Person.objects.get(name="Cora")
    made = claim_lists.own(cora).get()
    client.force_login(cora)
    form = told(client, f"/desk/claims/{made.pk}/withdraw/")
    assert WORDS not in form and "Nothing has moved." in form
    assert client.post(f"/desk/claims/{made.pk}/withdraw/", {"reason": "Mistaken."}).status_code == 302
    page = told(Client(), f"/follow-ups/{world.asked[0].pk}/")
    assert "Mistaken." in page and "Nothing has moved." in page


def withdrawn(document: Document) -> None:
    document.refresh_from_db()
    publishing.withdraw(
        by=secretary(), document=document, revision=document.revision, reason="Not authentic."
    )


def test_threads_of_a_withdrawn_document_stay_and_its_page_leads_to_them(
    world: Office, client: Client
) -> None:
    withdrawn(world.document)
    said, silent = world.asked[0], world.asked[1]
    page = told(client, world.document.get_absolute_url(), 410)
    assert f"/follow-ups/{said.pk}/" in page and f"/follow-ups/{silent.pk}/" not in page
    assert "declined" in page and "1 statement" in page and WORDS not in page
    thread = told(client, f"/follow-ups/{said.pk}/")
    for words in ("Not authentic.", "Law 7 forbids it.", "Nothing has moved.", "the document was withdrawn"):
        assert words in thread
    assert WORDS not in thread and said.provision.get_absolute_url() not in thread
    assert client.get(f"/api/v1/follow-ups/{said.pk}").json()["ended_because"] == "withdrawn"
    for address in ("/follow-ups/", "/follow-ups.csv", "/answers.atom", "/api/v1/answers"):
        assert "Law 7" not in told(client, address) and LINES[1] not in told(client, address)


@pytest.mark.parametrize("lines", [1, 3])
def test_its_page_takes_as_many_queries_for_three_threads_as_for_one(
    lines: int, client: Client, django_assert_num_queries: Any
) -> None:
    made = begun(office(lines))
    made.published(*made.asked, position="noted", reasons="Not now.")
    withdrawn(made.document)
    with django_assert_num_queries(7):
        page = told(client, made.document.get_absolute_url(), 410)
    assert page.count("/follow-ups/") >= lines
