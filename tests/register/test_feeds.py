"""The feeds tell what the ledger tells, once each, of what is public."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from lxml import etree

from tests.factories import register as make
from tests.factories.people import party

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


def entries(client: Client, address: str) -> list[str]:
    """The titles of a feed, newest first."""
    feed = etree.fromstring(client.get(address).content)
    assert feed.tag == f"{ATOM}feed"
    identities = [e.findtext(f"{ATOM}id") for e in feed.iter(f"{ATOM}entry")]
    assert len(identities) == len(set(identities))
    return [str(e.findtext(f"{ATOM}title")) for e in feed.iter(f"{ATOM}entry")]


def test_publications_and_changes_stand_in_order_and_withdrawn_documents_only_as_withdrawn(
    client: Client,
) -> None:
    paper = make.document("paper", "The Council should act.")
    make.provision(paper, "The Council should act.")
    make.document("gone", "The Council should not.", state="withdrawn")
    make.entry("register.publish", "document:paper", document="paper")
    make.entry("register.publish", "document:gone", document="gone")
    make.entry(
        "register.correct", "provision:paper/1", document="paper", provision=1, reason="A typing error."
    )
    make.entry("register.withdraw", "document:gone", document="gone", reason="Not authentic.")
    make.entry("people.mandate", "party:x", party="x")
    assert entries(client, reverse("register:feed")) == [
        "Withdrawn: gone",
        "Corrected: provision 1 of Paper",
        "Published: Paper",
    ]


def test_the_feed_of_a_party_and_of_a_theme_hold_only_what_concerns_them(client: Client) -> None:
    council = party("council", "Harbour Council", "organ")
    for slug, addressees, themes in (("ours", [council], ["surveillance"]), ("theirs", ["others"], [])):
        made = make.document(slug, "Someone should act.")
        make.provision(made, "Someone should act.", addressees=addressees, themes=themes)
        make.entry("register.publish", f"document:{slug}", document=slug)
    assert entries(client, reverse("register:party-feed", args=["council"])) == ["Published: Ours"]
    assert entries(client, reverse("register:theme-feed", args=["surveillance"])) == ["Published: Ours"]
    assert len(entries(client, reverse("register:feed"))) == 2


def test_every_feed_has_an_identity_of_its_own(client: Client) -> None:
    party("council", "Harbour Council", "organ")
    addresses = [
        "/feed.atom", "/answers.atom", "/fr/answers.atom", "/follow-ups.atom",
        "/follow-ups.atom?standing=silent", "/parties/council/feed.atom", "/parties/council/answers.atom",
    ]  # fmt: skip
    feeds = [etree.fromstring(client.get(address).content) for address in addresses]
    assert [f.findtext(f"{ATOM}id") for f in feeds] == [f"http://testserver{a}" for a in addresses]
    again = etree.fromstring(client.get("/answers.atom?of=no-matter").content)
    assert again.findtext(f"{ATOM}id") == "http://testserver/answers.atom"
    links = {link.get("rel"): link.get("href") for link in feeds[5].iter(f"{ATOM}link")}
    assert links["alternate"] == "http://testserver/parties/council/"
