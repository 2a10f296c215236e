"""The pages of follow-ups in a real browser: accessible, light, fit for a phone, also from right to left."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from koinon.register.models import FollowUp
from tests.factories import following
from tests.factories import register as make
from tests.factories.people import party

pytestmark = pytest.mark.django_db(transaction=True)
LIGHT = 100_000  # bytes that travel, fonts apart
NOW = datetime.now(UTC)
TODAY = NOW.date()


@pytest.fixture
def asked() -> FollowUp:
    """Two provisions of sixty addressees and of four, answered, silent and waiting; one date was moved."""
    paper = make.document("outcome", "All should vote by secret ballot.", "Four should open the archives.")
    wide = make.provision(paper, "All should vote by secret ballot.", themes=["surveillance"])
    few = make.provision(paper, "Four should open the archives.", themes=["democracy"])
    states = [party(f"state-{n}", f"State of the Long Name {n}") for n in range(60)]
    for n, state in enumerate(states):
        by, due = TODAY + timedelta(days=n - 45), TODAY - timedelta(days=9)
        one = following.follow_up(wide, state, answer_by=by, due=due, begun=make.DAY)
        if n % 3 == 0:
            following.answer(one, ("accepted", "accepted-in-part", "noted", "declined")[n % 4], at=NOW)
    for state in states[:3]:
        following.follow_up(few, state, answer_by=TODAY - timedelta(days=45), begun=make.DAY)
    last = following.follow_up(few, states[3], answer_by=TODAY, begun=NOW - timedelta(days=40))
    with make.guard.writing("test"):
        moved = NOW - timedelta(days=3)
        last.expectations.update(ended_at=moved)
        made = following.expectation(last, "answer", TODAY + timedelta(days=60), set_at=moved)
        made.reason = "An election came between."
        made.save()
        following.stand([last.pk])
    make.indexed()
    return last


def addresses(asked: FollowUp) -> list[str]:
    ways = ("position", "document", "party-kind", "theme", "month")
    views = [f"/follow-ups/figures/?by={way}" for way in ways]
    return [
        "/follow-ups/",
        "/follow-ups/?standing=silent&document=outcome",
        "/follow-ups/?standing=ended",
        f"/follow-ups/{asked.pk}/",
        *views,
        "/documents/outcome/1/",
        "/documents/outcome/2/",
        "/documents/outcome/",
        "/parties/state-1/",
        "/",
        "/search/?q=archives",
    ]


@pytest.mark.parametrize("language", ["", "/ar"])
def test_every_page_is_accessible_and_light_and_fits_a_phone(
    page: Page, asked: FollowUp, assert_accessible: Callable[[Page], None], language: str
) -> None:
    travelled: list[int] = []

    def weigh(response: Any) -> None:
        if not response.url.endswith((".woff2", ".woff")):
            travelled.append(response.request.sizes()["responseBodySize"])

    page.on("response", weigh)
    for address in addresses(asked):
        travelled.clear()
        page.set_viewport_size({"width": 1280, "height": 900})
        page.goto(language + address, wait_until="networkidle")
        assert sum(travelled) < LIGHT, address
        assert_accessible(page)
        page.set_viewport_size({"width": 360, "height": 740})
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, address
        if language:
            expect(page.locator("html")).to_have_attribute("dir", "rtl")


def test_the_list_is_narrowed_by_its_form(page: Page, asked: FollowUp) -> None:
    page.goto("/follow-ups/")
    page.get_by_label("How it stands").select_option("silent")
    page.get_by_label("Asked of").select_option("state-1")
    page.get_by_role("button", name="Filter").click()
    expect(page.get_by_text("No answer, 45 days overdue")).to_be_visible()
    page.locator(".rows").get_by_role("link", name="State of the Long Name 1").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("State of the Long Name 1")
