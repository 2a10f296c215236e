"""Incidents as everyone sees them, and as those who tell of them do."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from koinon.observatory.actions import incidents as actions
from koinon.observatory.models import Incident
from tests.factories.observatory import place
from tests.factories.people import party, person
from tests.observatory.incidents.examples_incidents import GAZETTE, NOW, TODAY, incident, officer, told
from tests.observatory.incidents.groups import group

pytestmark = pytest.mark.django_db
LIST = "/observatory/incidents/"


def signed_in(who: Any) -> Client:
    client = Client()
    client.force_login(who)
    return client


def asked(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def streamed(client: Client, address: str) -> str:
    answer: Any = client.get(address)
    return b"".join(answer.streaming_content).decode()


def test_the_list_counts_by_group_with_its_denominator(client: Client) -> None:
    for code in ("KEN", "TZA", "UGA"):
        place(code)
    incident(kind="coup-attempted")
    incident(kind="assembly-ban", on=date(2031, 3, 3), title="Assemblies forbidden")
    incident(kind="release", code="TZA", title="They are free")
    page = asked(client, LIST)
    assert "3 incidents" in page and "1 of 3" in page
    assert "Barracks in revolt" in page and "Incidents over time" in page
    narrowed = asked(client, LIST + "?group=reform")
    assert "1 incident<" in narrowed and "Barracks in revolt" not in narrowed


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("place=KEN", True), ("place=TZA", False), ("kind=coup-attempted", True), ("kind=release", False),
        ("state=verified", False), ("state=reported", True), ("since=2031-05-05", False),
        ("since=2031-05", True), ("until=2031-04", False), ("until=2031", True), ("region=east", True),
        ("region=west", False),
    ],
)  # fmt: skip
def test_a_filter_narrows(client: Client, query: str, found: bool) -> None:
    group("east", "KEN")
    group("west", "TZA")
    incident()
    assert ("Barracks in revolt" in asked(client, f"{LIST}?{query}")) is found
    assert ("Barracks in revolt" in asked(client, f"/observatory/incidents.atom?{query}")) is found


def test_what_was_struck_is_not_listed_unless_asked_for_and_stays_readable(client: Client) -> None:
    made = incident()
    actions.strike(by=officer(), incident=made, revision=1, reasons="It was told twice.", now=NOW)
    assert "Barracks in revolt" not in asked(client, LIST)
    assert "Barracks in revolt" in asked(client, LIST + "?state=struck")
    page = asked(client, made.get_absolute_url())
    assert "Struck" in page and "It was told twice." in page and "Barracks in revolt" in page


def test_the_history_tells_what_stood_before(client: Client) -> None:
    made = incident(account="Shots were heard.")
    actions.correct(
        by=officer(), incident=made, revision=1, told=told(title="Mutiny", on=date(2031, 5, 5)),
        why="The gazette corrected the day.", today=TODAY, now=NOW,
    )  # fmt: skip
    page = asked(client, made.get_absolute_url())
    assert "The gazette corrected the day." in page and "Barracks in revolt" in page
    assert "Shots were heard." in page and "4 May 2031" in page and "5 May 2031" in page


def test_a_list_asks_as_much_of_the_database_at_one_incident_as_at_three(client: Client) -> None:
    incident()
    with CaptureQueriesContext(connection) as one:
        asked(client, LIST)
    for n in range(2):
        behalf = party(f"coast-{n}", f"Coast {n}")
        incident(by=officer(), behalf=behalf, code=f"X{n}A", kind="spyware", title=f"Found {n}")
    with CaptureQueriesContext(connection) as three:
        asked(client, LIST)
    assert len(one) == len(three) == 5, [query["sql"] for query in one]


def test_the_page_of_one_asks_as_much_with_one_correction_as_with_three(client: Client) -> None:
    made = incident()
    counts = []
    for n in range(1, 4):
        actions.correct(
            by=officer(), incident=made, revision=n, told=told(title=f"Mutiny {n}"), why="Again.",
            today=TODAY, now=NOW,
        )  # fmt: skip
        with CaptureQueriesContext(connection) as seen:
            assert f"Mutiny {n}" in asked(client, made.get_absolute_url())
        counts.append(len(seen))
    assert counts[0] == counts[2]


def test_the_form_shows_what_is_alike_before_it_saves() -> None:
    incident(on=date(2021, 5, 4))
    client = signed_in(officer())
    given = {
        "place": "KEN", "kind": "coup-attempted", "on": "2021-05-09", "title": "Another revolt",
        "sources": "Harbour Gazette | https://gazette.example/2 | 2031-05-10", "behalf": "",
    }  # fmt: skip
    shown = client.post("/desk/observatory/incidents/tell", given)
    assert shown.status_code == 422 and "Barracks in revolt" in shown.content.decode()
    assert Incident.objects.count() == 1
    assert client.post("/desk/observatory/incidents/tell", given | {"anyway": "on"}).status_code == 302
    made = Incident.objects.get(title="Another revolt")
    assert made.sources == [
        {"name": "Harbour Gazette", "address": "https://gazette.example/2", "published_on": "2031-05-10"}
    ]


def test_the_form_warns_plainly_whom_not_to_name() -> None:
    page = asked(signed_in(officer()), "/desk/observatory/incidents/tell")
    assert "Do not write who is in danger" in page and "witness" in page


def test_a_coordinator_tells_for_their_party_and_corrects_it_until_then() -> None:
    coast = party("coast", "Coast")
    kai = person("Kai", role="coordinator", party=coast)
    place("KEN")
    client = signed_in(kai)
    page = asked(client, "/desk/observatory/incidents/tell")
    assert "Coast" in page and "the partnership" not in page
    given = {
        "place": "KEN", "kind": "spyware", "on": "2021", "title": "A device was entered", "behalf": "coast",
        "sources": "Lab of Harbour",
    }  # fmt: skip
    assert client.post("/desk/observatory/incidents/tell", given).status_code == 302
    made = Incident.objects.get()
    assert made.behalf == coast and made.exact == "year"
    assert client.get(f"/desk/observatory/incidents/{made.key}/correct").status_code == 200
    assert client.get(f"/desk/observatory/incidents/{made.key}/state").status_code == 403
    assert asked(client, made.get_absolute_url()).count("/correct") == 1


def test_the_desk_corrects_weighs_and_strikes() -> None:
    made, client = incident(on=date(2021, 5, 4)), signed_in(officer())
    at = f"/desk/observatory/incidents/{made.key}"
    form = {
        "place": "KEN", "kind": "coup-attempted", "on": "2021-05-04", "title": "Mutiny", "revision": "1",
        "sources": "Harbour Gazette", "why": "The word was wrong.",
    }  # fmt: skip
    assert "Harbour Gazette | https://gazette.example/1 | 2031-05-05<" in asked(client, f"{at}/correct")
    assert client.post(f"{at}/correct", form).status_code == 302
    state = {"revision": "2", "state": "verified", "reasons": "The order was seen."}
    assert client.post(f"{at}/state", state).status_code == 302
    assert client.post(f"{at}/state", state).status_code == 422
    assert client.post(f"{at}/strike", {"revision": "3", "reasons": "It was a drill."}).status_code == 302
    made.refresh_from_db()
    assert (made.title, made.state, made.reasons, made.revision) == ("Mutiny", "struck", "It was a drill.", 4)


def test_the_files_hold_every_incident_of_the_filter(client: Client) -> None:
    incident()
    incident(kind="release", title="They are free")
    rows = json.loads(streamed(client, "/observatory/incidents.json?group=reform"))
    assert [row["title"] for row in rows] == ["They are free"]
    assert rows[0]["sources"][0]["name"] == GAZETTE.name
    text = streamed(client, "/observatory/incidents.csv")
    assert "Barracks in revolt" in text and text.startswith("\ufeffkey,place,kind,on,title")
    assert client.get("/observatory/incidents.xlsx").status_code == 200


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("fr", "Refoulement à la frontière"), ("es", "Devolución en la frontera"),
        ("ar", "صد عند الحدود"), ("id", "Pengusiran di perbatasan"),
    ],
)  # fmt: skip
def test_the_kinds_are_told_in_the_language_of_the_reader(client: Client, language: str, title: str) -> None:
    page = asked(client, f"/{language}/observatory/incidents/kinds/")
    assert title in page and "Pushback" not in page and len(page.encode()) < 100_000
    assert title in streamed(client, f"/{language}/observatory/incident-kinds.csv")
    told = client.get("/api/v1/incident-kinds", headers={"accept-language": language}).json()
    assert title in [one["title"] for one in told]


def test_the_kinds_say_what_counts_and_what_does_not(client: Client) -> None:
    page = asked(client, "/observatory/incidents/kinds/")
    assert "Red-tagging" in page and "Criticism of what someone said or did." in page
    anchors = re.findall(r'<a class="chip" href="#([\w-]+)"', page)
    assert anchors and all(page.count(f' id="{anchor}"') == 1 for anchor in anchors)
    assert len(page.encode()) < 100_000
