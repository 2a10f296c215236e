"""Watched processes as people keep them, see them and hear of them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from koinon.kernel.refusals import NotPermitted, Refused
from koinon.ledger import followers, guard
from koinon.ledger.models import Entry, Notice
from koinon.register.actions import processes as actions
from koinon.register.models import Process
from koinon.register.queries import processes as queries
from tests.factories.people import party, person
from tests.factories.register import document, provision
from tests.register.mechanisms.examples_mechanisms import TODAY, coast, officer, process, stage

pytestmark = pytest.mark.django_db


def test_a_stage_that_lies_ahead_has_not_happened() -> None:
    with pytest.raises(Refused, match="lies ahead"):
        stage(happened_on=TODAY + timedelta(days=1))


@pytest.mark.parametrize("rest", [{"expected_on": date(9999, 1, 1)}, {"happened_on": date(1, 1, 1)}])
def test_a_stage_has_days_that_can_be_meant(rest: dict[str, date]) -> None:
    with pytest.raises(Refused, match="cannot be meant"):
        stage(**rest)


def test_a_moved_date_leaves_a_trace() -> None:
    made = stage(expected_on=date(2031, 7, 1))
    actions.save_stage(
        by=officer(), process=made.process, stage=made, name=made.name, today=TODAY,
        expected_on=date(2031, 9, 1),
    )  # fmt: skip
    assert Entry.objects.latest("number").facts["expected_before"] == "2031-07-01"


def test_who_began_to_watch_it_keeps_it() -> None:
    keeper = person("Kai", role="coordinator", party=coast())
    other = person("Ola", role="coordinator", party=party("isle", "Isle"))
    mine = actions.open_process(by=keeper, behalf=coast(), kind="case", title="Case of the port")
    actions.end(by=keeper, process=mine, revision=1, outcome="Won.")
    with pytest.raises(NotPermitted, match="Coast"):
        actions.reopen(by=other, process=mine, revision=2, reason="It was appealed.")
    with pytest.raises(NotPermitted):
        actions.open_process(by=keeper, kind="case", title="For everyone")


def test_the_list_says_what_is_overdue_and_the_feed_and_calendar_too(client: Client) -> None:
    today = timezone.localdate()
    late, soon = process(), actions.open_process(by=officer(), kind="case", title="Case of the port")
    stage(late, "Committee", expected_on=today - timedelta(days=3))
    stage(soon, "Hearing", expected_on=today + timedelta(days=3))
    page = client.get("/processes/").content.decode()
    assert "Committee: 3 days overdue" in page and "Next: Hearing" in page
    assert page.index("Associations Bill") < page.index("Case of the port")
    feed = client.get("/processes.atom").content.decode()
    assert "Overdue: Committee" in feed and "Hearing" not in feed
    calendar = client.get("/processes.ics").content.decode()
    assert "Case of the port: Hearing" in calendar and "Associations Bill: Committee" in calendar


def test_a_stage_that_was_leapt_over_is_awaited_no_more(client: Client) -> None:
    made = process()
    stage(made, "Committee", expected_on=date(2020, 1, 1))
    stage(made, "Vote", happened_on=date(2020, 2, 1))
    assert not queries.expected().exists()
    assert "Overdue: Committee" not in client.get("/processes.atom").content.decode()


def test_earlier_history_takes_no_overdue_stage_away(client: Client) -> None:
    made, late = process(), timezone.localdate() - timedelta(days=52)
    stage(made, "Hearing", expected_on=late)
    stage(made, "Tabled", happened_on=late - timedelta(days=200))
    assert "Hearing: 52 days overdue" in client.get("/processes/").content.decode()
    assert "Overdue: Hearing" in client.get("/processes.atom").content.decode()
    assert [row.name for row in queries.expected()] == ["Hearing"]


def test_the_provisions_it_touches_link_both_ways(client: Client) -> None:
    paper = document("a-b", "Let people meet.", "Something else.")
    wanted = provision(paper, "Let people meet.")
    made = process(
        provisions=queries.named_provisions([f"http://register.example/documents/a-b/{wanted.number}/"])
    )
    assert "Let people meet" in client.get(f"/processes/{made.key}/").content.decode()
    assert "Associations Bill" in client.get(f"/documents/a-b/{wanted.number}/").content.decode()
    hidden = provision(document("draft", "Not yet.", state="review"), "Not yet.")
    with pytest.raises(Refused, match="draft/1"):
        queries.named_provisions([f"draft/{hidden.number}"])


def test_an_unpublished_provision_is_not_named(client: Client) -> None:
    paper = document("a-b", "Let people meet.")
    made = process(provisions=[provision(paper, "Let people meet.")])
    with guard.writing("test"):
        paper.state = "withdrawn"
        paper.save()
    assert "Let people meet" not in client.get(f"/processes/{made.key}/").content.decode()


def test_watchers_are_told_and_nobody_else(client: Client) -> None:
    made = process()
    kai = person("Kai", role="coordinator", party=coast())
    eve, zoe = person("Evelina", role="observer"), person("Zoe", role="observer")
    actions.watch(by=kai, party=coast(), process=made)
    client.force_login(eve)
    assert client.post(f"/desk/processes/{made.key}/watch/", {"watch": "yes"}).status_code == 302
    followers.discover()
    followers.catch_up("notices")
    stage(made, "Committee")
    followers.catch_up("notices")
    told = set(Notice.objects.filter(entry__verb="register.save_stage").values_list("person", flat=True))
    assert told == {kai.reference, eve.reference} and zoe.reference not in told
    assert "Coast" in client.get(f"/processes/{made.key}/").content.decode()
    assert "Evelina" not in Client().get(f"/processes/{made.key}/").content.decode()


def test_a_form_with_a_wrong_provision_says_which(client: Client) -> None:
    client.force_login(officer())
    form = {"kind": "bill", "title": "Press Bill", "provisions": "nowhere/4", "behalf": ""}
    response = client.post("/desk/processes/open/", form)
    assert response.status_code == 422 and "nowhere/4" in response.content.decode()
    assert "Press Bill" in response.content.decode() and not Process.objects.exists()
    assert client.post("/desk/processes/open/", form | {"provisions": ""}).status_code == 302
    key = Process.objects.get().key
    body = {"name": "First reading", "happened_on": "2020-01-02"}
    assert client.post(f"/desk/processes/{key}/stages/", body).status_code == 302
    assert (
        client.post(f"/desk/processes/{key}/end/", {"revision": "1", "words": "Passed."}).status_code == 302
    )
    assert Process.objects.get().outcome == "Passed."


def test_the_number_of_queries_does_not_grow(client: Client) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as found:
            assert client.get("/processes/").status_code == 200
        return len(found)

    stage(expected_on=TODAY)
    client.get("/processes/")
    first = asked()
    for number in range(3):
        stage(actions.open_process(by=officer(), kind="case", title=f"Case {number}", party=coast()))
    assert asked() == first
