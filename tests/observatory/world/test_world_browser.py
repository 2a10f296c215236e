"""The five pages in a browser: accessible at both widths, in both directions, nothing runs over the edge."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.observatory.world import worlds

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("world")]
PAGES = (
    "/observatory/",
    "/observatory/regions/halcyon-coast/",
    "/observatory/places/THA/",
    "/observatory/compare/?places=THA&places=PHL",
    "/observatory/indicators/vdem/v2x_polyarchy/",
)


def test_the_five_pages_are_for_everyone(page: Page, assert_accessible: Callable[[Page], None]) -> None:
    worlds.region()
    worlds.measured()
    for width, start in ((1200, ""), (390, "/ar")):
        page.set_viewport_size({"width": width, "height": 800})
        for address in PAGES:
            page.goto(start + address)
            assert_accessible(page)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, address
            assert page.locator("figure img:visible, figure > div > svg:visible").count(), address
            for drawing in page.locator("figure > div > svg").all():
                assert drawing.get_attribute("direction") == "ltr"
            page.wait_for_load_state("load")
            assert page.evaluate("[...document.images].every(image => image.naturalWidth > 0)"), address
    page.goto("/observatory/places/THA/")
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text(), "the first stop is the way past the menu"
