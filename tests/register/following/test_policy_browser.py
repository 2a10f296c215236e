"""Setting dates in a real browser: accessible, also small and from right to left, and light."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page

from koinon.ledger import guard
from koinon.people.models import Person
from koinon.register.actions import following
from tests.factories.people import party, person
from tests.factories.register import document, provision

pytestmark = pytest.mark.django_db(transaction=True)

LIGHT = 100_000  # bytes of a page
SMALL, WIDE = {"width": 360, "height": 740}, {"width": 1280, "height": 900}


@pytest.fixture
def officer(live_server: Any) -> Person:
    paper = document("harbour-declaration", "Hold free elections.", "Publish every contract of the State.")
    asked = [party("ard", "Ardenia"), "city halls"]
    made = [provision(paper, words, addressees=asked) for words in paper.text.split("\n\n")[1:]]
    with guard.writing("test"):
        following.open_follow_ups([one.pk for one in made], timezone.now())
    return person("Sami", role="secretariat")


def signed_in(page: Page, officer: Person, base: str) -> None:
    client = Client()
    client.force_login(officer)
    name = settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": base}])


@pytest.mark.parametrize("language", ["", "/ar"])
def test_an_officer_looks_at_dates_and_sets_them(
    page: Page, officer: Person, live_server: Any, language: str, assert_accessible: Callable[[Page], None]
) -> None:
    signed_in(page, officer, live_server.url)
    page.set_viewport_size(SMALL if language else WIDE)
    page.goto(f"{language}/desk/dates/policy/")
    page.fill("#id_answer_days", "90")
    page.check("#id_reaches_back_1")
    page.fill("#id_reason", "Agreed in the plenary.")
    page.click("button[name=look]")
    assert_accessible(page)
    picture(page, f"preview{language}")
    assert len(page.content().encode()) < LIGHT
    page.click("button[name=apply]")
    assert page.locator(".messages, [role=status]").count()
    page.goto(f"{language}/follow-ups/policies/")
    assert_accessible(page)
    picture(page, f"policies{language}")
    assert "Agreed in the plenary." in page.content()
    page.goto(f"{language}/desk/dates/agree/?party=ard")
    assert page.locator("input[name=follow_up]").count() == 2
    assert_accessible(page)
    picture(page, f"agree{language}")


def picture(page: Page, name: str) -> None:
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=f"{folder}/{name.replace('/', '-')}.png", full_page=True)
