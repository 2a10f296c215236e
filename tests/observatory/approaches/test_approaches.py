"""Lines and openings towards a country: what is restricted is told to nobody who may not read it."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from koinon.kernel.refusals import NotFound, NotPermitted, Refused
from koinon.ledger import queries as ledger
from koinon.observatory.actions import approaches as actions
from koinon.observatory.models import ApproachLine
from koinon.observatory.pages import approaches as pages
from koinon.observatory.queries import approaches as queries
from koinon.people.models import Person
from tests.factories.observatory import place
from tests.factories.people import party, person
from tests.observatory.incidents.examples_incidents import GAZETTE, NOW, line, officer
from tests.site.calling import secret_of

pytestmark = pytest.mark.django_db
SECRET = "Quiet talks through the envoy of Dunmere"
PLAIN = "No visit while anyone is held."
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')


def signed_in(who: Person | None) -> Client:
    client = Client()
    if who is not None:
        client.force_login(who)
    return client


def readers() -> dict[str, Person | None]:
    coast = party("coast", "Coast")
    return {
        "a stranger": None,
        "an observer": person("Ruben", role="observer"),
        "an analyst": person("Ann", role="analyst"),
        "a coordinator": person("Kai", role="coordinator", party=coast),
        "a focal point": person("Fay", role="focal-point", party=coast),
        "the secretariat": officer(),
    }


MAY_READ = ("a focal point", "the secretariat")
ADDRESSES = (
    "/observatory/places/KEN/approach/", "/observatory/places/KEN/approach.json",
    "/observatory/places/KEN/approach.csv", "/observatory/places/KEN/approach.xlsx",
    "/desk/observatory/approaches/", "/api/v1/approaches", "/ledger/", "/ledger.atom",
    "/observatory/incidents/",
)  # fmt: skip


def text_of(answer: Any) -> str:
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return bytes(body).decode("utf-8", "replace")


def test_what_is_restricted_is_read_by_those_who_may_and_by_nobody_else() -> None:
    hidden = line(kind="opening", text=SECRET)
    line(restricted=False, text=PLAIN)
    for who, reader in readers().items():
        client = signed_in(reader)
        shown = text_of(client.get(ADDRESSES[0]))
        assert PLAIN in shown
        assert (SECRET in shown) is (who in MAY_READ), who
        rows = json.loads(text_of(client.get(ADDRESSES[1])))
        assert len(rows) == (2 if who in MAY_READ else 1), who
        if who in MAY_READ:
            assert queries.line_for(reader, hidden.key) == hidden
            continue
        for address in ADDRESSES:
            told = text_of(client.get(address))
            assert SECRET not in told and str(hidden.key) not in told, (who, address)
        assert client.get(f"/api/v1/approaches/{hidden.key}").status_code == 404
        with pytest.raises(NotFound):
            queries.line_for(reader, hidden.key)


def test_where_all_is_restricted_a_stranger_sees_what_they_see_of_a_country_without_any() -> None:
    place("TZA", "Kenland")
    place("KEN", "Kenland")
    tag = Client().get("/observatory/places/TZA/approach/").headers["ETag"]
    line(text=SECRET)
    for reader in (None, person("Ruben", role="observer")):
        client = signed_in(reader)
        with_it, without = (text_of(client.get(f"/observatory/places/{c}/approach/")) for c in ("KEN", "TZA"))
        assert TOKEN.sub("", with_it).replace("KEN", "TZA") == TOKEN.sub("", without)
        request = RequestFactory().get("/")
        request.user = reader or AnonymousUser()
        assert pages.of_country(request, place=place("KEN")) == ""
    assert Client().get("/observatory/places/TZA/approach/").headers["ETag"] == tag
    assert Client().get("/api/v1/approaches?place=KEN").json()["total"] == 0


def test_the_ledger_tells_of_a_restricted_act_neither_the_place_nor_a_word() -> None:
    made = line(text=SECRET)
    actions.change(
        by=officer(), line=made, revision=1, kind="line", text=SECRET + "!", sources=[GAZETTE],
        since=made.since, now=NOW,
    )  # fmt: skip
    actions.end(by=officer(), line=made, revision=2, until=date(2031, 6, 1), now=NOW)
    told = "\n".join(ledger.export())
    assert told.count('"about":"approach"') == 3
    assert SECRET not in told and "KEN" not in told and str(made.key) not in told


def test_what_is_opened_is_read_by_all_and_what_it_said_before_is_not() -> None:
    made = line(text=SECRET)
    actions.change(
        by=officer(), line=made, revision=1, kind="line", text=PLAIN, sources=[GAZETTE],
        since=made.since, now=NOW,
    )  # fmt: skip
    actions.open_approach(by=officer(), line=made, revision=2, now=NOW)
    again = "No visit while anyone is held, and no loan."
    actions.change(
        by=officer(), line=made, revision=3, kind="line", text=again, sources=[GAZETTE], since=made.since,
        now=NOW,
    )  # fmt: skip
    (said,) = queries.history(None, "KEN")
    assert [one.facts["text"] for one in said] == [PLAIN, again]
    assert said[0].until == said[1].at and said[1].until is None
    (all_said,) = queries.history(officer(), "KEN")
    assert [one.facts["text"] for one in all_said] == [SECRET, PLAIN, PLAIN, again]
    page = text_of(Client().get("/observatory/places/KEN/approach/"))
    assert again in page and PLAIN in page and SECRET not in page
    assert SECRET in text_of(signed_in(officer()).get("/observatory/places/KEN/approach/"))
    assert SECRET not in "\n".join(ledger.export())


def test_a_key_tells_nothing_of_how_many_there_are() -> None:
    first, second = line(restricted=False), line(restricted=False)
    assert abs(first.key.int - second.key.int) > 1000
    record = Client().get("/api/v1/approaches").json()["items"][0]
    assert "id" not in record and "position" not in record


def test_what_is_read_while_signed_in_is_kept_by_nobody() -> None:
    line(text=SECRET)
    answer = signed_in(officer()).get("/observatory/places/KEN/approach/")
    assert "no-store" in answer.headers["Cache-Control"] and "ETag" not in answer.headers


def test_only_the_secretariat_keeps_lines() -> None:
    made = line()
    for who, reader in readers().items():
        if who == "the secretariat":
            continue
        with pytest.raises(NotPermitted):
            actions.end(by=reader, line=made, revision=1, until=date(2031, 6, 1), now=NOW)
        client = signed_in(reader)
        answer = client.get(f"/desk/observatory/approaches/{made.key}/")
        assert answer.status_code == (302 if reader is None else 403), who
        assert client.get("/desk/observatory/approaches/").status_code == (
            302 if reader is None else 200 if who in MAY_READ else 403
        )


def test_a_token_reads_what_its_person_may_and_changes_nothing_unseen() -> None:
    hidden = line(text=SECRET)
    for who, reader in readers().items():
        if reader is None:
            continue
        headers = {"Authorization": f"Bearer {secret_of(reader)}", "If-Match": "*"}
        got = Client().get("/api/v1/desk/approaches", headers=headers)
        assert got.json()["total"] == (1 if who in MAY_READ else 0), who
        assert (SECRET in got.content.decode()) is (who in MAY_READ)
        opened = Client().post(f"/api/v1/approaches/{hidden.key}/opening", headers=headers)
        wanted = {"the secretariat": 200, "a focal point": 403}.get(who, 404)
        assert opened.status_code == wanted, who


def test_the_desk_adds_changes_ends_and_opens() -> None:
    place("KEN", "Kenya")
    client, today = signed_in(officer()), timezone.localdate()
    add = "/desk/observatory/approaches/towards/KEN/add"
    assert client.post("/desk/observatory/approaches/", {"place": "kenya"}).headers["Location"] == add
    form = {"kind": "line", "text": SECRET, "since": "2021-01-01", "sources": "Minutes of the council"}
    assert client.get(add).status_code == 200 and client.post(add, form).status_code == 302
    made = ApproachLine.objects.get()
    assert made.restricted
    at = f"/desk/observatory/approaches/{made.key}"
    assert SECRET in text_of(client.get(f"{at}/"))
    assert client.post(f"{at}/", form | {"text": PLAIN, "revision": "1"}).status_code == 302
    assert client.post(f"{at}/", form | {"text": SECRET, "revision": "1"}).status_code == 422
    assert client.post(f"{at}/open", {"revision": "2"}).status_code == 302
    assert client.post(f"{at}/end", {"revision": "3", "until": "2020-01-01"}).status_code == 422
    until = (today - timedelta(days=1)).isoformat()
    assert client.post(f"{at}/end", {"revision": "3", "until": until}).status_code == 302
    page = text_of(Client().get("/observatory/places/KEN/approach/"))
    assert "What held before" in page and PLAIN in page and SECRET not in page


@pytest.mark.parametrize(
    "wrong",
    [{"text": " "}, {"sources": []}, {"kind": "threat"}, {"text": "x" * 10_001}],
)
def test_what_cannot_be_said_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        line(**wrong)


def test_a_page_asks_as_much_of_the_database_with_one_line_as_with_three() -> None:
    line(restricted=False)
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as seen:
            Client().get("/observatory/places/KEN/approach/")
        counts.append(len(seen))
        line(restricted=False, text="Open talks.")
        line(restricted=False, kind="opening")
    assert counts[0] == counts[1]
