"""Restatements in a browser: by keyboard, on a phone, from right to left, with axe."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect

from koinon.register.actions import comparing, lineage
from tests.factories import following
from tests.factories import register as make
from tests.register.lineage.worlds import World

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def world() -> World:
    """Three papers, compared; two provisions confirmed as the same ask, of three states."""
    made = World()
    comparing.compare_waiting()
    for number in range(3):
        party = make.state(f"S{number}", f"State {number}")
        for year in (2019, 2022):
            following.follow_up(made.at(year), party, answer_by=date(2031, 6, 1))
    lineage.confirm(by=made.ada, restatement=made.pair(2019, 2022))
    following.answer(made.at(2022).follow_ups.order_by("name")[0], "accepted")
    return made


@pytest.fixture
def signed_in(page: Page, live_server: Any, world: World) -> Page:
    client = Client()
    client.force_login(world.ada)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}]
    )
    return page


def narrow(page: Page) -> None:
    """Nothing sticks out of a phone."""
    page.set_viewport_size(PHONE)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth + 1")


@pytest.mark.parametrize("language", ["", "/ar"])
@pytest.mark.parametrize(
    "path",
    [
        "/lineage/",
        "/documents/paper-2022/1/",
        "/documents/paper-2022/",
        "/documents/paper-2019/compare/paper-2022/",
    ],
)
def test_public_pages_are_accessible_and_fit_a_phone(
    page: Page, world: World, assert_accessible: Callable[[Page], None], path: str, language: str
) -> None:
    page.goto(language + path)
    assert_accessible(page)
    narrow(page)
    assert_accessible(page)


def test_restatements_are_decided_by_keyboard(
    signed_in: Page, world: World, assert_accessible: Callable[[Page], None]
) -> None:
    page = signed_in
    page.goto("/desk/lineage/")
    assert_accessible(page)
    cards = page.locator("[data-restatement]")
    before = cards.count()
    assert before >= 2
    page.keyboard.press("j")
    page.keyboard.press("s")
    expect(cards.nth(1)).to_be_focused()
    page.keyboard.press("k")
    expect(cards.nth(0)).to_be_focused()
    with page.expect_navigation():
        page.keyboard.press("c")
    expect(cards).to_have_count(before - 1)
    expect(cards.nth(0)).to_be_focused()
    page.keyboard.press("r")
    page.keyboard.type("It asks for more.")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(cards).to_have_count(before - 2)
    page.goto("/ar/desk/lineage/?state=rejected")
    expect(page.get_by_text("It asks for more.")).to_be_visible()
    narrow(page)
    assert_accessible(page)
