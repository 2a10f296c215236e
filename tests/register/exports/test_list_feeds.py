"""Feeds of lists are valid Atom, stand under lasting identities and hold what the list holds."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.test import Client
from django.urls import reverse
from lxml import etree

from koinon.ledger import guard
from koinon.register.models import Document, Translation
from tests.factories import register as make

pytestmark = pytest.mark.django_db
A = "{http://www.w3.org/2005/Atom}"


def feed(client: Client, address: str) -> etree._Element:
    """The feed, having met the rules of RFC 4287, section 4.1."""
    answer = client.get(address)
    assert answer["Content-Type"].startswith("application/atom+xml")
    root = etree.fromstring(answer.content)
    assert root.tag == f"{A}feed"
    for name in ("id", "title", "updated"):
        assert len(root.findall(f"{A}{name}")) == 1
    assert root.find(f"{A}author/{A}name") is not None
    (own,) = [link for link in root.findall(f"{A}link") if link.get("rel") == "self"]
    assert own.get("href") == f"http://testserver{address}"
    entries = root.findall(f"{A}entry")
    for entry in entries:
        for name in ("id", "title", "updated"):
            assert len(entry.findall(f"{A}{name}")) == 1
        assert datetime.fromisoformat(str(entry.findtext(f"{A}updated"))).tzinfo
        assert [x.get("href", "").startswith("http://testserver/") for x in entry.findall(f"{A}link")] == [
            True
        ]
    assert len({e.findtext(f"{A}id") for e in entries}) == len(entries)
    return root


def titles(client: Client, address: str) -> list[str]:
    return [str(e.findtext(f"{A}title")) for e in feed(client, address).findall(f"{A}entry")]


def published(slug: str, line: str, day: int, **rest: str) -> Document:
    made = make.document(slug, line, **rest)
    make.provision(made, line, addressees=["states"])
    with guard.writing("factory"):
        Document.objects.filter(pk=made.pk).update(published_at=datetime(2031, 6, day, tzinfo=UTC))
    return made


def test_a_search_tells_the_latest_publication_first(client: Client) -> None:
    published("late", "Journalists need safety.", 9)
    published("early", "Protect journalists.", 2)
    published("other", "Count the votes.", 5)
    make.indexed()
    published("sign", "Values a < b & <b>c</b>.", 1)
    make.indexed()
    address = reverse("register:search-feed")
    (told,) = feed(client, f"{address}?q=values").iter(f"{A}summary")
    assert told.get("type") == "html" and "a &lt; b &amp; &lt;b&gt;c&lt;/b&gt;.<br>states" in str(told.text)
    assert titles(client, f"{address}?q=journalists") == [
        "Recommendation: Journalists need safety.",
        "Recommendation: Protect journalists.",
    ]
    assert titles(client, f"{address}?q=nothing+like+it") == []
    assert len(titles(client, address)) == 4
    first = feed(client, f"{address}?q=votes").findtext(f"{A}entry/{A}id")
    assert first == "tag:testserver,2031-06-05:provision/other/1"


def test_documents_and_translations_have_feeds_and_odd_characters_break_none(client: Client) -> None:
    paper = published("paper", "Act.", 3, title="Odd \x0b\x02 & <title>", kind="resolution")
    published("plan", "Act.", 4, kind="plan-of-action")
    with guard.writing("factory"):
        for document in (paper, make.document("draft", "x", state="review")):
            Translation.objects.create(
                document=document,
                language="fr",
                title="Le papier",
                entered_at=datetime(2031, 7, 1, tzinfo=UTC),
            )
    assert titles(client, reverse("register:documents-feed")) == ["Plan", "Odd  & <title>"]
    assert titles(client, reverse("register:documents-feed") + "?kind=resolution") == ["Odd  & <title>"]
    assert titles(client, reverse("register:translations-feed")) == ["French: Le papier"]


def test_an_empty_feed_is_the_same_whenever_it_is_asked_for(client: Client) -> None:
    address = reverse("register:documents-feed")
    assert feed(client, address).findtext(f"{A}updated") == "1970-01-01T00:00:00+00:00"
    answer = client.get(address)
    assert client.get(address, headers={"If-None-Match": answer["ETag"]}).status_code == 304


def test_the_ledgers_feed_keeps_the_rules_too(client: Client) -> None:
    make.entry("register.publish", "document:paper", document="paper", at=str(date(2031, 5, 4)))
    assert len(titles(client, reverse("ledger:feed"))) == 1
