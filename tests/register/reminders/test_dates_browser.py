"""The desk's pages of dates in a real browser: accessible, also small and from right to left."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page

from koinon.ledger import guard
from koinon.people.models import Person
from koinon.register.actions import calendar_address, passing
from koinon.register.models import Letter
from tests.factories.people import party, person
from tests.register.reminders.worlds import asked, due, expect

TODAY = timezone.localdate()
DAY = timedelta(days=1)
PAGES = ("", "letters/", "parties/", "coming/", "?party=ardenia")


@pytest.fixture
def officer(live_server: Any) -> Person:
    """An officer of the secretariat in a world with dates of every kind."""
    ardenia, borduria = party("ardenia", "Ardenia"), party("borduria", "Borduria")
    texts = ("Hold free elections.", "Publish every contract of the State.")
    late = asked(ardenia, borduria, slug="harbour-declaration", texts=texts)
    began = datetime(2020, 1, 1, tzinfo=UTC)
    expect(late, due(TODAY - 40 * DAY, (1, "focal-point"), (14, "validator"), (90, "public"), at=began))
    later = asked(ardenia, slug="plan-of-action", texts=("Protect those who report.",))
    expect(later, due(TODAY + 20 * DAY, (-7, "focal-point"), at=began))
    passing.pass_over(now=timezone.now())
    person("Fara", role="focal-point", party=ardenia)
    officer = person("Sami", role="secretariat")
    with guard.writing("factory"):
        Letter.objects.create(
            person=person("Vera"),
            on=date(2026, 5, 5),
            state="bounced",
            reference="x",
            about=12,
            problem="5.1.1 550 No such mailbox",
        )
    calendar_address.make(by=officer, now=timezone.now())
    return officer


def come_in(page: Page, who: Person, live_server: Any) -> None:
    client = Client()
    client.force_login(who)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": str(live_server.url)}]
    )


@pytest.mark.parametrize("where", ["", "/ar"])
def test_the_pages_of_dates_are_accessible(
    where: str, page: Page, officer: Person, live_server: Any, assert_accessible: Callable[[Page], None]
) -> None:
    come_in(page, officer, live_server)
    for size in ({"width": 1280, "height": 900}, {"width": 360, "height": 740}):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        for address in PAGES:
            page.goto(f"{where}/desk/dates/{address}")
            assert_accessible(page)
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth + 1")


def test_a_focal_point_narrows_the_list_and_makes_a_calendar(
    page: Page, officer: Person, live_server: Any, assert_accessible: Callable[[Page], None]
) -> None:
    come_in(page, Person.objects.get(name="Fara"), live_server)
    page.goto("/desk/dates/")
    assert page.locator("tbody tr").count() == 3
    page.select_option("#f-which", "overdue")
    page.wait_for_url("**which=overdue**")
    assert page.locator("tbody tr").count() == 2
    page.get_by_role("button", name="Make an address").click()
    assert "/calendars/" in page.locator("#calendar ~ p code").inner_text()
    assert_accessible(page)
