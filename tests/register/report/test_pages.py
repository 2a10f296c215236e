"""The pages of reports: nothing typed is lost, nothing unpublished is shown."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import date
from typing import Any
from unittest import mock

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from koinon.ledger import guard
from koinon.register.actions import reports
from koinon.register.engine.reporting.sections import Key, Section
from koinon.register.models import Report
from tests.register.report.worlds import LATER, Harbour, harbour, report

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def later() -> Iterator[None]:
    with mock.patch("django.utils.timezone.now", lambda: LATER):
        yield


def desk(here: Harbour) -> Client:
    client = Client()
    client.force_login(here.officer)
    return client


def boxes(made: Report, **typed: str) -> dict[str, Any]:
    shown = {f"{key.value}-shown": "on" for key in Key}
    prose = {f"{key.replace('_', '-')}-prose": text for key, text in typed.items()}
    return {"revision": made.revision, **shown, **prose}


def published(here: Harbour, **rest: Any) -> Report:
    made = report(here, **rest)
    reports.publish(by=here.officer, report=made, revision=made.revision, now=LATER)
    made.refresh_from_db()
    return made


def test_two_who_write_at_once_lose_nothing() -> None:
    here = harbour()
    made, client = report(here), desk(here)
    path = f"/desk/reports/{made.pk}/"
    first = client.post(path, boxes(made, introduction="Mine.", conclusions="Kept."))
    assert first.status_code == 302
    second = client.post(path, boxes(made, introduction="Theirs came first.", silence="Typed at length."))
    page = second.content.decode()
    assert second.status_code == 422
    assert "Someone else changed this report" in page and "Meanwhile someone else wrote here" in page
    for words in ("Theirs came first.", "Typed at length.", "Mine."):
        assert words in page, "what was typed, and what the other wrote, both stand there"
    again = client.post(path, boxes(Report.objects.get(pk=made.pk), introduction="Both."))
    assert again.status_code == 302
    prose = {s["key"]: s["prose"] for s in Report.objects.get(pk=made.pk).sections}
    assert prose["introduction"] == "Both."


@pytest.mark.parametrize("day", [date(1, 1, 1), date(9999, 12, 31)])
def test_a_day_that_nobody_means_is_refused_and_one_that_was_kept_can_be_mended(day: date) -> None:
    here = harbour()
    made, client = report(here), desk(here)
    with guard.writing("as it was kept before"):
        Report.objects.update(as_of=day, counted=None)
    assert client.get(f"/desk/reports/{made.pk}/").status_code == 200
    asked = {"title": "A report", "language": "en", "time_zone": "Pacific/Kiritimati", "revision": "1"}
    wrong = client.post(f"/desk/reports/{made.pk}/covers/", {**asked, "as_of": day.isoformat()})
    assert wrong.status_code == 422 and "cannot be meant" in wrong.content.decode()
    client.post(f"/desk/reports/{made.pk}/covers/", {**asked, "as_of": "2031-08-31"})
    assert Report.objects.get().as_of == date(2031, 8, 31)


def test_a_report_is_begun_and_changed() -> None:
    here = harbour()
    client = desk(here)
    asked = {"title": "A report", "as_of": "2031-08-31", "language": "fr", "time_zone": "UTC"}
    begun = client.post("/desk/reports/", {**asked, "parties": ["bruma"]})
    made = Report.objects.get()
    assert begun["Location"] == f"/desk/reports/{made.pk}/" and made.parties == ["bruma"]
    wrong = client.post(f"/desk/reports/{made.pk}/covers/", {**asked, "time_zone": "X", "revision": "1"})
    assert wrong.status_code == 422 and "Nobody knows the time zone X" in wrong.content.decode()
    client.post(f"/desk/reports/{made.pk}/covers/", {**asked, "title": "Another", "revision": "1"})
    made.refresh_from_db()
    assert (made.title, made.parties) == ("Another", [])


def test_a_draft_is_seen_by_nobody_else() -> None:
    here = harbour()
    shown = published(here)
    hidden = report(here, title="A secret draft")
    reports.write(
        by=here.officer, report=shown, revision=shown.revision,
        written=[Section(Key.INTRODUCTION, "", "Unpublished words.")], now=LATER,
    )  # fmt: skip
    public = Client()
    assert public.get(f"/reports/{hidden.slug}/").status_code == 404
    addresses = [
        "/reports/", "/reports.csv", "/reports.json", f"/reports/{shown.slug}/", "/api/v1/reports",
        f"/api/v1/reports/{shown.slug}", f"/reports/{shown.slug}/1/report.html",
    ]  # fmt: skip
    for address in addresses:
        response = public.get(address)
        data = response.getvalue() if response.streaming else response.content
        assert response.status_code == 200, address
        assert b"secret draft" not in data and b"Unpublished words" not in data, address


def test_an_edition_offers_its_files_and_figures() -> None:
    here = harbour()
    made = published(here)
    public = Client()
    page = public.get(f"/reports/{made.slug}/").content.decode()
    edition = made.editions.get()
    for form, digest in edition.digests.items():
        assert digest in page
        answer = public.get(f"/reports/{made.slug}/1/report.{form}")
        assert hashlib.sha256(answer.content).hexdigest() == digest
        assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert public.get(f"/reports/{made.slug}/1/report.odt").status_code == 404
    figures = json.loads(public.get(f"/reports/{made.slug}/1/figures.json").getvalue())
    assert {"figure": "follow_ups.silent", "count": 1, "part_of": "follow_ups.expected", "out_of": 4,
            "earlier_day": None, "earlier_count": None} in figures  # fmt: skip
    assert b"follow_ups.silent,1" in public.get(f"/reports/{made.slug}/1/figures.csv").getvalue()


def test_a_later_edition_is_pointed_to() -> None:
    here = harbour()
    made = published(here)
    made = reports.write(
        by=here.officer, report=made, revision=made.revision,
        written=[Section(Key.INTRODUCTION, "", "New words.")], now=LATER,
    )  # fmt: skip
    reports.publish(by=here.officer, report=made, revision=made.revision, now=LATER)
    public = Client()
    old = public.get(f"/reports/{made.slug}/1/").content.decode()
    assert "There is a later edition" in old and "New words." not in old
    new = public.get(f"/reports/{made.slug}/").content.decode()
    assert "There is a later edition" not in new and "New words." in new


def test_the_lists_ask_the_same_of_one_report_and_of_three(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    here = harbour()
    published(here)
    client, public = desk(here), Client()
    client.get("/desk/reports/")  # what a process looks up once
    for n in range(2):
        with django_assert_num_queries(2):
            public.get("/reports/")
        with django_assert_num_queries(7):
            client.get("/desk/reports/")
        if n == 0:
            published(here, title="Second")
            published(here, title="Third")


def test_only_the_secretariat_comes_to_the_desk() -> None:
    here = harbour()
    made = report(here)
    for address in ("", f"{made.pk}/", f"{made.pk}/preview/", f"{made.pk}/preview.pdf"):
        answer = Client().get(f"/desk/reports/{address}")
        assert answer.status_code == 302 and "/account/login/" in answer["Location"]
