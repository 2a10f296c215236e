"""A focal point answers one recommendation and then several; a validator approves; everyone reads it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from koinon.people.models import Person
from koinon.register.models import Answer
from tests.register.answers.office import Office, office


def sign_in(page: Page, who: Person) -> None:
    page.goto("/account/login/")
    page.get_by_label("Email").fill(who.email)
    page.get_by_label("Password", exact=True).fill(f"{who.name}-long-password")
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/desk/")


@pytest.mark.django_db(transaction=True)
def test_from_a_draft_to_the_public_answer(
    page: Page, browser: Browser, live_server: Any, assert_accessible: Callable[[Page], None]
) -> None:
    world = office()
    sign_in(page, world.ida)
    one_is_drafted_and_submitted(page, world, assert_accessible)
    the_rest_get_one_answer(page, assert_accessible)
    with browser.new_context(base_url=live_server.url, viewport={"width": 390, "height": 800}) as phone:
        the_validator_decides(phone.new_page(), world, assert_accessible)
    the_public_reads(world)


def one_is_drafted_and_submitted(page: Page, world: Office, check: Callable[[Page], None]) -> None:
    page.goto("/desk/asked/")
    expect(page.get_by_role("heading", name="Asked of us")).to_be_visible()
    check(page)
    page.get_by_role("link", name="Answer provision 1").click()
    check(page)
    page.get_by_label("accepted in part").check()
    page.get_by_role("button", name="Submit to the validator").click()
    expect(page.get_by_text("Say which part is accepted")).to_be_visible()
    check(page)
    page.get_by_label("Which part is accepted").fill("The first half.")
    page.get_by_role("button", name="Submit to the validator").click()
    expect(page.get_by_text("The answer is with the validator.")).to_be_visible()
    check(page)


def the_rest_get_one_answer(page: Page, check: Callable[[Page], None]) -> None:
    page.goto("/desk/asked/?which=open")
    for box in page.get_by_role("checkbox", name="Provision").all():
        box.check()
    page.get_by_label("noted", exact=True).check()
    page.get_by_label("Reasons").fill("Law 7 says otherwise.")
    page.get_by_role("button", name="See what would be written").click()
    expect(page.get_by_text("The same answer to 2 provisions. Nothing is written yet.")).to_be_visible()
    check(page)
    page.get_by_role("button", name="Submit 2 answers to the validator").click()
    expect(page.get_by_text("2 answers are with the validator.")).to_be_visible()


def the_validator_decides(page: Page, world: Office, check: Callable[[Page], None]) -> None:
    sign_in(page, world.bo)
    page.goto("/desk/answers/")
    expect(page.get_by_text("3 answers wait.")).to_be_visible()
    check(page)
    page.get_by_role("checkbox", name="Provision 3").check()
    page.get_by_label("What has to change").fill("Name the law.")
    page.get_by_role("button", name="Return with this note").click()
    expect(page.get_by_text("1 answer is returned.")).to_be_visible()
    page.get_by_role("button", name="Approve all 2 that wait …").click()
    check(page)
    page.get_by_role("button", name="Publish 2 answers").click()
    expect(page.get_by_text("2 answers are published.")).to_be_visible()
    expect(page.get_by_text("No answer waits for you")).to_be_visible()
    check(page)


def the_public_reads(world: Office) -> None:
    assert sorted(Answer.objects.values_list("state", flat=True)) == ["published", "published", "returned"]
    feed = Client().get("/answers.atom").content.decode()
    assert "The first half." in feed and "Name the law." not in feed
