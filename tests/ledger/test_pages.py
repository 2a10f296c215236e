from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from koinon.ledger import checkpoints
from koinon.ledger.engine.verification import verification
from tests.ledger.acting import filled

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.mark.django_db
def test_the_list_is_paged_and_filtered(client: Client) -> None:
    filled(60)
    first = client.get("/ledger/").content.decode()
    assert "/ledger/60/" in first and "/ledger/1/" not in first
    assert "/ledger/1/" in client.get("/ledger/?page=2").content.decode()
    assert "/ledger/60/" not in client.get("/ledger/?verb=test.other").content.decode()
    assert client.get("/ledger/?page=many").status_code == 200
    assert client.get("/ledger/?verb=%00x").status_code == 404


@pytest.mark.django_db
def test_restricted_facts_and_personal_data_never_show(client: Client) -> None:
    entry = filled(3)[2]
    for address in (f"/ledger/{entry.number}/", "/ledger/", "/ledger/feed.atom"):
        text = client.get(address).content.decode()
        assert "private-" not in text and "person:" not in text and entry.facts_salt not in text
    page = client.get(f"/ledger/{entry.number}/").content.decode()
    assert entry.facts_digest in page and "<dt>n</dt>" not in page
    assert "<dt>n</dt>" in client.get(f"/ledger/{entry.number - 1}/").content.decode()


@pytest.mark.django_db
def test_the_export_that_a_stranger_takes_holds(client: Client) -> None:
    filled(4)
    checkpoints.checkpoint()
    response = client.get("/ledger/export.jsonl")
    lines = b"".join(response.streaming_content).decode().splitlines()  # type: ignore[attr-defined]
    key = client.get("/ledger/key").content.decode().strip()
    outcome = verification(lines, trusted_key=key)
    assert outcome.holds and outcome.signed_to == 4


@pytest.mark.django_db
def test_the_feed_is_atom_newest_first(client: Client) -> None:
    assert ElementTree.fromstring(client.get("/ledger/feed.atom").content).findall(f"{ATOM}entry") == []
    filled(3)
    feed = ElementTree.fromstring(client.get("/ledger/feed.atom").content)
    ids = [e.findtext(f"{ATOM}id", "") for e in feed.findall(f"{ATOM}entry")]
    assert [i.rstrip("/").rpartition("/")[2] for i in ids] == ["3", "2", "1"]


@pytest.mark.django_db
def test_an_entry_that_is_not_there_is_a_page_that_says_so(client: Client) -> None:
    response = client.get("/ledger/7/")
    assert response.status_code == 404 and "no entry 7" in response.content.decode()
    assert client.post("/ledger/").status_code == 405


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_at_any_length(
    client: Client, count: int, django_assert_num_queries: Callable[[int], Any]
) -> None:
    filled(count)
    with django_assert_num_queries(4):
        client.get("/ledger/")


def test_the_pages_are_accessible(page: Any, assert_accessible: Callable[[Any], None]) -> None:
    filled(3)
    checkpoints.checkpoint()
    for address in ("/ledger/", "/ledger/2/", "/ledger/3/"):
        page.goto(address)
        assert_accessible(page)
