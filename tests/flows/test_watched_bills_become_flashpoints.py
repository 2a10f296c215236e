"""Watched bills among what lies ahead."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from koinon.observatory.models import Flashpoint
from koinon.observatory.queries import flashpoints
from koinon.register.actions import processes
from koinon.register.models import Process
from tests.factories.observatory import place
from tests.observatory.incidents.examples_incidents import flashpoint, officer

pytestmark = pytest.mark.django_db
DAY = date(2031, 6, 1)


def bill(title: str, expected: date, kind: str = "bill", code: str = "KEN") -> Process:
    made = processes.open_process(by=officer(), kind=kind, title=title, place=place(code), invented=True)
    processes.save_stage(by=officer(), process=made, name="Second reading", expected_on=expected, today=DAY)
    return made


def titles(since: date = DAY, until: date = date(2031, 12, 31), **chosen: str) -> list[str]:
    return [one.title for one in flashpoints.coming(since, until, **chosen)]


def test_a_bill_stands_ahead_from_the_day_on_which_it_is_expected_and_is_not_copied() -> None:
    bill("Associations Bill", date(2031, 6, 20))
    assert titles() == ["Associations Bill: Second reading"]
    assert titles(since=date(2031, 6, 21)) == [] == titles(until=date(2031, 6, 19))
    assert titles(since=date(2031, 6, 20), until=date(2031, 6, 20)) != []
    assert Flashpoint.objects.count() == 0
    (one,) = flashpoints.coming(DAY, date(2031, 12, 31))
    assert (one.pk, one.kind, one.place.code, one.page) == (
        None, "bill", "KEN", "/processes/associations-bill/",
    )  # fmt: skip


def test_what_happened_ended_or_applies_to_no_country_is_not_ahead() -> None:
    made = bill("Assembly Bill", date(2031, 6, 20))
    processes.end(by=officer(), process=made, revision=1, outcome="Withdrawn.")
    place("east", kind="group")
    bill("Charter Bill", date(2031, 6, 20), code="east")
    bill("Trade talks", date(2031, 6, 20), kind="negotiation")
    assert titles() == []


def test_a_bill_that_is_kept_here_stands_once() -> None:
    made = bill("Associations Bill", date(2031, 6, 20))
    flashpoint(kind="bill", on=date(2031, 6, 20), title="The bill on associations", process=made.key)
    assert titles() == ["The bill on associations"]


def test_what_is_dropped_is_gone_and_a_month_is_ahead_until_it_is_over() -> None:
    flashpoint(on=date(2031, 7, 1), exact="month", title="Election in July")
    assert titles(since=date(2031, 7, 30)) == ["Election in July"]
    assert titles(since=date(2031, 8, 1)) == []
    assert titles(place="KEN") != [] and titles(place="TZA") == [] == titles(kind="sunset")


def test_the_page_and_the_calendar_show_both_and_ask_as_much_at_one_as_at_three() -> None:
    soon = timezone.localdate() + timedelta(days=10)
    counts = []
    for n in range(3):
        bill(f"Bill {n}", soon)
        flashpoint(on=soon, title=f"Election {n}", today=timezone.localdate())
        with CaptureQueriesContext(connection) as seen:
            page = Client().get("/observatory/flashpoints/").content.decode()
        counts.append(len(seen))
        assert f"Bill {n}: Second reading" in page and f"Election {n}" in page
    assert counts[0] == counts[2]
    calendar = Client().get("/observatory/flashpoints.ics").content.decode()
    assert calendar.count("BEGIN:VEVENT") == 6
    assert Client().get("/api/v1/flashpoints").json()["total"] == 6
