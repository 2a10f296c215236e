"""The pages, files and feeds of statements: what they say, and how much they ask of the database."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from typing import Any

import pytest
from django.test import Client

from koinon.ledger import guard
from koinon.ledger.models import Entry
from koinon.register.actions import claims, judgements
from koinon.register.followers import notify
from koinon.register.models import Claim
from koinon.register.queries import claim_lists
from koinon.register.queries.news import told
from tests.factories import register as factory
from tests.factories.following import follow_up
from tests.factories.people import party
from tests.register.claims.cast import NOW, Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return Cast()


def dispute(cast: Cast, number: int) -> None:
    """A dispute on a follow-up of its own."""
    asked = party(f"state-{number}", f"State {number}")
    words = f"State {number} is to name inspectors."
    document = factory.document(f"paper-{number}", words, title=f"Paper {number}")
    on = follow_up(factory.provision(document, words), asked)
    cast.speaks(cast.cora, "limited", on, text=f"Limited, in case {number}.")
    cast.speaks(cast.bea, "complete", on, text=f"Complete, in case {number}.", pseudonymous=True)


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("address", "queries"),
    [("/disputes/", 8), ("/disputes.csv", 5), ("/disputes.json", 5), ("/disputes.atom", 4)],
)
def test_disputes_take_the_same_queries_however_many(
    cast: Cast, client: Client, count: int, address: str, queries: int, django_assert_num_queries: Any
) -> None:
    for number in range(count):
        dispute(cast, number)
    with django_assert_num_queries(queries):
        body = whole(client.get(address))
    assert body.count("Paper ") >= count


def whole(response: Any) -> str:
    return (b"".join(response) if response.streaming else response.content).decode()


def test_a_dispute_is_filtered_by_document_and_addressee(cast: Cast, client: Client) -> None:
    for number in (1, 2):
        dispute(cast, number)
    for query in ("document=paper-1", "party=state-1"):
        page = client.get(f"/disputes/?{query}").content.decode()
        assert "in case 1" in page and "in case 2" not in page
    assert "Nothing is in dispute" in client.get("/disputes/?party=nobody").content.decode()


def test_a_dispute_that_ended_is_on_no_list(cast: Cast, client: Client) -> None:
    dispute(cast, 1)
    for made in Claim.objects.filter(pseudonymous=True):
        claims.withdraw(by=cast.bea, claim=made, reason="Mistaken.", now=NOW)
    for address in ("/disputes/", "/disputes.csv", "/disputes.json", "/disputes.atom"):
        body = whole(client.get(address))
        assert "in case" not in body and "Disputed:" not in body


def test_files_hold_every_statement_that_counts_and_what_contradicts_it(cast: Cast, client: Client) -> None:
    dispute(cast, 1)
    body = whole(client.get("/disputes.csv")).removeprefix("\ufeff")
    rows = list(csv.DictReader(io.StringIO(body)))
    assert [(r["statement"], r["party"], r["pseudonymous"], r["level"], r["contradicts"]) for r in rows] == [
        ("1", "Lantern Network", "no", "limited", "2"),
        ("2", "", "yes", "complete", "1"),
    ]


def figures(client: Client, query: str = "") -> dict[tuple[str, str], tuple[int, int, int]]:
    rows = json.loads(whole(client.get(f"/claims/figures.json{query}")))
    return {
        (r["side"], r["level"]): (r["statements"], r["statements_of_the_side"], r["follow_ups"]) for r in rows
    }


def test_figures_count_the_latest_of_each_claimant_among_all_follow_ups(cast: Cast, client: Client) -> None:
    cast.speaks(cast.fiona, "limited", as_of=date(2031, 1, 1))
    cast.speaks(cast.fiona, "complete", as_of=date(2032, 1, 1))  # only this one counts
    cast.speaks(cast.cora, "limited")
    cast.speaks(cast.bea, "limited", pseudonymous=True)
    gone = cast.speaks(cast.rui, "complete")
    claims.withdraw(by=cast.rui, claim=gone, reason="Mistaken.", now=NOW)
    dispute(cast, 1)
    found = figures(client)
    assert found["addressee", "complete"] == (1, 1, 3)
    assert found["addressee", "limited"] == (0, 1, 3)
    assert found["civil-society", "limited"] == (3, 4, 3)
    assert found["civil-society", "complete"] == (1, 4, 3)
    assert found["peer", "complete"] == (0, 0, 3)
    assert figures(client, "?document=paper-1")["civil-society", "limited"] == (1, 2, 1)
    counted = claim_lists.figures()
    assert (counted.claimed, counted.disputed, counted.followed) == (2, 2, 3)


def test_figures_tell_how_many_provisions_were_judged(cast: Cast, client: Client) -> None:
    judgements.judge(
        by=cast.ines, provision=cast.provision, party=None, verifiable=True, reasons="It names a number.",
        language="en", now=NOW,
    )  # fmt: skip
    counted = claim_lists.figures()
    assert (counted.judged, counted.verifiable, counted.provisions) == (1, 1, 1)
    page = client.get("/claims/figures/").content.decode()
    assert "average" in page and "1 of 1" in page


def test_a_refusal_stands_in_the_form_and_nothing_is_lost(cast: Cast, client: Client) -> None:
    client.force_login(cast.cora)
    given = {
        "speaker": "civil-society:lantern-network", "level": "limited", "as_of": "2024-01-01",
        "text": "Words that took an hour.", "language": "en", "address": "nonsense",
    }  # fmt: skip
    response = client.post(f"/desk/follow-ups/{cast.follow_up.pk}/claim/", given)
    page = response.content.decode()
    assert response.status_code == 422
    assert "is no address of a page" in page and "Words that took an hour." in page
    assert not Claim.objects.exists()


def test_each_level_is_explained_and_the_addressee_is_not_offered_no_evidence(
    cast: Cast, client: Client
) -> None:
    client.force_login(cast.cora)
    page = client.get(f"/desk/follow-ups/{cast.follow_up.pk}/claim/").content.decode()
    assert "found nothing from which to tell" in page and "Do not name us" in page
    client.force_login(cast.fiona)
    page = client.get(f"/desk/follow-ups/{cast.follow_up.pk}/claim/").content.decode()
    assert "found nothing from which to tell" not in page and "Do not name us" not in page


def test_a_correction_and_a_withdrawal_go_through_their_pages(cast: Cast, client: Client) -> None:
    made = cast.speaks(cast.cora, "limited", as_of=date(2024, 1, 1))
    client.force_login(cast.cole)
    given = {
        "level": "substantial", "as_of": "2024-02-01", "text": "More.", "language": "en",
        "reason": "Recounted.",
        "keep_evidence": "on",
    }  # fmt: skip
    assert client.post(f"/desk/claims/{made.pk}/correct/", given).status_code == 302
    second = Claim.objects.get(corrects=made)
    assert client.post(f"/desk/claims/{second.pk}/withdraw/", {"reason": ""}).status_code == 422
    assert client.post(f"/desk/claims/{second.pk}/withdraw/", {"reason": "Gone."}).status_code == 302
    page = client.get(cast.provision.get_absolute_url()).content.decode()
    assert "Recounted." in page and "Gone." in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_own_desk_takes_the_same_queries_however_many(
    cast: Cast, client: Client, count: int, django_assert_num_queries: Any
) -> None:
    for number in range(count):
        dispute(cast, number)
    with django_assert_num_queries(6):
        assert len(claim_lists.on_desk(claim_lists.own(cast.cora))) == count


def test_who_answers_for_a_party_is_told_of_statements_on_it(cast: Cast) -> None:
    cast.speaks(cast.cora, "limited", pseudonymous=True)
    cast.speaks(cast.fiona, "complete")
    with guard.writing("the follower"):
        notify(list(Entry.objects.order_by("number")))
    (one,) = told(cast.fiona)
    assert str(one.words) == "has a statement on how far something asked of you is done"
    assert one.document == cast.document
    assert not any(told(who) for who in (cast.cora, cast.cole, cast.rui, cast.ines))
