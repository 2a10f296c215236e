"""Invited, joined, protected by a second factor, signed in again; and master over one's own sessions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.core.cache import cache
from playwright.sync_api import Browser, Page, expect

from koinon.ledger.platform import PLATFORM
from koinon.people.actions import catalogue, invitations
from koinon.people.models import Membership, Person
from tests.people.cast import PASSWORD, joined, secretary, unposted

pytestmark = pytest.mark.django_db(transaction=True)
Accessible = Callable[[Page], None]


@pytest.fixture(autouse=True)
def fresh_limits() -> None:
    cache.clear()


def enter(page: Page, email: str, password: str = PASSWORD) -> None:
    """Fill in the sign-in page and send it."""
    page.goto("/account/login/")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()


def prove(page: Page) -> None:
    """Type the password once more where the page asks for it."""
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()


def sign_out(page: Page) -> None:
    page.context.clear_cookies()


def code_for(secret: str) -> str:
    """What an authenticator app would show now."""
    (counter, *_) = totp.yield_hotp_counters_from_time()
    return totp.format_hotp_value(totp.hotp_value(secret, counter))


def test_from_the_invitation_to_a_sign_in_with_a_second_factor(
    page: Page, assert_accessible: Accessible
) -> None:
    made = invitations.invite(
        by=PLATFORM, email="ola@quayside.example", name="Ola Berg", role="secretariat", now=datetime.now(UTC),
        post=unposted,
    )  # fmt: skip
    page.goto(f"/invitation/{made.token}/")
    expect(page.get_by_role("main")).to_contain_text("ola@quayside.example")
    expect(page.get_by_role("main")).to_contain_text("Secretariat")
    assert_accessible(page)
    page.get_by_label("Password", exact=True).fill("short")
    page.get_by_label("Password, once more").fill("short")
    page.get_by_role("button", name="Join").click()
    expect(page.get_by_role("main")).to_contain_text("too short")
    assert_accessible(page)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("Password, once more").fill(PASSWORD)
    page.get_by_role("button", name="Join").click()
    expect(page.get_by_text("Welcome. Sign in with the password")).to_be_visible()
    assert_accessible(page)

    enter(page, "ola@quayside.example")
    page.wait_for_url("**/desk/")
    page.goto("/account/")
    expect(page.get_by_role("main")).to_contain_text("Secretariat")
    assert_accessible(page)

    page.get_by_role("link", name="Set up").click()
    prove(page)
    secret = page.locator("#authenticator_secret").input_value()
    assert_accessible(page)
    page.get_by_label("Authenticator code").fill(code_for(secret))
    page.get_by_role("button", name="Activate").click()
    page.goto("/account/2fa/recovery-codes/")
    kept = RecoveryCodes(Authenticator.objects.get(type="recovery_codes")).get_unused_codes()
    assert len(kept) == 10
    assert all(code in page.content() for code in kept)
    assert_accessible(page)
    page.goto("/account/2fa/")
    assert_accessible(page)

    sign_out(page)
    cache.clear()  # a code is good once; half a minute is too long to wait in a test
    enter(page, "ola@quayside.example")
    assert_accessible(page)
    page.get_by_label("Code").fill("000000")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("main")).to_contain_text("Incorrect code")
    page.get_by_label("Code").fill(code_for(secret))
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/desk/")


def test_a_session_elsewhere_is_ended(page: Page, browser: Browser, live_server: object) -> None:
    ola = joined("ola@quayside.example", "Ola Berg", "secretariat")
    enter(page, ola.email)
    page.wait_for_url("**/desk/")
    with browser.new_context(base_url=live_server.url) as elsewhere:  # type: ignore[attr-defined]
        other = elsewhere.new_page()
        enter(other, ola.email)
        other.wait_for_url("**/desk/")
        page.goto("/account/")
        page.get_by_role("button", name="End the session begun").click()
        expect(page.get_by_text("That session has ended.")).to_be_visible()
        other.goto("/account/")
        expect(other.get_by_role("heading", name="Sign in")).to_be_visible()
    page.goto("/account/")
    expect(page.get_by_role("heading", name="My account")).to_be_visible()


def test_a_passkey_is_added_and_lets_in_without_a_password(page: Page, assert_accessible: Accessible) -> None:
    ola = joined("ola@quayside.example", "Ola Berg", "secretariat")
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    device.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    enter(page, ola.email)
    page.wait_for_url("**/desk/")
    page.goto("/account/2fa/webauthn/add/")
    prove(page)
    assert_accessible(page)
    page.get_by_label("Name").fill("My phone")
    page.get_by_label("Passwordless").check()
    page.get_by_role("button", name="Add").click()
    expect(page.get_by_role("main")).to_contain_text("ecovery codes")
    page.goto("/account/2fa/webauthn/")
    expect(page.get_by_role("main")).to_contain_text("My phone")
    assert_accessible(page)
    sign_out(page)
    page.goto("/account/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url("**/desk/")


def test_the_secretariat_invites_grants_and_ends(page: Page, assert_accessible: Accessible) -> None:
    ines = secretary()
    lea = joined("lea@ardenia.example", "Lea Brandt")
    enter(page, ines.email)
    page.wait_for_url("**/desk/")
    page.goto("/desk/persons/")
    assert_accessible(page)
    page.get_by_role("link", name="Invite someone").click()
    assert_accessible(page)
    page.get_by_label("E-mail address").fill("guest@x.example")
    page.get_by_label("Role").select_option("observer")
    page.get_by_role("button", name="Invite").click()
    expect(page.locator("#link")).to_contain_text("/invitation/")
    assert_accessible(page)
    page.get_by_role("link", name="To the persons").click()
    page.get_by_role("button", name="Take back guest@x.example").click()
    expect(page.get_by_text("The invitation was taken back.")).to_be_visible()
    page.get_by_role("link", name="Lea Brandt").click()
    assert_accessible(page)
    page.get_by_label("Role").select_option("assessor")
    page.get_by_role("button", name="Grant").click()
    expect(page.get_by_text("The mandate was granted.")).to_be_visible()
    page.get_by_role("link", name="End Independent assessor").click()
    assert_accessible(page)
    page.get_by_role("button", name="End the mandate").click()
    expect(page.get_by_text("The mandate ends on that day.")).to_be_visible()
    assert lea.mandates.get(role="assessor").until is not None


def test_one_erases_oneself(page: Page, assert_accessible: Accessible) -> None:
    ola = joined("ola@quayside.example", "Ola Berg")
    enter(page, ola.email)
    page.goto("/account/")
    with page.expect_download() as kept:
        page.get_by_role("link", name="Export my data").click()
        prove(page)
    assert '"ola@quayside.example"' in kept.value.path().read_text("utf-8")
    page.goto("/account/erase/")
    assert_accessible(page)
    page.get_by_label("Yes, erase my account").check()
    page.get_by_role("button", name="Erase", exact=True).click()
    expect(page.get_by_text("Your account and your data are gone.")).to_be_visible()
    assert not Person.objects.exists()


def test_every_page_of_ones_account_and_of_the_catalogue_is_accessible(
    page: Page, assert_accessible: Accessible
) -> None:
    catalogue.load(by=PLATFORM)
    ines = secretary()
    for address in ("login/", "password/reset/", "password/reset/done/", "signup/", "inactive/"):
        page.goto(f"/account/{address}")
        assert_accessible(page)
    enter(page, ines.email)
    page.wait_for_url("**/desk/")
    assert_accessible(page)
    for address in (
        "",
        "email/",
        "password/change/",
        "2fa/",
        "2fa/webauthn/",
        "sessions/",
        "reauthenticate/",
        "logout/",
    ):
        page.goto(f"/account/{address}")
        assert_accessible(page)
    for address in (
        "parties/?q=asean", "parties/asean/", "parties/add/", "places/?kind=group", "places/asean/",
        "places/add/", "places/asean/members/", f"memberships/{Membership.objects.earliest('pk').pk}/",
    ):  # fmt: skip
        page.goto(f"/desk/{address}")
        assert_accessible(page)
