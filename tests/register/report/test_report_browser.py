"""Making a report in a real browser, and reading it: on a desk, on a phone, from right to left."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from unittest import mock

import pytest
from playwright.sync_api import Page, expect

from koinon.register.actions import reports
from tests.register.report.worlds import LATER, Harbour, harbour, report

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def later() -> Iterator[None]:
    """The day of the report has passed."""
    with mock.patch("django.utils.timezone.now", lambda: LATER):
        yield


def sign_in(page: Page, here: Harbour) -> None:
    page.goto("/account/login/")
    page.get_by_label("Email").fill(here.officer.email)
    page.get_by_label("Password", exact=True).fill(f"{here.officer.name}-long-password")
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/desk/**")


def test_a_report_is_begun_written_and_published(
    page: Page, assert_accessible: Callable[[Page], None]
) -> None:
    here = harbour()
    made = report(here)
    sign_in(page, here)
    for address in ("", f"{made.pk}/", f"{made.pk}/covers/", f"{made.pk}/examples/", f"{made.pk}/preview/"):
        page.set_viewport_size({"width": 1280, "height": 900})
        page.goto(f"/desk/reports/{address}", wait_until="networkidle")
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
    expect(page.get_by_role("table", name="Who has not answered, the longest first")).to_contain_text("Bruma")
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
        page.goto(address, wait_until="networkidle")
        assert_accessible(page)
        page.set_viewport_size({"width": 360, "height": 740})
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, address
        assert_accessible(page)
    inner: Any = page.locator(".report")
    assert inner.evaluate("e => getComputedStyle(e).direction") == direction
