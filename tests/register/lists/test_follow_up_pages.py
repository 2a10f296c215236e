"""The public face of follow-ups: who answered, who is silent since when, and nothing that is not public."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml import html

from koinon.people.models import Party
from koinon.register.models import Claim, Claimant, Document, FollowUp
from koinon.register.queries import opendata
from tests.factories import following
from tests.factories import register as make
from tests.factories.people import party

pytestmark = pytest.mark.django_db
NOW = datetime.now(UTC)
TODAY = NOW.date()
SECRET = "Zanzibarium"  # a word that stands only in what is not published


@pytest.fixture
def asked() -> dict[str, FollowUp]:
    """One recommendation, four addressees: in part, silent for 45 days, with time left, and with no date."""
    paper = make.document("outcome", "Members should open the archives.", issued_on=TODAY)
    states = {key: party(key, key.capitalize(), "state") for key in ("arania", "belmark", "corland", "danos")}
    provision = make.provision(
        paper, "Members should open the archives.", addressees=list(states.values()), themes=["surveillance"]
    )
    begun = NOW - timedelta(days=100)
    late, soon = TODAY - timedelta(days=45), TODAY + timedelta(days=30)
    days = {"arania": late, "belmark": late, "corland": soon, "danos": None}
    made = {
        key: following.follow_up(provision, states[key], answer_by=day, begun=begun)
        for key, day in days.items()
    }
    following.answer(made["arania"], "accepted-in-part", part="The first half.", at=NOW - timedelta(days=50))
    return made


def told(client: Client, address: str, **query: Any) -> str:
    response = client.get(address, query)
    assert response.status_code == 200, address
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return body.decode()


def listed(client: Client, **query: Any) -> list[str]:
    rows = json.loads(told(client, reverse("register:follow_ups-json"), **query))
    return sorted(row["addressee"] for row in rows)


def test_the_list_says_who_is_silent_since_when(client: Client, asked: dict[str, FollowUp]) -> None:
    page = told(client, reverse("register:follow_ups"))
    assert "No answer, 45 days overdue" in page
    assert "Accepted in part" in page
    assert "Answer expected by" in page
    assert "No answer is expected" in page
    assert "of 2 expected answers have not come" in page


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({"standing": "silent"}, ["Belmark"]),
        ({"standing": "expected"}, ["Corland"]),
        ({"standing": "answered"}, ["Arania"]),
        ({"standing": "overdue"}, []),
        ({"standing": "disputed"}, []),
        ({"standing": "ended"}, []),
        ({"standing": "nonsense"}, []),
        ({"position": "accepted-in-part"}, ["Arania"]),
        ({"position": "declined"}, []),
        ({"party": "danos"}, ["Danos"]),
        ({"document": "outcome", "number": "1"}, ["Arania", "Belmark", "Corland", "Danos"]),
        ({"document": "outcome", "number": "2"}, []),
        ({"theme": "surveillance", "standing": "silent"}, ["Belmark"]),
        ({"theme": "health"}, []),
        ({"kind": "recommendation"}, ["Arania", "Belmark", "Corland", "Danos"]),
        ({"kind": "commitment"}, []),
        ({"kind": "nonsense"}, []),
        ({"via": "nobody"}, []),
        ({"q": "archives", "standing": "silent"}, ["Belmark"]),
        ({"q": "aqueducts"}, []),
    ],
)
def test_the_list_is_narrowed(
    client: Client, asked: dict[str, FollowUp], query: dict[str, str], names: list[str]
) -> None:
    make.indexed()
    assert listed(client, **query) == names
    page = told(client, reverse("register:follow_ups"), **query)
    for name in ("Arania", "Belmark", "Corland", "Danos"):
        assert (f"<strong><bdi>{name}</bdi></strong>" in page) == (name in names)


@pytest.mark.parametrize("order", ["earliest", "latest"])
@pytest.mark.parametrize("standing", ["", "silent", "answered", "expected"])
def test_the_page_stands_in_the_order_of_the_file(client: Client, standing: str, order: str) -> None:
    paper = make.document("long", "All should report.")
    provision = make.provision(paper, "All should report.")
    for n in range(8):
        made = following.follow_up(
            provision, f"Body {n}", answer_by=TODAY + timedelta(days=(n % 3 - 1) * 40), begun=make.DAY
        )
        if n in (2, 5):
            following.answer(made, "noted", at=make.DAY + timedelta(days=n))
    query = {"standing": standing, "order": order}
    rows = json.loads(told(client, reverse("register:follow_ups-json"), **query))
    page = told(client, reverse("register:follow_ups"), **query)
    places = [page.index(f"<strong><bdi>{row['addressee']}</bdi></strong>") for row in rows]
    assert len(rows) > 1 and places == sorted(places)


def test_silence_ends_the_moment_an_answer_is_published(
    client: Client, asked: dict[str, FollowUp], settings: Any
) -> None:
    settings.KOINON_KEEP_PAGES = True
    silent = asked["belmark"]
    addresses = [
        reverse("register:follow_up", args=[silent.pk]),
        silent.provision.get_absolute_url(),
        reverse("register:follow_ups") + "?standing=silent",
    ]
    for address in addresses:
        assert "No answer, 45 days overdue" in told(client, address), address
    following.answer(silent, "declined", reasons="They are closed.", at=NOW)
    make.entry("register.approve_answer", "provision:outcome/1", document="outcome", provision=1)
    for address in addresses:
        assert "days overdue" not in told(client, address), address
    assert "Declined" in told(client, addresses[0])


def test_a_kept_page_turns_when_silence_begins(
    client: Client, asked: dict[str, FollowUp], settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.KOINON_KEEP_PAGES = True
    waiting = asked["corland"]
    address = reverse("register:follow_up", args=[waiting.pk])
    first = client.get(address)
    assert b"Answer expected by" in first.content
    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert waiting.silent_from is not None
    for moment, words in (
        (waiting.silent_from - timedelta(seconds=1), "Answer expected by"),
        (waiting.silent_from, "No answer, 1 day overdue"),
        (waiting.silent_from + timedelta(days=1), "No answer, 2 days overdue"),
    ):
        monkeypatch.setattr("django.utils.timezone.now", lambda moment=moment: moment)
        assert words in told(client, address)
    assert client.get(address, headers={"If-None-Match": first.headers["ETag"]}).status_code == 200


def test_files_carry_silence(client: Client, asked: dict[str, FollowUp]) -> None:
    text = told(client, reverse("register:follow_ups-csv"))
    rows = {row["addressee"]: row for row in csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))}
    silent, answered, waiting = rows["Belmark"], rows["Arania"], rows["Corland"]
    assert (silent["silent"], silent["days_overdue"], silent["position"]) == ("yes", "45", "")
    assert silent["answer_by"] == (TODAY - timedelta(days=45)).isoformat()
    assert (answered["silent"], answered["days_overdue"]) == ("no", "")
    assert answered["position"] == "accepted-in-part"
    assert (waiting["standing"], rows["Danos"]["standing"]) == ("expected", "not-expected")
    assert client.get(reverse("register:follow_ups-xlsx")).status_code == 200


def test_the_provision_shows_all_of_it(client: Client, asked: dict[str, FollowUp]) -> None:
    page = told(client, asked["arania"].provision.get_absolute_url())
    for words in ("How it was followed up", "No answer, 45 days overdue", "The first half.", "Corland"):
        assert words in page
    row = json.loads(told(client, reverse("register:document-json", args=["outcome"])))[0]
    assert row["follow_ups"] == {"running": 4, "answered": 1, "silent": 1}


def test_a_provision_asked_of_two_hundred_stays_light(client: Client) -> None:
    paper = make.document("wide", "All members should vote by secret ballot.")
    provision = make.provision(paper, "All members should vote by secret ballot.")
    for n in range(196):
        made = following.follow_up(
            provision, party(f"state-{n}", f"State of the Long Name {n}", "state"),
            answer_by=TODAY - timedelta(days=10 + n), begun=make.DAY,
        )  # fmt: skip
        if n % 3 == 0:
            following.answer(made, "accepted", at=NOW)
    with CaptureQueriesContext(connection) as queries:
        page = told(client, provision.get_absolute_url())
    assert len(page.encode()) < 100_000
    assert page.count("days overdue") == 130 and "of 196 expected answers have not come" in page
    assert len(queries) < 40


def test_parties_documents_home_and_rows_say_it(client: Client, asked: dict[str, FollowUp]) -> None:
    make.indexed()
    assert "of 1 expected answer" in told(client, reverse("register:party", args=["belmark"]))
    assert "of 2 expected answers have not come" in told(client, reverse("register:home"))
    paper = told(client, reverse("register:document", args=["outcome"]))
    assert "How it was followed up" in paper and "No answer from 1 of 4" in paper
    for address in (
        reverse("register:search") + "?q=archives",
        reverse("register:party", args=["belmark"]),
        reverse("register:theme", args=["surveillance"]),
    ):
        assert "No answer from 1 of 4" in told(client, address), address


def test_the_thread_tells_how_its_date_was_moved(client: Client, asked: dict[str, FollowUp]) -> None:
    row = asked["corland"]
    later = TODAY + timedelta(days=60)
    with make.guard.writing("test"):
        moved = NOW - timedelta(days=3)
        row.expectations.update(ended_at=moved)
        following.expectation(row, "answer", later, set_at=moved)
        row.expectations.filter(ended_at=None).update(basis="agreed", reason="An election came between.")
        following.stand([row.pk])
    page = told(client, reverse("register:follow_up", args=[row.pk]))
    assert "An election came between." in page and "agreed with this addressee" in page
    assert "Moved on" in page


def test_the_feed_tells_answers_and_silence(client: Client, asked: dict[str, FollowUp]) -> None:
    feed = told(client, reverse("register:follow_ups-feed"))
    assert "No answer from Belmark" in feed and "Arania: accepted in part" in feed
    assert "Corland" not in feed and "Danos" not in feed
    assert "Belmark" not in told(client, reverse("register:follow_ups-feed"), party="arania")


@pytest.mark.parametrize("view", ["position", "document", "party-kind", "theme", "month"])
def test_figures_come_with_what_they_are_counted_among(
    client: Client, asked: dict[str, FollowUp], view: str
) -> None:
    page = told(client, reverse("register:follow_up_figures"), by=view)
    assert "of 2 expected answers have not come" in page and "%" not in page.split("<main", 1)[1]
    text = told(client, reverse("register:follow_up_figures-csv"), by=view).removeprefix("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["silent"] for row in rows] == ["1"]
    assert all(row["expected_answers"] == "2" for row in rows)


def test_documents_and_parties_tell_silence_among_what_was_expected(
    client: Client, asked: dict[str, FollowUp]
) -> None:
    assert "no answer: 1 of 2 expected" in told(client, reverse("register:documents"))
    page = told(client, reverse("register:parties"))
    rows = {cells[0]: cells[-1] for cells in _table(page)}
    assert rows == {"Arania": "0 of 1", "Belmark": "1 of 1", "Corland": "–", "Danos": "–"}
    counts = {"running": 4, "answered": 1, "expected_answers": 2, "silent": 1}
    for address in ("/documents.json", "/api/v1/documents"):
        assert [row["follow_ups"] for row in _records(client, address)] == [counts]
    assert json.loads(told(client, "/api/v1/documents/outcome"))["follow_ups"] == counts
    for address in ("/parties.json", "/api/v1/parties"):
        silent = {row["key"]: row["follow_ups"]["silent"] for row in _records(client, address)}
        assert silent == {"arania": 0, "belmark": 1, "corland": 0, "danos": 0}
    for address, key in (("/documents.csv", "outcome"), ("/parties.csv", "belmark")):
        lines = list(csv.DictReader(io.StringIO(told(client, address).removeprefix("\ufeff"))))
        line = next(row for row in lines if key in row.values())
        assert line["silent"] == "1" and line["expected_answers"] == ("2" if key == "outcome" else "1")
    assert client.get("/documents.xlsx").status_code == client.get("/parties.xlsx").status_code == 200


def _records(client: Client, address: str) -> list[dict[str, Any]]:
    found = json.loads(told(client, address))
    return list(found if isinstance(found, list) else found["items"])


def _table(page: str) -> list[list[str]]:
    rows = html.fromstring(page).iterfind(".//tbody/tr")
    return [[cell.text_content().strip() for cell in row] for row in rows]


def test_a_class_is_told_by_the_silence_of_its_members(client: Client) -> None:
    body, members = make.group("union", "Union")
    paper = make.document("few", "Members should report.")
    provision = make.provision(paper, "Members should report.", addressees=[members])
    one = make.state("one", "One", (body, None, None))
    row = following.follow_up(provision, one, answer_by=TODAY - timedelta(days=9), begun=make.DAY)
    with make.guard.writing("test"):
        FollowUp.objects.filter(pk=row.pk).update(via=members)
    rows = {row["key"]: row["follow_ups"] for row in json.loads(told(client, "/parties.json"))}
    assert rows[members.key]["silent"] == rows[members.key]["expected_answers"] == 1


@pytest.fixture
def hidden(asked: dict[str, FollowUp]) -> list[FollowUp]:
    """Follow-ups of documents in every state that is not public, and of a provision that was taken out."""
    made = []
    late = TODAY - timedelta(days=45)
    for state in ("review", "withdrawn", "published"):
        words = f"Members must hide {SECRET} in {state}."
        title = "A paper with a gap" if state == "published" else f"Secret {state}"
        paper = make.document(f"secret-{state}", words, state=state, title=title)
        provision = make.provision(paper, words, themes=["surveillance"])
        name = "Office" if state == "published" else f"{SECRET} Office"
        rows = [following.follow_up(provision, name, answer_by=late, begun=make.DAY)]
        rows.append(following.follow_up(provision, asked["arania"].party or "", begun=make.DAY))
        following.answer(rows[1], "noted")
        made.append(rows[0])
        with make.guard.writing("test"):
            if state == "published":
                provision.withdrawn = True
                provision.save()
            because = {"withdrawn": "withdrawn", "published": "struck"}.get(state, "")
            if because:
                FollowUp.objects.filter(provision=provision).update(ended_at=NOW, ended_because=because)
    return made


def test_nothing_unpublished_is_on_any_page_file_or_feed(
    client: Client, asked: dict[str, FollowUp], hidden: list[FollowUp]
) -> None:
    make.indexed()
    names = ["follow_ups", "follow_ups-csv", "follow_ups-json", "follow_ups-feed", "follow_up_figures"]
    for name in [*names, "home"]:
        for query in ({}, {"standing": "silent"}, {"document": "secret-review"}, {"by": "document"}):
            page = told(client, reverse(f"register:{name}"), **query)
            assert SECRET not in page and "Secret " not in page, (name, query)
    assert "of 2 expected answers have not come" in told(client, reverse("register:follow_ups"))
    never, withdrawn, struck = (reverse("register:follow_up", args=[row.pk]) for row in hidden)
    assert client.get(never).status_code == 404
    for address in (withdrawn, struck):
        page = told(client, address)
        assert f"hide {SECRET}" not in page and "Ended: the " in page


def test_a_pseudonymous_claimant_is_in_no_thread(client: Client, asked: dict[str, FollowUp]) -> None:
    row = asked["arania"]
    with make.guard.writing("test"):
        shy = Party.objects.create(key="shy", kind="civil-society", name=f"{SECRET} Watch", invented=True)
        claim = Claim.objects.create(
            follow_up=row, number=1, side="civil-society", pseudonymous=True, level="not-started",
            as_of=TODAY, text="Nothing has moved.", published_at=NOW,
        )  # fmt: skip
        Claimant.objects.create(claim=claim, party=shy)
        following.stand([row.pk])
    for address in (reverse("register:follow_up", args=[row.pk]), row.provision.get_absolute_url()):
        page = told(client, address)
        assert "Nothing has moved." in page and SECRET not in page


def grown(document: Document, count: int) -> None:
    provision = document.provisions.get()
    for n in range(count):
        made = following.follow_up(
            provision, party(f"more-{n}", f"More {n}", "state"), answer_by=TODAY, begun=make.DAY
        )
        if n % 2:
            following.answer(made, "accepted", at=NOW)


@pytest.mark.parametrize(
    "name",
    [
        "follow_ups", "follow_ups-csv", "follow_ups-feed", "follow_up_figures", "documents", "documents-csv",
        "parties", "parties-csv",
    ],
)  # fmt: skip
def test_lists_take_as_many_queries_for_three_as_for_one(client: Client, name: str) -> None:
    paper = make.document("few", "All should report.")
    first = make.provision(paper, "All should report.")
    following.answer(
        following.follow_up(first, party("one", "One", "state"), answer_by=TODAY, begun=make.DAY), "noted"
    )
    told(client, reverse(f"register:{name}"))
    counts = []
    for more in (0, 3):
        grown(paper, more)
        with CaptureQueriesContext(connection) as queries:
            told(client, reverse(f"register:{name}"))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_programs_get_the_same(client: Client, asked: dict[str, FollowUp]) -> None:
    page = json.loads(told(client, "/api/v1/follow-ups", standing="silent"))
    assert (page["total"], [row["addressee"] for row in page["items"]]) == (1, ["Belmark"])
    assert (page["items"][0]["days_overdue"], page["items"][0]["silent"]) == (45, True)
    assert [row["addressee"] for row in json.loads(told(client, "/api/v1/follow-ups", limit=1))["items"]]
    one = json.loads(told(client, f"/api/v1/follow-ups/{asked['belmark'].pk}"))
    assert [day["days_overdue"] for day in one["dates"]] == [45]
    assert client.get("/api/v1/follow-ups", {"standing": "nonsense"}).status_code == 422


@pytest.mark.django_db(transaction=True)
def test_the_dump_carries_silence_and_nothing_hidden(
    tmp_path: Path, asked: dict[str, FollowUp], hidden: list[FollowUp]
) -> None:
    opendata.dump(tmp_path / "dump", now=NOW)
    text = (tmp_path / "dump" / "follow_ups.jsonl").read_text("utf-8")
    rows = {row["addressee"]: row for row in map(json.loads, text.splitlines())}
    assert sorted(rows) == ["Arania", "Belmark", "Corland", "Danos", "Office"] and SECRET not in text
    assert (rows["Belmark"]["silent"], rows["Belmark"]["days_overdue"]) == (True, 45)
