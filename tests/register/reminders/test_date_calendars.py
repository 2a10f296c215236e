"""Calendars of follow-ups: what anyone may subscribe to, and one's own by a secret address."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from koinon.ledger import guard
from koinon.people.models import Party, Person
from koinon.register.actions import calendar_address, following, standing
from koinon.register.models import Expectation, FollowUp, Term
from tests.factories.people import party, person
from tests.register.reminders.worlds import DAWN, asked, due, expect

pytestmark = pytest.mark.django_db
MAY = date(2031, 5, 5)
DAY = timedelta(days=1)


@pytest.fixture
def ardenia() -> Party:
    return party("ardenia", "Ardenia")


def events(address: str) -> dict[str, Any]:
    """By UID."""
    answer = Client().get(address)
    assert answer.status_code == 200 and answer["Content-Type"].startswith("text/calendar")
    data = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    found = list(Calendar.from_ical(data).walk("VEVENT"))
    assert len({str(event["uid"]) for event in found}) == len(found)
    return {str(event["uid"]): event for event in found}


def world(ardenia: Party) -> list[FollowUp]:
    found = asked(ardenia, party("borduria", "Borduria"), texts=("Hold elections.", "Free the press."))
    expect(found, due(MAY))
    return found


def test_everyone_s_dates_are_one_event_for_each_document_and_day(ardenia: Party) -> None:
    world(ardenia)
    (event,) = events("/follow-ups.ics").values()
    assert str(event["summary"]) == "4 things to be done: Harbour"
    assert event["dtstart"].dt == MAY and event["dtend"].dt == MAY + DAY
    assert event["sequence"] == 0 and event["transp"] == "TRANSPARENT"
    assert str(event["url"]) == "http://testserver/documents/harbour/"


def test_what_is_overdue_for_months_is_in_a_party_s_calendar_but_not_in_everyone_s(ardenia: Party) -> None:
    today = timezone.localdate()
    old, late, coming = asked(ardenia, texts=("Hold elections.", "Free the press.", "Open the books."))
    for one, days in ((old, -93), (late, -92), (coming, 4000)):
        expect([one], due(today + days * DAY))
    days = sorted((event["dtstart"].dt - today).days for event in events("/follow-ups.ics").values())
    assert days == [-92, 4000]
    assert len(events("/parties/ardenia/follow-ups.ics")) == 3


def test_a_party_and_a_document_have_theirs(ardenia: Party) -> None:
    world(ardenia)
    (event,) = events("/parties/ardenia/follow-ups.ics").values()
    assert str(event["summary"]) == "Ardenia: 2 things to be done: Harbour"
    summaries = sorted(str(e["summary"]) for e in events("/documents/harbour/follow-ups.ics").values())
    assert [s.partition(":")[0] for s in summaries] == ["Ardenia", "Borduria"]
    assert Client().get("/parties/nowhere/follow-ups.ics").status_code == 404
    assert Client().get("/documents/nowhere/follow-ups.ics").status_code == 404


def test_an_event_stays_itself_while_others_answer_and_when_it_moves(ardenia: Party) -> None:
    first, _, second, _ = world(ardenia)
    ((uid, before),) = events("/parties/ardenia/follow-ups.ics").items()
    with guard.writing("factory"):
        standing.meet([first.pk], Term.Kind.DUE, DAWN + DAY)
    ((same, answered),) = events("/parties/ardenia/follow-ups.ics").items()
    assert same == uid and "1 thing to be done" in str(answered["summary"])
    assert answered["sequence"] == 0 and answered["last-modified"].dt > before["last-modified"].dt
    with guard.writing("factory"):
        standing.unmeet([first.pk], Term.Kind.DUE, DAWN + 2 * DAY)
        Expectation.objects.filter(follow_up__party=ardenia, ended_at=None).update(ended_at=DAWN + 3 * DAY)
    expect([first, second], due(MAY + 9 * DAY), at=DAWN + 3 * DAY)
    ((same, moved),) = events("/parties/ardenia/follow-ups.ics").items()
    assert same == uid and moved["dtstart"].dt == MAY + 9 * DAY and moved["sequence"] == 1


def test_what_is_done_ended_or_not_public_is_in_no_calendar(ardenia: Party) -> None:
    done, ended, *hidden = world(ardenia)
    (draft,) = asked(ardenia, slug="draft")
    expect([draft], due(MAY))
    with guard.writing("factory"):
        standing.meet([done.pk], Term.Kind.DUE, DAWN)
        FollowUp.objects.filter(pk=ended.pk).update(ended_at=DAWN, ended_because="left")
        for one in (*hidden, draft):
            type(done.provision).objects.filter(pk=one.provision_id).update(withdrawn=True)
            following.open_follow_ups([one.provision_id], DAWN)
    assert not events("/follow-ups.ics") and not events("/parties/ardenia/follow-ups.ics")


def own_address(client: Client) -> str:
    found = re.search(
        r"http://testserver(/calendars/[^<\s]+\.ics)", client.get("/desk/dates/").content.decode()
    )
    return found[1] if found else ""


def signed_in(who: Person) -> Client:
    client = Client()
    client.force_login(who)
    return client


def test_one_s_own_calendar_opens_by_its_address_until_a_new_one_is_made(ardenia: Party) -> None:
    world(ardenia)
    client = signed_in(person("Fara", role="focal-point", party=ardenia))
    assert own_address(client) == ""
    assert client.get("/desk/dates/calendar/").status_code == 405, "looking makes none"
    assert client.post("/desk/dates/calendar/").status_code == 302
    first = own_address(client)
    (event,) = events(first).values()
    assert str(event["summary"]).startswith("Ardenia: 2 things")
    answer = Client().get(first)
    assert "no-store" in answer["Cache-Control"] and answer["Referrer-Policy"] == "no-referrer"
    assert Client().get("/fr" + first).status_code == 200
    client.post("/desk/dates/calendar/")
    assert own_address(client) != first
    assert Client().get(first).status_code == 404
    assert events(own_address(client))


def test_an_address_that_was_not_made_here_opens_nothing(ardenia: Party) -> None:
    fara = person("Fara", role="focal-point", party=ardenia)
    calendar_address.make(by=fara, now=datetime(2031, 5, 1, tzinfo=UTC))
    path = calendar_address.path_of(fara)
    for wrong in (
        path.replace(".ics", "x.ics"),
        "/calendars/x.ics",
        "/calendars/a:b.ics",
        path[:12] + path[13:],
    ):
        assert Client().get(wrong).status_code == 404
    with guard.writing("factory"):
        Person.objects.filter(pk=fara.pk).update(is_active=False)
    assert Client().get(path).status_code == 404


def test_a_mandate_that_ended_empties_the_calendar(ardenia: Party) -> None:
    world(ardenia)
    fara = person("Fara", role="focal-point", party=ardenia)
    calendar_address.make(by=fara, now=datetime(2031, 5, 1, tzinfo=UTC))
    assert events(calendar_address.path_of(fara))
    with guard.writing("factory"):
        fara.mandates.update(until=date(2021, 1, 1))
    assert not events(calendar_address.path_of(fara))
