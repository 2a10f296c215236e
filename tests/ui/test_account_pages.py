"""The pages of sign-in, second factors and sessions: dressed, accessible, free of inline code."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.core.cache import cache
from playwright.sync_api import BrowserContext, Page

from koinon.people.models import Person
from tests.people.cast import PASSWORD, secretary

pytestmark = pytest.mark.django_db(transaction=True)
OPEN = ["login/", "password/reset/", "password/reset/done/", "signup/", "inactive/"]
SIGNED_IN = [
    "logout/", "reauthenticate/", "password/change/", "2fa/", "2fa/totp/activate/", "2fa/webauthn/",
    "2fa/webauthn/add/", "sessions/",
]  # fmt: skip


@pytest.fixture
def solano() -> Person:
    cache.clear()  # how often someone may try
    return secretary("Mira Solano")


def sign_in(page: Page, who: Person) -> None:
    page.goto("/account/login/")
    page.get_by_label("Email").fill(who.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/desk/")


def assert_nothing_inline(page: Page) -> None:
    html = page.content()
    assert not re.search(r"\sstyle=|\son\w+=|<style", html)
    for attributes in re.findall(r"<script([^>]*)>", html):
        assert "src=" in attributes or "application/json" in attributes, attributes


@pytest.mark.parametrize("path", OPEN)
def test_open_pages(page: Page, assert_accessible: Callable[[Page], None], path: str) -> None:
    page.goto(f"/account/{path}")
    assert page.locator(".entrance h1").count() == 1
    assert_nothing_inline(page)
    assert_accessible(page)


def test_pages_of_the_signed_in(
    page: Page, solano: Person, assert_accessible: Callable[[Page], None]
) -> None:
    sign_in(page, solano)
    for path in SIGNED_IN:
        page.goto(f"/account/{path}")
        assert page.locator("main h1").count() == 1, path
        assert_nothing_inline(page)
        assert_accessible(page)


def test_a_passkey_is_added_and_signs_in(context: BrowserContext, page: Page, solano: Person) -> None:
    tool = context.new_cdp_session(page)
    tool.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
        "hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    tool.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    sign_in(page, solano)
    page.goto("/account/2fa/webauthn/add/")
    if page.get_by_label("Password").count():
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Confirm").click()
    page.get_by_label("Name").fill("My laptop")
    page.get_by_label("Passwordless").check()
    page.get_by_role("button", name="Add").click()
    page.wait_for_url(lambda url: not url.endswith("/add/"))
    page.goto("/account/2fa/webauthn/")
    assert page.get_by_role("rowheader", name="My laptop").is_visible()
    page.goto("/account/logout/")
    page.locator("main").get_by_role("button", name="Sign out").click()
    page.wait_for_url(lambda url: "logout" not in url)
    page.goto("/account/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url("**/desk/")


def test_a_cancelled_passkey_is_told_in_the_page(context: BrowserContext, page: Page) -> None:
    page.add_init_script("navigator.credentials.get = () => Promise.reject(new Error('cancelled'))")
    page.goto("/account/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.get_by_role("alert").filter(has_text="The passkey was not used").wait_for()
