"""A real browser against a live server: the system's Chromium driven by Playwright, axe-core inside."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
AXE = Path(__file__).resolve().parent.parent / "node_modules" / "axe-core" / "axe.min.js"
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium for the whole session."""
    path = next(filter(None, map(shutil.which, NAMES)), None)
    assert path, "Browser tests need Chromium: `make test` installs it, or put `chromium` on the PATH."
    # Playwright keeps an event loop in this thread; Django's own calls here stay synchronous.
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        with playwright.chromium.launch(executable_path=path, args=FLAGS) as running:
            yield running


@pytest.fixture
def context(browser: Browser, live_server: Any) -> Iterator[BrowserContext]:
    """A fresh profile whose relative addresses lead to the live server and nowhere else."""
    with browser.new_context(base_url=live_server.url, locale="en-GB", timezone_id="UTC") as fresh:
        # The first page of a test waits for templates and indexes, and other processes share the machine.
        fresh.set_default_navigation_timeout(60_000)
        fresh.set_default_timeout(30_000)
        elsewhere: list[str] = []
        fresh.on("request", lambda r: elsewhere.append(r.url) if _foreign(r.url, live_server.url) else None)
        yield fresh
        assert not elsewhere, f"The page asked another host: {elsewhere}"


def _foreign(address: str, home: str) -> bool:
    return not address.startswith((home, "data:", "blob:", "about:"))


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """One tab; an error in the page's own scripts or a refused resource fails the test."""
    tab = context.new_page()
    complaints: list[str] = []
    tab.on("pageerror", lambda error: complaints.append(str(error)))
    tab.on("console", lambda m: complaints.append(m.text) if m.type == "error" and "CSP" in m.text else None)
    yield tab
    assert not complaints, f"The page's scripts complained: {complaints}"


@pytest.fixture(scope="session")
def assert_accessible() -> Callable[[Page], None]:
    """Fail with the rule, the element and the mend when axe-core finds a violation of WCAG 2.2 AA."""
    axe = AXE.read_text("utf-8")

    def check(page: Page) -> None:
        page.evaluate(axe)
        options = {"runOnly": {"type": "tag", "values": STANDARDS}}
        found = page.evaluate("options => axe.run(document, options)", options)
        told = [
            f"{v['id']}: {v['help']}: {node['html'][:160]}"
            for v in found["violations"]
            for node in v["nodes"]
        ]
        assert not told, f"{page.url}\n" + "\n".join(told)

    return check


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests in a browser carry the mark `browser`, so that a run can leave them out."""
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")
