"""A secretariat officer brings a document, reviews it by keyboard, publishes it; a stranger finds it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from koinon.ledger import followers
from koinon.people.actions import catalogue
from koinon.people.models import Person
from koinon.register.actions import deciding, reading
from koinon.register.models import Provision, Reading
from tests.factories.people import person

pytestmark = pytest.mark.django_db(transaction=True)

PAPER = """Lanternport Statement on Spyware

Lanternport Civic Forum
Lanternport, 3 April 2033

We urge ASEAN and its member states to:

1. Stop buying commercial spyware by 31 December 2034;
2. Inform everyone whose phone was infected. The Lanternport Civic Forum will publish a guide for victims.

We commit to train 200 defenders in digital security each year.

This statement was drafted over two evenings.
"""


@pytest.fixture
def ada() -> Person:
    catalogue.keep_current()
    return person("Ada", role="secretariat")


def sign_in(page: Page, who: Person) -> None:
    page.goto("/account/login/")
    page.get_by_label("Email").fill(who.email)
    page.get_by_label("Password", exact=True).fill(f"{who.name}-long-password")
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/desk/")


def read_what_waits() -> None:
    """What the worker does: the job of each waiting reading."""
    for waiting in Reading.objects.filter(state="waiting"):
        reading.perform(waiting)


@pytest.fixture
def review(page: Page, ada: Person, tmp_path: Path) -> Iterator[Page]:
    """The review page of a document that was brought through the browser and really read."""
    sign_in(page, ada)
    paper = tmp_path / "statement.txt"
    paper.write_text(PAPER, "utf-8")
    page.get_by_label("File").set_input_files(paper)
    page.get_by_role("button", name="Read it").click()
    expect(page.get_by_role("heading", name="The document is being read")).to_be_visible()
    read_what_waits()
    page.wait_for_url("**/review/")
    yield page


def test_from_file_to_a_strangers_search(
    review: Page, browser: Browser, live_server: object, assert_accessible: Callable[[Page], None]
) -> None:
    page = review
    assert_accessible(page)
    cards = page.locator("li.card")
    open_cards = page.locator('li.card[data-state="open"]')
    total = cards.count()
    assert total >= 3

    page.keyboard.press("j")
    expect(cards.first).to_be_focused()
    page.keyboard.press("a")
    expect(open_cards).to_have_count(total - 1)
    expect(cards.nth(1)).to_be_focused()  # the next open one is chosen by itself

    page.keyboard.press("e")
    expect(page.get_by_label("Words of the document")).to_be_focused()
    page.get_by_text("Label, section").click()
    page.get_by_label("Label").fill("2, first half")
    expect(page.locator("[data-kept]")).to_contain_text("Draft kept")
    assert_accessible(page)
    page.get_by_role("button", name="Save and accept").click()
    expect(page.get_by_role("heading", name="2, first half")).to_be_visible()

    page.get_by_role("button", name="Accept").last.click()
    page.wait_for_url("**/review/*")
    page.get_by_role("link", name="Publish", exact=False).click()
    assert_accessible(page)
    page.get_by_role("button", name="Publish", exact=False).click()
    page.wait_for_url("**/documents/**")
    assert_accessible(page)
    followers.discover()
    followers.catch_up("index")

    with browser.new_context(base_url=live_server.url) as elsewhere:  # type: ignore[attr-defined]
        a_stranger_finds_it(elsewhere.new_page(), assert_accessible)


def a_stranger_finds_it(page: Page, assert_accessible: Callable[[Page], None]) -> None:
    page.goto("/search/?q=what+is+ASEAN+asked+to+do+about+spyware,+and+by+whom%3F")
    found = page.get_by_role("article").first
    expect(found).to_contain_text("Stop buying commercial spyware")
    expect(found).to_contain_text("Lanternport Civic Forum")
    assert_accessible(page)
    found.get_by_role("link", name="ASEAN").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Southeast Asian Nations")


def test_rejecting_and_undoing_by_keyboard(review: Page) -> None:
    page = review
    first = page.locator("li.card").first
    page.keyboard.press("j")
    page.keyboard.press("r")
    reason = page.get_by_label("Why is this not a provision?")
    expect(reason).to_be_focused()
    reason.fill("It describes.")
    page.keyboard.press("Enter")
    expect(first).to_have_attribute("data-state", "rejected")
    expect(page.locator("li.card").nth(1)).to_be_focused()
    page.keyboard.press("k")
    expect(first).to_be_focused()
    page.keyboard.press("u")
    expect(page.locator("li.card").first).to_have_attribute("data-state", "open")


def test_splitting_by_keyboard(review: Page) -> None:
    page = review
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("s")
    page.get_by_role("checkbox").first.check()
    page.get_by_role("button", name="Split").last.click()
    expect(page.get_by_role("heading", name="(2)")).to_be_visible()
    texts = [p.text for p in Provision.objects.order_by("start")]
    assert texts == [
        "Inform everyone whose phone was infected.",
        "The Lanternport Civic Forum will publish a guide for victims.",
    ]


def test_adding_from_selected_words(review: Page) -> None:
    page = review
    page.locator(".review-text span", has_text="drafted over two evenings").evaluate(
        "e => getSelection().selectAllChildren(e)"
    )
    page.keyboard.press("n")
    words = page.get_by_label("Words of the document")
    expect(words).to_have_value("This statement was drafted over two evenings.")
    page.get_by_role("button", name="Add", exact=True).click()
    page.wait_for_url("**/review/*")
    assert Provision.objects.get().text == "This statement was drafted over two evenings."


def test_a_card_that_someone_else_undid_is_told_and_what_was_typed_stays(review: Page, ada: Person) -> None:
    page = review
    page.keyboard.press("j")
    page.keyboard.press("a")
    made = page.locator('li.card[data-state="accepted"]')
    expect(made).to_have_count(1)
    made.get_by_role("link", name="Edit").click()
    page.get_by_label("Who is to do it").fill("Nobody yet")
    expect(page.locator("[data-kept]")).to_contain_text("Draft kept")
    provision = Provision.objects.get()
    deciding.reopen(by=ada, card=provision, revision=provision.revision)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("This card is gone")).to_be_visible()
    expect(page.get_by_label("Who is to do it")).to_have_value("Nobody yet")


def test_card_and_text_lead_to_each_other_on_a_phone(review: Page) -> None:
    page = review
    page.set_viewport_size({"width": 390, "height": 800})
    last = page.locator("li.card").last
    last.get_by_role("link", name="In the text").click()
    mark = page.locator(f'mark[data-card="{last.get_attribute("data-key")}"]').first
    expect(mark).to_be_in_viewport()
    page.locator("a.to-card").last.click()
    expect(last).to_be_focused()
    expect(last).to_be_in_viewport()
