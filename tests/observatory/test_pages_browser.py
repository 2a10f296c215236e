"""The other public pages in a browser: accessible at both widths, in both directions, within the window."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.observatory.alerts.examples_alerts import raised
from tests.observatory.cohesion import assembly
from tests.observatory.incidents.examples_incidents import flashpoint, incident
from tests.observatory.outlook.examples_outlook import stands
from tests.observatory.standing import worlds

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("world")]
RULES = "/observatory/standings/free-or-partly-free/"
PAGES = (
    "standings/free-or-partly-free/", "standings/free-or-partly-free/MOR/", "alerts/", "incidents/",
    "outlook/", "outlook/model/", "cohesion/league/", "datasets/",
    "datasets/fiw/2025/",
)  # fmt: skip


def test_the_other_pages_are_for_everyone(page: Page, assert_accessible: Callable[[Page], None]) -> None:
    worlds.ratings()
    assembly.roll_calls()
    assembly.league()
    stands()
    pages = [f"/observatory/{one}" for one in PAGES]
    pages += [f"/observatory/alerts/{raised().pk}/", f"/observatory/incidents/{incident().key}/"]
    flashpoint()
    for width, start in ((1200, ""), (390, "/ar")):
        page.set_viewport_size({"width": width, "height": 800})
        for address in pages:
            answer = page.goto(start + address)
            assert answer and answer.status == 200, address
            assert_accessible(page)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, address
            assert page.locator("main h1").count() == 1, address


def test_a_label_stays_with_its_field_and_no_field_fills_the_line(page: Page) -> None:
    worlds.ratings()
    page.set_viewport_size({"width": 1200, "height": 800})
    for address in (RULES, "/observatory/incidents/", "/observatory/episodes/"):
        page.goto(address)
        for pair in page.locator("main form .labelled:visible").all():
            label, field = pair.locator("label").bounding_box(), pair.locator("select, input").bounding_box()
            assert label and field and field["width"] < 500
            assert field["y"] < label["y"] + label["height"] < field["y"] + field["height"], "on one line"
