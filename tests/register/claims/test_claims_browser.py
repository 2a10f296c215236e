"""Statements in a real browser: made by a coordinator, read side by side, accessible, fit for a phone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from koinon.people.models import Person
from koinon.register.actions import claims, judgements
from tests.register.claims.cast import NOW, Cast, said
from tests.register.claims.test_evidence import picture

pytestmark = pytest.mark.django_db(transaction=True)
PAST = date(2024, 1, 15)


@pytest.fixture
def cast() -> Cast:
    """Three who disagree, one of them under a pseudonym, a conclusion, a withdrawn statement, a judgement."""
    cast = Cast()
    shown = [
        claims.Exhibit("List of inspectors", "list.pdf", b"%PDF-1.7 nine"),
    ]
    cast.speaks(cast.fiona, "complete", text="All inspectors are named.", as_of=PAST, evidence=shown)
    cast.speaks(
        cast.bea, "limited", text="Two of nine are named.", as_of=PAST, pseudonymous=True,
        evidence=[claims.Exhibit("A photograph", "a.png", picture("PNG"))],
    )  # fmt: skip
    gone = cast.speaks(cast.rui, "substantial", text="We saw six.", as_of=PAST)
    claims.withdraw(by=cast.rui, claim=gone, reason="Counted twice.", now=NOW)
    claims.conclude(
        by=cast.ines, follow_up=cast.follow_up, party=None,
        said=said("limited", text="Two can be confirmed.", as_of=PAST), now=timezone.now(),
    )  # fmt: skip
    judgements.judge(
        by=cast.ines, provision=cast.provision, party=None, verifiable=True, reasons="It names a number.",
        language="en", now=NOW,
    )  # fmt: skip
    return cast


def sign_in(page: Page, who: Person, live_server: Any) -> None:
    client = Client()
    client.force_login(who)
    page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
    )


def fits(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url


def test_everyone_reads_them_side_by_side(
    cast: Cast, page: Page, assert_accessible: Callable[[Page], None]
) -> None:
    for address in (cast.provision.get_absolute_url(), "/disputes/", "/claims/figures/"):
        for prefix in ("", "/ar"):
            for width in (1200, 360):
                page.set_viewport_size({"width": width, "height": 900})
                page.goto(prefix + address)
                assert_accessible(page)
                fits(page)
    page.goto("/disputes/")
    expect(page.get_by_text("An organisation known to the secretariat")).to_be_visible()
    expect(page.locator(".claim")).to_have_count(3)


def test_a_coordinator_states_how_far_it_is_done(
    cast: Cast, page: Page, live_server: Any, assert_accessible: Callable[[Page], None]
) -> None:
    sign_in(page, cast.cora, live_server)
    page.set_viewport_size({"width": 360, "height": 900})
    page.goto(f"/desk/follow-ups/{cast.follow_up.pk}/claim/")
    assert_accessible(page)
    fits(page)
    page.get_by_label("Limited:").check()
    page.get_by_label("On which day was it so?").fill("2024-02-01")
    page.get_by_label("What do you base this on?").fill("We visited every one of them.")
    page.get_by_label("Does it contest another statement?").select_option("1")
    page.get_by_label("A file").set_input_files(
        {"name": "visits.csv", "mimeType": "text/csv", "buffer": b"office,visited\nnorth,yes\n"}
    )
    page.get_by_role("button", name="Publish the statement").click()
    expect(page.get_by_role("heading", name="Evidence of a statement")).to_be_visible()
    expect(page.get_by_text("visits.csv")).to_be_visible()
    assert_accessible(page)
    page.goto("/desk/claims/")
    expect(page.get_by_text("We visited every one of them.")).to_be_visible()
    assert_accessible(page)
    fits(page)
    page.get_by_role("link", name="Withdraw").click()
    assert_accessible(page)
    page.get_by_label("Why is it withdrawn?").fill("One visit was missing.")
    page.get_by_role("button", name="Withdraw it").click()
    expect(page.get_by_text("withdrawn", exact=True)).to_be_visible()


def test_an_assessor_concludes_and_judges(
    cast: Cast, page: Page, live_server: Any, assert_accessible: Callable[[Page], None], browser: Browser
) -> None:
    sign_in(page, cast.ines, live_server)
    for address in (
        f"/desk/follow-ups/{cast.follow_up.pk}/conclude/",
        f"/desk/provisions/{cast.provision.pk}/judge/",
    ):
        page.goto(address)
        assert_accessible(page)
        fits(page)
    page.get_by_label("No: whatever is done").check()
    page.get_by_label("Why?").fill("It sets no day.")
    page.get_by_role("button", name="Publish the judgement").click()
    expect(page).to_have_url(live_server.url + cast.provision.get_absolute_url())
