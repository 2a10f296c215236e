"""Making a report in a real browser, and reading it: on a desk, on a phone, from right to left."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from koinon.register.actions import reports
from tests.register.report.worlds import LATER, Harbour, harbour, report

pytestmark = pytest.mark.django_db(transaction=True)


def signed_in(context: BrowserContext, here: Harbour) -> Page:
    from django.conf import settings
    from django.test import Client

    client = Client()
    client.force_login(here.officer)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page = context.new_page()
    page.goto("/reports/")
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": page.url}])
    return page


def test_a_report_is_begun_written_and_published(
    context: BrowserContext, assert_accessible: Callable[[Page], None]
) -> None:
    here = harbour()
    made = report(here)
    page = signed_in(context, here)
    for address in ("", f"{made.pk}/", f"{made.pk}/covers/", f"{made.pk}/examples/", f"{made.pk}/preview/"):
        page.set_viewport_size({"width": 1280, "height": 900})
        page.goto(f"/desk/reports/{address}")
        assert_accessible(page)
        page.set_viewport_size({"width": 360, "height": 740})
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, address
        assert_accessible(page)
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"/desk/reports/{made.pk}/examples/")
    page.get_by_label("Show as a good example").check()
    page.get_by_label("What is good about it").fill("They *published* every vote.")
    page.get_by_role("button", name="Save").click()
    introduction = page.get_by_role("region", name="Introduction")
    introduction.get_by_label("Text").fill("A year has passed.\n\n- one thing")
    page.get_by_role("button", name="Save the text").click()
    expect(introduction.get_by_label("Text")).to_have_value("A year has passed.\n\n- one thing")
    page.get_by_role("button", name="Publish an edition").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Report to the Third Conference")
    expect(page.get_by_text("no answer", exact=False).or_(page.get_by_text("Bruma").first)).to_be_visible()
    expect(page.get_by_text("They published every vote.")).to_be_visible()


@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("ar", "rtl")])
def test_everyone_reads_an_edition(
    page: Page, language: str, direction: str, assert_accessible: Callable[[Page], None]
) -> None:
    here = harbour()
    made = report(here, language=language)
    reports.publish(by=here.officer, report=made, revision=made.revision, now=LATER)
    for address in ("/reports/", f"/reports/{made.slug}/", f"/ar/reports/{made.slug}/"):
        page.set_viewport_size({"width": 1280, "height": 900})
        page.goto(address)
        assert_accessible(page)
        page.set_viewport_size({"width": 360, "height": 740})
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, address
        assert_accessible(page)
    inner: Any = page.locator(".report")
    assert inner.evaluate("e => getComputedStyle(e).direction") == direction
