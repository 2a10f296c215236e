"""Every component in a real browser: axe, phones, dark, right-to-left, without scripts, without colour."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.ui import gallery

DESK, PHONE, OLD_PHONE = (1280, 900), (390, 844), (320, 568)
ARABIC = ('lang="en" dir="ltr"', 'lang="ar" dir="rtl"')


def opened(page: Page, address: str, html: str) -> Page:
    """The gallery shown at an address of the live server, under its security policy."""
    page.route("**/gallery", lambda route: route.fulfill(body=html, headers=policy()))
    page.goto(address)
    return page


def policy() -> dict[str, str]:
    from koinon.site.middleware import POLICY

    return {"Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": POLICY}


@pytest.mark.parametrize("size", [DESK, PHONE, OLD_PHONE], ids=["desk", "phone", "old phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("swap", [("", ""), ARABIC], ids=["ltr", "rtl"])
def test_components_are_accessible_and_fit(
    page: Page,
    assert_accessible: Callable[[Page], None],
    size: tuple[int, int],
    scheme: Any,
    swap: tuple[str, str],
) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.emulate_media(color_scheme=scheme)
    opened(page, "/gallery", gallery.page().replace(*swap) if swap[0] else gallery.page())
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "the page scrolls sideways"
    assert_accessible(page)


def test_margin_notes_stand_beside_the_text_and_below_it_on_a_phone(page: Page) -> None:
    opened(page, "/gallery", gallery.page())
    text, note = page.locator("#p7"), page.locator(".note").first
    page.set_viewport_size({"width": DESK[0], "height": DESK[1]})
    assert box(note)["x"] > box(text)["x"] + box(text)["width"]
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    assert box(note)["y"] >= box(text)["y"] + box(text)["height"]


def test_right_to_left_mirrors_the_page(page: Page) -> None:
    opened(page, "/gallery", gallery.page().replace(*ARABIC))
    assert box(page.locator(".brand"))["x"] > box(page.locator(".band-account"))["x"]
    assert box(page.locator("#p7"))["x"] > box(page.locator(".note").first)["x"]


def test_what_is_pressed_is_large_enough(page: Page) -> None:
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    opened(page, "/gallery", gallery.page())
    for target in page.locator(".btn:visible, .mainnav a, .pager a, .tabs a, .band-account a").all():
        assert box(target)["height"] >= 43.9, target.inner_text()


def test_copy_button_appears_with_scripts_and_copies(page: Page) -> None:
    opened(page, "/gallery", gallery.page())
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy the citation").click()
    page.get_by_role("button", name="Copied").wait_for()
    assert "Declaration of Port Callis (2025)" in page.evaluate("navigator.clipboard.readText()")


def test_facets_need_their_button_only_without_scripts(browser: Browser, live_server: Any) -> None:
    for scripts in (True, False):
        with browser.new_context(base_url=live_server.url, java_script_enabled=scripts) as context:
            page = opened(context.new_page(), "/gallery", gallery.page())
            apply = page.get_by_role("button", name="Apply")
            assert apply.is_visible() is not scripts
            assert page.get_by_role("button", name="Copy the citation").is_visible() is scripts


def test_marks_stay_visible_in_forced_colours(page: Page) -> None:
    page.emulate_media(forced_colors="active")
    opened(page, "/gallery", gallery.page())
    shape = "getComputedStyle(document.querySelector('.kind'), '::before').backgroundColor"
    paper = "getComputedStyle(document.body).backgroundColor"
    assert page.evaluate(shape) != page.evaluate(paper)


def test_print_shows_the_text_and_no_controls(page: Page) -> None:
    opened(page, "/gallery", gallery.page())
    page.emulate_media(media="print", color_scheme="dark")
    assert page.locator("#p7").is_visible()
    for control in (".mainnav", ".pager", ".facets", ".band-search"):
        assert not page.locator(control).first.is_visible(), control
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"


def box(locator: Any) -> dict[str, float]:
    """Position and size of a visible element."""
    found: dict[str, float] = locator.bounding_box()
    return found
