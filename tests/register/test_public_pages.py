"""The public pages: everything of what is published, nothing of what is not."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from koinon.people.models import Party
from koinon.register.models import Document
from tests.factories import register as make
from tests.factories.people import party, person

pytestmark = pytest.mark.django_db
SECRET = "Zanzibarium"  # a word that stands only in what is not published


@pytest.fixture
def council() -> Party:
    return party("council", "Harbour Council", "organ")


@pytest.fixture
def outcome(council: Party) -> Document:
    made = make.document(
        "outcome-of-harbour",
        "The Council should protect those who report <wrongdoing> & fraud.",
        "We will publish every vote by 2032.",
        issuers=[council],
    )
    make.provision(
        made,
        "The Council should protect those who report <wrongdoing> & fraud.",
        addressees=[council, "observers"],
        issuer=council,
        themes=["surveillance"],
        groups=["women"],
        proposed={"strength": "optional"},
    )
    make.provision(
        made,
        "We will publish every vote by 2032.",
        kind="commitment",
        strength="binding",
        addressees=[council],
        issuer=council,
        deadline="by 2032",
        due=date(2032, 12, 31),
        proposed={},
    )
    return made


@pytest.fixture
def unpublished(council: Party) -> list[Document]:
    """Documents in every state that is not public, all about the council and the secret word."""
    made = []
    for state in ("reading", "failed", "review", "withdrawn"):
        words = f"The Council must hide {SECRET} in {state}."
        held = make.document(
            f"secret-{state}", words, state=state, issuers=[council], title=f"Secret {state}"
        )
        make.provision(held, words, addressees=[council], issuer=council, themes=["surveillance"])
        made.append(held)
    return made


def test_the_document_shows_its_text_with_each_provision_anchored(client: Client, outcome: Document) -> None:
    page = client.get(outcome.get_absolute_url()).content.decode()
    assert (
        '<mark class="span" id="p1">The Council should protect those who report '
        "&lt;wrongdoing&gt; &amp; fraud.</mark>" in page
    )
    assert '<mark class="span" id="p2">' in page
    assert f'href="{reverse("register:source", args=[outcome.slug])}"' in page
    assert outcome.source.digest in page


def test_the_provision_tells_what_the_reader_proposed_and_a_person_changed(
    client: Client, outcome: Document
) -> None:
    changed = client.get(reverse("register:provision", args=[outcome.slug, 1])).content.decode()
    assert "Proposed by the reader, changed by a person." in changed
    assert "<td>Optional</td><td>Recommended</td>" in changed
    kept = client.get(reverse("register:provision", args=[outcome.slug, 2])).content.decode()
    assert "Proposed by the reader, confirmed unchanged by a person." in kept
    assert "Harbour Council. “Outcome of harbour”. Harbour, 4 May 2031. 2 (provision 2), revision 1" in kept


def test_the_link_to_the_sentence_leads_to_the_part_that_holds_it(client: Client) -> None:
    lines = [
        f"{n}. The Council should consider matter {n} at length and report. " + "x" * 900 for n in range(99)
    ]
    long = make.document("long-paper", *lines)
    for line in lines:
        make.provision(long, line)
    page = client.get(long.get_absolute_url(), {"at": "90"}).content.decode()
    assert 'id="p90"' in page and 'id="p1"' not in page
    whole = client.get(long.get_absolute_url(), {"part": "all"}).content.decode()
    assert 'id="p1"' in whole and 'id="p99"' in whole


def test_the_party_page_says_through_which_class_and_only_at_the_documents_date(client: Client) -> None:
    league, members = make.group("league", "League of Ports", "LOP")
    early = make.state("early", "Earlyland", (league, date(2000, 1, 1), date(2020, 1, 1)))
    late = make.state("late", "Lateland", (league, date(2020, 1, 1), None))
    paper = make.document("paper", "LOP member states should open the archives.", issued_on=date(2019, 6, 1))
    make.provision(paper, "LOP member states should open the archives.", addressees=[members])
    then = client.get(early.get_absolute_url()).content.decode()
    assert "should open the archives" in then and "As one of" in then
    assert "should open the archives" not in client.get(late.get_absolute_url()).content.decode()
    assert "should open the archives" in client.get(league.get_absolute_url()).content.decode()


def test_the_party_page_parts_what_it_is_asked_from_what_it_promised(
    client: Client, council: Party, outcome: Document
) -> None:
    asked = client.get(council.get_absolute_url()).content.decode()
    assert "protect those who report" in asked and "publish every vote" not in asked
    promised = client.get(council.get_absolute_url(), {"view": "promised"}).content.decode()
    assert "publish every vote" in promised and "protect those who report" not in promised


def public_addresses(council: Party, slugs: list[str]) -> list[str]:
    fixed = ["home", "documents", "parties", "themes", "search", "feed", "documents-csv", "documents-json"]
    fixed += ["search-csv", "search-json"]
    addresses = [reverse(f"register:{name}") for name in fixed]
    for name in ("party", "party-csv", "party-json", "party-feed"):
        addresses.append(reverse(f"register:{name}", args=[council.key]))
    for name in ("theme", "theme-csv", "theme-json", "theme-feed"):
        addresses.append(reverse(f"register:{name}", args=["surveillance"]))
    for slug in slugs:
        for name in ("document", "document-csv", "document-json", "source"):
            addresses.append(reverse(f"register:{name}", args=[slug]))
        addresses.append(reverse("register:provision", args=[slug, 1]))
    addresses += [f"{reverse('register:search')}?q={SECRET}", f"{reverse('register:search-csv')}?q={SECRET}"]
    addresses += [f"{council.get_absolute_url()}?view=asks", f"{council.get_absolute_url()}?view=promised"]
    return addresses


@pytest.mark.parametrize("signed_in", [False, True])
def test_nothing_unpublished_is_on_any_public_page_file_or_feed(
    client: Client, council: Party, outcome: Document, unpublished: list[Document], signed_in: bool
) -> None:
    make.indexed()
    if signed_in:
        client.force_login(person("Ada", role="secretariat"))
    for address in public_addresses(council, [d.slug for d in unpublished]):
        response = client.get(address)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        told = body.decode().replace(f'value="{SECRET}"', "").replace(f"q={SECRET}", "")
        told = told.replace(f"<title>{SECRET}", "")
        assert SECRET not in told, address
        if "/documents/secret-" in address:
            assert response.status_code == (410 if address.endswith("withdrawn/") else 404), address


def test_a_provision_taken_out_leaves_a_notice_without_its_words(client: Client, outcome: Document) -> None:
    make.indexed()
    with make.guard.writing("test"):
        gone = outcome.provisions.get(number=1)
        gone.withdrawn = True
        gone.save()
        gone.revisions.create(
            revision=1,
            at=make.DAY,
            reason="It was quoted wrongly.",
            published=True,
            before={
                "start": 0,
                "end": 5,
                "label": "1",
                "kind": "finding",
                "strength": "optional",
                "issuer": "",
                "addressees": [],
                "deadline_text": "",
                "deadline_due": None,
                "themes": [],
                "groups": [],
            },
        )
    response = client.get(reverse("register:provision", args=[outcome.slug, 1]))
    page = response.content.decode()
    assert response.status_code == 410
    assert "It was quoted wrongly." in page and "protect those who report" not in page
    for address in (reverse("register:search"), reverse("register:document-csv", args=[outcome.slug])):
        shown = client.get(address)
        body = b"".join(shown.streaming_content) if shown.streaming else shown.content
        assert b"protect those who report" not in body
    assert 'id="p1"' not in client.get(outcome.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    "name", ["home", "documents", "document", "provision", "party", "parties", "theme", "search"]
)
def test_a_page_asks_the_database_as_often_for_three_as_for_one(
    client: Client, council: Party, name: str
) -> None:
    def fill(slug: str, lines: int) -> None:
        words = [f"The Council should see to matter {n} of {slug}." for n in range(lines)]
        made = make.document(slug, *words, issuers=[council])
        for text in words:
            make.provision(
                made,
                text,
                addressees=[council, "all"],
                issuer=council,
                themes=["surveillance"],
                deadline="soon",
                due=date(2090, 1, 1),
                proposed={"strength": "optional"},
            )

    def queries() -> int:
        arguments = {
            "document": ["first"],
            "provision": ["first", 1],
            "party": ["council"],
            "theme": ["surveillance"],
        }
        address = reverse(f"register:{name}", args=arguments.get(name, []))
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        return len(asked)

    fill("first", 1)
    make.indexed()
    one = queries()
    fill("second", 3)
    fill("third", 3)
    if name == "document":
        made = Document.objects.get(slug="first")
        for _ in range(2):
            make.provision(made, "The Council should see to matter 0 of first.", addressees=[council])
    make.indexed()
    assert queries() == one


def test_an_unchanged_page_is_not_sent_again_and_an_act_changes_it(client: Client, outcome: Document) -> None:
    address = outcome.get_absolute_url()
    etag = client.get(address).headers["ETag"]
    assert client.get(address, headers={"If-None-Match": etag}).status_code == 304
    make.entry("register.correct", f"provision:{outcome.slug}/1", document=outcome.slug, provision=1)
    assert client.get(address, headers={"If-None-Match": etag}).status_code == 200


def test_a_document_of_two_hundred_provisions_stays_light(client: Client, council: Party) -> None:
    lines = [
        f"{n}. The Council should, in consultation with all relevant parties, adopt and apply measure {n} of"
        " this plan, report on it each year to the Assembly, and publish what was done, by whom and when."
        for n in range(200)
    ]
    big = make.document("big-plan", *lines)
    for line in lines:
        make.provision(
            big, line, label=line.split(".")[0], addressees=[council, "states"], deadline="each year"
        )
    plain = client.get(big.get_absolute_url())
    assert len(plain.content) < 90_000  # uncompressed; what travels is a fifth of it
    packed = client.get(big.get_absolute_url(), {"part": "all"}, headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert len(packed.content) < 40_000


def test_spreadsheets_hold_no_formula(client: Client, outcome: Document) -> None:
    words = "=HYPERLINK(0)"
    risky = make.document("risky", words, title="+Risky")
    make.provision(risky, words, label="@1", addressees=["-x"])
    response = client.get(reverse("register:document-csv", args=["risky"]))
    sheet = b"".join(response.streaming_content).decode("utf-8-sig")
    row = sheet.splitlines()[1]
    assert "'=HYPERLINK(0)" in row and "'+Risky" in row and "'@1" in row and "'-x" in row


def test_the_original_file_is_given_as_it_was_and_never_opened_here(
    client: Client, outcome: Document
) -> None:
    response = client.get(reverse("register:source", args=[outcome.slug]))
    assert response.content == bytes(outcome.source.data)
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in response.headers["Content-Security-Policy"]


def test_filters_narrow_the_documents(client: Client, outcome: Document) -> None:
    make.document("other-paper", "Text.", kind="resolution", language="fr", issued_on=date(2029, 1, 1))
    for query, kept, dropped in (
        ({"kind": "resolution"}, "Other paper", "Outcome of harbour"),
        ({"year": "2031"}, "Outcome of harbour", "Other paper"),
        ({"language": "fr"}, "Other paper", "Outcome of harbour"),
        ({"issuer": "council"}, "Outcome of harbour", "Other paper"),
    ):
        page = client.get(reverse("register:documents"), query).content.decode()
        assert f">{kept}</a>" in page and f">{dropped}</a>" not in page, query
    nonsense = client.get(reverse("register:documents"), {"year": "²²²²", "page": "x"})
    assert nonsense.status_code == 200


def test_what_does_not_exist_is_said_to_be_missing(client: Client, outcome: Document) -> None:
    for address in ("/documents/none/", f"/documents/{outcome.slug}/99/", "/parties/none/", "/themes/none/"):
        response = client.get(address)
        assert response.status_code == 404 and "<h1>Not found</h1>" in response.content.decode()
