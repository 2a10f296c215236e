"""The public pages in a real browser: accessible, light, fit for a phone, and readable without scripts."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from koinon.people.models import Party
from tests.factories import register as make
from tests.factories.people import party

pytestmark = pytest.mark.django_db(transaction=True)
LIGHT = 100_000  # bytes that travel, fonts apart

ADDRESSES = [
    "/",
    "/documents/",
    "/documents/harbour-plan/",
    "/documents/harbour-plan/3/",
    "/documents/gone/",
    "/parties/",
    "/parties/council/",
    "/parties/council/?view=promised",
    "/themes/",
    "/themes/surveillance/",
    "/search/",
    "/search/?q=what+is+the+Harbour+Council+asked+about+spyware%3F&kind=recommendation",
    "/search/?q=xylophone",
    "/api/docs",
    "/api/docs?show=acting",
    "/api/docs?show=shapes",
]


@pytest.fixture
def plan() -> Party:
    """The party of a plan of two hundred provisions, beside a document that was withdrawn."""
    council = party("council", "Harbour Council", "organ")
    lines = [
        f"{n}. The Council should, in consultation with all parties, limit the use of spyware in case {n}"
        " and publish what was done, by whom and when."
        for n in range(1, 200)
    ]
    made = make.document("harbour-plan", *lines, "We will report.", issuers=[council])
    for line in lines:
        make.provision(
            made,
            line,
            label=line.partition(".")[0],
            addressees=[council, "states"],
            issuer=council,
            themes=["surveillance"],
            groups=["journalists"],
            deadline="each year",
            due=date(2090, 1, 1),
            proposed={"strength": "optional"},
        )
    make.provision(made, "We will report.", kind="commitment", strength="binding", addressees=[council])
    make.document("gone", "Nothing.", state="withdrawn")
    make.indexed()
    return council


def test_every_page_is_accessible_and_light_and_fits_a_phone(
    page: Page, plan: Party, assert_accessible: Callable[[Page], None]
) -> None:
    travelled: list[int] = []

    def weigh(response: Any) -> None:
        if not response.url.endswith((".woff2", ".woff")):
            travelled.append(response.request.sizes()["responseBodySize"])

    page.on("response", weigh)
    for address in ADDRESSES:
        travelled.clear()
        page.set_viewport_size({"width": 1280, "height": 900})
        page.goto(address, wait_until="networkidle")
        assert sum(travelled) < LIGHT, address
        assert_accessible(page)
        page.set_viewport_size({"width": 360, "height": 740})
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, address
        assert_accessible(page)


def test_everything_is_readable_and_searchable_without_scripts(
    browser: Browser, live_server: Any, plan: Party
) -> None:
    with browser.new_context(base_url=live_server.url, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto("/")
        page.get_by_role("searchbox").fill("what is the Harbour Council asked to do about spyware?")
        page.get_by_role("button", name="Search").click()
        expect(page.get_by_text("199 provisions", exact=True)).to_be_visible()
        page.get_by_role("checkbox", name="Recommended").check()
        page.get_by_role("button", name="Apply").click()
        expect(page).to_have_url(re.compile("strength=recommendation"))
        page.get_by_role("link", name="Harbour Council").first.click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Harbour Council")
        page.goto("/documents/harbour-plan/150/")
        page.get_by_role("link", name="See the sentence in the document").click()
        expect(page.locator("#p150")).to_contain_text("in case 150")


def test_a_text_from_right_to_left_runs_so_within_the_page(page: Page) -> None:
    arabic = make.document("bayan", "ينبغي للدول أن تحمي الصحفيين.", language="ar", title="بيان الميناء")
    make.provision(arabic, "ينبغي للدول أن تحمي الصحفيين.", label="١", addressees=["الدول"])
    page.goto("/documents/bayan/")
    article = page.locator("article.document-text")
    expect(article).to_have_attribute("dir", "rtl")
    assert article.evaluate("e => getComputedStyle(e).direction") == "rtl"
    expect(page.locator("html")).to_have_attribute("dir", "ltr")
