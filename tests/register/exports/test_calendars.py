"""Deadlines as calendars: read back by the parser, they say what the register says."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from koinon.kernel.calendars import Due, calendar
from koinon.kernel.lines import writable
from tests.factories import register as make
from tests.factories.people import party

texts = st.text(max_size=300)
dues = st.builds(
    Due,
    uid=st.uuids().map(str),
    due=st.dates(min_value=date(1900, 1, 1)),
    summary=texts,
    description=texts,
    url=st.just("https://register.example/documents/paper/1/"),
    revision=st.integers(1, 1000),
    changed_at=st.datetimes(min_value=datetime(1990, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    categories=st.lists(st.sampled_from(["Media, press", "Elections; votes", "انتخابات"]), max_size=3).map(
        tuple
    ),
)


@given(texts, st.lists(dues, max_size=4))
def test_what_is_written_is_read_back_whatever_the_words(name: str, given: list[Due]) -> None:
    data = b"".join(calendar(name, "ar", given))
    assert data.endswith(b"END:VCALENDAR\r\n")
    assert all(len(line) <= 75 for line in data.split(b"\r\n")), "lines are folded at 75 bytes"
    assert b"\n" not in data.replace(b"\r\n", b""), "every line ends as RFC 5545 has it"
    read = Calendar.from_ical(data)
    assert not read.errors
    events = read.walk("VEVENT")
    assert len(events) == len(given)
    for event, due in zip(events, given, strict=True):
        assert event["uid"] == due.uid
        assert event.decoded("dtstart") == due.due
        assert event["sequence"] == due.revision - 1
        assert str(event.get("description", "")) == "\n".join(writable(due.description).splitlines())
        assert event.decoded("dtstamp") == due.changed_at.replace(microsecond=0)


def read(client: Client, address: str) -> list[str]:
    answer = client.get(address)
    assert answer.status_code == 200 and answer["Content-Type"].startswith("text/calendar")
    return [str(e["summary"]) for e in Calendar.from_ical(answer.getvalue()).walk("VEVENT")]


@pytest.mark.django_db
def test_each_list_has_the_dates_of_its_own_provisions_nearest_first(client: Client) -> None:
    council = party("council", "Harbour Council", "organ")
    ours = make.document(
        "ours", "The Council should meet by 2031.", "States should report by 2030.", "No date."
    )
    make.provision(ours, "The Council should meet by 2031.", addressees=[council], deadline="by 2031",
                   due=date(2031, 12, 31), themes=["surveillance"])  # fmt: skip
    make.provision(ours, "States should report by 2030.", addressees=["states"], due=date(2030, 12, 31))
    make.provision(ours, "No date.", addressees=[council])
    hidden = make.document("hidden", "Secret until reviewed.", state="review")
    make.provision(hidden, "Secret until reviewed.", due=date(2030, 1, 1))
    make.indexed()
    first, second = (
        "Harbour Council: The Council should meet by 2031.",
        "states: States should report by 2030.",
    )
    assert read(client, reverse("register:deadlines")) == [second, first]
    assert read(client, reverse("register:document-deadlines", args=["ours"])) == [second, first]
    assert read(client, reverse("register:party-deadlines", args=["council"])) == [first]
    assert read(client, reverse("register:theme-deadlines", args=["surveillance"])) == [first]
    assert read(client, reverse("register:search-deadlines") + "?q=report") == [second]
    assert client.get(reverse("register:document-deadlines", args=["hidden"])).status_code == 404


@pytest.mark.django_db
def test_an_event_keeps_its_identity_and_counts_its_changes(client: Client) -> None:
    paper = make.document("paper", "States should report by 2030.")
    made = make.provision(paper, "States should report by 2030.", due=date(2030, 12, 31))
    with make.guard.writing("factory"):
        type(made).objects.filter(pk=made.pk).update(revision=3)
    data = client.get(reverse("register:deadlines")).getvalue()
    (event,) = Calendar.from_ical(data).walk("VEVENT")
    assert event["uid"] == "provision-paper-1@testserver"
    assert event["sequence"] == 2
    assert "http://testserver/documents/paper/1/" in str(event["description"])
    assert event.decoded("dtend") == date(2031, 1, 1)
